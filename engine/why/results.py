"""What an assessment says: plain frozen records, of which text, JSON and Markdown are views.

The JSON form is the contract ``derogation/assessment/1``; its schema is made from these records.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from ..answer import Derivation
from ..case.address import UNLISTED
from ..case.facts import Signature, Standing
from ..case.words import Plain
from ..law.rulebook import Kind, Rule, Rulebook, Status
from ..truth.evaluator import Node
from .reasons import FactUse


class UnitResult(Struct, frozen=True):
    """The outcome of one unit that is, or may be, in use on the day."""

    id: str
    outcome: str
    possible_outcomes: tuple[str, ...]
    in_use: bool | None = True


class Supposed(Struct, frozen=True):
    """What a world supposes of an unknown fact, as an example of what it may turn out to be."""

    path: str
    value: Plain
    question: str
    text: str


class Way(Struct, frozen=True):
    """One way in which a condition may be satisfied, with a world in which it is."""

    status: Status
    example: tuple[Supposed, ...]


class RuleSubject(Struct, frozen=True):
    """What a rule is measured of: ``kind`` as the rule has it, and of a rule about units the ``unit``, by its name."""

    kind: str
    unit: str = ""

    @property
    def unlisted(self) -> bool:
        """Whether it is a unit that may exist besides those listed."""
        return self.unit == UNLISTED

    def __str__(self) -> str:
        """As data names it: ``provider``, ``technology:hashing``."""
        return f"{self.kind}:{self.unit}" if self.unit else self.kind


class WitnessResult(Struct, frozen=True):
    """An outcome that is still possible, and a world that has it: what it supposes of unknown facts, and of questions
    that the law leaves open."""

    outcome: str
    facts: tuple[Supposed, ...]
    opened: tuple[tuple[str, bool], ...] = ()


class Blocking(Struct, frozen=True):
    """Conditions of which at least one fails in every world; each with a world in which it is the one that fails."""

    subject: RuleSubject
    rules: tuple[Rule, ...]
    examples: dict[str, tuple[Supposed, ...]]


def own_sentence(rule: Rule, status: Status, *, not_shown: bool) -> str:
    """What a rule itself says of a status; nothing where the burden of proof alone decides: what has not been shown may
    be so all the same."""
    return "" if not_shown else " ".join(rule.because.get(status, "").split())


class RuleResult(Struct, frozen=True):
    """What became of one rule for one subject.

    ``satisfied_by``: it is satisfied in every world, in some by one of these ways and in some by another.
    ``decisive``: some value of this condition, with the other unknowns completed somehow, changes the outcome; nothing
    is where the outcome is determined. ``blocking``: it fails in a case that fails. ``not_shown``: it fails because the
    burden of proof was not met. ``proofs`` are the nodes for applies, holds and relief.
    """

    rule: Rule
    subject: RuleSubject
    status: Status
    because: str
    facts: tuple[FactUse, ...]
    readings: dict[str, str]
    decisive: bool = False
    blocking: bool = False
    not_shown: bool = False
    open_texts: tuple[str, ...] = ()
    proofs: tuple[Node, Node, Node] | None = None
    satisfied_by: tuple[Way, ...] = ()

    @property
    def own_sentence(self) -> str:
        """What the rule itself says of its status."""
        return own_sentence(self.rule, self.status, not_shown=self.not_shown)

    @property
    def said(self) -> bool:
        """Whether a note or a rule of consistency has something to say: it holds, and nothing silences it."""
        return self.proofs is not None and self.proofs[1].truth is True and self.proofs[2].truth is not True

    @property
    def kind(self) -> Kind:
        return self.rule.kind


class MissingFact(Struct, frozen=True):
    """An unknown fact on which some completion turns."""

    path: str
    question: str
    provisions: tuple[str, ...]
    who: str = ""
    standing: Standing = "not_asked"


class PositionResult(Struct, frozen=True):
    """What one party says of a disputed fact."""

    by: str
    value: Plain
    because: str
    source: str
    inferred: bool


class DisputedFact(Struct, frozen=True):
    """A fact on which parties take positions; ``decisive`` where the outcome may turn on it.

    ``standing`` says what the positions come to: *disputed* (parties differ), *uncorroborated* (one party's word),
    *agreed*, *admitted* (said against itself), *own_word* (on its own conduct) or *claimed*.
    """

    path: str
    question: str
    positions: tuple[PositionResult, ...]
    decisive: bool
    standing: Standing = "disputed"


class ReadingResult(Struct, frozen=True):
    """A reading that the assessment met: the choice made, by whom, and whether another choice turns the outcome."""

    id: str
    chosen: str
    by: str
    turns_outcome: bool
    others: dict[str, str] = field(default_factory=dict[str, str])


class LaterFact(Struct, frozen=True):
    """A plain fact that a finding rests on, and the day of its source, which is later than that of the finding."""

    use: FactUse
    on: date


class FindingResult(Struct, frozen=True):
    """A legal judgement stated in the case, with the plain facts that speak for and against it.

    ``signed`` says who made it; ``unsigned``: it is a judgement of the case's author that nobody has signed (a party's
    own word has its author already, and what is assumed is taken as notorious). ``overtaken_by`` are facts of a day
    later than that of the signature.
    """

    path: str
    question: str
    value: Plain
    support: tuple[str, ...]
    against: tuple[str, ...]
    fact: str = ""
    unit: str = ""
    signed: Signature | None = None
    unsigned: bool = False
    overtaken_by: tuple[LaterFact, ...] = ()


class Law(Struct, frozen=True):
    """The law measured, as whoever asks for the assessment knows it; the engine knows no act.

    ``act`` is empty where nobody said. ``in_force``: it derogates on the day. ``second_hand``: the official text was
    not read; ``unseen`` names what nobody here has read of it. ``provisional``: other conditions than its own are
    measured.
    """

    act: str = ""
    celex: str = ""
    eli: str = ""
    version: str = ""
    in_force: bool = False
    provisional: bool = False
    second_hand: bool = False
    unseen: tuple[str, ...] = ()
    note: str = ""


class Subject(Struct, frozen=True):
    """Whom and what was assessed: the provider, its service with the feature, and the digest of what the profile says.

    ``authorities`` are the profile's own, beside those of the program; the engine does not look into them. ``notes``
    are what its author says of the file as a whole.
    """

    provider: str = ""
    service: str = ""
    digest: str = ""
    authorities: tuple[object, ...] = ()
    notes: tuple[str, ...] = ()


class Assessment(Struct, frozen=True):
    """The assessment of one case on one day, from one standpoint.

    ``law`` and ``subject`` are handed in by the caller, so that every view of the record can name them.
    ``consistency`` are the rules of that kind that have something to say: facts that do not fit together.
    """

    rulebook: Rulebook
    case: str
    on: date
    standpoint: str | None
    on_the_record: bool
    outcome: str
    possible_outcomes: tuple[str, ...]
    units: tuple[UnitResult, ...]
    ignored_units: tuple[str, ...]
    conditions: tuple[RuleResult, ...]
    other_rules: tuple[RuleResult, ...]
    missing_facts: tuple[MissingFact, ...]
    disputed_facts: tuple[DisputedFact, ...]
    by_party: dict[str, str]
    contradicted: dict[str, str]
    readings: tuple[ReadingResult, ...]
    findings: tuple[FindingResult, ...]
    consistency: tuple[RuleResult, ...]
    notes: tuple[str, ...]
    engines: tuple[str, ...]
    gates: tuple[tuple[str, Node], ...]
    derivation: Derivation
    law: Law = Law()
    subject: Subject = Subject()
    witnesses: tuple[WitnessResult, ...] = ()
    blocking_sets: tuple[Blocking, ...] = ()
