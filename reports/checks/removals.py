"""Category 5 against category 4 and against itself: removals, complaints, restorations."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Hit
from ..form import MATERIAL_WORDS, MATERIALS
from ..model import Report, figure
from .look import FILES, seen, total

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
