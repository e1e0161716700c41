"""Figures of one category against those of another, and against figures that the report gives elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..findings import Hit
from ..form import MATERIALS, load_form
from ..model import Report, fields_of, figure
from .look import FILES, seen, total
from .look import small as negligible

_REPORTS = tuple(f"4.{material}.reports" for material in MATERIALS)
_ITEMS = tuple(f"4.{material}.{kind}" for material in ("known", "new") for kind in FILES)
_ACCOUNTS = (
    *(f"4.{material}.accounts_{side}" for material in ("known", "new") for side in ("sending", "receiving")),
    "4.solicitation.accounts_eu_soliciting",
    "4.solicitation.accounts_child_in_eu",
)
_EU = tuple(f"1.{kind}.eu" for kind in FILES)
_EVERYWHERE = (*_EU, *(f"1.{kind}.non_eu" for kind in FILES))
_FLAGGED = ("6.known.flagged", "6.new.flagged")


def _elsewhere(report: Report, key: str, fields: Sequence[str], what: str) -> Iterator[Hit]:
    other, here = report.elsewhere.get(key), total(report, fields)
    if other is None or here is None or other.value == here:
        return
    given = tuple(name for name in fields if report.answer(name).given)
    place = other.where or "another place"
    yield Hit(
        given,
        f"Category 4 adds up to {figure(here)} {what}; the report elsewhere gives {figure(other.value)} "
        f"({place}), {figure(abs(other.value - here))} {'more' if other.value > here else 'fewer'}.",
        (*seen(report, *given), (place, figure(other.value))),
        minor=negligible(other.value, here),
    )


def reports_differ(report: Report) -> Iterator[Hit]:
    """Reports in category 4 against a number of reports given elsewhere."""
    yield from _elsewhere(report, "reports", _REPORTS, "reports")


def items_differ(report: Report) -> Iterator[Hit]:
    """Files in category 4 against a number of items given elsewhere."""
    yield from _elsewhere(report, "items", _ITEMS, "files")


def accounts_withheld(report: Report) -> Iterator[Hit]:
    """Accounts reported are N/A in category 4, though the report counts accounts elsewhere."""
    other = report.elsewhere.get("accounts")
    if other is None or any(report.answer(name).given for name in _ACCOUNTS):
        return
    fields = tuple(name for name in _ACCOUNTS if report.detects(load_form().fields[name].material) is not False)  # pyright: ignore[reportArgumentType]
    if not other.value or not fields:
        return
    place = other.where or "another place"
    yield Hit(
        fields,
        f"No number of accounts is given, though the report speaks of {figure(other.value)} accounts ({place}).",
        (*seen(report, *fields), (place, figure(other.value))),
    )


def _exceeds(report: Report, small: Sequence[str], big: Sequence[str], words: str) -> Iterator[Hit]:
    part, whole = total(report, small), total(report, big)
    if part is not None and whole is not None and part > whole:
        fields = tuple(name for name in (*small, *big) if report.answer(name).given)
        text = f"{words}: {figure(part)} against {figure(whole)}."
        yield Hit(fields, text, seen(report, *fields), minor=negligible(part, whole))


def flagged_exceed_processed(report: Report) -> Iterator[Hit]:
    """More items flagged than files processed anywhere."""
    yield from _exceeds(report, _FLAGGED, _EVERYWHERE, "More items were flagged than files processed")


def reported_exceed_processed(report: Report) -> Iterator[Hit]:
    """More files of users in the Union reported than processed."""
    for kind in FILES:
        small = tuple(f"4.{material}.{kind}" for material in ("known", "new"))
        what = kind.replace("_", " ")
        yield from _exceeds(report, small, (f"1.{kind}.eu",), f"More {what} were reported than processed")


def reported_exceed_flagged(report: Report) -> Iterator[Hit]:
    """More files reported than the technology flagged."""
    for material in ("known", "new"):
        files = tuple(f"4.{material}.{kind}" for kind in FILES)
        yield from _exceeds(
            report, files, (f"6.{material}.flagged",), "More files were reported than the technology flagged"
        )


def matched_and_flagged_differ(report: Report) -> Iterator[Hit]:
    """Where processed means matched, the volume of category 1 should be A."""
    if report.meanings.processed != "matched":
        return
    volume, flagged = total(report, _EU), total(report, _FLAGGED)
    if volume is not None and flagged is not None and volume != flagged:
        fields = tuple(name for name in (*_EU, *_FLAGGED) if report.answer(name).given)
        yield Hit(
            fields,
            f"Files matched add up to {figure(volume)} in category 1, items flagged to {figure(flagged)} in "
            f"category 6: a difference of {figure(abs(volume - flagged))}.",
            seen(report, *fields),
            minor=negligible(volume, flagged),
        )


def split_differs(report: Report) -> Iterator[Hit]:
    """A total that is not the sum of its split by technology."""
    for name, answer in report.answers.items():
        parts = [value for value in answer.by_technology.values() if isinstance(value, int)]
        if parts and isinstance(answer.value, int) and sum(parts) != answer.value:
            yield Hit(
                (name,),
                f"The split by technology adds up to {figure(sum(parts))}, the total is {figure(answer.value)}.",
                tuple((f"{name} ({key})", figure(value)) for key, value in answer.by_technology.items()),
                minor=negligible(sum(parts), answer.value),
            )


def reports_without_files(report: Report) -> Iterator[Hit]:
    """Reports were made, and the files, or the accounts, that they concern are all zero."""
    for material in MATERIALS:
        name = f"4.{material}.reports"
        rows = [row.id for row in fields_of(category=4, material=material) if row.id != name]
        accounts = tuple(row for row in rows if "accounts" in row)
        for fields, what in ((tuple(row for row in rows if row not in accounts), "file"), (accounts, "account")):
            if report.count(name) and fields and all(report.count(field) == 0 for field in fields):
                said = f"{figure(report.count(name) or 0)} reports were made, and no {what} is counted in them."
                yield Hit((name, *fields), said, seen(report, name, *fields))


def files_without_reports(report: Report) -> Iterator[Hit]:
    """Files or accounts reported, and no report."""
    for material in MATERIALS:
        name = f"4.{material}.reports"
        others = tuple(
            row.id for row in fields_of(category=4, material=material) if row.id != name and report.count(row.id)
        )
        if report.count(name) == 0 and others:
            yield Hit(
                (name, *others), "No report was made, yet files or accounts were reported.", seen(report, name, *others)
            )
