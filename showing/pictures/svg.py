"""A picture as SVG: for a page (with title and description) or as a file of its own. No script and no link."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ...reading.safe_text import one_line
from .shapes import INK, PATTERNS, TILE, WHITE, Box, Dot, Label, Line, Picture, Shape

#: Colours on a dark ground, for readers whose screen has one: grounds, then pens and words.
DARK_GROUNDS = {
    WHITE: "#15171b", "#e8edf5": "#222c3d", "#fdf3d9": "#3a3116", "#e3f1e8": "#1a3325", "#f0e6f6": "#33233d",
    "#f4ece4": "#372c21", "#e6f2f5": "#18323a", "#f7e3e3": "#402226", "#cccccc": "#5a5f66", "#e4e4e4": "#33373d",
    "#555555": "#b0b5bc", "#d5e8d8": "#1f4a2e", "#5c1420": "#e58a97", "#bcd3ea": "#27466b", "#ececec": "#2b2e33",
}  # fmt: skip
DARK_PENS = {
    INK: "#eceef1", WHITE: "#15171b", "#5a5f66": "#a9afb8", "#8a8f98": "#7d838c", "#1f6f3f": "#6cc48f",
    "#a8321f": "#f08a78", "#c07a00": "#e0a030", "#444444": "#c9cdd3", "#8a8a8a": "#9a9fa6", "#333333": "#c9cdd3",
}  # fmt: skip


def svg(picture: Picture, name: str, alternative: str, title: str = "", *, dark: bool = False) -> str:
    """The picture as one ``svg`` element that screen readers announce as an image with ``alternative``.

    ``name`` makes its ids unique in the page. With a ``title``, that is its name and ``alternative`` its description.
    With ``dark``, it has a second set of colours for screens with a dark ground.
    """
    used = dict.fromkeys(shape.pattern for shape in picture.shapes if isinstance(shape, Box) and shape.pattern)
    labels = f"{name}-title {name}-desc" if title else f"{name}-title"
    own = f'id="{name}" ' if dark else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {own}role="img" aria-labelledby="{labels}" '
        f'viewBox="0 0 {picture.width:g} {picture.height:g}" width="{picture.width:g}" height="{picture.height:g}">',
        f'<title id="{name}-title">{_text(title or alternative)}</title>',
    ]
    if title:
        parts.append(f'<desc id="{name}-desc">{_text(alternative)}</desc>')
    if dark:
        parts.append(f"<style>@media (prefers-color-scheme: dark) {{{''.join(_dark_rules(name))}}}</style>")
    if used:
        parts.append(f"<defs>{''.join(_pattern(pattern, name) for pattern in used)}</defs>")
    parts += (_shape(shape, name) for shape in picture.shapes)
    return "\n".join([*parts, "</svg>"])


def _dark_rules(name: str) -> Iterator[str]:
    """A style for each colour of a light ground; attributes of the shapes give way to it."""
    for light, dark in DARK_GROUNDS.items():
        yield f'#{name} rect[fill="{light}"]{{fill:{dark}}}'
    for light, dark in DARK_PENS.items():
        yield f'#{name} [stroke="{light}"]{{stroke:{dark}}}'
        yield f'#{name} text[fill="{light}"],#{name} circle[fill="{light}"]{{fill:{dark}}}'


def _text(text: str) -> str:
    """Text that stays text: markup escaped, what may not show written out."""
    return escape(one_line(text))


def _pattern(pattern: str, name: str) -> str:
    tile = "".join(_shape(shape, name) for shape in PATTERNS[pattern].shapes)
    size = f'width="{TILE:g}" height="{TILE:g}" patternUnits="userSpaceOnUse"'
    return f'<pattern id="{name}-{pattern}" {size}>{tile}</pattern>'


def _shape(shape: Shape, name: str) -> str:
    match shape:
        case Box(x, y, width, height, fill, pattern, outlined, title):
            place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
            pen = f' stroke="{INK}" stroke-width="0.8"' if outlined else ""
            paint = f"url(#{name}-{pattern})" if pattern else fill
            rect = f'<rect {place} fill="{paint}"{pen}'
            return f"{rect}><title>{_text(title)}</title></rect>" if title else f"{rect}/>"
        case Line(points, colour, width, dashed):
            path = " ".join(f"{x:g},{y:g}" for x, y in points)
            dashes = ' stroke-dasharray="2 3"' if dashed else ""
            return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashes}/>'
        case Dot(x, y, radius, colour):
            return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}"/>'
        case Label(x, y, text, size, colour, anchor, upright, bold):
            turn = f' transform="rotate(-90 {x:g} {y:g})"' if upright else ""
            weight = ' font-weight="bold"' if bold else ""
            return (
                f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-family="Arial, Helvetica, sans-serif" '
                f'fill="{colour}" text-anchor="{anchor}"{weight}{turn}>{_text(text)}</text>'
            )
