"""What stands on the page of an answer: the record that the page is a view of."""

from __future__ import annotations

from msgspec import Struct

from ..engine.days.timeline import Timeline
from ..engine.why.answer_record import Answer
from ..engine.why.results import Assessment
from ..rules.cited import Cited


class OnFile(Struct, frozen=True):
    """A document that facts of the case rest on, by the ``key`` under which they name it."""

    key: str
    title: str
    by: str = ""
    on: str = ""
    reference: str = ""
    url: str = ""
    grade: str = ""
    note: str = ""


class Whole(Struct, frozen=True):
    """One answer with what stands on its page besides the assessment. ``record`` is the answer's digest."""

    assessment: Assessment
    answer: Answer
    cited: tuple[Cited, ...]
    timeline: Timeline
    sources: tuple[OnFile, ...]
    record: str
