"""Writes a memo to a file whose ending says the format: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..reading.errors import BadInput, Problem
from .model import Memo

FORMATS = (".docx", ".html", ".pdf", ".md")


def rendered(memo: Memo, ending: str, template: Path | None = None) -> bytes:
    """The memo in the format that a file ending names, one of ``FORMATS``; ``template`` is for Word only.

    Raises :class:`BadInput` for a missing package or a template that is no Word document.
    """
    match ending:
        case ".docx":
            from .render.docx import docx

            return docx(memo, template)
        case ".html":
            from .render.html import html

            return html(memo).encode()
        case ".pdf":
            from .render.pdf import pdf

            return pdf(memo)
        case ".md":
            from .render.markdown import markdown

            return markdown(memo).encode()
        case _:
            raise ValueError(f"{ending!r} is none of {', '.join(FORMATS)}")


def save(data: bytes, path: Path) -> None:
    """Write a file in one step: whoever reads it finds the old one or the new one, never a part.

    Raises :class:`BadInput` where the folder cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise BadInput(Problem(f"cannot write here: {error.strerror}", str(path))) from None
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        part.chmod(_mode(path))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(Problem(f"cannot be written: {error.strerror}", str(path))) from None


def _mode(path: Path) -> int:
    """The rights of the file that is replaced, else those that a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
