"""Answers as they leave the service: the bytes of the command line, and beside them what did not count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from ...showing.contract import json_text
from ...showing.proposed_json import PROPOSED, proposal_data
from ...showing.proposed_record import Proposal

#: How many things that were said did not count, where the answer is no JSON.
HEADER = "Derogation-Proposals"


def told(data: Any, proposals: Sequence[Proposal] = (), status: int = 200) -> HttpResponse:
    """Data as JSON; where something did not count, within ``derogation/proposed/1``, which says what."""
    if proposals:
        data = {"schema": PROPOSED, "proposals": [proposal_data(each) for each in proposals], "answer": data}
    return HttpResponse(json_text(data) + "\n", content_type="application/json", status=status)


def told_text(text: str) -> HttpResponse:
    """JSON that is text already."""
    return HttpResponse(text.rstrip("\n") + "\n", content_type="application/json")


def written(content: bytes, media: str, name: str, proposals: Sequence[Proposal] = ()) -> HttpResponse:
    """A file to be kept, never shown inside a page of this service."""
    found = HttpResponse(content, content_type=media)
    found["Content-Disposition"] = f'attachment; filename="{name}"'
    if proposals:
        found[HEADER] = str(len(proposals))
    return found
