"""Values in words, and as JSON has them."""

from __future__ import annotations

from datetime import date

from .facts import NEVER, PartialSet, Standing, Value
from .vocabulary import FactSpec

Plain = bool | int | float | str | list[str] | None


def plain(value: Value | PartialSet | None) -> Plain:
    """A value as JSON has it: days as text, ``never`` for a day that does not come, sets as sorted lists, whole numbers
    without a point."""
    if isinstance(value, date):
        return "never" if value == NEVER else value.isoformat()
    if isinstance(value, PartialSet):
        return sorted(value.known)
    if isinstance(value, frozenset):
        return sorted(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def words(value: Value | PartialSet | None, spec: FactSpec, standing: Standing) -> str:
    """A value in words: ``yes``, ``2 August 2021``, ``not disclosed``."""
    if value is None:
        return {
            "not_asked": "unknown (not asked)",
            "not_disclosed": "unknown (not disclosed)",
            "disputed": "disputed",
            "uncorroborated": "rests on one party's word",
            "does_not_apply": "said not to apply",
        }.get(standing, "unknown")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return (spec.never or "never") if value == NEVER else long_date(value)
    if isinstance(value, PartialSet):
        return f"{_listing(value.known)}, and perhaps more"
    if isinstance(value, frozenset):
        return _listing(value) or "none"
    unit = f" {spec.unit}" if spec.unit and spec.unit != "year" else ""
    return f"{value}{unit}".replace("_", " ") if isinstance(value, str) else f"{plain(value)}{unit}"


def _listing(members: frozenset[str]) -> str:
    return ", ".join(sorted(member.replace("_", " ") for member in members))


def long_date(day: date) -> str:
    """A day as people write it: 2 August 2021."""
    return f"{day.day} {day:%B %Y}"
