"""What Word can say and python-docx has no words for: links, bookmarks, header rows, descriptions, language, fields."""

from __future__ import annotations

from typing import Any

from ...reading.safe_text import shown
from ...showing.document import Span


def element(tag: str) -> Any:
    """A new element of WordprocessingML, such as ``w:lang``."""
    from docx.oxml import OxmlElement  # pyright: ignore[reportUnknownVariableType]

    return OxmlElement(tag)  # pyright: ignore[reportUnknownVariableType]


def add_run(paragraph: Any, span: Span) -> None:
    """One span: plain, emphasised, a link to the web, or a link inside the document."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    run = paragraph.add_run(shown(span.text))
    run.bold, run.italic = span.bold or None, span.italic or None
    if not (span.href or span.target):
        return
    link = element("w:hyperlink")
    if span.href:
        link.set(qn("r:id"), paragraph.part.relate_to(span.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), _name(span.target))
    link.set(qn("w:history"), "1")
    paragraph._p.append(link)
    link.append(run._r)


def bookmark(paragraph: Any, anchor: str, number: int) -> None:
    """A place to link to, at the start of a paragraph."""
    from docx.oxml.ns import qn

    start, end = element("w:bookmarkStart"), element("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _name(anchor))
    end.set(qn("w:id"), str(number))
    paragraph._p.extend([start, end])


def _name(anchor: str) -> str:
    """An anchor as the name of a bookmark, in which Word allows no hyphen and 40 letters."""
    return "m_" + anchor.replace("-", "_")[:38]


def mark_table(table: Any, caption: str, widths: list[int]) -> None:
    """Header row and column, repeated header, rows that do not break, fixed widths, title for screen readers."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    table.autofit = False
    properties = table._tbl.tblPr
    for name in ("w:tblLook", "w:tblCaption", "w:tblDescription"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    properties.append(
        parse_xml(
            f'<w:tblLook {nsdecls("w")} w:val="00A0" w:firstRow="1" w:lastRow="0" '
            'w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        )
    )
    title = element("w:tblCaption")
    title.set(qn("w:val"), caption)
    properties.append(title)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for number, row in enumerate(table._tbl.tr_lst):
        row_properties = row.get_or_add_trPr()
        row_properties.append(element("w:cantSplit"))
        if number == 0:
            row_properties.append(element("w:tblHeader"))


def describe_picture(paragraph: Any, alternative: str, title: str) -> None:
    """The text alternative of the picture in a paragraph."""
    from docx.oxml.ns import qn

    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.set("descr", alternative)
        properties.set("title", title[:200])


def set_language(document: Any, language: str) -> None:
    """The language of all text, for spelling and for screen readers."""
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults"))
    holders = [defaults] if defaults is not None else []
    for run in [found for holder in holders for found in holder.iter(qn("w:rPr"))]:
        old = run.find(qn("w:lang"))
        if old is None:
            old = element("w:lang")
            run.append(old)
        old.set(qn("w:val"), language)
    normal = document.styles.default(1)
    if normal is not None:
        properties = normal.element.get_or_add_rPr()
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        lang = element("w:lang")
        lang.set(qn("w:val"), language)
        properties.append(lang)


def add_page_numbers(document: Any) -> None:
    """ "Page 1 of 9" at the foot of every section whose foot is empty; a firm's own foot stays as it is."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for number, section in enumerate(document.sections):
        footer = section.footer
        if footer.is_linked_to_previous and number:
            continue
        if not footer.is_linked_to_previous and "".join(footer._element.itertext()).strip():
            continue
        paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("Page ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" of ")
        _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml.ns import qn

    field = element("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    paragraph._p.append(field)
    field.append(run._r)


def no_repair(document: Any) -> None:
    """Gives every picture an id of its own, which Word asks for."""
    from docx.oxml.ns import qn

    for number, properties in enumerate(document.element.body.iter(qn("wp:docPr")), 1):
        properties.set("id", str(number))
