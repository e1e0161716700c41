"""Annual reports of a matter: uploaded, named by the document, checked, answered with a letter."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, cast

from django.conf import settings
from django.db import transaction

from ...cases import places
from ...reading.errors import BadInput, Problem
from ...reports.check import CheckResult, check_report
from ...reports.files import library, load_report
from ...reports.model import Report
from ..models import Attachment, Draft, Matter, Version
from . import attachments, audit, items, matters
from .access import NotFound, User, matter_for
from .documents import Data, stated_at


def upload(user: User, matter_id: object, name: str, content: bytes) -> CheckResult:
    """Keep a report with a matter, and name it in the draft where none of its reports names it yet.

    Raises :class:`BadInput` where it cannot be read as a report; then nothing is kept.
    """
    matter_for(user, "edit", matter_id)
    name = attachments.named(name, "report")
    result = check_report(_read(name, content))
    year = result.report.period_to.year if result.report.period_to else None

    def how(data: Data) -> Data:
        listed = places.members(data.get("reports"))
        if any(file_of(each) == name for each in listed):
            return data
        taken = [str(each.get("id", "")) for each in listed]
        return items.added(
            data, "", "reports", {"id": items.short_name(f"for {year or name}", taken, "report"), "file": name}
        )

    with transaction.atomic():  # or it could be taken off before anything names it
        attachments.add(user, matter_id, name, "report", content)
        matters.edit(user, matter_id, how)
    return result


def remove(user: User, matter_id: object, name: str) -> None:
    """Take a report off a matter. Raises :class:`NotFound`, and :class:`BadInput` while a version or a draft names it:
    nobody could read that any more."""
    with transaction.atomic():
        matter = matters.locked(user, "edit", matter_id)
        kept = Attachment.objects.filter(matter=matter, kind="report", name=name).first()
        if kept is None:
            raise NotFound
        for each in (Version.objects.filter(matter=matter), Draft.objects.filter(matter=matter)):
            if any(names(json.loads(document), name) for document in each.values_list("document", flat=True)):
                hint = "Take it out of the list of reports; a version that names it needs it for good."
                raise BadInput(Problem("a version or a draft of the matter names this report", name, hint=hint))
        kept.delete()
        audit.note(user, "took off a report", matter.id, file=name)


def file_of(item: Mapping[str, Any]) -> str:
    """The file that an item of a document names, as it is kept: a document may name it by a way (``./x.yaml``)."""
    return PurePath(str(item.get("file") or "")).name


def names(data: Any, name: str) -> bool:
    """Whether a document names a file anywhere."""
    if isinstance(data, dict):
        held = cast("Data", data)
        return file_of(held) == name or any(names(each, name) for each in held.values())
    return isinstance(data, list) and any(names(each, name) for each in cast("list[Any]", data))


def reports(matter: Matter, data: Data, feature: str) -> list[tuple[str, str, bool]]:
    """The report files that a document names, and those kept besides: name, what the document calls it, kept here."""
    kept = set(Attachment.objects.filter(matter=matter, kind="report").values_list("name", flat=True))
    raw, _ = stated_at(data, feature, "reports")
    named = {file_of(each): str(each.get("id", "")) for each in places.members(raw) if each.get("file")}
    found = [(name, title, name in kept) for name, title in named.items()]
    return [*found, *((name, "", True) for name in sorted(kept - set(named)))]


def checked(matter: Matter, name: str) -> CheckResult:
    """The check of a report that is kept, or of the library. Raises :class:`NotFound` and :class:`BadInput`."""
    kept = Attachment.objects.filter(matter=matter, kind="report", name=name).first()
    if kept is not None:
        return check_report(_read(kept.name, bytes(kept.content)))
    if name not in library():
        raise NotFound
    return check_report(load_report(name))


def _read(name: str, content: bytes) -> Report:
    attachments.refuse_longer(len(content), name)
    with tempfile.TemporaryDirectory(prefix="report-", dir=settings.OPTIONS.folder) as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        try:
            return load_report(str(file))
        except BadInput as refused:
            problems = (Problem(each.message, name, each.line, each.path, each.hint) for each in refused.problems)
            raise BadInput(*problems) from None
