"""The vocabulary: which facts exist, of which type, and what is asked to learn them.

The engine knows no fact by name. Whoever owns the facts (for this program the profile model in ``cases/model``)
describes them here, and the rule language, the interview, the forms and the columns all read the same description.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Literal

from msgspec import Struct

from .address import UNLISTED, Address
from .facts import Value

#: Whether a party's uncontested word on its own conduct counts as fact.
OwnWord = Literal["never", "unless_it_helps", "always"]
FactType = Literal["bool", "date", "number", "text", "choice", "set"]

#: The name of the scope of facts that belong to the case as a whole.
ROOT = ""
#: The word by which rules name the day assessed.
ASSESSED_ON = "assessed_on"
#: With the name of an item, where facts are stated once for all items of a list: ``every_technology``.
SHARED = "every_"


_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\[([0-9]+|\?|\+[0-9]+)\])?")


class Indicator(Struct, frozen=True):
    """A plain fact that speaks for or against a finding: where ``fact`` is ``value`` it ``supports`` it or not."""

    fact: str
    value: object
    supports: bool


class FactSpec(Struct, frozen=True):
    """One fact.

    ``path`` begins with the scope: ``service.publicly_available`` belongs to the case, ``technology.scans.text`` to
    each item of the list whose items are called ``technology``. ``never`` is the wording for a date that has not come
    and will not come ("never begun", "still in use"); empty where the fact must have a date. ``fixed`` marks facts
    that nobody can change any more or that others decide. ``who`` says who can supply it. ``own_word`` says
    whether what a party says of its own conduct counts when nobody contests it. ``not_before`` is the path of another
    day of the same thing that this one cannot precede (a period does not end before it begins). ``nature`` marks facts
    that say what the thing assessed is, which nobody would change in order to come under another outcome. ``rests_on``
    are plain facts of the case or of the same thing that bear on a finding besides its indicators. ``legal`` marks what
    reads like a plain question and only a lawyer can answer.
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
    nature: bool = False
    rests_on: tuple[str, ...] = ()
    legal: bool = False

    @property
    def plain(self) -> bool:
        """Whether whoever knows what happens can answer it: no judgement, and nothing that only a lawyer can say."""
        return not (self.finding or self.legal)


class ListSpec(Struct, frozen=True):
    """A list of things: ``path`` (``technologies``, ``technology.periods_of_use``) and the name of one ``item``.

    ``closed`` lists record what the author chose to list one by one; left out, they are known to be empty.
    Others, left out, are unknown.
    """

    path: str
    item: str
    question: str
    provisions: tuple[str, ...] = ()
    closed: bool = False


#: Facts by their paths, each with a value.
Condition = tuple[tuple[str, Value], ...]


class Order(Struct, frozen=True):
    """That the day ``later`` cannot precede the day ``earlier``: a period does not end before it begins.

    The two belong to one thing, or one to a thing and the other to an item in a list of it; then the order is one for
    each item. ``when`` and ``unless`` are facts of the same things or of those that hold them: the order is there where
    all of ``when`` are so, and not all of ``unless`` (where it has any). ``because`` says it in a sentence, ``wrong``
    that two days ``{earlier}`` and ``{later}`` go against it.
    """

    earlier: str
    later: str
    because: str
    wrong: str = "is {later}, which is before {earlier}"
    when: Condition = ()
    unless: Condition = ()

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.earlier, self.later, *(path for path, _ in (*self.when, *self.unless)))


class Consequence(Struct, frozen=True):
    """That a fact has a value where some other facts have theirs; ``because`` says it in a sentence.

    The facts belong to one thing, to things that hold it, or to items in its lists; then it is one for each item.
    """

    when: Condition
    then: tuple[str, Value]
    because: str

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.then[0], *(path for path, _ in self.when))


#: What facts can be together: whatever goes against it is refused, and what follows from it need not be asked.
Limit = Order | Consequence


