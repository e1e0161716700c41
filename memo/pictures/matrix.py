"""The matrix of conditions as a picture: a line for each subject, a square for each condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from ...showing.pictures.shapes import Label, Line, Picture, Shape, mark
from ...showing.words import listed

if TYPE_CHECKING:
    from ...engine.why.results import RuleSubject
    from ..dossier import Dossier

WIDTH, LEFT, TOP, GAP = 660.0, 132.0, 74.0, 8.0
WORDS = {
    "met": "met",
    "not_met": "not met",
    "relieved": "relieved",
    "not_applicable": "not applicable",
    "undetermined": "open",
}


class Drawn(Struct, frozen=True):
    """A picture and what it says in words."""

    picture: Picture
    alternative: str


def matrix_picture(dossier: Dossier) -> Drawn:
    """The matrix of an assessment that reaches its conditions."""
    from ..sections.matrix import columns_of, rows_of

    subjects, rows = columns_of(dossier), rows_of(dossier)
    size = min(20.0, (WIDTH - LEFT) / max(1, len(rows)))
    shapes: list[Shape] = []
    for column, results in enumerate(rows):
        point = next(iter(results.values())).rule.provision.removeprefix("3(1)")
        shapes.append(Label(LEFT + column * size + size * 0.68, TOP - 6, point, 10.5, upright=True))
    words: list[str] = []
    y = TOP
    for subject in subjects:
        name = picture_name(dossier, subject)
        shapes.append(Label(LEFT - 8, y + size * 0.7, name, 10.5, anchor="end"))
        counts: dict[str, int] = {}
        for column, results in enumerate(rows):
            if (found := results.get(subject)) is not None:
                shapes += mark(found.status, LEFT + column * size + 1, y + 1, size - 2)
                counts[found.status] = counts.get(found.status, 0) + 1
        words.append(f"{name}: {listed(f'{count} {WORDS[status]}' for status, count in counts.items())}")
        y += size + GAP
    shapes.append(Line(((LEFT, TOP - 2), (LEFT + len(rows) * size, TOP - 2))))
    alternative = f"Matrix of {len(rows)} conditions. {'. '.join(words)}. The table under the heading Conditions by "
    return Drawn(Picture(WIDTH, y, tuple(shapes)), f"{alternative}technology says the same.")


def picture_name(dossier: Dossier, subject: RuleSubject, longest: int = 24) -> str:
    """A name short and plain enough for a picture; the id of a technology whose title is neither."""
    name = subject.unit
    if not name:
        return "The provider"
    if subject.unlisted:
        return "Any technology"
    title = dossier.unit_name(name).text
    if not all(ord(char) < 0x250 for char in title):
        title = name
    return title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…"
