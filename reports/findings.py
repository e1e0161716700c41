"""What a check says: the catalogue of checks as data, and one finding on one report.

Severities. A *breach*: the text of Article 3(1), point (g)(vii) or another of its conditions, is plainly missed on
the face of the report. A *defect*: the form is not answered as the form itself asks, figures contradict each other,
or what is said cannot stand as it is. A *doubt*: something needs an explanation, and there may be a good one.

Materiality. *Grave*: it bears on whether a condition of Article 3(1) is met. *Minor*: a difference too small to matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from pydantic import BaseModel, ConfigDict

from ..reading.document import read_file
from ..reading.errors import BadRulebook
from ..reading.rows import row_at

Severity = Literal["breach", "defect", "doubt"]
SEVERITIES: tuple[Severity, ...] = ("breach", "defect", "doubt")
BeforeForm = Literal["same", "doubt", "skip"]


Materiality = Literal["grave", "plain", "minor"]
MATERIALITIES: tuple[Materiality, ...] = ("grave", "plain", "minor")


class CheckInfo(Struct, frozen=True):
    """One check as the catalogue (``checks.yaml``) describes it.

    ``authority`` lists provisions, rows of the form and recitals; ``means`` says what a finding means,
    ``cure`` what would remove it, ``counter`` what can be said against it. ``before_form`` is what becomes of
    the check for a report to which the standard form does not apply yet: ``same``, a ``doubt`` at most, or
    ``skip``. ``silence`` marks a check that rests on what is not said, ``missing`` one by which a point of
    (g)(vii) is not given.
    """

    id: str
    title: str
    severity: Severity
    authority: tuple[str, ...]
    means: str
    cure: str
    counter: str
    before_form: BeforeForm = "same"
    materiality: Materiality = "plain"
    silence: bool = False
    missing: bool = False


class Hit(Struct, frozen=True):
    """What a check function finds: the fields, what it saw there, a sentence.

    ``mild`` lowers it to a doubt; ``minor`` marks a difference too small to matter, which is never more than a
    doubt; ``counter`` is the counter-argument where that of the catalogue does not fit.
    """

    fields: tuple[str, ...]
    message: str
    seen: tuple[tuple[str, str], ...] = ()
    mild: bool = False
    minor: bool = False
    counter: str = ""


class Finding(BaseModel):
    """One finding on one report. ``seen`` holds what stood where, in words; ``fields`` are ids of the
    form. ``missing``: by this finding a point of (g)(vii) is not given, or, as a doubt, not certainly given."""

    model_config = ConfigDict(frozen=True)

    check: str
    severity: Severity
    materiality: Materiality
    title: str
    message: str
    fields: tuple[str, ...]
    seen: tuple[tuple[str, str], ...]
    authority: tuple[str, ...]
    means: str
    cure: str
    counter: str
    missing: bool


@cache
def catalogue() -> Mapping[str, CheckInfo]:
    """Every check by id, in the order of the catalogue. Raises ``BadRulebook`` where the file is damaged."""
    document = read_file(Path(__file__).parent / "checks.yaml", error=BadRulebook)
    rows = row_at(document, (), document.data).each("checks", lambda row: row)
    found: dict[str, CheckInfo] = {}
    for row in rows:
        name = row.text("id")
        if name in found:
            row.refuse("this check stands twice", "id")
        row.only(*CheckInfo.__struct_fields__)
        row.text("severity", among=SEVERITIES)
        row.text("materiality", "plain", among=MATERIALITIES)
        fields: dict[str, Any] = {**row.data, "authority": row.texts("authority")}
        found[name] = CheckInfo(**fields)
    return found


def finding(info: CheckInfo, hit: Hit, *, form_applies: bool, second_hand: bool) -> Finding | None:
    """A hit with everything the catalogue says about its check; ``None`` where the form does not apply yet.

    What a second-hand account leaves out may stand in the report, so that silence there is never more than a doubt.
    """
    if not form_applies and info.before_form == "skip":
        return None
    unread = second_hand and info.silence
    mild = hit.mild or hit.minor or unread or (not form_applies and info.before_form == "doubt")
    return Finding(
        check=info.id,
        severity="doubt" if mild else info.severity,
        materiality="minor" if hit.minor else "plain" if hit.mild or unread else info.materiality,
        title=f"In the second-hand account: {info.title[0].lower()}{info.title[1:]}" if unread else info.title,
        message=f"{hit.message} The report itself was not read: it may say so." if unread else hit.message,
        fields=hit.fields,
        seen=hit.seen,
        authority=info.authority,
        means=info.means,
        cure="Read the report itself." if unread else info.cure,
        counter=hit.counter or info.counter,
        missing=info.missing,
    )
