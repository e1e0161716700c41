"""A learner's answer to a case: outcome, statuses, what each rests on; the format ``derogation/lesson-answer/1``.

answer: derogation/lesson-answer/1
case: relief-missed-by-a-day
outcome: not_eligible
conditions:
  - condition: 3(1)(c)              # a provision, or the name of a rule
    technology: image_hashes        # where there are several
    status: not_met                 # or dont_know
    provisions: [3(2)(b)]           # what it rests on
    facts: [technologies[0].prior_consultation.started_on]
readings: {earlier_consultation: article}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from ..engine.law.rulebook import STATUS_ORDER, Rule, Rulebook
from ..reading.document import Document, Place, path_text, read_file, read_text
from ..reading.errors import BadInput, Problem
from ..reading.values import Unreadable, choice, day, did_you_mean, shown

ANSWER_FORMAT = "derogation/lesson-answer/1"
DONT_KNOW = "dont_know"
#: What a learner may say of a condition. Of a gate, *met* says that it holds: its outcome follows.
SAID: tuple[str, ...] = (*STATUS_ORDER, DONT_KNOW)
Said = Literal["not_met", "relieved", "met", "undetermined", "not_applicable", "dont_know"]
#: How the day assessed is cited among the facts.
THE_DAY = "assess_on"


@dataclass(frozen=True, slots=True)
class ConditionAnswer:
    """What a learner says of one condition or gate.

    ``condition`` is a rule's name or its provision; ``technology`` its id, empty where there is one only or the
    condition is the provider's. ``provisions`` are paths such as ``3(2)(b)``; ``facts`` are places in the case's
    file, of single facts or of a group (``technologies[0].prior_consultation``), or ``assess_on``.
    """

    condition: str
    status: Said
    technology: str = ""
    provisions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonAnswer:
    """A learner's answer to one case. ``outcome`` is empty where none is stated; ``readings`` are those that the
    learner names; ``learner`` may be any name or number, or nothing."""

    case: str = ""
    learner: str = ""
    on: date | None = None
    outcome: str = ""
    conditions: tuple[ConditionAnswer, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict[str, str])

    def saying(self, said: ConditionAnswer) -> LessonAnswer:
        """This answer with something said of a condition, in place of what was said of it before."""
        others = (
            each for each in self.conditions if (each.condition, each.technology) != (said.condition, said.technology)
        )
        return replace(self, conditions=(*others, said))


def load_answer(path: str | Path, rulebook: Rulebook) -> LessonAnswer:
    """Read an answer from a YAML or JSON file; raises :class:`BadInput` with every defect."""
    return answer_of(read_file(path), rulebook)


def read_answer(text: str | bytes, rulebook: Rulebook, name: str = "<text>") -> LessonAnswer:
    """Read an answer from YAML or JSON text; raises :class:`BadInput` with every defect."""
    return answer_of(read_text(text, name), rulebook)


def answer_of(document: Document, rulebook: Rulebook) -> LessonAnswer:
    """A document as an answer; raises :class:`BadInput` with line, place and remedy of every defect."""
    reader = _Reader(document, rulebook, [])
    found = reader.answer()
    if reader.problems:
        raise BadInput(*reader.problems)
    return found


def answer_data(answer: LessonAnswer) -> dict[str, Any]:
    """An answer as its file has it; what is not said is left out."""
    data: dict[str, Any] = {"answer": ANSWER_FORMAT, "case": answer.case, "learner": answer.learner}
    data |= {"on": answer.on.isoformat() if answer.on else "", "outcome": answer.outcome}
    data["conditions"] = [
        _stated(
            {
                "condition": each.condition,
                "technology": each.technology,
                "status": each.status,
                "provisions": list(each.provisions),
                "facts": list(each.facts),
            }
        )
        for each in answer.conditions
    ]
    return _stated({**data, "readings": dict(answer.readings)})


def _stated(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value or key == "answer"}


def named_rules(rulebook: Rulebook, name: str) -> tuple[Rule, ...]:
    """The gates and conditions that a name or a provision means; none where it means nothing."""
    asked = rulebook.of_kind("gate", "condition")
    return tuple(rule for rule in asked if rule.id == name) or tuple(rule for rule in asked if rule.provision == name)


def outcomes(rulebook: Rulebook) -> tuple[str, ...]:
    """The outcomes that a learner may state."""
    return (*rulebook.verdicts.order, rulebook.verdicts.open, DONT_KNOW)


@dataclass(slots=True)
class _Reader:
    """Reads one document, and gathers what is wrong with it."""

    document: Document
    rulebook: Rulebook
    problems: list[Problem]

    def wrong(self, place: Place, message: str, hint: str) -> None:
        self.problems.append(Problem(message, self.document.file, self.document.line(place), path_text(place), hint))

    def answer(self) -> LessonAnswer:
        data = self.map((), self.document.data, "answer", "case", "learner", "on", "outcome", "conditions", "readings")
        if data.get("answer") != ANSWER_FORMAT:
            self.wrong(("answer",), "this is no answer to a lesson", f"Begin the file with `answer: {ANSWER_FORMAT}`.")
        return LessonAnswer(
            case=self.text(("case",), data),
            learner=self.text(("learner",), data),
            on=self.day(data),
            outcome=self.among(("outcome",), data, outcomes(self.rulebook)),
            conditions=tuple(self.conditions(data.get("conditions"))),
            readings=self.readings(data.get("readings")),
        )

    def conditions(self, data: object) -> Iterator[ConditionAnswer]:
        seen: dict[tuple[str, str], int] = {}
        for at, each in enumerate(self.list(("conditions",), data)):
            place: Place = ("conditions", at)
            row = self.map(place, each, "condition", "technology", "status", "provisions", "facts")
            name, technology = self.text((*place, "condition"), row), self.text((*place, "technology"), row)
            if not name:
                self.wrong(place, "names no condition", "Add `condition: 3(1)(c)`, or the name of a rule.")
            elif not named_rules(self.rulebook, name):
                asked = self.rulebook.of_kind("gate", "condition")
                near = did_you_mean(name, [*(rule.provision for rule in asked), *(rule.id for rule in asked)])
                listed = near or "`derogation rules list` shows them."
                self.wrong((*place, "condition"), f"no condition and no gate is called {name!r}", listed)
            if (name, technology) in seen:
                self.wrong(place, f"{name} is answered twice", "Keep one of them, or name the technology of each.")
            seen[(name, technology)] = at
            status = self.among((*place, "status"), row, SAID)
            if not status:
                self.wrong(place, "states no status", f"Add `status:` with one of {', '.join(SAID)}.")
            provisions, facts = (self.texts((*place, key), row) for key in ("provisions", "facts"))
            yield ConditionAnswer(name, cast("Said", status), technology, provisions, facts)

    def readings(self, data: object) -> dict[str, str]:
        known, found = self.rulebook.readings, dict[str, str]()
        for name in self.map(("readings",), data if data is not None else {}, *known):
            choices = [each.id for each in known[name].choices] if name in known else []
            found[name] = self.among(("readings", name), cast("dict[str, Any]", data), choices) if choices else ""
        return found

    def day(self, data: Mapping[str, Any]) -> date | None:
        try:
            return day(data["on"]) if data.get("on") is not None else None
        except Unreadable as refused:
            self.wrong(("on",), str(refused), refused.cure)
            return None

    def map(self, place: Place, data: object, *keys: str) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.wrong(place, f"expects a map of keys to values, not {shown(data)}", f"Its keys are {', '.join(keys)}.")
            return {}
        found = cast("dict[str, Any]", data)
        for key in found:
            if key not in keys:
                self.wrong(
                    (*place, key), f"unknown key {key!r}", did_you_mean(key, keys) or f"Keys: {', '.join(keys)}."
                )
        return found

    def list(self, place: Place, data: object) -> Sequence[object]:
        if data is None or isinstance(data, list):
            return cast("list[object]", data or [])
        self.wrong(place, f"expects a list, not {shown(data)}", "Begin each entry with `- `.")
        return []

    def text(self, place: Place, data: Mapping[str, Any]) -> str:
        value = data.get(str(place[-1]), "")
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value).strip()
        self.wrong(place, f"expects text, not {shown(value)}", "Put it in quotation marks.")
        return ""

    def texts(self, place: Place, data: Mapping[str, Any]) -> tuple[str, ...]:
        key = str(place[-1])
        return tuple(
            self.text((*place, at), {str(at): each}) for at, each in enumerate(self.list(place, data.get(key)))
        )

    def among(self, place: Place, data: Mapping[str, Any], words: Sequence[str]) -> str:
        """A word of a list; nothing where none is given."""
        value = data.get(str(place[-1]))
        try:
            return choice(value, words) if value is not None else ""
        except Unreadable as refused:
            self.wrong(place, str(refused), refused.cure)
            return ""
