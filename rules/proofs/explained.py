"""Mutants that nothing can notice, each with the reason why the law is the same with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ...reading.document import read_file
from ...reading.errors import BadRulebook
from ...reading.rows import row_at

FILE = Path(__file__).with_name("explained.yaml")


def load_explained() -> Mapping[str, str]:
    """The reasons of ``explained.yaml``, by the name of the mutant; raises :class:`BadRulebook`."""
    document = read_file(FILE, error=BadRulebook, name="rules/proofs/explained.yaml")
    found: dict[str, str] = {}
    for row in row_at(document, (), document.data).each("explained", lambda row: row):
        row.only("why", "mutants")
        why = " ".join(row.text("why").split())
        for mutant in row.texts("mutants"):
            if mutant in found:
                row.refuse(f"{mutant!r} is explained twice", "mutants")
            found[mutant] = why
    return found
