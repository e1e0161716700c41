"""What a script says beyond the questions put: kept all the same, so that nothing a client has answered is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from msgspec import Struct, field

from ..cases.places import UNITS, Data, for_everyone, generic, get, members, of_unit
from ..reading.errors import DerogationError
from .answer import UNKNOWN, Answer, Refused
from .opening import OPENING
from .rows import place_of, row_of
from .run import text_of
from .script import QUESTIONED, Script, worded
from .session import Session
from .store import Store

#: What of a profile the questions on the case itself ask for, or comes with the answers.
OF_THE_CASE = (*(question.path for question in OPENING), "profile", "sources")


class Rest(Struct):
    """Takes the answers that no question asked for, where nothing is said yet.

    ``kept`` are the paths taken, ``lost`` those that have no place in the case: a technology that it does not list, a
    fact that excludes what was answered or that the case has otherwise.
    """

    session: Session
    script: Script
    store: Store
    kept: list[str] = field(default_factory=list[str])
    lost: list[str] = field(default_factory=list[str])

    def about_the_case(self) -> None:
        """What a profile says besides facts (readings, a preset, notes), taken before the first question."""
        for name, said in (self.script.profile or {}).items():
            if name not in (*QUESTIONED, *OF_THE_CASE) and name not in self.session.state.data:
                self._take(name, said)

    def facts(self) -> None:
        """Every fact and list, what is listed before what is said of it."""
        said = self.script.profile if self.script.profile is not None else self.script.answers
        names = [name for name in said if name in QUESTIONED or self.script.profile is None]
        lists = [name for name in names if self.session.state.list_path(name)]
        for name in (*lists, *(name for name in names if name not in lists)):
            if isinstance(said[name], dict) and "typed" in said[name]:
                self.lost += [name] if name not in self.script.used else []
                continue
            places = list(self._places(name))
            for path in places:
                self._visit(path, worded(said[name]))
            if not places:
                self.lost.append(name)

    def _visit(self, path: str, said: Any) -> None:
        vocabulary, list_path = self.session.rulebook.vocabulary, self.session.state.list_path(path)
        if list_path:
            self._take(path, said)
            for item in members(said):
                at = place_of(list_path, item, get(self.session.state.data, path))
                row = row_of(list_path, cast("Data", item))
                for name, more in cast("Data", item).items():
                    if at is None:
                        self.lost.append(f"{path}: {name}")
                    elif name not in row:
                        self._visit(f"{path}[{at}].{name}", more)
        elif isinstance(said, dict) and generic(path, vocabulary) not in vocabulary.facts:
            for name, more in cast("Data", said).items():
                self._visit(f"{path}.{name}", more)
        else:
            self._take(path, said)

    def _take(self, path: str, said: Any) -> None:
        data, shared = self.session.state.data, for_everyone(path)
        known = get(data, path)
        known = get(data, shared) if known is None and shared is not None else known
        if known is not None and known != UNKNOWN:
            if known != said and not self.session.state.list_path(path):
                self.lost.append(path)
            return
        if said is None or said == UNKNOWN:
            return
        try:
            given = self.session.answer(path, Answer(said, False, *self.script.entries(data)))
        except Refused:
            self.lost.append(path)
            return
        try:
            _ = self.session.state.derivation
        except DerogationError:  # the facts exclude one another
            self.session.back()
            self.lost.append(path)
            return
        self.session.unasked += 1
        self.kept.append(path)
        self.store.keep(given, text_of(self.session))

    def _places(self, name: str) -> Iterator[str]:
        """Where a path of a script lies in the case: a technology is named by its id or its place."""
        named = of_unit(name)
        if named is None:
            yield name
            return
        for index, unit in enumerate(members(self.session.state.data.get(UNITS))):
            if named[0] in (str(index), str(unit.get("id"))):
                yield f"{UNITS}[{index}].{named[1]}"
