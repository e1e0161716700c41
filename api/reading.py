"""Cases and matters read: from a file, from text, from data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..cases.loader import Case, load_case, read_case
from ..cases.rulebook import rulebook

if TYPE_CHECKING:
    from ..cases.matter.loader import Matter
    from ..reading.document import Document


def read_profile(text: str | bytes, name: str = "<text>") -> Case:
    """Read a profile from YAML or JSON text; ``name`` is what errors call it. Raises :class:`BadInput`."""
    return read_case(text, name)


def load_profile(path: str | Path) -> Case:
    """Read a profile from a YAML or JSON file; raises :class:`BadInput` with file, line and path of each defect."""
    return load_case(path)


def load_matter(path: str | Path) -> Matter:
    """Read a matter from a YAML or JSON file: its ``features`` are cases. Raises :class:`BadInput`."""
    from ..cases.matter.loader import load_matter as load

    return load(path, rulebook())


def load_cases(path: str | Path) -> dict[str, Case]:
    """The cases in a file: of a matter, each feature by its id; of a profile the one case, under the name ``""``.

    Raises :class:`BadInput`.
    """
    from ..cases.loader import case_of
    from ..cases.matter.loader import is_matter
    from ..reading.document import read_file

    document, files = read_file(path), Path(path).parent
    return dict(matter_from(document, files).features) if is_matter(document) else {"": case_of(document, files)}


def matter_from(document: Document, files: Path | None = None) -> Matter:
    """A document as a matter that may name report files in the folder ``files``; raises :class:`BadInput`."""
    from ..cases.matter.loader import matter_of

    return matter_of(document, rulebook(), files)
