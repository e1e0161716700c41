"""One question answered line by line: what is typed, what is asked back, until an answer stands or is given up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct, field

from ..cases.checks import INTERESTS
from ..cases.places import EVERYONE, for_everyone
from ..engine.case.vocabulary import FactSpec, ListSpec
from . import typed
from .answer import DOES_NOT_APPLY, NOT_DISCLOSED, Answer, Command, Refused
from .opening import Opening
from .session import Asking, Session

T = TypeVar("T")
_EXTRA = re.compile(r"(?:^|\s)\+(all|source|s|note|n|assumed|a)\b\s*")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
_FULL = {"s": "source", "n": "note", "a": "assumed"}


class Cancelled(Exception):
    """The answer under way is given up; the question is put again."""


class Dialogue(Struct):
    """Reads lines with ``read`` (it is given the prompt, and raises ``EOFError`` at the end), speaks with ``say``."""

    read: Callable[[str], str]
    say: Callable[[str], None]
    #: The sources described for an answer that was given up; they need not be described again.
    described: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])

    def reply(self, asking: Asking, session: Session) -> Answer | Command:
        """What is answered to a question that has been put; what cannot be read is refused and asked for again."""
        while True:
            try:
                text = typed.clean(self.read("> "))
                command = typed.COMMANDS.get(text.casefold())
                if command is not None:
                    return command
                return self._answer(text, asking, session)
            except Refused as refused:
                self.say(f"   {refused}")
            except Cancelled:
                self.say("   Given up; the question again.")

    def _answer(self, text: str, asking: Asking, session: Session) -> Answer:
        if asking.opening is not None:
            return Answer(_of_the_case(text, asking.opening))
        if not text:
            raise Refused("Write an answer, u where it is not known, or ? for all that may be written.")
        text, extras = _split(text)
        everyone = "all" in extras
        if everyone and (for_everyone(asking.path) is None or asking.path.startswith(EVERYONE)):
            raise Refused("This is asked of no technology in particular, so leave +all out.")
        if isinstance(asking.spec, ListSpec):
            if {"source", "assumed"} & set(extras):
                raise Refused("A list takes a +note only; each fact of its items can have a source of its own.")
            return Answer(self._list(text, asking.spec, extras), everyone)
        spec = asking.spec
        if spec is None:
            raise TypeError(asking.path)
        if text.casefold() in ("d", "disputed"):
            if {"source", "assumed"} & set(extras):
                raise Refused("Where a fact is disputed each position has its own source. Write d alone.")
            return self._disputed(spec, session, everyone, extras)
        return self._plain(text, spec, session, everyone, extras)

    def _plain(self, text: str, spec: FactSpec, session: Session, everyone: bool, extras: dict[str, str]) -> Answer:
        absence = typed.ABSENCES.get(text.casefold())
        if absence is not None and "assumed" in extras:
            raise Refused("What is not known cannot be assumed. Write a value with +assumed.")
        if absence == DOES_NOT_APPLY:
            self.say("   'Does not apply' decides nothing: the question stays open. If the answer is no, write no.")
            if not self.ask(
                "   Leave it open as not applying? yes or no [no] ", lambda line: typed.yes_or_no(line, False)
            ):
                raise Cancelled
        stated: Any = dict(absence) if absence is not None else typed.value(text, spec)
        sources: dict[str, dict[str, Any]] = {}
        if extras.keys() - {"all"}:
            stated = stated if absence is not None else {"value": stated}
            if "source" in extras:
                stated["source"], sources = self._source(extras["source"], session, {})
            if "note" in extras:
                stated["note"] = extras["note"] or self.ask("   Note: ", _something)
            if "assumed" in extras:
                stated["assumed"] = True
        return Answer(stated, everyone, sources)

    def _list(self, text: str, spec: ListSpec, extras: dict[str, str]) -> Any:
        absence = typed.ABSENCES.get(text.casefold())
        note = extras.get("note", "")
        if absence == DOES_NOT_APPLY:
            raise Refused("Write none where there is none, or u where it is not known.")
        if absence is not None:
            note = note or ("Not disclosed" if absence == NOT_DISCLOSED else "")
            return {"complete": False, **({"note": note} if note else {})}
        rows = typed.rows(text, spec.path)
        known: dict[str, Any] = {"known": rows}
        if rows and not self.ask("   Are those all? yes or no [yes] ", lambda line: typed.yes_or_no(line, True)):
            known["complete"] = False
        if note:
            known["note"] = note
        return known if len(known) > 1 else rows

    def _disputed(self, spec: FactSpec, session: Session, everyone: bool, extras: dict[str, str]) -> Answer:
        """Positions, one party after the other."""
        self.say("   Which party says what? One after the other; an empty line ends, b gives it up.")
        positions: list[dict[str, Any]] = []
        sources: dict[str, dict[str, Any]] = {}
        parties: dict[str, dict[str, Any]] = {}
        declared = session.state.data.get("parties", {})
        while True:
            by = self.ask(f"   Party {len(positions) + 1}{_listed(session.known('parties'))}: ", str)
            if not by:
                break
            if any(position["by"] == by for position in positions):
                self.say(f"   {by} has a position already; name another party, or nobody.")
                continue
            position: dict[str, Any] = {
                "by": by,
                "value": self.ask(f"   What does {by} say? ", lambda line: typed.value(line, spec)),
            }
            reason = self.ask("   For which reason (Enter: none)? ", str)
            if reason:
                position["because"] = reason
            key = self.ask("   Key of the source (Enter: none)? ", str)
            if key:
                position["source"], new = self._source(key, session, sources)
                sources |= new
            if self.ask(
                "   Is that inferred, not said by it? yes or no [no] ", lambda line: typed.yes_or_no(line, False)
            ):
                position["inferred"] = True
            if by not in declared and by in session.known("parties"):
                parties[by] = session.known("parties")[by]
            elif by not in declared:
                interest = self.ask(
                    f"   What does {by} stand for: {', '.join(INTERESTS)} (Enter: not said)? ", _interest
                )
                parties[by] = {"interest": interest} if interest else {}
            positions.append(position)
        if not positions:
            raise Cancelled
        stated: dict[str, Any] = {"positions": positions}
        if "note" in extras:
            stated["note"] = extras["note"] or self.ask("   Note: ", _something)
        return Answer(stated, everyone, sources, parties)

    def _source(self, key: str, session: Session, new: dict[str, Any]) -> tuple[str, dict[str, dict[str, Any]]]:
        """The key of a source, and its entry where it is a new one."""
        known = {**session.known("sources"), **self.described}
        if not key:
            key = self.ask(f"   Key of the source{_listed(known)}: ", _something)
        if key in session.state.data.get("sources", {}) or key in new:
            return key, {}
        if key in known:
            return key, {key: known[key]}
        if not _KEY.fullmatch(key):
            raise Refused(f"{key!r} cannot be a key. Use a short name of letters and digits, such as terms.")
        self.say(f"   {key!r} is a new source.")
        entry: dict[str, Any] = {"title": self.ask("   Title: ", _something)}
        by = self.ask("   Author (Enter: not said): ", str)
        on = self.ask("   Its day (Enter: not said): ", lambda line: typed.day(line) if line else None)
        entry |= {name: value for name, value in (("by", by), ("on", on)) if value}
        self.described[key] = entry
        return key, {key: entry}

    def ask(self, prompt: str, parse: Callable[[str], T]) -> T:
        """Ask back until the line can be read; ``b`` gives the whole answer up."""
        while True:
            try:
                line = typed.clean(self.read(prompt))
                if line.casefold() in ("b", "back"):
                    raise Cancelled
                if line.casefold() in ("?", "w", "p", "q"):
                    raise Refused("First answer this, or write b to give the answer up.")
                return parse(line)
            except Refused as refused:
                self.say(f"   {refused}")


def _of_the_case(text: str, opening: Opening) -> Any:
    """What is said of the case itself; an empty line leaves it out, or means today."""
    match opening.kind:
        case "day":
            return typed.day(text or "today")
        case "parties":
            return typed.parties(text) if text else None
        case "text":
            return text or None


def _listed(known: dict[str, Any]) -> str:
    return f" ({', '.join(known)})" if known else ""


def _split(text: str) -> tuple[str, dict[str, str]]:
    """An answer and what follows it: ``yes +source terms +note clause 2``."""
    first, *rest = _EXTRA.split(text)
    extras: dict[str, str] = {}
    for name, said in zip(rest[::2], rest[1::2], strict=True):
        extras[_FULL.get(name, name)] = said.strip()
    for name in ("all", "assumed"):
        if extras.get(name):
            raise Refused(f"Nothing follows +{name}; write {extras[name]!r} before it, or as a +note.")
    if not first.strip():
        raise Refused("Write the answer first, then what belongs to it, such as: yes +source terms")
    return first.strip(), extras


def _something(line: str) -> str:
    if not line:
        raise Refused("Write a few words, or b to give the answer up.")
    return line


def _interest(line: str) -> str:
    if line and line.casefold() not in INTERESTS:
        raise Refused(f"{line!r} is none of {', '.join(INTERESTS)}.")
    return line.casefold()
