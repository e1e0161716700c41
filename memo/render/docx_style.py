"""The styles of a memo in Word: those of the house where no template is given, and what a template lacks."""

from __future__ import annotations

from typing import Any

from .docx_xml import element

SERIF, SANS = "Times New Roman", "Arial"


def house_styles(document: Any) -> None:
    """A sober page: A4, serif text, sans-serif headings, all black."""
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    normal = document.styles["Normal"]
    _font(normal, SERIF, 11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    for name, size, before in (("Title", 18, 0), ("Heading 1", 14, 16), ("Heading 2", 11.5, 10), ("Heading 3", 11, 8)):
        style = document.styles[name]
        _font(style, SANS, size)
        style.font.bold = True
        style.font.italic = False
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    title = document.styles["Title"].element.pPr
    for border in title.findall(f"{{{title.nsmap['w']}}}pBdr"):
        title.remove(border)
    document.styles["Title"].paragraph_format.space_after = Pt(10)
    caption = document.styles["Caption"]
    _font(caption, SANS, 9)
    caption.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(3)
    for name in ("List Bullet", "List Number"):
        document.styles[name].paragraph_format.space_after = Pt(4)


def styled(document: Any, name: str) -> Any:
    """A style of the document by name; one that it lacks is added, based on what it has."""
    for style in document.styles:
        if style.name == name:
            return style
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    kind = WD_STYLE_TYPE.TABLE if name == "Table Grid" else WD_STYLE_TYPE.PARAGRAPH
    added = document.styles.add_style(name, kind)
    if kind is WD_STYLE_TYPE.TABLE:
        _borders(added)
        return added
    added.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    form = added.paragraph_format
    if name.startswith("Heading ") or name == "Title":
        added.font.bold, added.font.size = True, Pt(18 if name == "Title" else 15 - 2 * int(name[-1]))
        form.keep_with_next, form.space_before = True, Pt(10)
        if name != "Title":
            _outline(added, int(name[-1]) - 1)
    elif name == "Memo Terms":
        form.left_indent, form.first_line_indent = Mm(38), Mm(-38)
        form.tab_stops.add_tab_stop(Mm(38))
        form.space_after = Pt(2)
    elif name == "Memo Cell":
        added.font.size, form.space_after, form.line_spacing = Pt(9), Pt(1), 1.0
    elif name in ("Memo Small", "Caption"):
        added.font.size = Pt(9)
    elif name == "Memo Lead":
        added.font.size = Pt(12)
    elif name.startswith("List "):
        form.left_indent, form.first_line_indent = Mm(6), Mm(-4)
    return added


def _font(style: Any, name: str, size: float) -> None:
    """Font and size, for every script that a style can name a font for."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = name, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def _outline(style: Any, level: int) -> None:
    from docx.oxml.ns import qn

    outline = element("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(outline)


def _borders(style: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="767676"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    style.element.append(parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{sides}</w:tblBorders></w:tblPr>"))
