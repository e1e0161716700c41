"""The duties of the provider that follow from its case: reports, deletions, the list, and reliefs that run out.

The law's days come from the ledger and from the rulebook's list of reports due; whether a report is owed is asked of
the rulebook, so that the calendar and the assessment cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from ..cases.loader import Case
from ..engine.answer import Derivation, derive
from ..engine.case.facts import NEVER, View
from ..engine.case.standpoint import seen_from
from ..engine.case.words import long_date
from ..engine.law.rulebook import Rulebook
from ..engine.truth.comparisons import months_later
from ..engine.truth.evaluator import Evaluation
from ..engine.why.assessment import question_of
from ..rules.ledger import Deadline, load_ledger
from .model import Entry

PROVIDER = "provider"
MONTHS_KEPT = 12  # Article 3(1), point (i)


def derivation_of(
    rulebook: Rulebook, case: Case, on: date, standpoint: str | None, readings: dict[str, str] | None
) -> Derivation:
    """The case on a day, by the evaluator."""
    facts = case.engine_facts()
    scope = seen_from(facts.entity, facts.parties, standpoint, rulebook.series)
    return derive(rulebook, scope, question_of(rulebook, facts, on, standpoint, readings=readings))


def reports(derivation: Derivation) -> Iterator[Entry]:
    """The annual reports owed for the periods in which the provider processed, or may have."""
    for duty in derivation.case.items("duties").known:
        values = {key: duty.values[key] for key in ("due", "year", "from", "to")}
        due, year = values["due"], values["year"]
        assert isinstance(due, date)
        owed = _on(derivation, due + timedelta(days=1), "report_owed", duty=duty)
        if owed is False:
            continue
        made = [_report_made(duty, report) for report in derivation.case.items("reports").known]
        period = f"{_day(values['from'])} to {_day(values['to'])}"
        yield Entry(
            key=f"report {year}",
            day=due,
            title=f"Annual report for {year} due",
            detail=(
                f"Last day to publish the report on {period} and to submit it to the supervisory authority and to the "
                f"Commission.{' The standard form is to be used.' if duty.values.get('form') is True else ''}"
            ),
            provisions=("3(1)(g)(vii)", *(("3(4)/1",) if duty.values.get("form") is True else ())),
            whose=PROVIDER,
            category="report",
            depends="" if owed else f"whether the provider processed under the derogation from {period}",
            done=next((text for text in made if text), ""),
        )


def _report_made(duty: View, report: View) -> str:
    """What the case says of the report for a period: when it was published and submitted."""
    if report.values.get("year") != duty.values["year"]:
        return ""
    words = {"published_on": "published", "to_authority_on": "submitted to the authority",
             "to_commission_on": "submitted to the Commission"}  # fmt: skip
    told = [
        f"not {word}" if value == NEVER else f"{word} on {_day(value)}"
        for key, word in words.items()
        if (value := report.values.get(key)) is not None
    ]
    return "; ".join(told)


def _on(derivation: Derivation, day: date, definition: str, **items: View) -> bool | None:
    run = Evaluation(derivation.case, replace(derivation.question, assessed_on=day))
    term = derivation.machine.rulebook.definitions[definition]
    return derivation.machine.evaluator.ask(term, run, **items).truth


def _day(value: object) -> str:
    return long_date(value) if isinstance(value, date) else str(value)


def deletions(derivation: Derivation) -> Iterator[Entry]:
    """The last day on which the data of each recorded case may be kept, for cases not deleted in time."""
    by_detection = derivation.question.readings.get("retention_start") == "detection"
    fact, word = ("detected_on", "detection") if by_detection else ("identified_on", "identification")
    for unit in derivation.units:
        for number, recorded in enumerate(unit.items("suspicions.recorded").known, 1):
            began, deleted = recorded.values.get(fact), recorded.values.get("deleted_on")
            if not isinstance(began, date) or began == NEVER:
                continue
            last, put_off = _last_day(derivation, recorded, began, by_detection=by_detection)
            if isinstance(deleted, date) and deleted <= last:
                continue
            name = recorded.entity.name or str(number)
            late = isinstance(deleted, date) and deleted != NEVER
            yield Entry(
                key=f"deletion {unit.entity.name} {name}",
                day=last,
                title=f"Delete the data of case {name} ({unit.entity.name})",
                detail=(
                    f"Last of the {MONTHS_KEPT} months that follow the {word} on {long_date(began)}{put_off}; earlier "
                    "if the data are no longer strictly necessary. Duties under other law to preserve data stay "
                    "unaffected."
                ),
                provisions=("3(1)(i)", "rec.19", *(("1182/71 3(4)",) if put_off else ())),
                whose=PROVIDER,
                category="deletion",
                depends="" if deleted is not None else "whether the data have been deleted",
                done=f"deleted on {_day(deleted)}, after that day" if late else "",
            )


def _last_day(derivation: Derivation, recorded: View, began: date, *, by_detection: bool) -> tuple[date, str]:
    """The last of the 12 months on the reading taken, and what Article 3(4) of Regulation 1182/71 makes of that day."""
    reckoned = months_later(began, MONTHS_KEPT)
    working = recorded.values.get("last_working_day_from_detection" if by_detection else "last_working_day")
    if not isinstance(working, date) or working == reckoned:
        return reckoned, ""
    if derivation.question.readings.get("period_end") == "next_working_day":
        return working, f", put off from {_weekday(reckoned)}, to the next working day"
    return reckoned, f", {_weekday(reckoned)} (on the reading period_end=next_working_day: {long_date(working)})"


def _weekday(day: date) -> str:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f"{names[day.weekday()]}, {long_date(day)}"


def undated(derivation: Derivation) -> Iterator[str]:
    """Recorded cases whose limit cannot be told, since the day it runs from is not known."""
    fact = "detected_on" if derivation.question.readings.get("retention_start") == "detection" else "identified_on"
    for unit in derivation.units:
        for number, recorded in enumerate(unit.items("suspicions.recorded").known, 1):
            if recorded.values.get(fact) is None and recorded.values.get("deleted_on") in (None, NEVER):
                name = recorded.entity.name or str(number)
                yield f"The deletion limit of case {name} ({unit.entity.name}) cannot be told: its start is not known."


def of_the_regulation(derivation: Derivation) -> Iterator[Entry]:
    """The list of Article 7(1), and the reliefs with their last days, where they may concern the provider."""
    listed = derivation.case.values.get("provider.organisations_listed_on")
    yield Entry(
        key="list of organisations",
        day=_deadline("7(1)").date,
        title="List of organisations due",
        detail="Last day to give the Commission the list of organisations to which suspected abuse is reported; "
        "changes are to be told after that.",
        provisions=("7(1)",),
        whose=PROVIDER,
        category="list",
        done="not given" if listed == NEVER else f"given on {_day(listed)}" if listed is not None else "",
    )
    term = derivation.machine.rulebook.definitions["used_before_without_consultation"]
    relieved = [derivation.truth(term, unit) for unit in derivation.units]
    complete = derivation.case.items(derivation.machine.rulebook.verdicts.units).complete
    if complete and not any(truth is not False for truth in relieved):
        return
    unsure = f"whether the technology was in use before {_day(_deadline('3(2)(a)').date)} without a consultation"
    depends = "" if True in relieved else unsure
    started = [
        f"{unit.entity.name}: {'not started' if day == NEVER else f'started on {_day(day)}'}"
        for unit in derivation.units
        if (day := unit.values.get("prior_consultation.started_on")) is not None
    ]
    for path, lifted in (("3(2)", "(c)"), ("3(3)", "(d)")):
        start = _deadline(f"{path}(b)")
        yield Entry(
            key=f"relief {path} start",
            day=start.date - timedelta(days=1),
            title=f"Start the consultation to keep the relief from point {lifted}",
            detail=f"The procedure has to be started before {long_date(start.date)}.",
            provisions=(f"{path}(b)",),
            whose=PROVIDER,
            category="relief",
            depends=depends,
            done="; ".join(started),
        )
        end = _deadline(path)
        yield Entry(
            key=f"relief {path} end",
            day=end.date,
            title=f"Last day of the relief from point {lifted}",
            detail=f"From the day after, Article 3(1), point {lifted}, applies in full.",
            provisions=(path,),
            whose=PROVIDER,
            category="relief",
            depends=depends,
        )


def _deadline(path: str) -> Deadline:
    """The first deadline that the law sets in a provision."""
    return next(each.deadlines[0] for each in load_ledger().provisions if each.path == path and each.deadlines)
