"""What a provider's annual report says, as typed, frozen data.

A report has a header (who, for which period, when published, which form, which technologies) and answers by
field id of the standard form. A field without an answer keeps the reason: ``not_answered`` (blank or a dash),
``not_applicable`` (the report prints N/A), ``does_not_apply`` (the report says in words why the field cannot
apply), ``not_disclosed`` (the provider says that it will not or cannot say). They are four different things.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from .form import Field, Material, load_form

Absence = Literal["not_answered", "not_applicable", "does_not_apply", "not_disclosed"]
TimeUnit = Literal["hours", "days", "weeks", "months", "years"]
TechnologyKind = Literal["hash", "image_classifier", "text_classifier", "traffic_data", "other"]
Scanned = Literal["images", "videos", "other_files", "text", "traffic_data", "audio"]
Processed = Literal["scanned", "matched", "not_stated"]
ErrorRate = Literal["human_review", "appeals", "reversals", "other", "not_stated"]
FormUsed = Literal["2024/2916", "other", "not_stated"]
UsersCovered = Literal["eu", "eea", "worldwide", "not_stated"]
Standing = Literal["read", "second_hand", "fictional"]
#: A day, the word for "it has not been done and will not be", or not known.
Day = date | Literal["never"] | None

ABSENCE_WORDS: Mapping[str, str] = {
    "not_answered": "not answered",
    "not_applicable": "N/A",
    "does_not_apply": "does not apply",
    "not_disclosed": "not disclosed",
}


#: Figures that a report may give outside the fields made for them, and the point of (g)(vii) that each belongs to.
ELSEWHERE: Mapping[str, int] = {
    "processed": 1, "reports": 4, "items": 4, "accounts": 4, "complaints": 5, "restored": 5, "flagged": 6, "errors": 6,
}  # fmt: skip


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Duration(_Frozen):
    """A length of time; ``amount`` is ``None`` where the report says that it has no fixed length."""

    amount: Decimal | None
    unit: TimeUnit = "months"

    @property
    def days(self) -> Decimal | None:
        """About how many days it is; ``None`` without a fixed length."""
        each = {"hours": Decimal(1) / 24, "days": 1, "weeks": 7, "months": Decimal(365) / 12, "years": 365}
        return None if self.amount is None else self.amount * each[self.unit]

    def __str__(self) -> str:
        if self.amount is None:
            return "no fixed period"
        return f"{self.amount.normalize():f} {self.unit[:-1] if self.amount == 1 else self.unit}"


Value = int | Decimal | str | tuple[str, ...] | Duration


class Answer(_Frozen):
    """One answer: a ``value``, or the kind of its ``absent``; neither where only parts are answered.

    ``raw`` is the entry as printed, ``note`` what the report adds, ``reason`` why there is no answer,
    ``legal_duty`` the other law by which the report explains a longer retention. ``by_technology`` splits a
    figure by technology id.
    """

    value: Value | None = None
    absent: Absence | None = None
    reason: str = ""
    note: str = ""
    raw: str = ""
    legal_duty: str = ""
    parts: Mapping[str, Answer] = {}
    by_technology: Mapping[str, Value] = {}

    @property
    def given(self) -> bool:
        """Whether the report answers the field at all, wholly or in part."""
        if self.value is not None or self.by_technology:
            return True
        return any(part.given for part in self.parts.values())

    @property
    def noted(self) -> str:
        """What a row without an answer states in its note only: a figure that the report does not split, say."""
        if self.given or self.why_absent in ("not_applicable", "does_not_apply"):
            return ""
        notes = "; ".join(note for note in (self.note, *(part.note for part in self.parts.values())) if note)
        return notes if self.why_absent == "not_answered" or any(map(str.isdigit, notes)) else ""

    @property
    def why_absent(self) -> Absence:
        """The kind of absence of an answer that is not given."""
        return self.absent or "not_answered"


NOT_ANSWERED = Answer(absent="not_answered")


class Technology(_Frozen):
    """A technology that the report declares; ``detects`` says what for, ``scans`` in what."""

    id: str
    name: str
    kind: TechnologyKind = "other"
    detects: tuple[Material, ...] = ()
    scans: tuple[Scanned, ...] = ()


class Meanings(_Frozen):
    """What the report itself means by two words on which its figures turn, and where it says so."""

    processed: Processed = "not_stated"
    processed_where: str = ""
    error_rate: ErrorRate = "not_stated"
    error_rate_where: str = ""


class Elsewhere(_Frozen):
    """A figure that the report gives outside the fields made for it."""

    value: int
    where: str = ""


class Remark(_Frozen):
    """Something the report says that no field takes, or that its reader noticed."""

    text: str
    where: str = ""


class Source(_Frozen):
    """How the data came here: ``read`` from the provider's own report, ``second_hand``, or ``fictional``."""

    standing: Standing
    note: str = ""


