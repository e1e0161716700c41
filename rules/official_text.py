"""Reads the official text of an act from a file: a Formex zip or XML of the Official Journal, or plain text. Offline.

What comes from outside is bounded: sizes and numbers of files, no document type declarations (and so no entities, named
or external), nothing is unpacked to disk.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from msgspec import Struct

from ..reading.errors import BadInput, Problem

MOST_BYTES = 10_000_000
"""The largest file read, and the largest content of a zip; the texts of whole acts are a few megabytes at most."""
MOST_FILES = 500


class Part(Struct, frozen=True):
    """One document of a file. ``text`` is all its text on one line, as hashes of whole sentences want it: text nodes
    joined without a separator, blanks made one. ``body`` leaves footnotes out and parts elements by blanks."""

    name: str
    text: str
    body: str


class OfficialText(Struct, frozen=True):
    """A file as read; ``sha256`` is that of the whole file."""

    file: str
    sha256: str
    parts: tuple[Part, ...]


def read_official_text(path: str | Path) -> OfficialText:
    """Read a zip, XML or text file; raises :class:`BadInput` for what is none, is too large or declares entities."""
    file = Path(path)
    try:
        with file.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise _bad(str(path), f"cannot be read: {error.strerror}", "Name a file that exists.") from None
    if len(raw) > MOST_BYTES:
        raise _bad(str(path), f"is larger than {MOST_BYTES:,} bytes", "Give the file of the one act.")
    parts = tuple(_zip_parts(raw, str(path)) if raw[:2] == b"PK" else [_part(file.name, raw, str(path))])
    if not any(part.text for part in parts):
        raise _bad(str(path), "holds no text of an act", "Give the Formex zip of the act, its XML, or its text.")
    return OfficialText(str(path), hashlib.sha256(raw).hexdigest(), parts)


def _zip_parts(raw: bytes, file: str) -> Iterator[Part]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise _bad(file, "holds more than the text of an act can be", _NOT_UNPACKED)
            left = MOST_BYTES
            for entry in entries:
                if entry.filename.endswith((".xml", ".frg")):
                    with archive.open(entry) as stream:
                        content = stream.read(left + 1)
                    left -= len(content)
                    if left < 0:  # the sizes that the zip states of its files were not true
                        raise _bad(file, "holds more than the text of an act can be", _NOT_UNPACKED)
                    yield _part(entry.filename, content, f"{file}!{entry.filename}")
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise _bad(
            file, f"is no zip that can be read: {error}", "Fetch the file again; it must not be encrypted."
        ) from None


_NOT_UNPACKED = "It was not unpacked. Give the Formex zip of the one act."


def _part(name: str, raw: bytes, file: str) -> Part:
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _xml_part(name, raw, file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(file, f"is not UTF-8 at byte {error.start}", "Save the text as UTF-8.") from None
    return Part(name, " ".join(text.split()), text)


def _xml_part(name: str, raw: bytes, file: str) -> Part:
    """All text, and the text without footnotes (``NOTE`` in Formex)."""
    text: list[str] = []
    body: list[str] = []
    notes = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal notes
        notes += tag == "NOTE"
        body.append(" ")

    def end(tag: str) -> None:
        nonlocal notes
        notes -= tag == "NOTE"
        body.append(" ")

    def characters(data: str) -> None:
        text.append(data)
        if not notes:
            body.append(data)

    def refuse(*_: object) -> None:
        raise _bad(file, "declares a document type or entities", "Formex files have none; such a file is not read.")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        message = f"is no XML that can be read: {expat.ErrorString(error.code)}"
        raise BadInput(Problem(message, file, error.lineno, hint="Fetch the file again.")) from None
    return Part(name, " ".join("".join(text).split()), "".join(body))


def _bad(file: str, message: str, hint: str) -> BadInput:
    return BadInput(Problem(message, file, hint=hint))
