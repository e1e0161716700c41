"""What is asked before the first fact: what the case is called and on which day it is assessed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opening:
    """A question about the case itself. ``day`` says that its answer is a day; all others are text and may be empty."""

    path: str
    question: str
    day: bool = False


OPENING = (
    Opening("name", "What shall the case be called?"),
    Opening("provider.name", "What is the name of the provider?"),
    Opening("service.name", "What is the name of the service?"),
    Opening("service.feature", "Which feature is assessed (for example direct messages)?"),
    Opening("assess_on", "On which day is the processing assessed?", day=True),
)
