"""What a check says: the catalogue of checks as data, and one finding on one report.

Severities. A *breach*: the text of Article 3(1), point (g)(vii), (h) or (i), is plainly missed on the face of
the report. A *defect*: the form is not answered as the form itself asks, or figures contradict each other. A
*doubt*: something needs an explanation, and there may be a good one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ..reading.document import read_file
from ..reading.errors import BadRulebook, Problem

Severity = Literal["breach", "defect", "doubt"]
SEVERITIES: tuple[Severity, ...] = ("breach", "defect", "doubt")
BeforeForm = Literal["same", "doubt", "skip"]


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """One check as the catalogue (``checks.yaml``) describes it.

    ``authority`` lists provisions, rows of the form and recitals; ``means`` says what a finding means,
    ``cure`` what would remove it, ``counter`` what can be said against it. ``before_form`` is what becomes of
    the check for a report to which the standard form does not apply yet: ``same``, a ``doubt`` at most, or
    ``skip``.
    """

    id: str
    title: str
    severity: Severity
    authority: tuple[str, ...]
    means: str
    cure: str
    counter: str
    before_form: BeforeForm = "same"


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check function finds: the fields, what it saw there, a sentence; ``mild`` lowers it to a
    doubt."""

    fields: tuple[str, ...]
    message: str
    seen: tuple[tuple[str, str], ...] = ()
    mild: bool = False


class Finding(BaseModel):
    """One finding on one report. ``seen`` holds what stood where, in words; ``fields`` are ids of the
    form."""

    model_config = ConfigDict(frozen=True)

    check: str
    severity: Severity
    title: str
    message: str
    fields: tuple[str, ...]
    seen: tuple[tuple[str, str], ...]
    authority: tuple[str, ...]
    means: str
    cure: str
    counter: str


@cache
def catalogue() -> Mapping[str, CheckInfo]:
    """Every check by id, in the order of the catalogue. Raises ``BadRulebook`` where the file is damaged."""
    path = Path(__file__).parent / "checks.yaml"
    entries: list[dict[str, Any]] = read_file(path, error=BadRulebook).data["checks"]
    found: dict[str, CheckInfo] = {}
    for entry in entries:
        authority = tuple(entry.pop("authority"))
        info = CheckInfo(authority=authority, **entry)
        if info.severity not in SEVERITIES or info.id in found:
            raise BadRulebook(Problem(f"check {info.id} is doubled or has no known severity", str(path)))
        found[info.id] = info
    return found


def finding(info: CheckInfo, hit: Hit, *, form_applies: bool) -> Finding | None:
    """A hit with everything the catalogue says about its check; ``None`` where the form does not apply
    yet."""
    if not form_applies and info.before_form == "skip":
        return None
    mild = hit.mild or (not form_applies and info.before_form == "doubt")
    return Finding(
        check=info.id,
        severity="doubt" if mild else info.severity,
        title=info.title,
        message=hit.message,
        fields=hit.fields,
        seen=hit.seen,
        authority=info.authority,
        means=info.means,
        cure=info.cure,
        counter=info.counter,
    )
