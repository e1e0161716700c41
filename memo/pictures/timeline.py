"""The answer over time as a picture: a band for the case, a band for the periods of the law, the day assessed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...engine.case.words import long_date
from ...engine.days.timeline import Timeline
from ...showing.pictures.shapes import INK, Box, Label, Line, Picture, Shape

if TYPE_CHECKING:
    from ..dossier import Dossier

WIDTH, TOP, BAND = 660.0, 34.0, 30.0
FILLS = {
    "eligible": "#d5e8d8",
    "partly_eligible": "#bcd3ea",
    "undetermined": "#ffffff",
    "not_eligible": "#5c1420",
    "excluded": "#5c1420",
    "not_available": "#5c1420",
    "not_in_force": "#7a7a7a",
}
DARK = {"#5c1420", "#7a7a7a"}


def timeline_picture(dossier: Dossier, found: Timeline) -> tuple[Picture, str]:
    """The picture and what it says in words. Bands too narrow for words carry letters, explained below."""
    days = (found.last_day - found.first_day).days + 1

    def at(day: date) -> float:
        return (day - found.first_day).days / days * WIDTH

    shapes: list[Shape] = []
    letters: list[tuple[str, str]] = []
    words: list[str] = []
    for interval in found.intervals:
        left, width = at(interval.first_day), interval.days / days * WIDTH
        fill = FILLS.get(interval.state.outcome, "#ececec")
        word = dossier.outcome_word(interval.state.outcome)
        shapes.append(Box(left, TOP, width, BAND, fill, striped=interval.state.outcome == "undetermined"))
        words.append(f"{long_date(interval.first_day)} to {long_date(interval.last_day)}: {word}")
        label = word if len(word) * 6.2 < width - 8 else ""
        if not label and width > 9 and interval.state.outcome != "undetermined":
            letter = next((known for known, meaning in letters if meaning == word), "") or chr(65 + len(letters))
            if (letter, word) not in letters:
                letters.append((letter, word))
            label = letter
        if label:
            colour = "#ffffff" if fill in DARK else INK
            if fill == "#ffffff":
                shapes.append(
                    Box(left + width / 2 - len(label) * 3.1 - 4, TOP + 7, len(label) * 6.2 + 8, 16, outlined=False)
                )
            shapes.append(Label(left + width / 2, TOP + 19, label, 11, colour, "middle", bold=True))
    y = TOP + BAND + 26
    for era in found.eras:
        left = at(max(era.first_day or found.first_day, found.first_day))
        right = at(min(era.last_day or found.last_day, found.last_day)) + WIDTH / days
        shapes.append(Line(((left + 0.5, y - 8), (left + 0.5, y + 3), (right - 1, y + 3), (right - 1, y - 8))))
        if len(era.name) * 5 < right - left:
            shapes.append(Label((left + right) / 2, y - 2, era.name, 9.5, anchor="middle"))
    for year in range(found.first_day.year + 1, found.last_day.year + 1):
        x = at(date(year, 1, 1))
        if not 14 < x < WIDTH - 14:
            continue
        shapes += [
            Line(((x, TOP + BAND), (x, TOP + BAND + 5))),
            Label(x, TOP + BAND + 14, str(year), 9.5, anchor="middle"),
        ]
    on = dossier.assessment.on
    x = at(on)
    anchor = "start" if x < 60 else "end" if x > WIDTH - 60 else "middle"
    shapes += [
        Line(((x, TOP - 10), (x, TOP + BAND + 4)), INK, 2.2),
        Label(x, TOP - 14, long_date(on), 10.5, anchor=anchor, bold=True),
    ]
    for number, (letter, meaning) in enumerate(letters):
        shapes.append(Label(number * 190.0, y + 24, f"{letter}: {meaning}", 10))
    alternative = f"A band of time. {'; '.join(words)}. The day assessed, {long_date(on)}, is marked."
    return Picture(WIDTH, y + (30 if letters else 10), tuple(shapes)), alternative
