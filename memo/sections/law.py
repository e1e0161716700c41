"""The law applied, with its version and dates, and the answer over time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...engine.case.words import long_date
from ...engine.days.causes import Cause
from ...engine.days.timeline import Interval, timeline
from ...rules.acts import ActVersion, load_acts, load_periods
from ...rules.law_on import eras, law_on
from ...showing.document import Block, Figure, Inline, Listing, Paragraph, Span, Table, Terms, inline, joined
from ...showing.foreign import said
from ...showing.pictures.timeline import timeline_picture
from ...showing.words import clause, listed, sentence
from ..dossier import Dossier

#: Of the picture, in pixels: the width of the text on a page.
WIDTH = 660.0


def law(dossier: Dossier) -> Iterator[Block]:
    """The act in the version that governs the day, and what it lifts."""
    on = dossier.assessment.on
    measured = law_on(on)
    act = next(
        each for each in load_acts().values() if each.celex == measured.celex and each.version == measured.version
    )
    yield dossier.heading(1, "Law applied")
    begins, ends = _dates(act)
    entries: list[tuple[str, Inline]] = [
        ("Act", inline(f"{act.name}, {act.version}")),
        ("Official Journal", inline(act.oj)),
        ("CELEX", inline(act.celex)),
        ("ELI", inline(Span(act.eli, href=act.eli))),
        ("This version governs", inline(_span(act, begins, ends))),
        ("On the day assessed", inline(sentence("in force" if measured.in_force else "not in force"))),
    ]
    yield Terms(tuple(entries))
    yield Paragraph(
        inline(
            "Articles 5(1) and 6(1) of Directive 2002/58/EC protect the confidentiality of communications and traffic "
            "data of the services defined in ",
            dossier.cites(["EECC 2(4)", "EECC 2(5)"]),
            ". ",
            dossier.cite("3(1)"),
            " lifts these provisions, and nothing else, for providers of number-independent interpersonal "
            "communications services (",
            dossier.cite("2(1)"),
            ") as long as all of its conditions are fulfilled. It gives no legal ground under Regulation (EU) "
            "2016/679.",
        )
    )
    if not measured.in_force:
        yield Paragraph(inline(sentence(measured.note)))
    if measured.second_hand:
        yield Paragraph(
            inline(
                Span("Known at second hand. ", bold=True),
                f"The official text of {act.name} was not read. What "
                "follows rests on the conditions of 2021 and is provisional. Not seen:",
            )
        )
        yield Listing(tuple(inline(text) for text in measured.unseen))
    if act.note and act.verified:
        yield Paragraph(inline(sentence(act.note)), "small")
    yield from _over_time(dossier)
    yield from _beside(dossier)
    yield from _taken(dossier)


def _beside(dossier: Dossier) -> Iterator[Block]:
    """The notes: law beside the conditions."""
    if dossier.assessment.notes:
        yield dossier.heading(2, "Law beside the conditions")
        yield Listing(tuple(inline(sentence(note)) for note in dossier.assessment.notes))


def _taken(dossier: Dossier) -> Iterator[Block]:
    """The readings taken on which the answer does not turn."""
    taken: list[Inline] = []
    discussed = {each.reading for each in dossier.exceptions}
    for reading in dossier.assessment.readings:
        if reading.turns_outcome or reading.id in discussed:
            continue
        described = dossier.assessment.rulebook.readings[reading.id]
        title = next(choice.title for choice in described.choices if choice.id == reading.chosen)
        taken.append(inline(Span(f"{described.question} ", italic=True), f"{sentence(title)}"))
    if taken:
        yield dossier.heading(2, "Readings on which the answer does not turn")
        yield Paragraph(inline("These questions of interpretation were answered as stated:"))
        yield Listing(tuple(taken))


def _dates(act: ActVersion) -> tuple[date | None, date | None]:
    dates = {each.event: each.date for each in act.dates}
    period = next((each for each in load_periods() if each.act == act.key), None)
    return dates.get("in_force"), period.last_day if period is not None else dates.get("applies_until")


def _span(act: ActVersion, begins: date | None, ends: date | None) -> str:
    hand = "" if act.verified else " (dates known at second hand)"
    return f"from {long_date(begins)} to {long_date(ends)}{hand}" if begins and ends else "dates not known"


def _over_time(dossier: Dossier) -> Iterator[Block]:
    """The answer on every day from the eve of the protection to the day after the last derogation known."""
    assessment = dossier.assessment
    periods = load_periods()
    first = periods[0].last_day or assessment.on
    last = max((periods[-1].first_day or assessment.on), assessment.on)
    found = timeline(
        assessment.rulebook,
        dossier.case.engine_facts(),
        min(first, assessment.on),
        last,
        assessment.standpoint,
        on_the_record=assessment.on_the_record,
        readings=dossier.readings,
        eras=eras(),
    )
    yield dossier.heading(2, "The answer over time")
    if len(found.intervals) == 1:
        yield Paragraph(
            inline(f"From {long_date(found.first_day)} to {long_date(found.last_day)} the answer is the same.")
        )
        return
    yield Paragraph(inline("On the facts as they stand on file; the day assessed is marked."))
    words = (
        f"{number}. {_days(each, assessment.on)}: {dossier.outcome_word(each.state.outcome)}"
        for number, each in enumerate(found.intervals, 1)
    )
    yield Figure(
        timeline_picture(found, WIDTH, marked=assessment.on, word=dossier.outcome_word),
        "Figure: the periods of the law and the answer over time, numbered as in the table below.",
        f"Bands of time. {'; '.join(words)}. The day assessed, {long_date(assessment.on)}, is marked.",
    )
    rows = tuple(
        (
            inline(f"{number}. {_days(interval, assessment.on)}"),
            inline(_state(dossier, interval)),
            _causes(dossier, interval),
        )
        for number, interval in enumerate(found.intervals, 1)
    )
    yield Table("The answer over time", ("Days", "Answer", "What changes on the first day"), rows, (0.26, 0.28, 0.46))


def _days(interval: Interval, on: date) -> str:
    here = " (day assessed)" if interval.first_day <= on <= interval.last_day else ""
    if interval.first_day == interval.last_day:
        return f"{long_date(interval.first_day)}{here}"
    return f"{long_date(interval.first_day)} to {long_date(interval.last_day)}{here}"


def _state(dossier: Dossier, interval: Interval) -> str:
    state = interval.state
    word = dossier.outcome_word(state.outcome)
    units = [unit for unit in state.units if unit.outcome and unit.in_use is not False]
    if state.outcome == "partly_eligible" and units:
        covered = [dossier.unit_name(unit.id).text for unit in units if unit.outcome == "eligible"]
        return f"{word}: only {listed(covered)}"
    if state.outcome == "undetermined":
        return f"{word}: {dossier.outcome_words(state.possible_outcomes)}"
    return word


def _causes(dossier: Dossier, interval: Interval) -> Inline:
    if not interval.causes:
        return inline("First day shown")
    return joined([inline(_cause(dossier, cause)) for cause in interval.causes], " ")


def _cause(dossier: Dossier, cause: Cause) -> Span:
    spec = dossier.spec(cause.path) if cause.path else None
    if spec is None:
        return said(sentence(cause.text))
    effect = cause.text.partition("; ")[2]
    return said(sentence(f"{clause(spec, cause.value)}{f'; {effect}' if effect else ''}"))
