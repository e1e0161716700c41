"""A timeline as a picture: a band for the law, one for the outcome, one for each unit, over a scale of years.

Legible in greyscale: every outcome has a pattern of its own beside its word, and every interval a number under which
it stands in words below. The whole is also there as text (``title`` and ``desc``). No script, no colour, no link.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from ..engine.days.timeline import Timeline
from ..reading.safe_text import shown
from .timeline_page import UNDATED, era_days, interval_words, plainly, stance_words, title_of

WIDTH, LEFT, RIGHT, BAND, GAP, LINE = 1100, 190, 20, 34, 12, 17
SPAN = WIDTH - LEFT - RIGHT
LETTER = 7  # width allowed for one letter of 12 pixels

#: Patterns of 10 by 10 pixels, told apart by form and not only by darkness.
FORMS = (
    '<rect width="10" height="10" fill="#fff"/>',
    '<rect width="10" height="10" fill="#fff"/><path d="M0 10L10 0" stroke="#444" stroke-width="1.5"/>',
    '<rect width="10" height="10" fill="#fff"/><circle cx="5" cy="5" r="1.6" fill="#444"/>',
    '<rect width="10" height="10" fill="#fff"/><path d="M0 5H10" stroke="#444" stroke-width="1.5"/>',
    '<rect width="10" height="10" fill="#fff"/><path d="M0 0L10 10M0 10L10 0" stroke="#444" stroke-width="1.2"/>',
    '<rect width="10" height="10" fill="#555"/>',
    '<rect width="5" height="10" fill="#555"/><rect x="5" width="5" height="10" fill="#fff"/>',
    '<rect width="10" height="10" fill="#ccc"/>',
    '<rect width="10" height="10" fill="#fff"/><path d="M5 0V10" stroke="#444" stroke-width="1.2"/>',
)
NOT_IN_USE = '<rect width="10" height="10" fill="#fff"/><path d="M2 5H4" stroke="#999"/>'
LAW_IN_FORCE, LAW_ELSE, LAW_RELAYED = "#e4e4e4", "#fff", "url(#relayed)"
RELAYED = '<rect width="10" height="10" fill="#e4e4e4"/><circle cx="5" cy="5" r="1" fill="#444"/>'


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a band: its days, what fills it, the word written on it where it fits, and a longer one."""

    first_day: date
    last_day: date
    fill: str
    word: str
    text: str


def timeline_svg(timeline: Timeline) -> str:
    """The picture as an SVG document."""
    bands = list(_bands(timeline))
    top = 76
    scale = top + len(bands) * (BAND + GAP)
    numbers, rows = _numbers(timeline, scale + 40)
    legend, below = _legend(timeline, scale + 40 + rows * 15 + 18)
    listing, bottom = _listing(timeline, below + 24)
    body = [
        *_headings(timeline),
        *_years(timeline, top, scale),
        *(line for at, (name, pieces) in enumerate(bands)
          for line in _band(timeline, name, pieces, top + at * (BAND + GAP))),
        *numbers,
        *legend,
        *listing,
    ]  # fmt: skip
    height = bottom + 10
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title desc" '
            'font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#000">',
            f'<title id="title">{_safe(title_of(timeline))}</title>',
            f'<desc id="desc">{_safe(_description(timeline))}</desc>',
            f"<defs>{''.join(_patterns(timeline))}</defs>",
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
            *body,
            "</svg>\n",
        ]
    )


def _safe(text: str) -> str:
    """Text that stays text: markup escaped, control characters and marks that reorder letters shown."""
    return escape(shown(text).replace("\n", " "), {'"': "&quot;", "'": "&#39;"})


def _description(timeline: Timeline) -> str:
    lines = [f"{at}. {interval_words(each, timeline.rulebook)}" for at, each in enumerate(timeline.intervals, 1)]
    return " ".join([*([f"{stance_words(timeline)}."] if stance_words(timeline) else []), *lines, UNDATED])


def _x(timeline: Timeline, day: date) -> float:
    """Where a day begins, in pixels."""
    days = (timeline.last_day - timeline.first_day).days + 1
    return round(LEFT + SPAN * (day - timeline.first_day).days / days, 2)


def _end(timeline: Timeline, day: date) -> float:
    return WIDTH - RIGHT if day >= timeline.last_day else _x(timeline, date.fromordinal(day.toordinal() + 1))


# --- bands -----------------------------------------------------------------------------------------------------------


def _bands(timeline: Timeline) -> Iterator[tuple[str, list[Piece]]]:
    first, last = timeline.first_day, timeline.last_day
    if timeline.eras:
        yield (
            "Law",
            [
                Piece(
                    max(era.first_day or first, first),
                    min(era.last_day or last, last),
                    LAW_RELAYED if era.second_hand and era.in_force else LAW_IN_FORCE if era.in_force else LAW_ELSE,
                    era.name,
                    f"{era_days(era.first_day, era.last_day)}: {era.note or era.name}",
                )
                for era in timeline.eras
            ],
        )
    intervals = timeline.intervals
    yield "Outcome", _joined([(i.first_day, i.last_day, i.state.outcome) for i in intervals])
    for at, unit in enumerate(intervals[0].state.units):
        yield unit.id, _joined([(i.first_day, i.last_day, i.state.units[at].outcome) for i in intervals])


def _joined(stretches: Sequence[tuple[date, date, str]]) -> list[Piece]:
    """One piece for neighbours of the same outcome."""
    pieces: list[Piece] = []
    for first, last, outcome in stretches:
        word = plainly(outcome) or "not in use"
        start = first
        if pieces and pieces[-1].word == word:
            start = pieces.pop().first_day
        text = f"{era_days(start, last)}: {word}"
        pieces.append(Piece(start, last, f"url(#{outcome or 'not-in-use'})", word, text))
    return pieces


