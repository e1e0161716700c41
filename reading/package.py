"""Office files as packages: bounded before anything is unpacked, and without XML that declares anything of its own."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat

from .errors import BadInput, Problem

MOST_PARTS = 500
#: What is told of each element of a part: its name without prefix, and its attributes.
Told = Callable[[str, dict[str, str]], None]


class Refused(Exception):
    """What in a part cannot be read."""


def look_through(raw: bytes, file: str, most: int, what: str, watch: Callable[[str], Told]) -> None:
    """Look at every part before a library opens the file, at no cost of memory.

    ``watch`` gives, for the name of a part, what is told of its elements; that may raise :class:`Refused`.

    Raises :class:`BadInput` for what is no package, unpacks to more than ``most`` bytes, or declares entities.
    """
    hint = f"Is this really {what}? Open it and save it again."
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > most:
                raise Refused("the file unpacks to too much")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as stream:  # which gives no more than the entry says that it has
                        _parser(watch(entry.filename)).ParseFile(stream)
    except Refused as refused:
        raise BadInput(Problem(str(refused), file, hint=hint)) from None
    except Exception:  # of a damaged package zipfile, zlib and expat raise whatever they meet
        raise BadInput(Problem(f"this is not {what}", file, hint=hint)) from None


def _parser(told: Told) -> expat.XMLParserType:
    def doctype(*_: object) -> None:
        raise Refused("the file declares XML entities, which are not read")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = lambda name, attributes: told(name.rpartition(":")[2], attributes)
    return parser
