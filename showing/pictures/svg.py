"""A picture as SVG: for a page (with title and description) or as a file of its own. No script and no link."""

from __future__ import annotations

from html import escape

from ...reading.safe_text import one_line
from .shapes import INK, PATTERNS, TILE, Box, Dot, Label, Line, Picture, Shape


def svg(picture: Picture, name: str, alternative: str, title: str = "") -> str:
    """The picture as one ``svg`` element that screen readers announce as an image with ``alternative``.

    ``name`` makes its ids unique in the page. With a ``title``, that is its name and ``alternative`` its description.
    """
    used = dict.fromkeys(shape.pattern for shape in picture.shapes if isinstance(shape, Box) and shape.pattern)
    labels = f"{name}-title {name}-desc" if title else f"{name}-title"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{labels}" '
        f'viewBox="0 0 {picture.width:g} {picture.height:g}" width="{picture.width:g}" height="{picture.height:g}">',
        f'<title id="{name}-title">{_text(title or alternative)}</title>',
    ]
    if title:
        parts.append(f'<desc id="{name}-desc">{_text(alternative)}</desc>')
    if used:
        parts.append(f"<defs>{''.join(_pattern(pattern, name) for pattern in used)}</defs>")
    parts += (_shape(shape, name) for shape in picture.shapes)
    return "\n".join([*parts, "</svg>"])


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
