"""Category 5 against category 4 and against itself: removals, complaints, restorations."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..findings import Hit
from ..form import MATERIAL_WORDS, MATERIALS
from ..model import Duration, Report, fields_of, figure
from .look import FILES, seen, small, total

_BLOCKS = tuple(
    (f"5.{material}.{kind}", acted, f"{MATERIAL_WORDS[material]}, {kind}")
    for material in MATERIALS
    for kind, acted in (("items", "removed"), ("accounts", "suspended"))
    if (material, kind) != ("solicitation", "items")
)


def removals_differ(report: Report) -> Iterator[Hit]:
    """Items removed against files reported."""
    for material in ("known", "new"):
        files = tuple(f"4.{material}.{kind}" for kind in FILES)
        reported, removed = total(report, files), report.count(f"5.{material}.items.removed")
        if reported is None or removed is None or reported == removed:
            continue
        side = "fewer" if removed < reported else "more"
        yield Hit(
            (f"5.{material}.items.removed", *files),
            f"{figure(removed)} items of {MATERIAL_WORDS[material]} were removed, {figure(abs(reported - removed))} "
            f"{side} than the {figure(reported)} files reported.",
            seen(report, f"5.{material}.items.removed", *files),
            minor=small(removed, reported),
        )


def restored_exceed_acted(report: Report) -> Iterator[Hit]:
    """More restored than was removed or suspended."""
    for block, acted, words in _BLOCKS:
        fields = (f"{block}.{acted}", f"{block}.restored_internal", f"{block}.restored_judicial")
        whole = report.count(fields[0])
        part = sum(report.count(name) or 0 for name in fields[1:])
        if whole is not None and part > whole:
            yield Hit(
                fields,
                f"{figure(part)} restored, but {figure(whole)} {acted} ({words}).",
                seen(report, *fields),
            )


def restored_exceed_complaints(report: Report) -> Iterator[Hit]:
    """More restored after complaints than there were complaints."""
    for block, _, words in _BLOCKS:
        for way in ("internal", "judicial"):
            fields = (f"{block}.complaints_{way}", f"{block}.restored_{way}")
            complaints, restored = (report.count(name) for name in fields)
            if complaints is not None and restored is not None and restored > complaints:
                yield Hit(
                    fields,
                    f"{figure(restored)} restored after {figure(complaints)} complaints ({words}).",
                    seen(report, *fields),
                )


def complaints_exceed_acted(report: Report) -> Iterator[Hit]:
    """More complaints than removals or suspensions to complain about."""
    for block, acted, words in _BLOCKS:
        fields = (f"{block}.complaints_internal", f"{block}.{acted}")
        complaints, whole = (report.count(name) for name in fields)
        if complaints is not None and whole is not None and complaints > whole:
            yield Hit(
                fields,
                f"{figure(complaints)} complaints, but {figure(whole)} {acted} ({words}).",
                seen(report, *fields),
            )


def suspended_exceed_reports(report: Report) -> Iterator[Hit]:
    """Far more accounts suspended than reports made or accounts reported: twice as many; grave from ten times."""
    for material in MATERIALS:
        name = f"5.{material}.accounts.suspended"
        rows = [row.id for row in fields_of(category=4, material=material) if row.counted in ("reports", "accounts")]
        counts = {row: number for row in rows if (number := report.count(row)) is not None}
        suspended = report.count(name)
        if suspended is None or not counts:
            continue
        base = max(sum(number for row, number in counts.items() if ".accounts_" in row), counts.get(rows[0], 0))
        if suspended > 2 * base and suspended - base > 10:
            text = f"{figure(suspended)} accounts were suspended over {MATERIAL_WORDS[material]}, but no more than "
            text += f"{figure(base)} reports were made or accounts reported."
            yield Hit((name, *counts), text, seen(report, name, *counts), mild=suspended <= 10 * base)


#: In days: longer than the month of Article 12(3) GDPR with its two further months; longer than half a year.
_SLOW, _TOO_SLOW = Decimal(92), Decimal(183)


def slow_outcome(report: Report) -> Iterator[Hit]:
    """Complaints to the provider that take longer than three months; a doubt up to half a year."""
    for block, _, words in _BLOCKS:
        name = f"{block}.time_internal"
        length = report.answer(name).value
        if isinstance(length, Duration) and (days := length.days) is not None and days > _SLOW:
            text = f"On average it takes {length} to decide on a complaint to the provider ({words})."
            yield Hit((name,), text, seen(report, name), mild=days <= _TOO_SLOW)
