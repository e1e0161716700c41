"""A picture as SVG: for a page (with title and description) or as a file of its own."""

from __future__ import annotations

from html import escape

from .shapes import INK, Box, Label, Line, Picture, Shape

STRIPES = (
    '<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path d="M0 6L6 0" stroke="#8a8a8a" stroke-width="1"/></pattern>'
)


def svg(picture: Picture, name: str, alternative: str) -> str:
    """The picture as one ``svg`` element that screen readers announce as an image with ``alternative``.

    ``name`` makes its ids unique in the page.
    """
    stripes = any(isinstance(shape, Box) and shape.striped for shape in picture.shapes)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title" '
        f'viewBox="0 0 {picture.width:g} {picture.height:g}" width="{picture.width:g}" height="{picture.height:g}">',
        f'<title id="{name}-title">{escape(alternative)}</title>',
    ]
    if stripes:
        parts.append(f"<defs>{STRIPES.format(name=f'{name}-stripes')}</defs>")
    for shape in picture.shapes:
        parts += _shape(shape, f"{name}-stripes")
    return "".join([*parts, "</svg>"])


def _shape(shape: Shape, stripes: str) -> list[str]:
    match shape:
        case Box(x, y, width, height, fill, striped, outlined):
            place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
            pen = f' stroke="{INK}" stroke-width="0.8"' if outlined else ""
            found = [f'<rect {place} fill="{fill}"{pen}/>']
            if striped:
                found.append(f'<rect {place} fill="url(#{stripes})"/>')
            return found
        case Line(points, colour, width):
            path = " ".join(f"{x:g},{y:g}" for x, y in points)
            return [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>']
        case Label(x, y, text, size, colour, anchor, upright, bold):
            turn = f' transform="rotate(-90 {x:g} {y:g})"' if upright else ""
            weight = ' font-weight="bold"' if bold else ""
            return [
                f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-family="Arial, Helvetica, sans-serif" '
                f'fill="{colour}" text-anchor="{anchor}"{weight}{turn}>{escape(text)}</text>'
            ]
