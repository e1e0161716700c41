"""Category 6 against its own formula: B and C are parts of A, B is found by review, the rate is B / A."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..findings import Hit
from ..form import MATERIAL_WORDS, Material
from ..model import Report, figure, shown
from .look import declared, figure_of, percent, point_blank, seen, stated_outside
from .sets import NUMBER, agrees, figures, ids


def _larger(
    material: Material, label: str, small: tuple[str, str, int | None], big: tuple[str, str, int | None]
) -> Iterator[Hit]:
    (small_id, small_name, part), (big_id, big_name, whole) = small, big
    if part is not None and whole is not None and part > whole:
        number = NUMBER[material]
        yield Hit(
            (small_id, big_id),
            f"{small_name}{number} ({figure(part)}) is larger than {big_name}{number} ({figure(whole)}){label}, "
            f"of which it is a part.",
            ((small_id, figure(part)), (big_id, figure(whole))),
        )


def wrong_exceed_flagged(report: Report) -> Iterator[Hit]:
    """B is part of A."""
    for one in figures(report):
        material, label, a, b = one.material, one.label, one.a, one.b
        fields = ids(material)
        yield from _larger(material, label, (fields[1], "B", b), (fields[0], "A", a))


def reviewed_exceed_flagged(report: Report) -> Iterator[Hit]:
    """C is part of A."""
    for one in figures(report):
        material, label, a, c = one.material, one.label, one.a, one.c
        fields = ids(material)
        yield from _larger(material, label, (fields[3], "C", c), (fields[0], "A", a))


def wrong_exceed_reviewed(report: Report) -> Iterator[Hit]:
    """B is found by human review, so it is part of C."""
    for one in figures(report):
        material, label, b, c = one.material, one.label, one.b, one.c
        if b is not None and c is not None and b > c:
            fields, number = ids(material), one.number
            yield Hit(
                (fields[1], fields[3]),
                f"B{number} ({figure(b)}) is larger than C{number} ({figure(c)}){label}, "
                "although only review can find an item wrongly flagged.",
                ((fields[1], figure(b)), (fields[3], figure(c))),
            )


def rate_differs(report: Report) -> Iterator[Hit]:
    """The rate given is not 100 B / A, to the decimals given."""
    for one in figures(report):
        material, label, a, b, rate, c = one.material, one.label, one.a, one.b, one.rate, one.c
        fields, number = ids(material), one.number
        if a is None and b == 0 and rate:
            text = f"The rate given is {figure(rate)}{label}, but B{number} is 0: no errors make a rate of zero."
            yield Hit((fields[2], fields[1]), text, ((fields[1], figure(b)), (fields[2], figure(rate))))
        if rate is None or a is None or b is None or b > a or a == 0 or agrees(rate, b, a):
            continue
        guess = ""
        if rate and agrees(rate.scaleb(2), b, a):
            guess = " The figure fits a fraction where a percentage is asked."
        elif c and b <= c and agrees(rate, b, c):
            guess = f" It fits B{number} divided by C{number}, what was reviewed instead of what was flagged."
        yield Hit(
            (fields[2], fields[1], fields[0]),
            f"The rate given is {figure(rate)}{label}, but B{number} / A{number} = {figure(b)} / {figure(a)} = "
            f"{percent(b, a)}.{guess}",
            ((fields[0], figure(a)), (fields[1], figure(b)), (fields[2], figure(rate))),
            minor=not guess and bool(rate and b) and abs(rate * a - 100 * b) * 100 < rate * a,
        )


def rate_without_count(report: Report) -> Iterator[Hit]:
    """A rate, but not the number of errors behind it."""
    for one in figures(report):
        material, label, a, b, rate = one.material, one.label, one.a, one.b, one.rate
        if rate is None or b is not None or (label == "" and report.answer(ids(material)[1]).by_technology):
            continue
        if a == 0:
            continue  # 0 of 0 has a check of its own
        fields, number = ids(material), one.number
        was = shown(report.answer(fields[1]))
        yield Hit(
            (fields[1], fields[2]),
            f"A rate of {figure(rate)} is given{label}, but B{number}, the number of errors, is {was}: "
            "the rate cannot be recomputed.",
            ((fields[0], figure_of(report, fields[0], a)), (fields[1], was), (fields[2], figure(rate))),
            counter="" if rate == 0 else _NOT_ZERO,
        )


_NOT_ZERO = "The number may stand in the text of the report outside this row, or follow from A where A is given."


def rate_without_base(report: Report) -> Iterator[Hit]:
    """A rate, but not the number flagged, of which it is a part."""
    for one in figures(report):
        split = one.label == "" and report.answer(ids(one.material)[0]).by_technology
        if one.rate is None or one.a is not None or split:
            continue
        fields, number = ids(one.material), one.number
        yield Hit(
            (fields[0], fields[2]),
            f"A rate of {figure(one.rate)} is given{one.label}, but A{number}, what it is a rate of, is "
            f"{shown(report.answer(fields[0]))}.",
            seen(report, fields[0], fields[2]),
        )


def zero_of_zero(report: Report) -> Iterator[Hit]:
    """A rate where nothing was flagged."""
    for one in figures(report):
        if one.a == 0 and one.rate is not None:
            fields, number = ids(one.material), one.number
            text = f"Nothing was flagged{one.label} (A{number} is 0), yet a rate of {figure(one.rate)} is given."
            yield Hit((fields[2], fields[0]), text, seen(report, fields[2], fields[0]), minor=one.rate == 0)


def rate_above_half(report: Report) -> Iterator[Hit]:
    """More of what was flagged was wrong than right."""
    for one in figures(report):
        b, a, c = one.b, one.a, one.c
        of_all = one.rate if one.rate is not None else 100 * Decimal(b) / a if a and b is not None and b <= a else None
        of_seen = 100 * Decimal(b) / c if c and b is not None and b <= c else None
        worst = max((rate for rate in (of_all, of_seen) if rate is not None), default=None)
        if worst is not None and worst > 50:
            fields = ids(one.material)
            text = (
                f"By the figures on {MATERIAL_WORDS[one.material]}{one.label}, more was flagged wrongly than rightly."
            )
            yield Hit((fields[2], fields[1], fields[0]), text, seen(report, *fields))


def count_without_rate(report: Report) -> Iterator[Hit]:
    """The number of errors, but no rate."""
    for one in figures(report):
        material, label, a, b, rate = one.material, one.label, one.a, one.b, one.rate
        if rate is not None or b is None or report.answer(ids(material)[2]).given or label or (a == 0 and b == 0):
            continue
        fields, number = ids(material), one.number
        would = f" It would be {percent(b, a)}." if a and b <= a else ""
        yield Hit(
            (fields[2], fields[1]),
            f"B{number} is {figure(b)}, but the rate is {shown(report.answer(fields[2]))}.{would}",
            ((fields[1], figure(b)), (fields[2], shown(report.answer(fields[2])))),
        )


def errors_not_given(report: Report) -> Iterator[Hit]:
    """Neither number nor rate of errors, and no word why, for material that a technology looks for."""
    if point_blank(report, 6):
        return
    for material in declared(report):
        a, b, rate, _ = ids(material)
        answers = [report.answer(b), report.answer(rate)]
        if any(answer.given or answer.noted for answer in answers) or report.count(a) == 0:
            continue
        if all(answer.why_absent in ("not_answered", "not_disclosed") for answer in answers):
            yield Hit(
                (b, rate),
                f"A technology looks for {MATERIAL_WORDS[material]}, but neither a number nor a rate of errors "
                "is given.",
                seen(report, b, rate),
                mild=any(answer.reason for answer in answers) or bool(stated_outside(report, 6)),
            )
