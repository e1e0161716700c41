"""Where the files of ``rules/law`` stand, how they are read, and the grades by which they say how well law is known."""

from __future__ import annotations

from pathlib import Path

from ..reading.document import read_file
from ..reading.errors import BadRulebook
from ..reading.rows import Row, row_at

LAW = Path(__file__).parent / "law"
GRADES = frozenset({"primary", "fragment", "official_summary", "secondary", "derived"})
"""How well a fact of law is known; explained at the head of ``law/acts.yaml``."""


def read_law(name: str) -> Row:
    """A file of ``rules/law`` as a row; raises :class:`BadRulebook`."""
    document = read_file(LAW / name, error=BadRulebook, name=f"rules/law/{name}")
    return row_at(document, (), document.data)
