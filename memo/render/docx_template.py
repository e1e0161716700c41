"""A firm's own Word document or template, opened to write a memo into it."""

from __future__ import annotations

import io
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

from ...reading.document import read_bytes
from ...reading.errors import BadInput, Problem

MOST_BYTES = 30_000_000  # a template with its logo is far smaller
MOST_XML = 4_000_000  # of one part; lxml makes forty bytes of each
_TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
_DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"


def opened(template: Path) -> Any:
    """A firm's template, .docx or .dotx, without an empty last paragraph. Raises ``BadInput``."""
    import docx as python_docx

    data = read_bytes(template, MOST_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_BYTES:
                raise _refused(template, "the template is too large", "At most 30 MB unpacked.")
            for part in package.infolist():
                _check(template, part.filename, package.read(part))
        document: Any = python_docx.Document(io.BytesIO(_as_document(data)))
    except BadInput:
        raise
    except Exception:  # python-docx raises errors of several libraries on what is no Word document
        hint = "Give a .docx or .dotx file saved by Word or LibreOffice."
        raise _refused(template, "this is no Word document", hint) from None
    body = document.element.body
    if body is None:
        raise _refused(template, "the template has no body", "Open it in Word or LibreOffice and save it anew.")
    body.get_or_add_sectPr()  # Word leaves it out where all is as by default, python-docx counts on it
    last = [child for child in body if not child.tag.endswith("}sectPr")][-1:]
    if last and last[0].tag.endswith("}p") and not "".join(last[0].itertext()).strip() and not len(last[0]):
        body.remove(last[0])
    return document


def _refused(template: Path, message: str, hint: str) -> BadInput:
    return BadInput(Problem(message, str(template), hint=hint))


def _check(template: Path, name: str, content: bytes) -> None:
    """Refuse a part that runs, or that loads something from elsewhere when the memo is opened, or has a DTD."""
    etree: Any = import_module("lxml.etree")

    if name.endswith("vbaProject.bin"):
        raise _refused(template, "the template holds macros", "Save it without, as .dotx.")
    if not name.endswith((".xml", ".rels")):
        return
    if len(content) > MOST_XML:
        raise _refused(template, f"the part {name} is too large", "At most 4 MB; take the text out of the template.")
    parser: Any = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root: Any = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        message = f"the part {name} has a document type declaration (DTD)"
        raise _refused(template, message, "Word writes none: save the template anew.")
    if name == "[Content_Types].xml" and any("vbaProject" in each.get("ContentType", "") for each in root):
        raise _refused(template, "the template holds macros", "Save it without, as .dotx.")
    for link in root if name.endswith(".rels") else ():
        if link.get("TargetMode") == "External" and not link.get("Type", "").endswith("/hyperlink"):
            message = f"the part {name} loads {link.get('Target', '')!r} when the memo is opened"
            raise _refused(template, message, "Detach the remote template, or embed what is linked, and save it anew.")


def _as_document(data: bytes) -> bytes:
    """A template's package as that of a document: only its content type differs."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "[Content_Types].xml":
                content = content.replace(_TEMPLATE_TYPE, _DOCUMENT_TYPE)
            copy.writestr(part.filename, content)
    return target.getvalue()
