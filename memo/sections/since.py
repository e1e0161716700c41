"""What changed since an earlier draft, as a page of the memo: the cover note of ``derogation diff``."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from ...showing.diff_page import diff_blocks
from ...showing.diff_record import DiffRecord
from ...showing.document import Block, Listing, Paragraph, text_of
from ...showing.foreign import said
from ..dossier import Dossier


class Since(Struct, frozen=True):
    """An earlier draft by what it is called ("the draft in monday.yaml"), and what is different from it."""

    draft: str
    diff: DiffRecord


def since_draft(dossier: Dossier, since: Since) -> Iterator[Block]:
    """The section: outcome and what turned it, what is stated otherwise, findings overtaken, what else that did."""
    yield dossier.heading(1, "Changes since ", said(since.draft, limit=120))
    for block in diff_blocks(since.diff, dossier.assessment.rulebook):
        match block:
            case Paragraph(text):
                yield replace(block, text=(said(text_of(text)),))
            case Listing(items):
                yield replace(block, items=tuple((said(text_of(item)),) for item in items))
            case _:
                yield block
