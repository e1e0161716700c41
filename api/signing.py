"""A person's word put into the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .reading import matter_from


def sign_finding(
    document: Mapping[str, Any],
    path: str,
    by: str,
    on: date,
    why: str = "",
    *,
    finding: bool | None = None,
    feature: str = "",
) -> dict[str, Any]:
    """A profile or matter, as data, with the finding at ``path`` signed; what is given stays as it is.

    ``finding`` is what is found; without it, what is on file is signed. ``feature`` says of which of a matter. Raises
    :class:`BadInput` for a path of no finding, where nothing is found yet, and what reading the new document raises.
    """
    from ..cases.loader import case_of
    from ..cases.matter.loader import is_matter
    from ..engine.case.facts import Signature
    from ..interview.signing import with_signature
    from ..reading.document import Document

    signed = with_signature(document, path, Signature(by, on, why), finding=finding, feature=feature)
    as_read = Document("<signed>", signed, {})
    _ = matter_from(as_read) if is_matter(as_read) else case_of(as_read)
    return signed


def document_text(document: Mapping[str, Any]) -> str:
    """A profile or matter, as data, as the YAML text of its file; a profile with each fact under its question."""
    from ..interview.write import document_text as text_of

    return text_of(document)