@dataclass(frozen=True)
class Vocabulary:
    """All facts and lists, by path, and what facts can be together (``not_before`` of a fact is one of the limits).

    ``presumed`` are orders of two days of one thing, the earlier of which is not stated: a world has it no later than
    the other. One that is stated may go against that, and means something else then; it is not refused.
    """

    facts: Mapping[str, FactSpec]
    lists: Mapping[str, ListSpec]
    declared: tuple[Limit, ...] = ()
    presumed: tuple[Order, ...] = ()
    items: Mapping[str, ListSpec] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", {spec.item: spec for spec in self.lists.values()})

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """Everything that facts can only be together, those declared with a fact first."""
        own = [
            Order(spec.not_before, spec.path, "The one day cannot come before the other.")
            for spec in self.facts.values()
            if spec.not_before
        ]
        return (*own, *self.declared)

    @cached_property
    def before(self) -> tuple[Order, ...]:
        """All orders of days."""
        return tuple(limit for limit in self.limits if isinstance(limit, Order))

    @cached_property
    def orders(self) -> tuple[tuple[str, str], ...]:
        """Pairs of days of one thing of which the second can never precede the first."""
        pairs = [(order.earlier, order.later) for order in self.before if not order.when and not order.unless]
        return tuple(pair for pair in pairs if self.split(pair[0])[0] == self.split(pair[1])[0])

    def limits_on(self, path: str) -> tuple[Limit, ...]:
        """What a fact can only be together with others."""
        return self._limits_by_path.get(path, ())

    def presumed_on(self, path: str) -> tuple[Order, ...]:
        """What is presumed of a day as long as it is not stated."""
        return tuple(order for order in self.presumed if path == order.earlier)

    @cached_property
    def _limits_by_path(self) -> dict[str, tuple[Limit, ...]]:
        found: dict[str, list[Limit]] = {}
        for limit in self.limits:
            for path in dict.fromkeys(limit.paths):
                found.setdefault(path, []).append(limit)
        return {path: tuple(limits) for path, limits in found.items()}

    def chain(self, item: str) -> tuple[str, ...]:
        """An item and the items in whose lists it stands, outermost first; nothing for the case.

        >>> lists = {"lamps": ListSpec("lamps", "lamp", "?"), "lamp.watches": ListSpec("lamp.watches", "watch", "?")}
        >>> Vocabulary({}, lists).chain("watch")
        ('lamp', 'watch')
        """
        found: list[str] = []
        while item != ROOT:
            found.insert(0, item)
            item = self.split(self.items[item].path)[0]
        return tuple(found)

    def deepest(self, limit: Limit) -> tuple[str, ...]:
        """The items that a limit speaks of, outermost first: those of its innermost fact."""
        return self._deepest[limit]

    @cached_property
    def _deepest(self) -> dict[Limit, tuple[str, ...]]:
        return {
            limit: max((self.chain(self.split(path)[0]) for path in limit.paths), key=len)
            for limit in (*self.limits, *self.presumed)
        }

    def split(self, path: str) -> tuple[str, str]:
        """Split a path into scope and key: ``technology.scans.text`` -> (``technology``, ``scans.text``)."""
        head, _, rest = path.partition(".")
        return (head, rest) if head in self.items else (ROOT, path)

    def address(self, text: str) -> Address:
        """The address that people write as ``technologies[0].scans.text``; the inverse of ``Address.text``.

        What is stated once for all items of a list (``every_technology.scans.text``) stands with none of them: its
        address is that of an item which is not listed. Raises ``LookupError`` where the text speaks of a list that does
        not exist, or is no path.
        """
        here, keys = Address(), list[str]()
        head, _, rest = text.partition(".")
        if rest and head.startswith(SHARED) and (spec := self.items.get(head.removeprefix(SHARED))) is not None:
            here, text = here.member(spec.path, spec.item, UNLISTED), rest
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
        """The known path most like ``path``, for error messages: one that begins as it does, that it is nearly, or of
        which it is the end."""
        known = (*self.facts, *self.lists)
        begun = [each for each in known if each[:2] == path[:2].lower()]
        near = get_close_matches(path, begun, n=1) or get_close_matches(path, known, n=1, cutoff=0.75)
        return next(iter([*near, *(each for each in known if each.endswith(f".{path}"))]), None)
