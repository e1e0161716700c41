"""A picture as PNG, for Word. Drawn by Pillow with the font that comes with it, so that no font is needed."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from .shapes import INK, PATTERNS, Box, Dot, Label, Line, Picture

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SCALE = 3  # pixels drawn for one pixel of the picture: 288 to the inch


def png(picture: Picture) -> bytes:
    """The picture as PNG. Raises ``ImportError`` where Pillow is missing."""
    image = _drawn(picture)
    stream = io.BytesIO()
    image.quantize(64).save(stream, "PNG", dpi=(96 * SCALE, 96 * SCALE), optimize=True)
    return stream.getvalue()


def _drawn(picture: Picture) -> Image.Image:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (round(picture.width * SCALE), round(picture.height * SCALE)), "white")
    draw = ImageDraw.Draw(image)
    for shape in picture.shapes:
        match shape:
            case Box(x, y, width, height, fill, pattern, outlined):
                corners = (x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE)
                if pattern:
                    _fill(image, corners, PATTERNS[pattern])
                else:
                    draw.rectangle(corners, fill=fill)
                if outlined:
                    draw.rectangle(corners, outline=INK, width=max(1, round(0.8 * SCALE)))
            case Line(points, colour, width, dashed):
                path = [(x * SCALE, y * SCALE) for x, y in points]
                for piece in _dashes(path) if dashed else [path]:
                    draw.line(piece, fill=colour, width=round(width * SCALE), joint="curve")
            case Dot(x, y, radius, colour):
                draw.circle((x * SCALE, y * SCALE), radius * SCALE, fill=colour)
            case Label():
                _write(image, shape)
    return image


def _fill(image: Image.Image, corners: tuple[float, float, float, float], pattern: Picture) -> None:
    """Fill a rectangle with a tile that repeats from the corner of the picture, as SVG does."""
    from PIL import Image

    left, top, right, bottom = (round(corner) for corner in corners)
    part = Image.new("RGB", (max(1, right - left), max(1, bottom - top)), "white")
    tile = _drawn(pattern)
    for x in range(-(left % tile.width), part.width, tile.width):
        for y in range(-(top % tile.height), part.height, tile.height):
            part.paste(tile, (x, y))
    image.paste(part, (left, top))


def _dashes(path: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """A straight line as dashes of two units with gaps of three."""
    (x, y), (to_x, to_y) = path[0], path[-1]
    length = max(1.0, ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5)

    def at(distance: float) -> tuple[float, float]:
        share = min(1.0, distance / length)
        return x + (to_x - x) * share, y + (to_y - y) * share

    return [[at(start), at(start + 2 * SCALE)] for start in range(0, round(length), 5 * SCALE)]


def _write(image: Image.Image, label: Label) -> None:
    from PIL import Image, ImageDraw

    font = _font(label.size * SCALE)
    anchor = {"start": "ls", "middle": "ms", "end": "rs"}[label.anchor]
    bold = round(label.size * SCALE / 28) if label.bold else 0
    x, y = label.x * SCALE, label.y * SCALE
    if not label.upright:
        ImageDraw.Draw(image).text((x, y), label.text, label.colour, font, anchor, stroke_width=bold)
        return
    width, height = round(font.getlength(label.text)) + 4, round(label.size * SCALE * 1.5)
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).text((0, height * 2 // 3), label.text, 255, font, "ls", stroke_width=bold)
    mask = mask.rotate(90, expand=True)
    along = {"start": width, "middle": width / 2, "end": 0}[label.anchor]
    image.paste(label.colour, (round(x - height * 2 / 3), round(y - along)), mask)


@cache
def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)
