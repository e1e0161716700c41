"""A picture as PNG, for Word. Drawn by Pillow with the font that comes with it, so that no font is needed."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from .shapes import INK, Box, Label, Line, Picture

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SCALE = 3  # pixels drawn for one pixel of the picture: 288 to the inch


def png(picture: Picture) -> bytes:
    """The picture as PNG. Raises ``ImportError`` where Pillow is missing."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (round(picture.width * SCALE), round(picture.height * SCALE)), "white")
    draw = ImageDraw.Draw(image)
    for shape in picture.shapes:
        match shape:
            case Box(x, y, width, height, fill, striped, outlined):
                corners = (x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE)
                draw.rectangle(corners, fill=fill)
                if striped:
                    _stripes(image, corners)
                if outlined:
                    draw.rectangle(corners, outline=INK, width=max(1, round(0.8 * SCALE)))
            case Line(points, colour, width):
                path = [(x * SCALE, y * SCALE) for x, y in points]
                draw.line(path, fill=colour, width=round(width * SCALE), joint="curve")
            case Label():
                _write(image, shape)
    stream = io.BytesIO()
    image.quantize(64).save(stream, "PNG", dpi=(96 * SCALE, 96 * SCALE), optimize=True)
    return stream.getvalue()


def _stripes(image: Image.Image, corners: tuple[float, float, float, float]) -> None:
    from PIL import Image, ImageDraw

    left, top, right, bottom = (round(corner) for corner in corners)
    part = Image.new("RGB", (right - left, bottom - top), "white")
    draw = ImageDraw.Draw(part)
    step = 6 * SCALE
    for start in range(-part.height, part.width + part.height, step):
        draw.line([(start, part.height), (start + part.height, 0)], fill="#8a8a8a", width=SCALE)
    image.paste(part, (left, top))


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
