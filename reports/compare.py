"""Which figures of several reports can stand side by side, and why others cannot.

Figures are comparable when they count the same thing, of the same users, over the same time, by the same
definition. Each reason against names the reports that it concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from pydantic import BaseModel, ConfigDict

from .checks.look import percent
from .checks.sets import ids
from .form import MATERIAL_WORDS, MATERIALS, Field, Material, load_form
from .model import Report, shown

Verdict = Literal["comparable", "with_care", "not_comparable"]
_RANK: tuple[Verdict, ...] = ("comparable", "with_care", "not_comparable")


class Reason(BaseModel):
    """Why figures cannot stand side by side (``not_comparable``), or only ``with_care``."""

    model_config = ConfigDict(frozen=True)

    verdict: Verdict
    text: str


class Comparison(BaseModel):
    """One figure in every report, in the order of the reports, with the verdict and its reasons."""

    model_config = ConfigDict(frozen=True)

    field: str
    label: str
    values: tuple[str, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...]


class _Named(Struct, frozen=True):
    """A report with the name by which reasons call it."""

    name: str
    report: Report


def names(reports: Sequence[Report]) -> list[str]:
    """A short, different name for each report: provider and year, and the file where that is not enough."""
    plain = [report.name for report in reports]
    return [
        name if plain.count(name) == 1 else f"{name} ({report.file})"
        for name, report in zip(plain, reports, strict=True)
    ]


def compare(reports: Sequence[Report]) -> list[Comparison]:
    """Compare the figures of two or more reports. Raises ``ValueError`` for fewer."""
    if len(reports) < 2:
        raise ValueError("comparing takes two reports or more")
    named = [_Named(name, report) for name, report in zip(names(reports), reports, strict=True)]
    found: list[Comparison] = []
    for row in load_form().fields.values():
        if row.type in ("count", "ratio", "duration") and any(one.answer(row.id).given for one in reports):
            found.append(_comparison(row, named))
    return found


def _comparison(row: Field, named: Sequence[_Named]) -> Comparison:
    reasons = [reason for rule in _RULES for reason in rule(row, named)]
    worst = max((_RANK.index(reason.verdict) for reason in reasons), default=0)
    reasons.sort(key=lambda reason: -_RANK.index(reason.verdict))
    return Comparison(
        field=row.id,
        label=row.label,
        values=tuple(_cell(row, one.report) for one in named),
        verdict=_RANK[worst],
        reasons=tuple(reasons),
    )


def _cell(row: Field, report: Report) -> str:
    text = shown(report.answer(row.id))
    if row.category == 6 and row.type == "ratio":
        a, _, _, c = ids(_material(row))
        flagged, reviewed = report.count(a), report.count(c)
        if flagged and reviewed is not None and reviewed <= flagged:
            text += f" ({percent(reviewed, flagged, 1)} reviewed)"
    return text


def _material(row: Field) -> Material:
    return next(material for material in MATERIALS if material == row.material)


# --- rules: each yields the reasons that it finds for one row -------------------------------------------


def _no(text: str) -> Reason:
    return Reason(verdict="not_comparable", text=text)


def _care(text: str) -> Reason:
    return Reason(verdict="with_care", text=text)


def _groups(pairs: Sequence[tuple[str, str]]) -> str:
    """``scanned: A; matched: B, C``"""
    return "; ".join(
        f"{value}: {', '.join(name for name, other in pairs if other == value)}"
        for value in dict.fromkeys(value for _, value in pairs)
    )


def _missing(row: Field, named: Sequence[_Named]) -> Iterator[Reason]:
    absent = [(one.name, shown(one.report.answer(row.id))) for one in named if not _has(row, one)]
    if absent:
        yield _no(f"No figure from every report ({_groups(absent)}).")


def _has(row: Field, one: _Named) -> bool:
    return one.report.answer(row.id).given


def _processed(row: Field, named: Sequence[_Named]) -> Iterator[Reason]:
    """Category 1: processed read as scanned, as matched, or not said."""
    if row.category != 1 or row.id.startswith("1.text_bytes"):
        return
    pairs = [(one.name, one.report.meanings.processed.replace("_", " ")) for one in named if _has(row, one)]
    meanings = {value for _, value in pairs}
    if {"scanned", "matched"} <= meanings:
        yield _no(f"Processed means different things ({_groups(pairs)}).")
    elif "not stated" in meanings:
        yield _care(f"The form does not define processed, and not every report says ({_groups(pairs)}).")
    elif meanings == {"matched"}:
        yield _care("The figures count matches, not what was scanned.")


def _rates(row: Field, named: Sequence[_Named]) -> Iterator[Reason]:
    """Error rates: from review or from appeals, from much review or little."""
    if row.type != "ratio" and not row.symbol.startswith("B"):
        return
    pairs = [(one.name, one.report.meanings.error_rate.replace("_", " ")) for one in named if _has(row, one)]
    meanings = {value for _, value in pairs}
    if len(meanings - {"not stated"}) > 1:
        yield _no(f"Errors are found in different ways ({_groups(pairs)}).")
    elif "appeals" in meanings:
        yield _no(f"The figure counts successful appeals, not errors found on human review ({_groups(pairs)}).")
    elif "not stated" in meanings:
        yield _care(f"Not every report says how errors were found ({_groups(pairs)}).")
    if row.category == 7:
        yield _care("The form does not say by which formula the rate achieved is found.")
        return
    a, _, _, c = ids(_material(row))
    shares: list[tuple[str, str]] = []
    for one in named:
        flagged, reviewed = one.report.count(a), one.report.count(c)
        if _has(row, one):
            known = flagged and reviewed is not None and reviewed <= flagged
            shares.append((one.name, percent(reviewed or 0, flagged, 1) if known and flagged else "share unknown"))
    if any(share != "100.0 %" for _, share in shares):
        yield _care(f"What is not reviewed counts as right, so the rates are lower bounds ({_groups(shares)}).")


def _technologies(row: Field, named: Sequence[_Named]) -> Iterator[Reason]:
    """Categories 4 to 7: different technologies find different things with different errors."""
    if row.category not in (4, 5, 6, 7) or row.material == "all":
        return
    pairs: list[tuple[str, str]] = []
    for one in named:
        if _has(row, one):
            kinds = {t.kind.replace("_", " ") for t in one.report.technologies or () if row.material in t.detects}
            pairs.append((one.name, " and ".join(sorted(kinds)) or "not stated"))
    if len({value for _, value in pairs}) > 1:
        what = MATERIAL_WORDS[row.material]
        yield _care(f"Different technologies look for {what} ({_groups(pairs)}).")


def _users(row: Field, named: Sequence[_Named]) -> Iterator[Reason]:
    """Whose data: the Union, more, or not said."""
    if row.type != "count":
        return
    pairs = [(one.name, one.report.users.replace("_", " ")) for one in named if _has(row, one)]
    meanings = {value for _, value in pairs}
    if row.users == "non_eu" and meanings:
        yield _care("Users elsewhere may be those of a few States or of all the world.")
    elif len(meanings - {"not stated"}) > 1:
        yield _no(f"The figures cover different users ({_groups(pairs)}).")
    elif row.users == "not_stated" and row.category in (5, 6):
        yield _care("The row names no users, so one report may count the Union and another more.")


def _periods(row: Field, named: Sequence[_Named]) -> Iterator[Reason]:
    """Counts over periods of different length."""
    if row.type != "count":
        return
    pairs: list[tuple[str, str]] = []
    for one in named:
        start, end = one.report.period_from, one.report.period_to
        if _has(row, one):
            days = f"{(end - start).days + 1} days" if start and end else "period unknown"
            pairs.append((one.name, "a year" if days in ("365 days", "366 days") else days))
    if len({value for _, value in pairs}) > 1:
        yield _care(f"The periods differ in length ({_groups(pairs)}).")


def _services(row: Field, named: Sequence[_Named]) -> Iterator[Reason]:
    """Counts over different services, or over several that cannot be told apart."""
    if row.type == "duration":
        return
    pairs = [(one.name, shown(one.report.answer("1.service"))) for one in named if _has(row, one)]
    if len({value for _, value in pairs}) > 1:
        yield _care(f"The services differ, and figures are not split by service ({_groups(pairs)}).")


def _forms(row: Field, named: Sequence[_Named]) -> Iterator[Reason]:
    """Figures from reports on different forms, which define what is counted or do not."""
    pairs = [(one.name, one.report.form.replace("_", " ")) for one in named if _has(row, one)]
    if len({value for _, value in pairs}) > 1 or {value for _, value in pairs} == {"other"}:
        yield _care(f"Not all use the standard form and its definitions ({_groups(pairs)}).")


def _acts(row: Field, named: Sequence[_Named]) -> Iterator[Reason]:
    """Durations: the form fixes neither unit nor what the period runs from."""
    if row.category == 8:
        yield _care("The form does not say from which day the period runs, nor whether exceptions count.")
    elif row.type == "duration":
        yield _care("The form does not say whether the average is over days or working days, mean or median.")
    elif row.category == 5 and row.type == "count" and len(named) > 1:
        yield _care("The form defines neither removed, suspended nor restored.")


_RULES: tuple[Callable[[Field, Sequence[_Named]], Iterator[Reason]], ...] = (
    _missing, _processed, _rates, _technologies, _users, _periods, _services, _forms, _acts,
)  # fmt: skip
