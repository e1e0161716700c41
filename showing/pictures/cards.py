"""Boxes with words in columns, and lines between them: what a picture of a graph is made of."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from .layers import ordered, placed, with_bends
from .shapes import WHITE, Box, Label, Line, Picture, Shape

WIDTH, BETWEEN, GAP, EDGE, HEAD, FOOT = 212.0, 46.0, 12.0, 20.0, 96.0, 58.0
SMALL, PLAIN, LEADING, FINE_LEADING = 9.5, 11.0, 13.5, 12.0
#: The height of a bend of a line that passes a column.
BEND = 6.0
#: Letters that go into a line of a box: plain, bold, small.
LETTERS, BOLD, FINE = 37, 33, 42
MUTED, MARK = "#5a5f66", "#c07a00"


class Card(Struct, frozen=True):
    """A box: a small line on top, the text, and what is said below it, in lines (:func:`wrapped`)."""

    head: str
    text: tuple[str, ...]
    below: tuple[str, ...]
    fill: str

    @property
    def height(self) -> float:
        return 22 + LEADING * len(self.text) + FINE_LEADING * len(self.below) + (4 if self.below else 0)


class Pen(Struct, frozen=True):
    """How a line is drawn; ``words`` say in the legend what it means."""

    words: str
    colour: str = "#8a8f98"
    width: float = 1.2
    dashed: bool = False


class Trace(Struct, frozen=True):
    """A line between the boxes of two columns."""

    one: str
    other: str
    pen: Pen


class Column(Struct, frozen=True):
    """Boxes by name, from top to bottom, and what stands above them."""

    title: str
    names: Sequence[str]


def cards_picture(
    title: str,
    columns: Sequence[Column],
    cards: Mapping[str, Card],
    traces: Sequence[Trace],
    *,
    marked: str = "",
    reorder: bool = False,
) -> Picture:
    """The boxes in their columns with the lines between them; ``reorder`` them so that few lines cross."""
    layers, ways = with_bends([list(column.names) for column in columns], [(each.one, each.other) for each in traces])
    if reorder:
        layers = ordered(layers, ways)
    heights = {name: cards[name].height if name in cards else BEND for layer in layers for name in layer}
    tops = {name: HEAD + y for name, y in placed(layers, ways, heights, GAP).items()}
    lefts = {name: EDGE + at * (WIDTH + BETWEEN) for at, layer in enumerate(layers) for name in layer}
    width = 2 * EDGE + len(layers) * (WIDTH + BETWEEN) - BETWEEN
    bottom = max(tops[name] + heights[name] for name in tops)
    shapes: list[Shape] = [Box(0, 0, width, bottom + FOOT, WHITE, outlined=False)]
    for at, line in enumerate(textwrap.wrap(title, max(40, int(width / 8.5)))[:2]):
        shapes.append(Label(EDGE, 26 + at * 19, line, 15, bold=True))
    for at, column in enumerate(columns):
        shapes.append(Label(EDGE + at * (WIDTH + BETWEEN), HEAD - 12, column.title, SMALL, MUTED, bold=True))
    for trace, way in zip(traces, ways, strict=True):
        points = [end for name in way for end in _ends(lefts[name], tops[name] + heights[name] / 2, name in cards)]
        shapes.append(_line(trace.pen, points[1:-1]))
    for name, card in cards.items():
        shapes += _box(card, lefts[name], tops[name], name == marked)
    shapes += _legend(bottom + 36, dict.fromkeys(trace.pen for trace in traces))
    return Picture(width, bottom + FOOT, tuple(shapes))


def wrapped(text: str, most: int, letters: int) -> tuple[str, ...]:
    """Text in at most so many lines; a long path breaks after a dot, and nothing at a hyphen."""
    words = [piece for word in text.split() for piece in _pieces(word, letters)]
    lines = textwrap.wrap(" ".join(words), letters, break_on_hyphens=False)
    return tuple(lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: letters - 2]} …"])


def _pieces(word: str, letters: int) -> list[str]:
    cut = word.rfind(".", 0, letters) + 1
    return [word[:cut], *_pieces(word[cut:], letters)] if len(word) > letters and cut else [word]


def _box(card: Card, x: float, y: float, marked: bool) -> Iterator[Shape]:
    if marked:
        yield Box(x - 4, y - 4, WIDTH + 8, card.height + 8, MARK, outlined=False)
    yield Box(x, y, WIDTH, card.height, card.fill)
    yield Label(x + 8, y + 13, card.head.upper(), 8, MUTED, bold=True)
    base = y + 13
    for line in card.text:
        base += LEADING
        yield Label(x + 8, base, line, PLAIN, bold=marked)
    base += 4
    for line in card.below:
        base += FINE_LEADING
        yield Label(x + 8, base, line, SMALL, MUTED)


def _ends(left: float, middle: float, box: bool) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where lines come into a box or a bend, and go out of it."""
    inset = 0 if box else WIDTH / 4
    return (left + inset, middle), (left + WIDTH - inset, middle)


def _line(pen: Pen, points: Sequence[tuple[float, float]]) -> Line:
    """A line through points, soft between the columns."""
    path: list[tuple[float, float]] = [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        for step in range(1, 9):
            share = step / 8
            soft = share * share * (3 - 2 * share)
            path.append((round(x0 + (x1 - x0) * share, 1), round(y0 + (y1 - y0) * soft, 1)))
    return Line(tuple(path), pen.colour, pen.width, pen.dashed)


def _legend(top: float, pens: Iterable[Pen]) -> Iterator[Shape]:
    x = EDGE
    for pen in pens:
        yield Line(((x, top), (x + 30, top)), pen.colour, pen.width, pen.dashed)
        yield Label(x + 36, top + 4, pen.words, SMALL)
        x += 60 + 5.2 * len(pen.words)
