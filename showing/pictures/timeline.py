"""A timeline as a picture: a band for the law, one for the outcome, one for each unit, over a scale of years.

Legible in greyscale: every outcome has a pattern of its own beside its word, and every interval a number under which
it stands in words, below the picture or beside it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from ...engine.case.words import long_date
from ...engine.days.timeline import Timeline
from ...engine.law.rulebook import Verdicts
from ..timeline_page import UNDATED, era_days, interval_words, plainly, stance_words, title_of
from .shapes import INK, PATTERNS, WHITE, Box, Label, Line, Picture, Shape
from .svg import svg

BAND, GAP, EDGE = 34.0, 12.0, 10.0
LETTER = 7.0  # width allowed for one letter of 12 pixels
NOT_IN_USE = "not in use"
Word = Callable[[str], str]


class Scale(Struct, frozen=True):
    """Where days stand: from ``left`` to ``right``, in pixels."""

    timeline: Timeline
    left: float
    right: float

    def start(self, day: date) -> float:
        """Where a day begins."""
        days = (self.timeline.last_day - self.timeline.first_day).days + 1
        return round(self.left + (self.right - self.left) * (day - self.timeline.first_day).days / days, 2)

    def end(self, day: date) -> float:
        """Where a day ends."""
        last = day >= self.timeline.last_day
        return self.right if last else self.start(date.fromordinal(day.toordinal() + 1))


class Piece(Struct, frozen=True):
    """A stretch of a band: its days, its pattern, the word written on it where it fits, and a longer one."""

    first_day: date
    last_day: date
    pattern: str
    word: str
    text: str


def timeline_svg(timeline: Timeline) -> str:
    """The whole picture as an SVG document, with every interval in words below it."""
    lines = [f"{at}. {interval_words(each, timeline.rulebook)}" for at, each in enumerate(timeline.intervals, 1)]
    stance = [f"{stance_words(timeline)}."] if stance_words(timeline) else []
    picture = timeline_picture(timeline, 1100, left=190, units=True, alone=True, below=(*lines, UNDATED))
    return svg(picture, "timeline", " ".join([*stance, *lines, UNDATED]), title_of(timeline)) + "\n"


def timeline_picture(
    timeline: Timeline,
    width: float,
    *,
    left: float = 70,
    units: bool = False,
    alone: bool = False,
    marked: date | None = None,
    below: Sequence[str] = (),
    word: Word = plainly,
) -> Picture:
    """The picture, ``width`` pixels wide.

    ``left`` leaves room for the names of the bands; ``units`` adds a band for each unit, ``alone`` the title, and a
    word for a pointer that rests on a piece;
    ``marked`` is a day to point at; ``below`` are lines of text under it; ``word`` says an outcome.
    """
    scale = Scale(timeline, left, width - EDGE)
    bands = list(_bands(timeline, units, word))
    top = 76.0 if alone else 30.0
    bottom = top + len(bands) * (BAND + GAP)
    numbers, rows = _numbers(scale, bottom + 40)
    legend, lowest = _legend(timeline, width, bottom + 40 + rows * 15 + 18, units, word)
    listing, lowest = _lines(below, lowest + 24) if below else ([], lowest)
    shapes: list[Shape] = [Box(0, 0, width, lowest + 10, WHITE, outlined=False)]
    shapes += _heading(timeline) if alone else ()
    shapes += _years(scale, top, bottom)
    for at, (name, pieces) in enumerate(bands):
        shapes += _band(scale, name, pieces, top + at * (BAND + GAP), alone)
    shapes += _mark(scale, marked, top, bottom) if marked else ()
    return Picture(width, lowest + 10, (*shapes, *numbers, *legend, *listing))


def patterns_of(verdicts: Verdicts) -> dict[str, str]:
    """A pattern for every outcome, and for a unit that is not in use."""
    free = [name for name in PATTERNS if name not in ("dashes", "pale", "relayed", "stripes")]
    return {**dict(zip(dict.fromkeys((*verdicts.titles, verdicts.open)), free, strict=False)), "": "dashes"}


# --- bands -----------------------------------------------------------------------------------------------------------


def _bands(timeline: Timeline, units: bool, word: Word) -> Iterator[tuple[str, list[Piece]]]:
    first, last = timeline.first_day, timeline.last_day
    if timeline.eras:
        yield (
            "Law",
            [
                Piece(
                    max(era.first_day or first, first),
                    min(era.last_day or last, last),
                    "plain" if not era.in_force else "relayed" if era.second_hand else "pale",
                    era.name,
                    f"{era_days(era.first_day, era.last_day)}: {era.note or era.name}",
                )
                for era in timeline.eras
            ],
        )
    patterns, intervals = patterns_of(timeline.rulebook.verdicts), timeline.intervals
    yield "Outcome", _joined([(i.first_day, i.last_day, i.state.outcome) for i in intervals], patterns, word)
    for at, unit in enumerate(intervals[0].state.units if units else ()):
        stretches = [(i.first_day, i.last_day, i.state.units[at].outcome) for i in intervals]
        yield unit.id, _joined(stretches, patterns, word)


def _joined(stretches: Sequence[tuple[date, date, str]], patterns: dict[str, str], word: Word) -> list[Piece]:
    """One piece for neighbours of the same outcome."""
    pieces: list[Piece] = []
    for first, last, outcome in stretches:
        start = first
        if pieces and pieces[-1].pattern == patterns[outcome]:
            start = pieces.pop().first_day
        said = word(outcome) if outcome else NOT_IN_USE
        pieces.append(Piece(start, last, patterns[outcome], said, f"{era_days(start, last)}: {said}"))
    return pieces


def _band(scale: Scale, name: str, pieces: Sequence[Piece], top: float, alone: bool) -> Iterator[Shape]:
    longest = int(scale.left / LETTER)
    yield Label(scale.left - 8, top + 21, name if len(name) <= longest else f"{name[: longest - 1]}…", 12, anchor="end")
    for piece in pieces:
        left, right = scale.start(piece.first_day), scale.end(piece.last_day)
        yield Box(left, top, round(right - left, 2), BAND, pattern=piece.pattern, title=piece.text if alone else "")
        needed = len(piece.word) * LETTER
        if needed + 8 <= right - left:
            middle = round((left + right) / 2, 2)
            yield Box(middle - needed / 2 - 2, top + 8, needed + 4, 18, outlined=False)
            yield Label(middle, top + 21, piece.word, 12, anchor="middle")


def _years(scale: Scale, top: float, bottom: float) -> Iterator[Shape]:
    first, last = scale.timeline.first_day, scale.timeline.last_day
    for year in range(first.year, last.year + 1):
        left = scale.start(max(date(year, 1, 1), first))
        yield Line(((left, top - 4), (left, bottom)), "#888888", dashed=True)
        if scale.end(min(date(year, 12, 31), last)) - left > 4 * LETTER:
            yield Label(left + 3, bottom + 10, str(year), 12, "#333333")


def _numbers(scale: Scale, top: float) -> tuple[list[Shape], int]:
    """A number under every interval, on as many rows as it takes to keep them apart."""
    ends: list[float] = []
    shapes: list[Shape] = []
    for number, interval in enumerate(scale.timeline.intervals, 1):
        middle = round((scale.start(interval.first_day) + scale.end(interval.last_day)) / 2, 2)
        half = (len(str(number)) * LETTER + 4) / 2
        row = next((at for at, end in enumerate(ends) if end <= middle - half), len(ends))
        ends[row : row + 1] = [middle + half]
        shapes.append(Label(middle, top + row * 15, str(number), 12, anchor="middle"))
        shapes.append(Line(((middle, top - 24), (middle, top + row * 15 - 11)), "#aaaaaa"))
    return shapes, len(ends)


def _mark(scale: Scale, day: date, top: float, bottom: float) -> Iterator[Shape]:
    at = scale.start(day)
    anchor = "start" if at < scale.left + 60 else "end" if at > scale.right - 60 else "middle"
    yield Line(((at, top - 8), (at, bottom - GAP + 4)), INK, 2.2)
    yield Label(at, top - 13, long_date(day), 11, anchor=anchor, bold=True)


# --- words -----------------------------------------------------------------------------------------------------------


def _heading(timeline: Timeline) -> Iterator[Shape]:
    for at, line in enumerate(textwrap.wrap(title_of(timeline), 110)[:2]):
        yield Label(EDGE, 22 + at * 18, line, 15, bold=True)
    if stance_words(timeline):
        yield Label(EDGE, 60, stance_words(timeline)[:150], 12)


def _legend(timeline: Timeline, width: float, top: float, units: bool, word: Word) -> tuple[list[Shape], float]:
    """The patterns that the picture has, in the rulebook's order, each with its word; and where that ends."""
    found = {interval.state.outcome for interval in timeline.intervals}
    if units:
        found |= {unit.outcome for interval in timeline.intervals for unit in interval.state.units}
    patterns = patterns_of(timeline.rulebook.verdicts)
    keys = [(word(each) if each else NOT_IN_USE, pattern) for each, pattern in patterns.items() if each in found]
    if timeline.eras:
        keys.append(("law: a derogation in force", "pale"))
    if any(era.second_hand and era.in_force for era in timeline.eras):
        keys.append(("law: in force, known second-hand", "relayed"))
    shapes: list[Shape] = []
    left, row = EDGE, 0
    for said, pattern in keys:
        needed = 34 + len(said) * LETTER + 16
        if left + needed > width and left > EDGE:
            left, row = EDGE, row + 1
        y = top + row * 24
        shapes += [Box(left, y, 26, 16, pattern=pattern), Label(left + 34, y + 12, said, 12)]
        left += needed
    return shapes, top + row * 24 + 16


def _lines(points: Sequence[str], top: float) -> tuple[list[Shape], float]:
    """Lines of text, those that go on indented; and where they end."""
    shapes: list[Shape] = []
    y = top
    for point in points:
        for number, part in enumerate(textwrap.wrap(point, 160)):
            shapes.append(Label(EDGE + (18 if number else 0), y, part, 12))
            y += 17
    return shapes, y
