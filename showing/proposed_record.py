"""What was said of a case and does not count as a fact, as it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

Reason = Literal["finding", "no_source", "on_file", "list"]

WHY: Mapping[Reason, str] = {
    "finding": "A legal judgement: a person makes it, with reasons, a name and a day. It counts as unknown.",
    "no_source": "No document of the file is named for it. It counts as unknown, but in a what-if answer.",
    "on_file": "The file states this fact, and its word stands. It counts in a what-if answer only.",
    "list": "What a list holds is for a person to state. It counts as unknown, but in a what-if answer.",
}


class Proposal(Struct, frozen=True):
    """What was said and does not count. ``stated`` is it as a profile would state it; ``feature`` is of a matter."""

    path: str
    question: str
    stated: Any
    because: Reason
    feature: str = ""
