"""Matters of the desk for a key: listed, made, read, changed by facts, recorded. The services hold the rights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from ...cases.proposals import without_findings
from ...reading.document import path_steps
from ...reading.errors import BadInput, Problem
from ...showing.contract import json_text
from ...showing.proposed_record import Proposal
from ..models import Matter, Version
from ..services import documents, matters, records
from ..services import proposals as waiting
from ..services.access import matter_for
from ..services.answers import Stance as Side
from .asked import Closed, Stance
from .limits import within
from .scopes import Key, key_of, may_state_findings
from .told import told

router = Router(tags=["matters"])
READ, WRITE = Key("read"), Key("write")


class Sought(Schema):
    sought: str = Field("", max_length=200)


class New(Closed):
    """A matter to be kept: a profile or a matter, as data or text."""

    profile: dict[str, Any] | None = Field(None, json_schema_extra={"x-schema": ["profile", "matter"]})
    text: str | None = None
    client: str = Field("", max_length=200)
    closed: bool = Field(False, description="Only for those whom it names")


class Stated(Closed):
    """One fact: what a profile would state at its path; null makes it unknown."""

    path: str = Field(max_length=300)
    stated: Any = Field(None, description="A value, {value, source, note}, {unknown: ...}, {positions: [...]}, or null")


class Facts(Closed):
    """Facts of one feature, saved together as a version."""

    feature: str = Field("", max_length=100)
    facts: Annotated[list[Stated], Field(min_length=1, max_length=500)]
    note: str = Field("", max_length=500)
    base: int = Field(ge=1, le=2**31 - 1, description="The version that the facts were read from")


class Recorded(Stance):
    feature: str = Field("", max_length=100)


@router.get("/matters", auth=READ)
def listing(request: HttpRequest, asked: Query[Sought]) -> HttpResponse:
    """The matters that the key's person may see, last saved first, 500 at most; ``more`` says that there are others,
    which more words sought bring up."""
    found, more = matters.listing(_user(request), asked.sought)
    return told({"matters": [_line(each.matter, each.last) for each in found], "more": more})


@router.post("/matters", auth=WRITE)
def create(request: HttpRequest, asked: New) -> HttpResponse:
    """Make a matter; its maker is named in it."""
    if (asked.profile is None) == (asked.text is None):
        raise BadInput(Problem("give one of profile and text", hint="A profile or a matter."))
    text = asked.text if asked.text is not None else json_text(asked.profile)
    proposals: tuple[Proposal, ...] = ()
    if not may_state_findings(request):
        taken = without_findings(documents.data_of(text, "request"))
        text, proposals = documents.text_of(taken.data), taken.proposals
    with within():
        made = matters.create(_user(request), text, "request", client=asked.client, closed=asked.closed)
    _keep(request, made, proposals)
    return told(_whole(made, matters.version(made)), proposals, 201)


@router.get("/matters/{uuid:matter_id}", auth=READ)
def last(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """The last version of a matter, with its document."""
    found = matter_for(_user(request), "read", matter_id)
    return told(_whole(found, matters.version(found)))


@router.get("/matters/{uuid:matter_id}/versions", auth=READ)
def versions(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """Every version, the first one first."""
    found = matter_for(_user(request), "read", matter_id)
    kept = Version.objects.filter(matter=found).select_related("made_by").order_by("number")
    return told({"versions": [_line(found, each) for each in kept]})


@router.get("/matters/{uuid:matter_id}/versions/{int:number}", auth=READ)
def one(request: HttpRequest, matter_id: UUID, number: int) -> HttpResponse:
    """One version, with its document."""
    found = matter_for(_user(request), "read", matter_id)
    return told(_whole(found, Version.objects.get(matter=found, number=min(number, 2**31 - 1))))


@router.post("/matters/{uuid:matter_id}/facts", auth=WRITE)
def state(request: HttpRequest, matter_id: UUID, asked: Facts) -> HttpResponse:
    """State facts and save them as a version, unless somebody saved other values of them meanwhile."""
    user = _user(request)
    found = matter_for(user, "save", matter_id)
    base: Any = json.loads(matters.version(found, asked.base).document)
    document, proposals = base, list[Proposal]()
    for each in asked.facts:
        document = _with(document, asked.feature, each, may_state_findings(request), proposals)
    _keep(request, found, proposals)
    if document == base:
        return told(_whole(found, matters.version(found)), proposals)
    with within():
        saved = matters.save_document(user, matter_id, document, asked.base, asked.note)
    if saved.version is None:
        from .problems import problem

        hint = "Read the matter again, and state what is still to be stated."
        return problem(
            409, [Problem("somebody saved another value", path=each.path, hint=hint) for each in saved.conflicts]
        )
    return told(_whole(saved.version.matter, saved.version), proposals)


@router.post("/matters/{uuid:matter_id}/records", auth=WRITE)
def record(request: HttpRequest, matter_id: UUID, asked: Recorded) -> HttpResponse:
    """Make a signed decision record of the answer on the last version, the next of the matter's chain."""
    side = Side(asked.on, asked.standpoint, asked.on_the_record, asked.readings)
    with within():
        made = records.make(_user(request), matter_id, asked.feature, side)
    return HttpResponse(bytes(made.content), content_type="application/json", status=201)


def _keep(request: HttpRequest, matter: Matter, proposals: Sequence[Proposal]) -> None:
    """Keep what this key may only propose, for a person to sign or to drop."""
    waiting.keep(_user(request), matter, proposals, key_of(request).name)


def _with(data: Any, feature: str, said: Stated, findings: bool, proposals: list[Proposal]) -> Any:
    """A document with one fact stated; what this key may not state becomes a proposal. Raises :class:`BadInput`."""
    from ...cases.defects import fact_at

    try:
        spec = fact_at(path_steps(said.path))
    except ValueError:
        spec = None
    if spec is None:
        raise BadInput(Problem("no profile has such a fact", path=said.path, hint="GET /api/v1/law/facts lists all."))
    if spec.finding and not findings:
        proposals.append(Proposal(said.path, spec.question, said.stated, "finding", feature))
        return data
    try:
        return documents.with_fact(data, feature, said.path, said.stated)
    except (LookupError, StopIteration, TypeError, AttributeError):
        hint = "Name a feature of the matter, and an item that its list has."
        raise BadInput(Problem("the matter has no such place", path=said.path, hint=hint)) from None


def _user(request: HttpRequest) -> Any:
    return key_of(request).user


def _line(matter: Matter, version: Version) -> dict[str, Any]:
    return {
        "matter": str(matter.pk),
        "name": matter.name,
        "client": matter.client,
        "version": version.number,
        "digest": version.digest,
        "note": version.note,
        "made_by": version.made_by.get_username(),
        "made_at": version.made_at.isoformat(),
    }


def _whole(matter: Matter, version: Version) -> dict[str, Any]:
    return {**_line(matter, version), "document": json.loads(version.document)}
