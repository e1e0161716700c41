"""The form to fill in: every field with its label, type and unit, empty or filled from a report.

What is written here as YAML, CSV or XLSX is read back by :func:`derogation.reports.files.load_report`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct, field

from . import values
from .csv_file import write_csv
from .duties import duty_for_year
from .form import Category, Field, Part, load_form
from .model import Answer, Report, Technology, Value
from .tables import HEADER_ENTRIES, TECHNOLOGY_ENTRIES

#: The columns of a table, in order: what explains, then what is filled in.
TABLE = ("field", "part", "technology", "question", "type", "unit", "required", "when",
         "value", "absent", "reason", "note", "raw", "legal_duty")  # fmt: skip
NO_PROVIDER = "(name of the provider)"
#: Technologies for which a table has room from the start.
SLOTS = 3

_HEADER_QUESTIONS = {
    "provider": "Provider that reports",
    "document": "Title of the report",
    "url": "Where it is published",
    "source.standing": "read (the report itself was read), second_hand or fictional",
    "source.note": "Anything on the source",
    "published": "Day of publication, or never",
    "period.from": "First day of the period reported on",
    "period.to": "Last day of the period reported on",
    "submitted.authority": "Day of submission to the supervisory authority, or never",
    "submitted.commission": "Day of submission to the Commission, or never",
    "form": "2024/2916 where the standard form is used, other, or not_stated",
    "users": "Whose data the figures cover: eu, eea, worldwide or not_stated",
    "new_measures": "Were new measures against errors introduced: yes or no",
    "meanings.processed.means": "What the report means by processed: scanned, matched or not_stated",
    "meanings.processed.where": "Where it says so",
    "meanings.error_rate.means": "Error rate by human_review, appeals, reversals (of all acts), other or not_stated",
    "meanings.error_rate.where": "Where it says so",
    **{
        f"elsewhere.{key}.value": f"{what}, where the report gives a number outside its fields"
        for key, what in {
            "processed": "Files or messages processed",
            "reports": "Reports made",
            "items": "Items reported",
            "accounts": "Accounts reported",
            "complaints": "Complaints",
            "restored": "Items or accounts restored",
            "flagged": "Items flagged",
            "errors": "Items wrongly flagged",
        }.items()
    },
}
_TECHNOLOGY_QUESTIONS = {
    "name": "Name of the technology",
    "kind": "hash, image_classifier, text_classifier, traffic_data or other",
    "detects": "known; new; solicitation",
    "scans": "images; videos; other_files; text; traffic_data; audio",
}


class Line(Struct, frozen=True):
    """One line of the form: what it asks, and the answer so far. ``category`` is ``None`` in the header."""

    name: str
    question: str
    category: Category | None = None
    row: Field | None = None
    part: Part | None = None
    technology: str = ""
    value: Value | date | None = None
    cells: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def type(self) -> str:
        return self.part.type if self.part else self.row.type if self.row else ""

    @property
    def written(self) -> str:
        """The answer as one cell of text."""
        if self.value is None:
            return ""
        return self.value.isoformat() if isinstance(self.value, date) else values.written(self.value)

    def cell(self, column: str) -> str:
        """The text of one column of :data:`TABLE`."""
        row = self.row
        fixed = {
            "field": self.name,
            "part": self.part.key if self.part else "",
            "technology": self.technology,
            "question": self.question,
            "type": self.type.replace("_", " or "),
            "unit": row.unit if row and not self.part else "",
            "required": ("no" if row.optional else "yes") if row and not self.part else "",
            "when": row.conditional if row and not self.part else "",
            "value": self.written,
        }
        return fixed.get(column) or self.cells.get(column, "")


def asks(line: Line) -> str:
    """What kind of answer a line asks for, and when: ``count, images; required``; empty in the header."""
    if line.row is None or line.part is not None:
        return line.cell("type")
    row = line.row
    when = "optional" if row.optional else row.conditional or "required"
    return f"{line.cell('type')}{f', {row.unit}' if row.unit else ''}; {when}"


def lines(year: int, report: Report | None = None) -> list[Line]:
    """Every line of the form for the report on ``year``, filled from ``report`` where there is one."""
    found = [_header_line(name, year, report) for name in HEADER_ENTRIES]
    found += _technology_lines(report)
    found += [
        Line("remark", "Anything else", value=one.text, cells={"note": one.where})
        for one in (report.remarks if report else ())
    ]
    for category in load_form().categories:
        for row in category.fields:
            found += _answer_lines(category, row, report.answers.get(row.id) if report else None)
    return found


def _header_line(name: str, year: int, report: Report | None) -> Line:
    question = _HEADER_QUESTIONS.get(name, "Where it says so")
    if report is None:
        duty = duty_for_year(year)
        start: dict[str, Value | date] = {
            "provider": NO_PROVIDER,
            "source.standing": "read",
            "period.from": duty.period_from,
            "period.to": duty.period_to,
        }
        if duty.due > load_form().in_force_from:
            start["form"] = load_form().id
        return Line(name, question, value=start.get(name))
    meanings, elsewhere = report.meanings, report.elsewhere
    known: dict[str, Value | date | None] = {
        "provider": report.provider,
        "document": report.document,
        "url": report.url,
        "source.standing": report.source.standing,
        "source.note": report.source.note,
        "published": report.published,
        "period.from": report.period_from,
        "period.to": report.period_to,
        "submitted.authority": report.submitted_authority,
        "submitted.commission": report.submitted_commission,
        "form": report.form,
        "users": report.users,
        "new_measures": None if report.new_measures is None else "yes" if report.new_measures else "no",
        "meanings.processed.means": meanings.processed,
        "meanings.processed.where": meanings.processed_where,
        "meanings.error_rate.means": meanings.error_rate,
        "meanings.error_rate.where": meanings.error_rate_where,
    }
    for key, entry in elsewhere.items():
        known |= {f"elsewhere.{key}.value": entry.value, f"elsewhere.{key}.where": entry.where}
    value = known.get(name)
    return Line(name, question, value=None if value == "" else value)


def _technology_lines(report: Report | None) -> Iterator[Line]:
    declared = report.technologies or () if report else ()
    blank = [Technology(id=f"t{number}", name="") for number in range(len(declared) + 1, SLOTS + 1)]
    for one in (*declared, *blank):
        entries: dict[str, Value] = {
            "name": one.name,
            "kind": one.kind if one.name else "",
            "detects": tuple(one.detects),
            "scans": tuple(one.scans),
        }
        for key in TECHNOLOGY_ENTRIES:
            yield Line(f"technologies.{one.id}.{key}", _TECHNOLOGY_QUESTIONS[key], value=entries[key] or None)


def _answer_lines(category: Category, row: Field, answer: Answer | None) -> Iterator[Line]:
    answer = answer or Answer(absent="not_answered")
    yield Line(row.id, row.label, category, row, value=answer.value, cells=_words(answer))
    for part in row.parts:
        entry = answer.parts.get(part.key, Answer(absent="not_answered"))
        yield Line(row.id, part.label, category, row, part, value=entry.value, cells=_words(entry))
    for technology, value in answer.by_technology.items():
        yield Line(row.id, row.label, category, row, technology=technology, value=value)


def _words(answer: Answer) -> dict[str, str]:
    absent = answer.absent if answer.absent != "not_answered" else None
    words = {
        "absent": absent or "",
        "reason": answer.reason,
        "note": answer.note,
        "raw": answer.raw,
        "legal_duty": answer.legal_duty,
    }
    return {key: value for key, value in words.items() if value}


def as_csv(year: int, report: Report | None = None) -> str:
    """The form as CSV. Cells that a spreadsheet would take for a formula begin with an apostrophe."""
    return write_csv(TABLE, ([line.cell(name) for name in TABLE] for line in lines(year, report)))
