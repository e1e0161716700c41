"""What a request asks: of which case, on which day, from which side. Unknown is a value: a fact left out, or null."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from django.http import HttpRequest
from msgspec import Struct
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from ...api import matter_from
from ...cases.catalogue import feature_of, shipped, shipped_matters
from ...cases.loader import Case, case_of
from ...cases.matter.loader import Matter, is_matter
from ...cases.proposals import without_findings
from ...reading.document import Document, read_file, read_text
from ...reading.errors import BadInput, Problem
from ...reading.values import Unreadable, day
from ...showing.contract import json_text
from ...showing.proposed_record import Proposal
from ..services import attachments, matters
from ..services.access import matter_for
from .scopes import key_of, may_state_findings, needs


def _day(value: Any) -> Any:
    try:
        return None if value is None else day(value)
    except Unreadable as refused:
        raise ValueError(f"{refused}. {refused.cure}") from None


Day = Annotated[
    date | None,
    BeforeValidator(_day),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}),
]


class Closed(Schema):
    """A request without keys that nobody reads."""

    model_config = ConfigDict(extra="forbid")


class Stance(Closed):
    """From where a case is looked at."""

    on: Day = Field(None, description="The day assessed; without it the case's own, else today")
    standpoint: str | None = Field(None, description="Take this party's positions")
    on_the_record: bool = Field(False, description="What its bearer has not shown counts against it")
    readings: dict[str, str] = Field(default_factory=dict, description="Readings of the law to take, by their names")

    @property
    def options(self) -> dict[str, Any]:
        return {"on_the_record": self.on_the_record, "readings": self.readings}


class OfCase(Stance):
    """One of ``profile``, ``text``, ``case`` and ``matter`` says which case is meant."""

    profile: dict[str, Any] | None = Field(
        None, description="A profile or a matter; a fact that is null or left out is unknown", json_schema_extra={
            "x-schema": ["profile", "matter"]}
    )  # fmt: skip
    text: str | None = Field(None, description="A profile or a matter as YAML or JSON text; problems name its lines")
    case: str | None = Field(None, description="A case that comes with the program, or MATTER#FEATURE of it")
    matter: UUID | None = Field(None, description="A matter of the desk (scope read)")
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(None, description="Its version; else the last")
    feature: str = Field("", description="One feature of a matter")


class Meant(Struct, frozen=True):
    """The case or matter that a request means, and what of it may not be stated by its key."""

    whole: Case | Matter
    proposals: tuple[Proposal, ...] = ()

    @property
    def one(self) -> Case:
        """The case. Raises :class:`BadInput` for a matter."""
        if isinstance(self.whole, Case):
            return self.whole
        hint = f"Name one of its features: {', '.join(self.whole.features)}."
        raise BadInput(Problem("this is a matter, of several cases", path="feature", hint=hint))


def meant(request: HttpRequest, asked: OfCase) -> Meant:
    """The case or matter that is meant. Raises :class:`BadInput`, and what the desk's services raise."""
    named = [name for name in ("profile", "text", "case", "matter") if getattr(asked, name) is not None]
    if len(named) != 1:
        hint = "Give one of profile, text, case and matter."
        raise BadInput(Problem(f"{' and '.join(named) or 'nothing'} says which case is meant", hint=hint))
    feature = asked.feature
    if asked.case is not None:
        name, inner = feature_of(asked.case)
        feature = feature or inner
        file = {**shipped(), **shipped_matters()}.get(name)
        if file is None:
            raise BadInput(Problem("no case of the program is called so", path="case", hint="GET /api/v1/cases."))
        return Meant(_whole(read_file(file, name=name), feature))
    if asked.matter is not None:
        needs(request, "read")
        found = matter_for(key_of(request).user, "read", asked.matter)
        kept = matters.version(found, asked.version)
        with attachments.folder(found) as files:
            return Meant(_whole(read_text(kept.document, found.name), feature, files))
    document = read_text(asked.text, "text") if asked.text is not None else _of_data(asked.profile)
    proposals: tuple[Proposal, ...] = ()
    if not may_state_findings(request):
        taken = without_findings(cast("dict[str, Any]", document.data) if isinstance(document.data, dict) else {})
        document, proposals = Document(document.file, taken.data, document.lines), taken.proposals
    return Meant(_whole(document, feature), proposals)


def _of_data(data: Any) -> Document:
    """Data as a document, held against what text may hold; it has no lines that its sender knows."""
    return Document("profile", read_text(json_text(data), "profile").data, {})


def _whole(document: Document, feature: str, files: Path | None = None) -> Case | Matter:
    """A document as a case or a matter; it may name report files in the folder ``files``, else of the library only."""
    if is_matter(document):
        matter = matter_from(document, files)
        return matter.feature(feature) if feature else matter
    if feature:
        raise BadInput(Problem("this is one case, without features", path="feature", hint="Leave `feature` out."))
    return case_of(document, files)


class Span(OfCase):
    """A span of days, both ends included."""

    first_day: Day = Field(None, description="The first day; without it 1 January 2019")
    last_day: Day = Field(None, description="The last day; without it 31 December 2028")


class Goal(Closed):
    """An outcome to be reached, or to be ruled out."""

    outcome: str
    reached: bool = True


class Change(OfCase):
    """What would change the outcome."""

    goals: Annotated[list[Goal], Field(max_length=9)] = Field(default_factory=list[Goal])
    limit: int = Field(10, ge=1, le=100, description="Sets of each goal in full")
    every_fact: bool = Field(False, description="Propose also what is notorious or what the service is")


class Memo(OfCase):
    """A memo on a case."""

    format: Literal["docx", "html", "pdf", "md"] = "md"
    dated: Day = Field(None, description="The date of the memo; without it today")
    to: str = Field("", max_length=200)
    sender: str = Field("", max_length=200)
    reference: str = Field("", max_length=200)
    marking: str = Field("", max_length=200)
