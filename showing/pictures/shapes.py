"""A picture as plain shapes on a white ground, legible without colour. Lengths are in pixels at 96 to the inch."""

from __future__ import annotations

from msgspec import Struct

INK, WHITE = "#1a1a1a", "#ffffff"


class Box(Struct, frozen=True):
    """A rectangle with its fill or a pattern of :data:`PATTERNS` on it, an outline unless it has none.

    ``title`` is what a pointer resting on it is told, where the format has pointers.
    """

    x: float
    y: float
    width: float
    height: float
    fill: str = WHITE
    pattern: str = ""
    outlined: bool = True
    title: str = ""


class Line(Struct, frozen=True):
    """A straight line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str = INK
    width: float = 1.0
    dashed: bool = False


class Dot(Struct, frozen=True):
    """A filled circle."""

    x: float
    y: float
    radius: float
    colour: str = INK


class Label(Struct, frozen=True):
    """Text whose baseline begins (or ends, or has its middle) at a point; ``upright`` text runs upwards."""

    x: float
    y: float
    text: str
    size: float = 11.0
    colour: str = INK
    anchor: str = "start"
    upright: bool = False
    bold: bool = False


Shape = Box | Line | Dot | Label


class Picture(Struct, frozen=True):
    """Shapes in the order in which they are drawn."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def _tile(*shapes: Shape, ground: str = WHITE) -> Picture:
    return Picture(TILE, TILE, (Box(0, 0, TILE, TILE, ground, outlined=False), *shapes))


#: The side of the tile that a pattern repeats.
TILE = 10.0
_DARK, _GREY = "#444444", "#e4e4e4"
#: Patterns told apart by form and not only by darkness, so that a grey print can be read.
PATTERNS = {
    "plain": _tile(),
    "rising": _tile(Line(((0, 10), (10, 0)), _DARK, 1.5)),
    "dots": _tile(Dot(5, 5, 1.6, _DARK)),
    "level": _tile(Line(((0, 5), (10, 5)), _DARK, 1.5)),
    "crossed": _tile(Line(((0, 0), (10, 10)), _DARK, 1.2), Line(((0, 10), (10, 0)), _DARK, 1.2)),
    "dark": _tile(ground="#555555"),
    "halves": _tile(Box(0, 0, 5, 10, "#555555", outlined=False)),
    "grey": _tile(ground="#cccccc"),
    "upright": _tile(Line(((5, 0), (5, 10)), _DARK, 1.2)),
    "dashes": _tile(Line(((2, 5), (4, 5)), "#999999")),
    "pale": _tile(ground=_GREY),
    "relayed": _tile(Dot(5, 5, 1, _DARK), ground=_GREY),
    "stripes": _tile(Line(((0, 10), (10, 0)), "#8a8a8a")),
}


def mark(status: str, x: float, y: float, size: float) -> list[Shape]:
    """The square of a status with its sign: the fills differ in grey, the signs in shape."""
    middle, low, high = size / 2, size * 0.26, size * 0.74
    dark = status == "not_met"
    fill = {"met": "#d5e8d8", "not_met": "#5c1420", "relieved": "#bcd3ea", "not_applicable": "#ececec"}.get(
        status, WHITE
    )
    shapes: list[Shape] = [Box(x, y, size, size, fill, pattern="stripes" if status == "undetermined" else "")]
    ink, pen = (WHITE if dark else INK), max(1.4, size / 11)

    def line(*points: tuple[float, float]) -> Line:
        return Line(tuple((x + px, y + py) for px, py in points), ink, pen)

    match status:
        case "met":
            shapes.append(line((low, size * 0.55), (size * 0.43, high), (high, size * 0.3)))
        case "not_met":
            shapes += [line((low, low), (high, high)), line((low, high), (high, low))]
        case "relieved":
            shapes += [
                line(
                    (low, size * at),
                    (size * 0.42, size * (at - 0.1)),
                    (size * 0.58, size * at),
                    (high, size * (at - 0.1)),
                )
                for at in (0.45, 0.68)
            ]
        case "not_applicable":
            shapes.append(line((low, middle), (high, middle)))
        case _:
            shapes.append(Label(x + middle, y + size * 0.75, "?", size * 0.72, ink, "middle", bold=True))
    return shapes
