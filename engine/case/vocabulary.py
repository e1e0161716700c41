"""The vocabulary: which facts exist, of which type, and what is asked to learn them.

The engine knows no fact by name. Whoever owns the facts (for this program the profile model in ``cases/model``)
describes them here, and the rule language, the interview, the forms and the columns all read the same description.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from .address import Address

#: Whether a party's uncontested word on its own conduct counts as fact.
OwnWord = Literal["never", "unless_it_helps", "always"]
FactType = Literal["bool", "date", "number", "text", "choice", "set"]

#: The name of the scope of facts that belong to the case as a whole.
ROOT = ""
#: The word by which rules name the day assessed.
ASSESSED_ON = "assessed_on"


_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\[([0-9]+|\?|\+[0-9]+)\])?")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A plain fact that speaks for or against a finding: where ``fact`` is ``value`` it ``supports`` it or not."""

    fact: str
    value: object
    supports: bool


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact.

    ``path`` begins with the scope: ``service.publicly_available`` belongs to the case, ``technology.scans.text`` to
    each item of the list whose items are called ``technology``. ``never`` is the wording for a date that has not come
    and will not come ("never begun", "still in use"); empty where the fact must have a date. ``fixed`` marks facts
    that nobody can change any more or that others decide. ``who`` says who can supply it. ``own_word`` says
    whether what a party says of its own conduct counts when nobody contests it. ``not_before`` is the path of another
    day of the same thing that this one cannot precede (a period does not end before it begins).
    """

    path: str
    type: FactType
    question: str
    provisions: tuple[str, ...] = ()
    unit: str = ""
    choices: tuple[str, ...] = ()
    finding: bool = False
    never: str = ""
    fixed: bool = False
    who: str = "provider"
    indicators: tuple[Indicator, ...] = ()
    not_before: str = ""
    own_word: OwnWord = "never"


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list of things: ``path`` (``technologies``, ``technology.periods_of_use``) and the name of one ``item``.

    ``closed`` lists record what the author chose to list one by one; left out, they are known to be empty.
    Others, left out, are unknown.
    """

    path: str
    item: str
    question: str
    provisions: tuple[str, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facts and lists, by path; ``orders`` are pairs of days of which the second cannot precede the first."""

    facts: Mapping[str, FactSpec]
    lists: Mapping[str, ListSpec]
    items: Mapping[str, ListSpec] = field(init=False)
    orders: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", {spec.item: spec for spec in self.lists.values()})
        orders = tuple((spec.not_before, spec.path) for spec in self.facts.values() if spec.not_before)
        object.__setattr__(self, "orders", orders)

    def split(self, path: str) -> tuple[str, str]:
        """Split a path into scope and key: ``technology.scans.text`` -> (``technology``, ``scans.text``)."""
        head, _, rest = path.partition(".")
        return (head, rest) if head in self.items else (ROOT, path)

    def address(self, text: str) -> Address:
        """The address that people write as ``technologies[0].scans.text``; the inverse of ``Address.text``.

        Raises ``LookupError`` where the text speaks of a list that does not exist, or is no path.
        """
        here, keys = Address(), list[str]()
        for part in text.split("."):
            match = _STEP.fullmatch(part)
            if match is None:
                raise LookupError(f"{text!r} is no path; one is written as technologies[0].scans")
            keys.append(match[1])
            if match[2] is not None:
                named = here.fact(".".join(keys))
                spec = self.lists.get(named.generic)
                if spec is None:
                    raise LookupError(f"{text!r} speaks of a list {named.text!r}, and there is none")
                here = here.member(named.key, spec.item, int(match[2]) if match[2].isdigit() else match[2])
                keys = []
        return here.fact(".".join(keys))

    def nearest(self, path: str) -> str | None:
        """The known path most like ``path``, for error messages."""
        found = get_close_matches(path, [*self.facts, *self.lists], n=1, cutoff=0.6)
        return found[0] if found else None
