"""A, B, the rate and C of category 6, in total and split by technology."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from ..form import MATERIALS, Material
from ..model import Report, Value

#: The number in the form's symbols: A1, B1, C1 for known material, and so on.
NUMBER = {"known": 1, "new": 2, "solicitation": 3}


class Figures(Struct, frozen=True):
    """One set of figures: A flagged, B wrongly flagged, the rate in percent, C reviewed; ``label`` names a
    split."""

    material: Material
    label: str
    a: int | None
    b: int | None
    rate: Decimal | None
    c: int | None

    @property
    def number(self) -> int:
        return NUMBER[self.material]


def ids(material: Material) -> tuple[str, str, str, str]:
    """The fields of A, B, the rate and C."""
    a, b, rate, c = (f"6.{material}.{key}" for key in ("flagged", "false_positives", "error_rate", "human_reviewed"))
    return a, b, rate, c


def figures(report: Report) -> Iterator[Figures]:
    """The figures of each material in total, then of each technology that they are split by."""
    for material in MATERIALS:
        a, b, rate, c = ids(material)
        yield Figures(material, "", report.count(a), report.count(b), report.ratio(rate), report.count(c))
        split = [report.answer(name).by_technology for name in (a, b, rate, c)]
        for technology in dict.fromkeys(key for one in split for key in one):
            values = [one.get(technology) for one in split]
            label = f" ({technology})"
            yield Figures(material, label, _int(values[0]), _int(values[1]), _ratio(values[2]), _int(values[3]))


def _int(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None


def _ratio(value: Value | None) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def agrees(rate: Decimal, part: int, whole: int) -> bool:
    """Whether a rate is right when rounded or cut off at its last decimal; zero is right only for no
    errors."""
    if rate == 0 or part == 0:
        return (rate == 0) == (part == 0)
    exponent = rate.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(Decimal(100 * part) / Decimal(whole) - rate) < step
