"""All proofs about a rulebook, in order."""

from __future__ import annotations

from ...engine.case.vocabulary import Vocabulary
from ...engine.law.rulebook import Rulebook
from .proof import Proof
from .prove_conditions import no_condition_dead, none_implied, reliefs_end
from .prove_engines import engines_agree
from .prove_kleene import engines_follow_kleene
from .prove_outcomes import facts_never_turn, outcomes_exclude
from .prove_readings import readings_differ
from .prove_variants import variants_differ

PROOFS = (
    outcomes_exclude,
    facts_never_turn,
    no_condition_dead,
    none_implied,
    readings_differ,
    reliefs_end,
    engines_follow_kleene,
    engines_agree,
)
"""Each takes a rulebook and proves one thing, or shows why it is not so."""


def prove(rulebook: Rulebook, vocabulary: Vocabulary) -> list[Proof]:
    """Carry out every proof anew (some twenty seconds); ``vocabulary`` is that from which the rulebook was loaded."""
    return [*(each(rulebook) for each in PROOFS), variants_differ(rulebook, vocabulary)]
