"""Cases under drafts and hypotheses, and two laws compared case by case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ..cases.loader import Case, check_readings
from ..cases.rulebook import rulebook
from ..cases.vocabulary import vocabulary
from ..engine.answer import ENGINES
from ..engine.law.rulebook import Rulebook
from .measuring import check_days, measured, party_of

if TYPE_CHECKING:
    from ..rules.variants.answered import VariantAnswer
    from ..rules.variants.compared import Comparer, Comparison
    from ..rules.variants.model import Variant


def assess_under(
    case: Case,
    variant: Variant,
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    engines: Sequence[str] = ENGINES,
) -> VariantAnswer:
    """What the outcome of a case would be under a draft or hypothesis, on its own days.

    ``rules.variants.load_variant`` reads one. Outcomes have names of their own (``would_be_not_eligible``). Raises
    what :func:`assess` raises, and :class:`BadRulebook` for a variant that changes what does not exist.
    """
    from ..rules.variants.answered import answer_under

    supposed = rulebook_under(variant)
    check_readings(case, rulebook())
    check_readings(case, supposed, readings, own=False)
    return answer_under(variant, measured(supposed, case, on, standpoint, on_the_record, readings, engines))


@lru_cache(maxsize=8)
def rulebook_under(variant: Variant) -> Rulebook:
    """The rulebook of a draft or hypothesis; raises :class:`BadRulebook`."""
    from ..rules.variants.applied import under

    return under(variant, vocabulary())


def law_comparer(a: Variant | None, b: Variant | None, *, own_days: bool = False) -> Comparer:
    """Compares two laws case by case with :func:`compare_laws`; ``None`` is the law as it stands in the program.

    Drafts are taken to apply as long as the act, so that what they say is compared and not how long they would have
    lasted; with ``own_days`` they apply on their own days only.
    """
    from ..rules.variants.compared import Comparer

    return Comparer(a, b, vocabulary(), own_days)


def compare_laws(
    comparer: Comparer,
    case: Case,
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
) -> Comparison:
    """Two laws on one case, each difference reduced to the changed rules that make it; by the evaluator alone.

    Raises :class:`BadInput` for a party, reading or choice that neither law has.
    """
    check_readings(case, rulebook())
    check_days(on)
    known = comparer.mixture(frozenset(comparer.changed))
    before = comparer.mixture(frozenset())
    ours = {name: choice for name, choice in (readings or {}).items() if name in known.readings}
    check_readings(case, known, ours, own=False)
    check_readings(case, before, {n: c for n, c in (readings or {}).items() if n not in ours}, own=False)
    return comparer.compare(
        case.engine_facts(),
        on or case.profile.assess_on or date.today(),
        party_of(case, standpoint),
        on_the_record=on_the_record,
        readings=readings,
    )
