"""What is asked before the first fact: what the case is called, on which day it is assessed, who its parties are."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Opening(Struct, frozen=True):
    """A question about the case itself. An empty answer to one for a day is today; all others may be left out."""

    path: str
    question: str
    kind: Literal["text", "day", "parties"] = "text"


OPENING = (
    Opening("name", "What shall the case be called?"),
    Opening("provider.name", "What is the name of the provider?"),
    Opening("service.name", "What is the name of the service?"),
    Opening("service.feature", "Which feature is assessed (for example direct messages)?"),
    Opening("assess_on", "On which day is the processing assessed?", "day"),
    Opening("parties", "Who speaks in this matter, and for whom?", "parties"),
)
