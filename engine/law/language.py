"""The language of conditions in rule files: from YAML to terms, checked against the vocabulary.

    service.publicly_available                                    a fact is true
    not technology.scans.audio                                    a fact is false
    technology.impact_assessment.completed_on before assessed_on  before, by, from, after (a day)
    technology.suspicions.longest_months at most 12               at most, at least, more than, less than, is
    technology.end_to_end_encryption is all                       is, is not (a choice, a number)
    technology.suspicions.storage_purposes has other              a set has a member
    assessed_on by recorded_case.identified_on plus 12 months     a day some months later
    {all: [...]}, {any: [...]}, {not: ...}
    {each: technologies, is: ...}, {some: ..., is: ...}, {exists: LIST}
    {reading: ID, CHOICE: ..., CHOICE: ...}                       one branch for each reading
    {made_out: DEFINITION}                                        an exception whose burden somebody bears
    {open: "why"}                                                 undecided whatever the facts
    NAME                                                          a definition

*by D* and *until D* include D, *before D* leaves it out (Regulation (EEC, Euratom) No 1182/71, Articles 3 and 4).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import cast

from msgspec import Struct, field

from ...reading.document import Document, path_text
from ...reading.errors import BadRulebook, Problem
from ..case.vocabulary import ASSESSED_ON, ROOT, FactSpec, Vocabulary
from . import terms as t

DATE_WORDS = ("before", "by", "from", "after")
NUMBER_WORDS = {
    "at most": "at_most",
    "at least": "at_least",
    "more than": "more_than",
    "less than": "less_than",
}
FORMS = ("all", "any", "not", "each", "some", "exists", "reading", "made_out", "open")
NOTHING_LEFT = "remove it, or complete the sentence"
_MONTHS = re.compile("[0-9]{1,4}")

Place = tuple[str | int, ...]


class Parser(Struct):
    """Turns conditions of one rule file into terms.

    ``define`` gives the term of a definition by name, ``readings`` the choices of each reading. ``bound`` holds the
    item names that may be spoken of where the condition stands; ``problems`` collects all defects, so that an author
    sees them together.
    """

    vocabulary: Vocabulary
    document: Document
    define: Callable[[str], t.Named | None]
    definitions: tuple[str, ...]
    readings: Mapping[str, tuple[str, ...]]
    problems: list[Problem] = field(default_factory=list[Problem])

    def complain(self, place: Place, message: str, hint: str = "") -> t.Term:
        """Record a defect; the constant returned lets parsing go on to the next one."""
        where = path_text(place)
        self.problems.append(Problem(message, self.document.file, self.document.line(place), where, hint))
        return t.TRUE

    def condition(self, data: object, place: Place, bound: tuple[str, ...]) -> t.Term:
        """Parse one condition."""
        if isinstance(data, bool):
            return t.Const(data)
        if isinstance(data, str):
            return self._sentence(data, place, bound)
        if isinstance(data, dict):
            return self._form(cast("dict[str, object]", data), place, bound)
        kind = "a list" if isinstance(data, list) else "nothing" if data is None else repr(data)
        return self.complain(
            place,
            f"expects a condition, not {kind}",
            "write a sentence, or one of all:, any:, not:, each:, some:",
        )

    # --- compound forms ----------------------------------------------------------------------------------------------

    def _form(self, data: dict[str, object], place: Place, bound: tuple[str, ...]) -> t.Term:
        form = next((name for name in FORMS if name in data), None)
        if form is None:
            word = next(iter(data), "")
            close = get_close_matches(word, FORMS, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"a condition is one of {', '.join(FORMS)}"
            return self.complain(place, f"no condition begins with {word!r}", hint)
        permitted = {"each": {"each", "is"}, "some": {"some", "is"}}.get(form, {form})
        if form != "reading":
            for extra in sorted(set(data) - permitted):
                self.complain((*place, extra), f"{extra!r} cannot stand beside {form!r}", "put it in an all: or any:")
        inside = (*place, form)
        match form:
            case "all" | "any":
                return self._group(form, data[form], inside, bound)
            case "not":
                return t.Not(self.condition(data[form], inside, bound))
            case "open":
                why = data[form]
                if not isinstance(why, str) or not why.strip():
                    return self.complain(inside, "an open condition says why it is open", 'write open: "why"')
                return t.Const(None, why)
            case "made_out":
                return t.Shown(self._definition(str(data[form]), inside, bound), otherwise=False)
            case "reading":
                return self._reading(data, place, bound)
            case _:
                return self._quantifier(form, data, place, bound)

    def _group(self, form: str, data: object, place: Place, bound: tuple[str, ...]) -> t.Term:
        if not isinstance(data, list) or not data:
            return self.complain(place, f"{form}: expects a list of conditions", "begin each with `- `")
        items = cast("list[object]", data)
        parts = tuple(self.condition(item, (*place, index), bound) for index, item in enumerate(items))
        for index, part in enumerate(parts):
            if part in parts[:index]:
                self.complain((*place, index), f"stands twice in this {form}:", "remove one of the two")
            if isinstance(part, t.Const) and part.value is not None and not self.problems:
                word = "true" if part.value else "false"
                self.complain((*place, index), f"is always {word}, so a branch here can never be reached", "remove it")
        return t.All(parts) if form == "all" else t.Any(parts)

    def _quantifier(self, form: str, data: dict[str, object], place: Place, bound: tuple[str, ...]) -> t.Term:
        path = str(data[form])
        spec = self.vocabulary.lists.get(path)
        if spec is None:
            close = get_close_matches(path, list(self.vocabulary.lists), n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"lists: {', '.join(sorted(self.vocabulary.lists))}"
            return self.complain((*place, form), f"no list is called {path!r}", hint)
        scope, name = self.vocabulary.split(path)
        self._check_bound(scope, path, (*place, form), bound)
        if spec.item in bound:
            return self.complain((*place, form), f"{spec.item!r} is already spoken of here", "quantify once only")
        if form == "exists":
            return t.Some(scope, name, spec.item, t.TRUE)
        if "is" not in data:
            return self.complain(place, f"{form}: {path} lacks `is:`", f"add `is:` with what {form} item must fulfil")
        body = self.condition(data["is"], (*place, "is"), (*bound, spec.item))
        return (t.Each if form == "each" else t.Some)(scope, name, spec.item, body)

    def _reading(self, data: dict[str, object], place: Place, bound: tuple[str, ...]) -> t.Term:
        name = str(data["reading"])
        choices = self.readings.get(name)
        if choices is None:
            close = get_close_matches(name, list(self.readings), n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"readings: {', '.join(self.readings)}"
            return self.complain((*place, "reading"), f"no reading is called {name!r}", hint)
        given = [key for key in data if key != "reading"]
        if sorted(given) != sorted(choices):
            return self.complain(
                place, f"reading {name!r} needs a branch for each of {', '.join(choices)}", f"it has {given}"
            )
        branches = tuple((choice, self.condition(data[choice], (*place, choice), bound)) for choice in choices)
        return t.Choose(name, branches)

    def _definition(self, name: str, place: Place, bound: tuple[str, ...]) -> t.Term:
        term = self.define(name)
        if term is None:
            close = get_close_matches(name, self.definitions, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "facts have a dot in their path; definitions have none"
            return self.complain(place, f"no definition is called {name!r}", hint)
        for item in term.about:
            self._check_bound(item, name, place, bound)
        return term

    # --- sentences ---------------------------------------------------------------------------------------------------

    def _sentence(self, text: str, place: Place, bound: tuple[str, ...]) -> t.Term:
        words = text.split()
        if not words:
            return self.complain(place, "expects a condition, not an empty text", "write a sentence such as a.b is c")
        if words[0] == "not":
            return t.Not(self._sentence(" ".join(words[1:]), place, bound))
        subject, rest = words[0], words[1:]
        if not rest and "." not in subject and subject != ASSESSED_ON:
            return self._definition(subject, place, bound)
        if subject == ASSESSED_ON:
            return self._date(t.AssessedOn(), rest, place, bound)
        spec = self._spec(subject, place, bound)
        if spec is None:
            return t.TRUE
        fact = t.Fact(*self.vocabulary.split(subject))
        match spec.type:
            case "bool":
                if rest:
                    return self.complain(
                        place, f"{subject} is true or false; {' '.join(rest)!r} is left over", NOTHING_LEFT
                    )
                return t.Compare(fact, "is", t.Literally(True))
            case "date":
                return self._date(fact, rest, place, bound)
            case "number":
                return self._number(fact, rest, place, bound)
            case "set":
                return self._member(fact, spec, rest, place, "has")
            case "choice":
                return self._member(fact, spec, rest, place, "is")
            case "text":
                return self.complain(place, f"{subject} is free text, which no rule can compare", "use another fact")

    def _spec(self, path: str, place: Place, bound: tuple[str, ...]) -> FactSpec | None:
        spec = self.vocabulary.facts.get(path)
        if spec is None:
            close = self.vocabulary.nearest(path)
            hint = f"did you mean {close!r}?" if close else "the facts are listed by the command `facts`"
            self.complain(place, f"no fact is called {path!r}", hint)
            return None
        self._check_bound(self.vocabulary.split(path)[0], path, place, bound)
        return spec

    def _check_bound(self, scope: str, what: str, place: Place, bound: tuple[str, ...]) -> None:
        if scope != ROOT and scope not in bound and "*" not in bound:
            self.complain(
                place,
                f"{what!r} speaks of a {scope}, but none is given here",
                f"put it under each: or some:, or give the rule the subject {scope}",
            )

    def _date(self, left: t.Fact | t.AssessedOn, rest: list[str], place: Place, bound: tuple[str, ...]) -> t.Term:
        if len(rest) < 2 or rest[0] not in DATE_WORDS:
            return self.complain(
                place,
                "a day is compared by before, by, from or after",
                "for example: x.completed_on by 2022-04-03",
            )
        operand = self._day(rest[1], rest[2:], place, bound)
        return t.TRUE if operand is None else t.Compare(left, cast("t.Op", rest[0]), operand)

    def _day(self, word: str, plus: list[str], place: Place, bound: tuple[str, ...]) -> t.Operand | None:
        base: t.Operand | None
        if word == ASSESSED_ON:
            base = t.AssessedOn()
        elif word[:1].isdigit():
            day = _literal_day(word)
            if day is None:
                self.complain(place, f"{word!r} is no day", "write it as 2021-08-02")
                return None
            base = t.Literally(day)
        else:
            spec = self._spec(word, place, bound)
            if spec is None:
                return None
            if spec.type != "date":
                self.complain(place, f"{word} is a {spec.type}, not a day", "compare a day with a day")
                return None
            base = t.Fact(*self.vocabulary.split(word))
        if not plus:
            return base
        if len(plus) != 3 or plus[0] != "plus" or not _MONTHS.fullmatch(plus[1]) or plus[2] != "months":
            self.complain(place, f"{' '.join(plus)!r} is left over", "a later day is written: plus 12 months")
            return None
        if isinstance(base, t.Literally | t.Later):
            self.complain(place, "plus needs a fact or assessed_on", "write the later day itself")
            return None
        return t.Later(base, int(plus[1]))

    def _number(self, fact: t.Fact, rest: list[str], place: Place, bound: tuple[str, ...]) -> t.Term:
        words = " ".join(rest[:2])
        negated = words == "is not"
        op, operand = (NUMBER_WORDS[words], rest[2:]) if words in NUMBER_WORDS else ("is", rest[1 + negated :])
        if (op == "is" and rest[:1] != ["is"]) or len(operand) != 1:
            return self.complain(
                place,
                "a number is compared by is, at most, at least, more than or less than",
                "for example: at most 12",
            )
        try:
            value: t.Operand = t.Literally(float(operand[0]) if "." in operand[0] else int(operand[0]))
        except ValueError:
            spec = self._spec(operand[0], place, bound)
            if spec is None:
                return t.TRUE
            if spec.type != "number":
                return self.complain(place, f"{operand[0]} is a {spec.type}, not a number", "compare like with like")
            value = t.Fact(*self.vocabulary.split(operand[0]))
        term = t.Compare(fact, cast("t.Op", op), value)
        return t.Not(term) if negated else term

    def _member(self, fact: t.Fact, spec: FactSpec, rest: list[str], place: Place, op: str) -> t.Term:
        negated = rest[1:2] == ["not"]
        if rest[:1] != [op] or len(rest) != (3 if negated else 2):
            return self.complain(
                place, f"{spec.path} is compared by {op!r} and one word", f"one of {', '.join(spec.choices)}"
            )
        word = rest[-1]
        if word not in spec.choices:
            close = get_close_matches(word, spec.choices, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"one of {', '.join(spec.choices)}"
            return self.complain(place, f"{spec.path} cannot be {word!r}", hint)
        term = t.Compare(fact, cast("t.Op", op), t.Literally(word))
        return t.Not(term) if negated else term


def _literal_day(word: str) -> datetime.date | None:
    """The day that a word such as 2021-08-02 writes, in that form only."""
    try:
        day = datetime.date.fromisoformat(word)
    except ValueError:
        return None
    return day if day.isoformat() == word else None


def fail_if(problems: list[Problem]) -> None:
    """Raise :class:`BadRulebook` with all problems found, if any."""
    if problems:
        raise BadRulebook(*problems)
