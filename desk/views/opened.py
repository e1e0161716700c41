"""A matter as a page opens it: the draft or last version, its features, and the answer on the one looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from msgspec import Struct

from ...cases.loader import Case
from ...reading.errors import BadInput, Problem
from ..services import attachments, matters
from ..services.access import NotFound, may
from ..services.answers import Answered, Stance, answered, feature_of
from ..services.documents import Data
from ..services.kept import Kept
from ..services.matters import Working
from ..services.rows import Filed
from .days import day_of

#: The one feature of a profile in an address.
ONE = "-"
TABS = (
    ("working", "Facts and answer"),
    ("conditions", "Conditions"),
    ("exception", "Exception"),
    ("readings", "Readings"),
    ("change", "What would change"),
    ("timeline", "Timeline"),
    ("calendar", "Calendar"),
    ("authorities", "Authorities"),
    ("reports", "Reports"),
    ("questionnaire", "Questions"),
    ("memo", "Memo"),
    ("history", "History"),
)


class Opened(Struct, frozen=True):
    """``problems`` are what is wrong with the draft; then ``found`` is the answer as of before, and ``stale``."""

    request: HttpRequest
    working: Working
    data: Data
    feature: str
    features: tuple[tuple[str, str], ...]
    found: Answered | None
    problems: Sequence[Problem] = ()

    @property
    def stale(self) -> bool:
        return bool(self.problems)

    @property
    def slug(self) -> str:
        return self.feature or ONE

    @property
    def case(self) -> Case:
        """The case of the feature. Raises :class:`BadInput` where the draft cannot be read."""
        if self.problems or self.found is None:
            raise BadInput(*self.problems)
        return self.found.case

    @property
    def filed(self) -> Filed:
        return Filed(self.data, self.feature, None if self.stale else self.found, self.problems)

    def address(self, name: str, **more: str) -> str:
        return reverse(name, kwargs={"matter_id": self.working.matter.id, "feature": self.slug, **more})

    def page(self, template: str, tab: str, **more: Any) -> HttpResponse:
        """A page of this feature."""
        tabs = [(title, self.address(name), name == tab) for name, title in TABS]
        held = {
            "o": self,
            "matter": self.working.matter,
            "working": self.working,
            "slug": self.slug,
            "tabs": tabs,
            "may_edit": may(self.request.user, "edit", self.working.matter),
        }
        return render(self.request, template, {**held, **more})


def open_feature(request: HttpRequest, matter_id: object, slug: str, stance: Stance | None = None) -> Opened:
    """A feature with its answer from a stance; of a draft that cannot be read, with the last answer there was.

    Raises what the services raise for who may not see it, and :class:`BadInput` for a party or reading there is not.
    """
    working = matters.working(request.user, matter_id)
    return opened(request, working, slug, stance)


def opened(request: HttpRequest, working: Working, slug: str, stance: Stance | None = None) -> Opened:
    """The same of what has been fetched already."""
    data = working.data
    feature = named_feature(data, slug)
    listed = tuple((str(each["id"]), str(each.get("name") or each["id"])) for each in data.get("features", []))
    try:
        case = feature_of(attachments.cases_in(working.matter, working.document), feature)
        found = answered(case, feature, stance)
    except BadInput as refused:
        if stance is not None and not stance.own:
            raise
        return Opened(request, working, data, feature, listed, _before(working, feature), refused.problems)
    _readable.put((working.matter.id, request.user.pk), working.document)
    return Opened(request, working, data, feature, listed, found)


def named_feature(data: Data, slug: str) -> str:
    """The feature that an address names, empty for the one of a profile. Raises :class:`NotFound`."""
    known = [str(each["id"]) for each in data.get("features", [])] or [ONE]
    if slug not in known:
        raise NotFound
    return "" if slug == ONE else slug


def _before(working: Working, feature: str) -> Answered | None:
    """The last answer before the draft could not be read: of this draft, else of the version it goes out from."""
    document = _readable.get((working.matter.id, working.owner))
    return answer_of_version(working, feature) if document is None else _answer_on(working, document, feature)


def answer_of_version(working: Working, feature: str) -> Answered | None:
    """The answer on the version that a draft goes out from; ``None`` where it has no such feature."""
    return _answer_on(working, matters.version(working.matter, working.base).document, feature)


def _answer_on(working: Working, document: str, feature: str) -> Answered | None:
    found = attachments.cases_in(working.matter, document)
    return answered(found[feature], feature) if feature in found else None


#: The documents that could be read last, by matter and person; a restart forgets them, and nothing rests on them.
_readable: Kept[tuple[object, ...], str] = Kept(64)


def stance_of(form: QueryDict, readings: Mapping[str, tuple[str, ...]]) -> Stance:
    """The stance that a form of an address tells: ``on``, ``party``, ``record``, and a field for each reading.

    Raises :class:`BadInput` for a day that is none; readings and parties are checked by whoever assesses.
    """
    chosen = {name: choice for name in readings if (choice := form.get(f"reading-{name}", ""))}
    return Stance(day_of(form, "on"), form.get("party", "") or None, bool(form.get("record", "")), chosen)