def _band(timeline: Timeline, name: str, pieces: Sequence[Piece], top: int) -> Iterator[str]:
    label = name if len(name) <= 26 else f"{name[:25]}…"
    yield f'<text x="{LEFT - 8}" y="{top + 21}" text-anchor="end">{_safe(label)}</text>'
    for piece in pieces:
        left, right = _x(timeline, piece.first_day), _end(timeline, piece.last_day)
        width = round(right - left, 2)
        yield (
            f'<rect x="{left}" y="{top}" width="{width}" height="{BAND}" fill="{piece.fill}" stroke="#000">'
            f"<title>{_safe(piece.text)}</title></rect>"
        )
        needed = len(piece.word) * LETTER
        if needed + 8 <= width:
            middle = round(left + width / 2, 2)
            yield (
                f'<rect x="{middle - needed / 2 - 2}" y="{top + 8}" width="{needed + 4}" height="18" fill="#fff"/>'
                f'<text x="{middle}" y="{top + 21}" text-anchor="middle">{_safe(piece.word)}</text>'
            )


def _years(timeline: Timeline, top: int, bottom: int) -> Iterator[str]:
    for year in range(timeline.first_day.year, timeline.last_day.year + 1):
        day = max(date(year, 1, 1), timeline.first_day)
        left = _x(timeline, day)
        yield f'<path d="M{left} {top - 4}V{bottom}" stroke="#888" stroke-dasharray="2 3"/>'
        if _end(timeline, min(date(year, 12, 31), timeline.last_day)) - left > 4 * LETTER:
            yield f'<text x="{left + 3}" y="{bottom + 10}" fill="#333">{year}</text>'


def _numbers(timeline: Timeline, top: int) -> tuple[list[str], int]:
    """A number under every interval, on as many rows as it takes to keep them apart."""
    ends: list[float] = []
    lines: list[str] = []
    for number, interval in enumerate(timeline.intervals, 1):
        middle = (_x(timeline, interval.first_day) + _end(timeline, interval.last_day)) / 2
        half = (len(str(number)) * LETTER + 4) / 2
        row = next((at for at, end in enumerate(ends) if end <= middle - half), len(ends))
        ends[row : row + 1] = [middle + half]
        lines.append(f'<text x="{middle:.2f}" y="{top + row * 15}" text-anchor="middle">{number}</text>')
        lines.append(f'<path d="M{middle:.2f} {top - 24}V{top + row * 15 - 11}" stroke="#aaa"/>')
    return lines, len(ends)


# --- words -----------------------------------------------------------------------------------------------------------


def _headings(timeline: Timeline) -> Iterator[str]:
    for at, line in enumerate(textwrap.wrap(shown(title_of(timeline)), 110)[:2]):
        yield f'<text x="10" y="{22 + at * 18}" font-size="15" font-weight="bold">{_safe(line)}</text>'
    if stance_words(timeline):
        yield f'<text x="10" y="60">{_safe(stance_words(timeline)[:150])}</text>'


def _outcomes(timeline: Timeline) -> list[str]:
    """Every outcome that the picture shows, in the rulebook's order; empty text for a unit that is not in use."""
    verdicts = timeline.rulebook.verdicts
    shown = {i.state.outcome for i in timeline.intervals}
    shown |= {unit.outcome for i in timeline.intervals for unit in i.state.units}
    return [outcome for outcome in dict.fromkeys((*verdicts.titles, verdicts.open, "")) if outcome in shown]


def _patterns(timeline: Timeline) -> Iterator[str]:
    verdicts = timeline.rulebook.verdicts
    forms = dict(zip(dict.fromkeys((*verdicts.titles, verdicts.open)), FORMS, strict=False))
    for name, form in (*forms.items(), ("not-in-use", NOT_IN_USE), ("relayed", RELAYED)):
        yield f'<pattern id="{_safe(name)}" width="10" height="10" patternUnits="userSpaceOnUse">{form}</pattern>'


def _legend(timeline: Timeline, top: int) -> tuple[list[str], int]:
    lines: list[str] = []
    left, row = 10, 0
    keys = [(plainly(outcome) or "not in use", f"url(#{outcome or 'not-in-use'})") for outcome in _outcomes(timeline)]
    if timeline.eras:
        keys.append(("law: a derogation in force", LAW_IN_FORCE))
    if any(era.second_hand and era.in_force for era in timeline.eras):
        keys.append(("law: in force, known second-hand", LAW_RELAYED))
    for word, fill in keys:
        needed = 34 + len(word) * LETTER + 16
        if left + needed > WIDTH:
            left, row = 10, row + 1
        y = top + row * 24
        lines.append(f'<rect x="{left}" y="{y}" width="26" height="16" fill="{fill}" stroke="#000"/>')
        lines.append(f'<text x="{left + 34}" y="{y + 12}">{_safe(word)}</text>')
        left += needed
    return lines, top + row * 24 + 16


def _listing(timeline: Timeline, top: int) -> tuple[list[str], int]:
    """Every interval in words, under its number."""
    lines: list[str] = []
    y = top
    points = [f"{at}. {interval_words(each, timeline.rulebook)}" for at, each in enumerate(timeline.intervals, 1)]
    for point in (*points, UNDATED):
        for part in textwrap.wrap(shown(point), 165, subsequent_indent="     "):
            lines.append(f'<text x="10" y="{y}" xml:space="preserve">{_safe(part)}</text>')
            y += LINE
    return lines, y
