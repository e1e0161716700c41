"""A timeline as a document: one line for each interval, with its days, its outcome and the causes of its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..engine.case.words import long_date
from ..engine.days.causes import Cause
from ..engine.days.timeline import Interval, Timeline
from ..engine.law.rulebook import Rulebook
from .document import Block, Document, Heading, Listing, Paragraph

UNDATED = "Facts without a date are taken to be the same on every day."


def timeline_document(timeline: Timeline) -> Document:
    """The document of a timeline."""
    return Document(title_of(timeline), tuple(_blocks(timeline)))


def title_of(timeline: Timeline) -> str:
    return f"{timeline.case}: the outcome on every day, {span_words(timeline.first_day, timeline.last_day)}"


def _blocks(timeline: Timeline) -> Iterator[Block]:
    stance = stance_words(timeline)
    if stance:
        yield Paragraph(f"{stance}.")
    yield Listing(tuple(interval_words(interval, timeline.rulebook) for interval in timeline.intervals), ordered=True)
    yield Heading("What the lines rest on")
    points = [UNDATED]
    if any(era.second_hand for era in timeline.eras):
        names = dict.fromkeys(
            f"{era.name} ({era_days(era.first_day, era.last_day)})" for era in timeline.eras if era.second_hand
        )
        points.append(f"Known at second hand only, so provisional: {'; '.join(names)}.")
    used = dict.fromkeys(interval.state.outcome for interval in timeline.intervals)
    titles = timeline.rulebook.verdicts.titles
    points += [f"{plainly(outcome)}: {titles[outcome]}." for outcome in used]
    yield Listing(tuple(points))


def stance_words(timeline: Timeline) -> str:
    """From whose standpoint, and on which readings other than the default; empty for the default standpoint."""
    parts = [f"As {timeline.standpoint} sees it"] if timeline.standpoint else []
    parts += ["on the record"] if timeline.on_the_record else []
    default = timeline.rulebook.default_readings
    parts += [f"{name}={choice}" for name, choice in timeline.readings.items() if default.get(name) != choice]
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def span_words(first: date, last: date) -> str:
    """Days in words, both included."""
    return long_date(first) if first == last else f"{long_date(first)} to {long_date(last)}"


def era_days(first: date | None, last: date | None) -> str:
    if first is not None and last is not None:
        return span_words(first, last)
    return f"from {long_date(first)}" if first else f"until {long_date(last)}" if last else "always"


def plainly(outcome: str) -> str:
    """The name of an outcome as words."""
    return outcome.replace("_", " ")


def interval_words(interval: Interval, rulebook: Rulebook) -> str:
    """One interval in one line."""
    days = span_words(interval.first_day, interval.last_day)
    line = f"{days}: {plainly(interval.state.outcome)}{possible_words(interval)}{unit_words(interval)}."
    causes = "; ".join(cause_words(cause, rulebook) for cause in interval.causes)
    return f"{line} Because: {causes}." if causes else line


def possible_words(interval: Interval) -> str:
    possible = interval.state.possible_outcomes
    return f" (possible: {', '.join(map(plainly, possible))})" if len(possible) > 1 else ""


def unit_words(interval: Interval) -> str:
    """What the units are, where that says more than the outcome of the case."""
    units = interval.state.units
    said = {unit.outcome for unit in units if unit.in_use is not False}
    if said <= {interval.state.outcome} and (len(units) == 1 or all(unit.in_use is not False for unit in units)):
        return ""
    return "; " + ", ".join(f"{unit.id}: {plainly(unit.outcome) or 'not in use'}" for unit in units)


def cause_words(cause: Cause, rulebook: Rulebook) -> str:
    """A cause with the units that it touches, the place of its fact in the case, and its provisions."""
    units = f"[{', '.join(cause.units)}] " if cause.units and cause.path else ""
    cited = [rulebook.cite(provision) for provision in _outermost(cause.provisions)]
    places = [*([cause.path] if cause.path else []), *cited]
    return f"{units}{cause.text}{' (' + '; '.join(places) + ')' if places else ''}"


def _outermost(provisions: tuple[str, ...]) -> list[str]:
    """Provisions without those that lie inside another one listed."""
    return [p for p in provisions if not any(p != other and p.startswith(f"{other}(") for other in provisions)]
