"""Answers from a file: for tests, for lessons, and for whoever has the facts in writing already.

A script maps the path of a fact to its answer as a profile writes it, or is itself a profile. Technologies are named
by their place or their id (``technologies[0].scans.text``, ``technologies[hashes].scans.text``);
``every_technology.scans.text`` answers for all that have no answer of their own. Questions for which a script has no
answer get "unknown". ``{typed: [...]}`` is typed line by line, as at the terminal, where the question comes up.
"""

from __future__ import annotations

import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from msgspec import Struct, field

from ..cases.places import UNITS, Data, complete, for_everyone, generic, get, members, of_unit
from ..engine.case.vocabulary import ListSpec, Vocabulary
from ..reading.document import Document, read_file
from ..reading.errors import BadInput, Problem
from .answer import DOES_NOT_APPLY, NOT_DISCLOSED, UNKNOWN, Answer
from .opening import OPENING
from .session import HERE, Asking, State
from .start import facts_for

#: What of a profile questions can ask for.
QUESTIONED = frozenset(("provider", "service", "law", "every_technology", "technologies", "reports"))
WORDS = {"unknown": UNKNOWN, "not disclosed": NOT_DISCLOSED, "does not apply": DOES_NOT_APPLY}


class Script(Struct):
    """Answers by path. ``used`` holds the paths whose answers were asked for, ``typed`` the lines still to be typed."""

    answers: Data
    profile: Data | None = None
    sources: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    parties: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    used: set[str] = field(default_factory=set[str])
    typed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def lines(self, path: str, state: State) -> list[str] | None:
        """What is to be typed at a question, the lines taken already left out; ``None`` where it has an answer."""
        said = self._said(path, state)
        if isinstance(said, dict) and "typed" in said:
            typed = cast("Any", said)["typed"]
            lines = cast("list[Any]", typed) if isinstance(typed, list) else [typed]
            return self.typed.setdefault(path, [_as_typed(line) for line in lines])
        return None

    def answer(self, asking: Asking, state: State) -> Answer:
        """The answer to a question; "unknown" where the script is silent."""
        said = worded(self._said(asking.path, state))
        if said is None and asking.opening is not None and asking.opening.kind == "day":
            said = datetime.date.today()
        if asking.opening is None and said is None:
            said = {"complete": False} if isinstance(asking.spec, ListSpec) else UNKNOWN
        return Answer(said, self._for_all(asking.path, state), *self.entries(state.data))

    def entries(self, known: Data) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
        """The sources and the parties that the case does not have yet."""
        return _new(self.sources, known.get("sources")), _new(self.parties, known.get("parties"))

    def _said(self, path: str, state: State) -> Any:
        shared = for_everyone(path)
        for name in (path, _by_id(path, state.data), *([shared] if shared else [])):
            said = self._at(name)
            if said is not None:
                return said
        return None

    def _at(self, path: str) -> Any:
        """What the script says at a path that it knows, whatever it calls the technologies."""
        if self.profile is None:
            self.used.add(path)
            return self.answers.get(path)
        named = of_unit(path)
        if named is None:
            return get(self.profile, path)
        ids = [unit.get("id") for unit in members(self.profile.get(UNITS))]
        return get(self.profile, f"{UNITS}[{ids.index(named[0])}].{named[1]}") if named[0] in ids else None

    def _for_all(self, path: str, state: State) -> bool:
        """Whether the answer is given for all technologies at once: there are several, and it is the same for all."""
        shared = for_everyone(path)
        if shared is None:
            return False
        rest = shared.partition(".")[2]
        stated = state.data.get(UNITS)
        own = [
            said
            for index in range(len(members(stated)))
            for name in [f"{UNITS}[{index}].{rest}"]
            if (said := self._at(name) or self._at(_by_id(name, state.data))) is not None
        ]
        if not own:
            return len(members(stated)) > 1 or self._at(shared) is not None
        same = len(own) == len(members(stated)) > 1 and all(said == own[0] for said in own)
        return same and complete(stated)


def worded(said: Any) -> Any:
    """What is said, where a word such as "unknown" says it."""
    return WORDS.get(said.strip().lower(), said) if isinstance(said, str) else said


def _new(entries: dict[str, dict[str, Any]], known: Data | None) -> dict[str, dict[str, Any]]:
    return {name: entry for name, entry in entries.items() if name not in (known or {})}


def _by_id(path: str, data: Data) -> str:
    """The path with the technology's id for its place."""
    named = of_unit(path)
    if named is None or not named[0].isdigit():
        return path
    return f"{UNITS}[{members(data.get(UNITS))[int(named[0])].get('id')}].{named[1]}"


def _as_typed(line: Any) -> str:
    """A word as it would be typed, whatever type the file makes of it."""
    if isinstance(line, bool):
        return "yes" if line else "no"
    return "" if line is None else str(line)


# --- reading ----------------------------------------------------------------------------------------------------------


def read_script(path: str | Path, vocabulary: Vocabulary, target: Path = HERE) -> Script:
    """Read a script for a profile in the folder ``target``, for which the report files that it names keep their place.

    Raises :class:`BadInput` for answers to questions that nobody asks.
    """
    document = read_file(path)
    if not isinstance(document.data, dict):
        hint = "Write one answer a line, such as `service.users_in_union: true`."
        raise BadInput(Problem("a script is a map of facts to answers", document.file, 1, hint=hint))
    data = facts_for(cast("Data", document.data), Path(path).parent, target)
    sources, parties = _entries(data, "sources", document), _entries(data, "parties", document)
    if "profile" in data:
        return Script({}, data, sources, parties)
    answers = {str(key): value for key, value in data.items() if key not in ("sources", "parties")}
    problems = [
        Problem("no question asks for this", document.file, document.line((key,)), key, _nearest(key, vocabulary))
        for key in answers
        if not _is_asked(key, vocabulary)
    ]
    if problems:
        raise BadInput(*problems)
    return Script(answers, None, sources, parties)


def _entries(data: Data, name: str, document: Document) -> dict[str, dict[str, Any]]:
    entries = data.get(name, {})
    if not isinstance(entries, dict):
        raise BadInput(Problem("expects a map of names to entries", document.file, document.line((name,)), name))
    return cast("dict[str, dict[str, Any]]", entries)


def _is_asked(path: str, vocabulary: Vocabulary) -> bool:
    known = generic(path, vocabulary)
    return known in vocabulary.facts or known in vocabulary.lists or path in [opening.path for opening in OPENING]


def _nearest(path: str, vocabulary: Vocabulary) -> str:
    known = [f"{UNITS}[0].{p.partition('.')[2]}" if p.startswith("technology.") else p for p in vocabulary.facts]
    close = get_close_matches(path, [*known, *vocabulary.lists], n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else "`derogation facts` lists the facts."