class Report(_Frozen):
    """One annual report. ``answers`` holds only fields that the report mentions; see :meth:`answer`."""

    file: str
    provider: str
    document: str = ""
    url: str = ""
    source: Source
    period_from: date | None = None
    period_to: date | None = None
    published: Day = None
    submitted_authority: Day = None
    submitted_commission: Day = None
    form: FormUsed = "not_stated"
    users: UsersCovered = "not_stated"
    new_measures: bool | None = None
    technologies: tuple[Technology, ...] | None = None
    meanings: Meanings = Meanings()
    elsewhere: Mapping[str, Elsewhere] = {}
    remarks: tuple[Remark, ...] = ()
    answers: Mapping[str, Answer]

    def answer(self, field_id: str) -> Answer:
        """The answer to a field of the form. Raises ``KeyError`` for an id that the form does not have."""
        return self.answers.get(load_form().fields[field_id].id, NOT_ANSWERED)

    def count(self, field_id: str) -> int | None:
        """The whole number answered; ``None`` where there is none."""
        value = self.answer(field_id).value
        return value if isinstance(value, int) else None

    def ratio(self, field_id: str) -> Decimal | None:
        """The percentage answered; ``None`` where there is none."""
        value = self.answer(field_id).value
        return value if isinstance(value, Decimal) else None

    def says(self, field_id: str) -> str | None:
        """``yes``, ``no`` or ``partly``; ``None`` where the question is not answered."""
        value = self.answer(field_id).value
        return value if isinstance(value, str) and load_form().fields[field_id].type == "yes_no" else None

    def detects(self, material: Material) -> bool | None:
        """Whether a declared technology looks for ``material``; ``None`` where the report leaves that
        open."""
        if self.technologies is None:
            return None
        if any(material in technology.detects for technology in self.technologies):
            return True
        return False if all(technology.detects for technology in self.technologies) else None

    @property
    def name(self) -> str:
        """Provider and year, for headings and tables."""
        return self.provider + (f", {self.period_to.year}" if self.period_to else "")


def figure(value: Value) -> str:
    """A value as people write it: 1,604; 0.54 %; yes; 12 months."""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        return f"{value:f} %"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def shown(answer: Answer) -> str:
    """An answer as people read it, the kind of absence included."""
    if answer.value is not None:
        return figure(answer.value)
    if answer.by_technology:
        return "; ".join(f"{key}: {figure(value)}" for key, value in answer.by_technology.items())
    if answer.given:
        return "; ".join(f"{key}: {shown(part)}" for key, part in answer.parts.items() if part.given)
    words = ABSENCE_WORDS[answer.why_absent]
    return f"{words}; the note says: {answer.noted}" if answer.noted else words


def fields_of(*, category: int | None = None, material: str | None = None) -> tuple[Field, ...]:
    """The fields of a category, of a material, or of both, in the form's order."""
    return tuple(
        field
        for field in load_form().fields.values()
        if (category is None or field.category == category) and (material is None or field.material == material)
    )
