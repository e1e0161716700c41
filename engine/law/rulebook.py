"""A rulebook: rules, definitions and readings as loaded, checked and ready for every engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from ..case.facts import Items
from ..case.vocabulary import Vocabulary
from . import terms as t

Kind = Literal["gate", "condition", "relief", "exception", "purpose", "consistency", "split", "note"]
Status = Literal["met", "not_met", "relieved", "not_applicable", "undetermined"]
#: What fails comes first.
STATUS_ORDER: tuple[Status, ...] = ("not_met", "relieved", "met", "undetermined", "not_applicable")
KINDS: tuple[Kind, ...] = ("gate", "condition", "relief", "exception", "purpose", "consistency", "split", "note")
#: Kinds of rule that are limbs of something: a limb may be named wherever a definition may.
LIMBS: tuple[Kind, ...] = ("relief", "exception")
#: Kinds of rule that say something where they hold; ``unless`` (kept as ``relief``) says when not.
SHOWN: tuple[Kind, ...] = ("consistency", "split", "note")


class Choice(Struct, frozen=True):
    """One way to read a provision, with the argument for it and the authority that the argument rests on."""

    id: str
    title: str
    argument: str
    authority: tuple[str, ...] = ()


class Reading(Struct, frozen=True):
    """A question of interpretation; the first choice is the default."""

    id: str
    question: str
    provisions: tuple[str, ...]
    choices: tuple[Choice, ...]

    @property
    def default(self) -> str:
        return self.choices[0].id


class Rule(Struct, frozen=True, eq=False):
    """One provision as a rule.

    A *gate* has ``holds`` and the ``outcome`` it leads to. A *condition* is ``satisfied`` when ``not applies or holds
    or relief``; that is the matter on which somebody may bear the burden. A relief limb, exception limb, permitted
    purpose, consistency rule (facts that do not fit together), split (what should be a case of its own) or note has
    ``holds`` (for the last three: when it is shown) and never enters an outcome directly. ``valid_from`` and
    ``valid_until`` bound the law, both days included.
    """

    id: str
    kind: Kind
    provision: str
    title: str
    subject: str
    applies: t.Named
    holds: t.Named
    relief: t.Named
    satisfied: t.Named
    outcome: str = ""
    burden: str = ""
    quotes: tuple[str, ...] = ()
    because: Mapping[str, str] = field(default_factory=dict[str, str])
    authority: tuple[str, ...] = ()
    note: str = ""
    readings: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    file: str = ""
    line: int | None = None

    def __repr__(self) -> str:
        return f"<Rule {self.id}>"

    def in_force_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    @property
    def in_force(self) -> t.Term:
        """That the law of this rule is in force on the day assessed, as a term."""
        bounds: list[t.Term] = []
        if self.valid_from is not None:
            bounds.append(t.Compare(t.AssessedOn(), "from", t.Literally(self.valid_from)))
        if self.valid_until is not None:
            bounds.append(t.Compare(t.AssessedOn(), "by", t.Literally(self.valid_until)))
        return t.All(tuple(bounds))


class Verdicts(Struct, frozen=True):
    """The names of outcomes, and what the units of assessment are.

    ``units`` is the list whose items are assessed one by one, ``unit`` the name of one item, ``in_use`` the definition
    that says whether it counts on the day. ``decided`` is the definition that must hold for conditions to decide at
    all (law that is known). ``joint`` names the reading and choice on which one failing unit fails all. ``unneeded``
    are the outcomes on which nothing has to pass; ``consequences`` says in a sentence or two what follows from each.
    """

    units: str
    unit: str
    in_use: t.Named
    decided: t.Named
    passed: str
    failed: str
    mixed: str
    none: str
    open: str
    joint: tuple[str, str] | None
    order: tuple[str, ...]
    titles: Mapping[str, str]
    unneeded: tuple[str, ...] = ()
    consequences: Mapping[str, str] = field(default_factory=dict[str, str])


class Rulebook(Struct, frozen=True, eq=False, dict=True):
    """Everything an engine needs.

    ``series`` are lists of constants (such as due dates) that rules quantify over; ``cite`` turns a provision's path
    into the citation that lawyers use.
    """

    name: str
    rules: tuple[Rule, ...]
    definitions: Mapping[str, t.Named]
    readings: Mapping[str, Reading]
    series: Mapping[str, Items]
    vocabulary: Vocabulary
    verdicts: Verdicts
    digest: str
    cite: Callable[[str], str] = str

    def __repr__(self) -> str:
        return f"<Rulebook {self.name}>"

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def by_part(self) -> dict[str, Rule]:
        """The rule, in its version, of which a named term is a part (applies, holds or relief)."""
        return {part.name: rule for rule in self.rules for part in (rule.applies, rule.holds, rule.relief)}

    def of_kind(self, *kinds: Kind) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.kind in kinds)

    def about_unit(self, rule: Rule) -> bool:
        """Whether a rule is assessed for each unit rather than once for the case."""
        return rule.subject == self.verdicts.unit

    @cached_property
    def default_readings(self) -> dict[str, str]:
        return {reading.id: reading.default for reading in self.readings.values()}
