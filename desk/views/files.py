"""Files of pages: those that come in, bounded, and those that are handed out, to be saved and never shown as a page."""

from __future__ import annotations

import re
import unicodedata

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from ...reading.errors import BadInput, Problem
from ..media import TYPES
from ..services import attachments


def download(content: bytes, name: str) -> HttpResponse:
    """A file with a name that every system takes."""
    stem, _, ending = name.rpartition(".")
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-")[:80] or "matter"
    response = HttpResponse(content, content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{stem}.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    return response


def uploaded(request: HttpRequest) -> tuple[str, bytes]:
    """The file of a form. Raises :class:`BadInput` where there is none, or it is too large."""
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile) or not upload.size:
        raise BadInput(Problem("no file was given", hint="Choose a file that is not empty."))
    attachments.refuse_longer(upload.size, upload.name or "")
    return upload.name or "file", upload.read()
