"""Memos and letters on an assessment, as documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..cases.loader import Case
from ..engine.why.results import Assessment
from .answers import answer_record
from .assessing import assess
from .drafts import compare_drafts

if TYPE_CHECKING:
    from ..memo.dossier import Heads
    from ..memo.letter import LetterHeads, Whom
    from ..showing.document import Document as Memo


def memo(
    case: Case,
    result: Assessment,
    heads: Heads,
    readings: Mapping[str, str] | None = None,
    *,
    full: bool = False,
    since: Case | None = None,
    since_what: str = "the earlier draft",
) -> Memo:
    """The memo on an assessment as a document; ``memo.formats.rendered`` makes Word, HTML, PDF or Markdown of it.

    ``readings`` are those that the assessment was made on, where some were chosen; ``full`` lists also the conditions
    on which nothing is on file. ``since`` adds a page with what changed since that draft, called ``since_what``, each
    draft measured as the assessment was, on its own day where the assessment is on that of the case. Raises
    :class:`BadInput` for a party that the earlier draft does not have.
    """
    from ..memo.sections.since import Since
    from ..memo.write import memo_of

    changed: Since | None = None
    if since is not None:
        on = None if result.on == case.profile.assess_on else result.on
        record = result.on_the_record
        old, new = {"": since}, {"": case}
        (diff,) = compare_drafts(old, new, on, result.standpoint, on_the_record=record, readings=readings)
        changed = Since(since_what, diff)
    return memo_of(case, result, assess, heads, dict(readings or {}), full=full, since=changed)


def letter(result: Assessment, heads: LetterHeads, whom: Whom = "provider") -> Memo:
    """A letter with what to ask the provider, the ``authority`` or ``others``: the questions on which the answer turns,
    with provisions and what each answer decides. ``memo.formats.rendered`` makes Word, HTML, PDF or Markdown of it.
    """
    from ..memo.letter import letter_of

    return letter_of(result, answer_record(result), heads, whom)
