"""Memos on cases that come with the program, and on a small case with hostile text in every place it can stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from derogation import assess, load_profile
from derogation.cases.catalogue import find
from derogation.cases.loader import case_of, read_case
from derogation.memo.dossier import Heads
from derogation.memo.write import memo_of
from derogation.reading.document import Document as Source
from derogation.showing.document import (
    Block,
    Document,
    Figure,
    Heading,
    Inline,
    Listing,
    Paragraph,
    Table,
    Terms,
    text_of,
)
from hostile import HOSTILE

HEADS = Heads(date(2026, 11, 21), version="0.1.0", command="derogation assess x")


def memo_on(case: Any, **options: Any) -> Document:
    return memo_of(case, assess(case, **options), assess, HEADS, options.get("readings"))


@pytest.fixture(scope="session")
def memo() -> Callable[..., Document]:
    """A memo on a case by its name."""
    return lambda name, **options: memo_on(load_profile(find(name)), **options)


@pytest.fixture(scope="session")
def memo_of_text() -> Callable[[str], Document]:
    """A memo on a profile given as YAML."""
    return lambda text: memo_on(read_case(text, "given.yaml"))


@pytest.fixture(scope="session")
def tiktok() -> Document:
    return memo_on(load_profile(find("tiktok-direct-messages")))


@pytest.fixture(scope="session")
def mixed() -> Document:
    return memo_on(load_profile(find("hash-passes-classifier-fails")))


@pytest.fixture(scope="session")
def hostile() -> Document:
    """A memo on a case in which every text is hostile and one note has 100 kB."""
    fact = {"value": True, "source": "s", "note": HOSTILE}
    said_so = {"by": HOSTILE, "value": True, "because": HOSTILE, "source": "s", "inferred": True}
    data = {
        "profile": "derogation/profile/1",
        "name": f"Case {HOSTILE}",
        "summary": HOSTILE + "x" * 100_000,
        "assess_on": date(2022, 6, 1),
        "sources": {"s": {"title": HOSTILE, "by": HOSTILE, "reference": HOSTILE, "url": "javascript:alert(1)",
                          "note": "n" * 100_000}},
        "provider": {"name": HOSTILE, "transfers_outside_union": fact},
        "service": {"name": HOSTILE, "feature": HOSTILE, "users_in_union": {**fact, "note": HOSTILE + "y" * 100_000},
                    "publicly_available": {"positions": [said_so]}},
        "technologies": [{"id": "one", "title": HOSTILE, "scans": {"audio": fact}}],
        "notes": [HOSTILE],
    }  # fmt: skip
    return memo_on(case_of(Source("hostile.yaml", data, {})))


def runs_of(block: Block) -> list[Inline]:
    """Every run of text of a block, in order."""
    match block:
        case Heading(text) | Paragraph(text):
            return [text]
        case Listing(items):
            return list(items)
        case Terms(entries):
            return [text for _, text in entries]
        case Table(_, _, rows):
            return [cell for row in rows for cell in row]
        case Figure():
            return []


def words_of(memo: Document) -> str:
    """All words of a memo, one run a line."""
    return "\n".join(text_of(run) for block in memo.blocks for run in runs_of(block))


def section(memo: Document, title: str) -> str:
    """The words under a heading of the first level."""
    found: list[str] = []
    inside = False
    for block in memo.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = text_of(block.text) == title
        if inside:
            found += [text_of(run) for run in runs_of(block)]
    return "\n".join(found)


@pytest.fixture(scope="session")
def words() -> Callable[[Document], str]:
    return words_of


@pytest.fixture(scope="session")
def under() -> Callable[[Document, str], str]:
    return section
