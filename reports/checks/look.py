"""What several checks look at: sums, silence, declared materials, and what an answer says in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from .. import wording
from ..duties import duty_for_period
from ..form import MATERIAL_WORDS, MATERIALS, Field, Material, load_form
from ..model import ELSEWHERE, Answer, Report, fields_of, figure, shown

#: What the form asks for files reported.
FILES = ("images", "videos", "other_files")


def seen(report: Report, *fields: str) -> tuple[tuple[str, str], ...]:
    """The answers to ``fields`` in words, as a finding shows them."""
    return tuple((name, shown(report.answer(name))) for name in fields)


def total(report: Report, fields: Iterable[str]) -> int | None:
    """The sum of counts; N/A and "does not apply" add nothing. ``None`` where nothing is given or one is
    blank."""
    values: list[int] = []
    for name in fields:
        value = report.count(name)
        if value is None and report.answer(name).why_absent in ("not_answered", "not_disclosed"):
            return None
        if value is not None:
            values.append(value)
    return sum(values) if values else None


def figure_of(report: Report, name: str, value: int | Decimal | None) -> str:
    """A figure in words; where there is none, why the field has none."""
    return shown(report.answer(name)) if value is None else figure(value)


# --- silence ---------------------------------------------------------------------------------------------


def silent(report: Report, name: str) -> bool:
    """Whether a field is empty or withheld, with nothing stated in its note instead."""
    answer = report.answer(name)
    return not answer.given and answer.why_absent in ("not_answered", "not_disclosed") and not answer.noted


def blank(report: Report, fields: Iterable[Field]) -> bool:
    """Whether every one of ``fields`` is silent."""
    return all(silent(report, row.id) for row in fields)


def point_blank(report: Report, category: int) -> bool:
    """Whether no field of one point of Article 3(1)(g)(vii) holds an answer; its notes may hold something."""
    return all(
        not report.answer(row.id).given and report.answer(row.id).why_absent in ("not_answered", "not_disclosed")
        for row in fields_of(category=category)
    )


def stated_outside(report: Report, category: int) -> tuple[tuple[str, str], ...]:
    """What the report states on a point outside the fields made for it: where, and what.

    Notes of rows without an answer, figures under ``elsewhere``, and remarks that speak of the point.
    """
    return tuple(_outside(report, category))


def _outside(report: Report, category: int) -> Iterator[tuple[str, str]]:
    for row in fields_of(category=category):
        if report.answer(row.id).noted:
            yield row.id, report.answer(row.id).noted
    for key, entry in report.elsewhere.items():
        if ELSEWHERE[key] == category:
            yield entry.where or f"elsewhere.{key}", f"{figure(entry.value)} {key}"
    for number, remark in enumerate(report.remarks):
        if wording.finds(remark.text, "points", str(category)):
            yield remark.where or f"remarks[{number}]", remark.text


# --- words -----------------------------------------------------------------------------------------------

#: What an answer says: :data:`~derogation.reports.wording.Said`, or the kind of its absence.
Stance = Literal[
    "yes", "no", "partly", "words", "open", "noted", "withheld", "not_applicable", "does_not_apply", "not_answered"
]


def stance(answer: Answer) -> Stance:
    """What an answer says on the whole: yes, no, words to be weighed, or why it says nothing."""
    if not answer.given:
        if answer.noted:
            return "noted"
        return "withheld" if answer.why_absent == "not_disclosed" else answer.why_absent
    value = answer.value
    if value is None:
        return "words"
    if isinstance(value, tuple):
        stances: set[Stance] = {wording.said(entry) for entry in value}
        return next(iter(stances)) if len(stances) == 1 and stances != {"yes"} else "words"
    if value == "partly":
        return "partly"
    return wording.said(value) if isinstance(value, str) else "words"


def texts(answer: Answer, *parts: str) -> tuple[str, ...]:
    """The words of an answer: its value, and of its parts those named."""
    values = [answer.value, *(answer.parts[key].value for key in parts if key in answer.parts)]
    return tuple(
        entry
        for value in values
        for entry in (value if isinstance(value, tuple) else (value,))
        if isinstance(entry, str)
    )


# --- materials -------------------------------------------------------------------------------------------


def declared(report: Report) -> tuple[Material, ...]:
    """The materials that declared technologies look for."""
    return tuple(material for material in MATERIALS if report.detects(material))


def undeclared(report: Report) -> tuple[Material, ...]:
    """The materials that, on the technologies declared, nothing looks for."""
    return tuple(material for material in MATERIALS if report.detects(material) is False)


def words(materials: Iterable[str]) -> str:
    """Materials in words."""
    return ", ".join(MATERIAL_WORDS[material] for material in materials)


def form_applies(report: Report) -> bool:
    """Whether the report used the standard form or was to use it: published, or else due, from its first
    day."""
    if report.form == "2024/2916":
        return True
    first = load_form().in_force_from
    if report.published not in (None, "never"):
        return not isinstance(report.published, str) and report.published >= first
    duty = duty_for_period(report.period_to) if report.period_to else None
    return duty is None or duty.due >= first


def percent(part: int, whole: int, places: int = 2) -> str:
    """A share in percent, rounded half up: ``20.89 %``."""
    step = Decimal(1).scaleb(-places)
    return f"{(Decimal(100 * part) / Decimal(whole)).quantize(step, ROUND_HALF_UP):f} %"


def small(one: int, other: int) -> bool:
    """Whether two figures differ by less than a hundredth of the larger: a slip or a matter of counting."""
    return 100 * abs(one - other) < max(one, other)


def listed(fields: Iterable[str], most: int = 6) -> str:
    """Field ids as a phrase, shortened after ``most``."""
    names = list(fields)
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
