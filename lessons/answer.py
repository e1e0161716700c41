"""A learner's answer to a case: outcome, statuses, what each rests on; the format ``derogation/lesson-answer/1``.

answer: derogation/lesson-answer/1
case: relief-missed-by-a-day
outcome: not_eligible
conditions:
  - condition: 3(1)(c)              # a provision, or the name of a rule
    technology: image_hashes        # where there are several
    status: not_met                 # or dont_know
    provisions: [3(2)(b)]           # what it rests on
    facts: ["technologies[0].prior_consultation.started_on"]
readings: {earlier_consultation: article}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from msgspec import Struct, field
from msgspec.structs import replace

from ..engine.law.rulebook import STATUS_ORDER, Rule, Rulebook
from ..reading.document import Document, Place, read_file, read_text
from ..reading.errors import BadInput
from ..reading.picking import Picker
from ..reading.values import did_you_mean

ANSWER_FORMAT = "derogation/lesson-answer/1"
DONT_KNOW = "dont_know"
#: What a learner may say of a condition. Of a gate, *met* says that it holds: its outcome follows.
SAID: tuple[str, ...] = (*STATUS_ORDER, DONT_KNOW)
Said = Literal["not_met", "relieved", "met", "undetermined", "not_applicable", "dont_know"]
#: The provision, the fact to look at, the question to ask.
HINTS = 3
#: How the day assessed is cited among the facts.
THE_DAY = "assess_on"


class ConditionAnswer(Struct, frozen=True):
    """What a learner says of one condition or gate.

    ``condition`` is a rule's name or its provision; ``technology`` its id, empty where there is one only or the
    condition is the provider's. ``provisions`` are paths such as ``3(2)(b)``; ``facts`` are places in the case's
    file, of single facts or of a group (``technologies[0].prior_consultation``), or ``assess_on``. ``hints`` says how
    many of the three were taken.
    """

    condition: str
    status: Said
    technology: str = ""
    provisions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    hints: int = 0


class LessonAnswer(Struct, frozen=True):
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
    pick = Picker(document)
    found = _answer(pick, rulebook)
    if pick.problems:
        raise BadInput(*pick.problems)
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
                "hints": each.hints,
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


def _answer(pick: Picker, rulebook: Rulebook) -> LessonAnswer:
    data = pick.map((), pick.document.data, "answer", "case", "learner", "on", "outcome", "conditions", "readings")
    if data.get("answer") != ANSWER_FORMAT:
        pick.wrong(("answer",), "this is no answer to a lesson", f"Begin the file with `answer: {ANSWER_FORMAT}`.")
    return LessonAnswer(
        case=pick.text(("case",), data),
        learner=pick.text(("learner",), data),
        on=pick.day(("on",), data),
        outcome=pick.among(("outcome",), data, outcomes(rulebook)),
        conditions=tuple(_conditions(pick, rulebook, data.get("conditions"))),
        readings=_readings(pick, rulebook, data.get("readings")),
    )


def _conditions(pick: Picker, rulebook: Rulebook, data: object) -> Iterator[ConditionAnswer]:
    seen: set[tuple[str, str]] = set()
    for at, each in enumerate(pick.list(("conditions",), data)):
        place: Place = ("conditions", at)
        row = pick.map(place, each, "condition", "technology", "status", "provisions", "facts", "hints")
        name, technology = pick.text((*place, "condition"), row), pick.text((*place, "technology"), row)
        if not name:
            pick.wrong(place, "names no condition", "Add `condition: 3(1)(c)`, or the name of a rule.")
        elif not named_rules(rulebook, name):
            asked = rulebook.of_kind("gate", "condition")
            near = did_you_mean(name, [*(rule.provision for rule in asked), *(rule.id for rule in asked)])
            listed = near or "`derogation rules list` shows them."
            pick.wrong((*place, "condition"), f"no condition and no gate is called {name!r}", listed)
        if (name, technology) in seen:
            pick.wrong(place, f"{name} is answered twice", "Keep one of them, or name the technology of each.")
        seen.add((name, technology))
        status = pick.among((*place, "status"), row, SAID)
        if not status:
            pick.wrong(place, "states no status", f"Add `status:` with one of {', '.join(SAID)}.")
        provisions, facts = (pick.texts((*place, key), row) for key in ("provisions", "facts"))
        hints = pick.whole((*place, "hints"), row, 0, HINTS, 0)
        yield ConditionAnswer(name, cast("Said", status), technology, provisions, facts, hints)


def _readings(pick: Picker, rulebook: Rulebook, data: object) -> dict[str, str]:
    known, found = rulebook.readings, dict[str, str]()
    said = pick.map(("readings",), data if data is not None else {}, *known)
    for name in said:
        choices = [each.id for each in known[name].choices] if name in known else []
        found[name] = pick.among(("readings", name), said, choices) if choices else ""
    return found
