"""A firm's own Word document or template, opened to write a memo into it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from ...reading.document import read_bytes
from ...reading.errors import BadInput, Problem

MOST_BYTES = 30_000_000  # a template with its logo is far smaller
_TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
_DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"


def opened(template: Path) -> Any:
    """A firm's template, .docx or .dotx, without an empty last paragraph. Raises ``BadInput``."""
    import docx as python_docx

    data = read_bytes(template, MOST_BYTES)
    hint = "Give a .docx or .dotx file saved by Word or LibreOffice."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_BYTES:
                raise BadInput(Problem("the template is too large", str(template), hint="At most 30 MB unpacked."))
            if any(part.filename.endswith("vbaProject.bin") for part in package.infolist()):
                raise BadInput(Problem("the template holds macros", str(template), hint="Save it without, as .dotx."))
        document: Any = python_docx.Document(io.BytesIO(_as_document(data)))
    except BadInput:
        raise
    except Exception:  # python-docx raises errors of several libraries on what is no Word document
        raise BadInput(Problem("this is no Word document", str(template), hint=hint)) from None
    body = document.element.body
    last = [child for child in body if not child.tag.endswith("}sectPr")][-1:]
    if last and last[0].tag.endswith("}p") and not "".join(last[0].itertext()).strip() and not len(last[0]):
        body.remove(last[0])
    return document


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
