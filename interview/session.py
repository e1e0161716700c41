"""One interview: what was answered, what that makes of the case, and what to ask next. It neither reads nor writes."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from msgspec import Struct, field

from ..cases.loader import Case, case_of
from ..cases.places import EVERYONE, UNITS, Data, complete, for_everyone, generic, get, members, put
from ..engine.answer import Derivation, derive
from ..engine.case.address import Address
from ..engine.case.facts import UNKNOWN_LIST, Statement
from ..engine.case.standpoint import seen_from
from ..engine.case.vocabulary import FactSpec, ListSpec
from ..engine.law.rulebook import Rulebook
from ..engine.why.assessment import question_of, statements
from ..reading.document import Document
from ..reading.errors import BadInput
from .answer import UNKNOWN, Answer, Refused
from .choosing.in_parts import in_parts
from .choosing.open_questions import Askable, OpenQuestion
from .opening import OPENING, Opening
from .rows import fields_of, merged

#: Where report files are looked for when nothing else is said.
HERE = Path()

#: A way of asking: the questions left, in the order in which they are put.
Way = Callable[[Derivation, Askable], Iterable[OpenQuestion]]


class Given(Struct, frozen=True):
    """One answer given, with the path that was asked for."""

    path: str
    answer: Answer

    @property
    def is_open(self) -> bool:
        """Whether it leaves the question open: not known, not disclosed, a list that may hold more."""
        stated = self.answer.stated
        if not isinstance(stated, dict):
            return False
        said = cast("Data", stated)
        return said.get("unknown") in ("not_asked", "not_disclosed") or said.get("complete") is False


class Entries(Struct):
    """Sources and parties described with answers that were taken back."""

    sources: Data = field(default_factory=dict[str, Any])
    parties: Data = field(default_factory=dict[str, Any])

    def take(self, answer: Answer) -> None:
        self.sources |= answer.sources
        self.parties |= answer.parties


class Asking(Struct, frozen=True):
    """The question that is put: about the case itself (``opening``), or about a fact or list (``open``)."""

    path: str
    opening: Opening | None = None
    open: OpenQuestion | None = None

    @property
    def spec(self) -> FactSpec | ListSpec | None:
        return self.open.spec if self.open is not None else None


class State:
    """What the answers so far make of the case. A state does not change; what it implies is worked out when needed."""

    def __init__(
        self, rulebook: Rulebook, data: Data, asked: frozenset[str], way: Way = in_parts, folder: Path = HERE
    ) -> None:
        self.rulebook = rulebook
        self.data = data
        self.asked = asked
        self.way = way
        self.folder = folder

    @cached_property
    def case(self) -> Case:
        """The case as a profile; raises :class:`BadInput` where it is none."""
        return case_of(Document("<answers>", self.data, {}), self.folder)

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """What the case states, by path, with what it takes from report files."""
        return {statement.path: statement for statement in statements(self.case.facts)}

    @cached_property
    def on(self) -> datetime.date:
        return self.case.profile.assess_on or datetime.date.today()

    @cached_property
    def derivation(self) -> Derivation:
        facts = self.case.engine_facts()
        scope = seen_from(facts.entity, facts.parties, None, self.rulebook.series)
        opened = {
            view.address.fact(name): UNKNOWN_LIST
            for view in scope.walk()
            for name, items in view.lists.items()
            if not items.known and self._unasked_though_closed(view.address.fact(name))
        }
        return derive(self.rulebook, scope.with_items(opened), question_of(self.rulebook, facts, self.on))

    def _unasked_though_closed(self, place: Address) -> bool:
        """Lists that are taken to be empty where nobody lists anything are open until they have been asked for."""
        spec = self.rulebook.vocabulary.lists.get(place.generic)
        return (
            spec is not None and spec.closed and place.generic not in self.rulebook.series and self.askable(place.text)
        )

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """The questions left, in the order in which they are put."""
        return tuple(self.way(self.derivation, self.askable))

    @cached_property
    def next(self) -> OpenQuestion | None:
        return next(iter(self.way(self.derivation, self.askable)), None)

    def asked_by(self, way: Way) -> State:
        """The same answers, gone on with in another way."""
        return State(self.rulebook, self.data, self.asked, way, self.folder)

    def askable(self, path: str) -> bool:
        """Whether a fact may still be asked for: nothing is said of it, or no more than that it was not asked."""
        if path in self.asked:
            return False
        found = self.statements.get(path)
        if found is not None:
            return found.standing == "not_asked"
        stated = _stated(self.data, path)
        if isinstance(stated, dict):
            return stated == UNKNOWN or cast("Data", stated).get("complete") is False
        return stated is None

    def list_path(self, path: str) -> str:
        """The path in the vocabulary of the list that stands at a path of the case; empty for anything else."""
        known = generic(path, self.rulebook.vocabulary)
        return known if known in self.rulebook.vocabulary.lists else ""

    def after(self, path: str, answer: Answer) -> State:
        """The state after an answer."""
        list_path = self.list_path(path)
        data = copy.deepcopy(self.data)
        asked = {*self.asked, path}
        for kind, entries in (("sources", answer.sources), ("parties", answer.parties)):
            if entries:
                data[kind] = {**data.get(kind, {}), **entries}
        shared = for_everyone(path) if answer.everyone else None
        target = shared or path
        asked.add(target)
        if shared is not None:
            rest = shared.removeprefix(EVERYONE)
            asked |= {f"{UNITS}[{index}]{rest}" for index in range(len(members(data.get(UNITS))))}
        if list_path and self.rulebook.vocabulary.lists[list_path].closed and _says_nothing(answer.stated):
            pass  # nobody lists anything: what such a list says where it is left out
        elif list_path:
            listed = merged(list_path, _stated(data, target), answer.stated)
            put(data, target, listed)
            asked |= _open_cells(list_path, target, listed)
        elif answer.stated is not None:
            put(data, target, answer.stated)
        if shared is not None:
            _give_way(data, shared)
        return State(self.rulebook, data, frozenset(asked), self.way, self.folder)


def _says_nothing(stated: Any) -> bool:
    return not members(stated) and not complete(stated)


def _stated(data: Data, path: str) -> Any:
    """What is said at a path, for a technology also under ``every_technology``."""
    own, shared = get(data, path), for_everyone(path)
    return get(data, shared) if own is None and shared is not None else own


def _open_cells(list_path: str, path: str, listed: Any) -> set[str]:
    """What a row leaves open was asked for with the row."""
    cells: set[str] = set()
    for index, row in enumerate(members(listed)):
        said = cast("Data", row)
        cells |= {f"{path}[{index}].{name}" for name in fields_of(list_path) if said.get(name) in (None, UNKNOWN)}
    return cells


def _give_way(data: Data, shared: str) -> None:
    """Technologies that say no more of a fact than that it was not asked take over what is said of all."""
    *way, last = shared.removeprefix(f"{EVERYONE}.").split(".")
    for technology in members(data.get(UNITS)):
        holder: Any = technology
        for step in way:
            holder = holder.get(step, {})
        if holder.get(last) == UNKNOWN:
            del holder[last]


class Session:
    """An interview under way: where it began, the answers given, the state they lead to, the question to put.

    ``given`` are the answers of an interview that is resumed; ``folder`` is where the profile lies; ``remembered`` are
    the sources and parties of answers taken back, which need not be described again.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        start: Data,
        *,
        opening: bool,
        given: list[Given],
        way: Way = in_parts,
        folder: Path = HERE,
        remembered: Entries | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.opening = OPENING if opening else ()
        if not opening:
            asks = {"day": "assess_on" not in start, "parties": "parties" not in start}
            self.opening = tuple(question for question in OPENING if asks.get(question.kind))
        self.start = State(rulebook, start, frozenset(), way, folder)
        self.given = list(given)
        self.unasked = 0  # answers taken without their question
        self.remembered = remembered or Entries()
        self.state = self._replayed()

    def _replayed(self) -> State:
        state = self.start
        for given in self.given:
            state = state.after(given.path, given.answer)
        return state

    @property
    def asking(self) -> Asking | None:
        """The question to put now; ``None`` where the interview is over."""
        for question in self.opening:
            if question.path not in self.state.asked:
                return Asking(question.path, opening=question)
        found = self.state.next
        return Asking(found.path, open=found) if found is not None else None

    @property
    def number(self) -> int:
        """The number of the question to put, counting facts and lists, not what is asked about the case itself."""
        opening = {question.path for question in OPENING}
        return 1 + sum(given.path not in opening for given in self.given) - self.unasked

    def answer(self, path: str, answer: Answer) -> Given:
        """Take an answer to the question at a path. Raises :class:`Refused` where it cannot stand."""
        after = self.state.after(path, answer)
        try:
            _ = after.case
        except BadInput as error:
            problem = error.problems[0]
            raise Refused(f"{problem.message}. {problem.hint}".strip()) from None
        given = Given(path, answer)
        self.given.append(given)
        self.state = after
        return given

    def back(self) -> bool:
        """Take the last answer back; false where there is none."""
        if not self.given:
            return False
        self.remembered.take(self.given.pop().answer)
        self.state = self._replayed()
        return True

    def go_on(self, way: Way) -> None:
        """Go on in another way of asking."""
        self.start, self.state = self.start.asked_by(way), self.state.asked_by(way)

    def known(self, kind: str) -> Data:
        """The sources or the parties that need not be described again: of the case, and of answers taken back."""
        taken_back = self.remembered.sources if kind == "sources" else self.remembered.parties
        return {**taken_back, **self.state.data.get(kind, {})}

    def again(self) -> int:
        """Take back every answer that left its question open, so that it is asked again; returns how many."""
        before = len(self.given)
        self.given = [given for given in self.given if not given.is_open]
        self.state = self._replayed()
        return before - len(self.given)
