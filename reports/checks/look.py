"""What several checks look at: sums, blanks, declared materials, and values in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from ..duties import duty_for_period
from ..form import MATERIAL_WORDS, MATERIALS, Field, Material, load_form
from ..model import Report, fields_of, shown

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


def blank(report: Report, fields: Iterable[Field]) -> bool:
    """Whether nothing is said on any of ``fields``: each unanswered or undisclosed, none with a reason."""
    return all(
        not report.answer(row.id).given and report.answer(row.id).why_absent in ("not_answered", "not_disclosed")
        for row in fields
    )


def point_blank(report: Report, category: int) -> bool:
    """Whether nothing at all is said on one point of Article 3(1)(g)(vii)."""
    return blank(report, fields_of(category=category))


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


def listed(fields: Iterable[str], most: int = 6) -> str:
    """Field ids as a phrase, shortened after ``most``."""
    names = list(fields)
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
