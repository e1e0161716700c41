"""What an error rate is worth: how much was reviewed, what complaints turned over, where the rate comes
from."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Hit
from ..form import MATERIAL_WORDS, MATERIALS
from ..model import Report, figure, shown
from .look import declared, percent, seen
from .sets import NUMBER, agrees, figures, ids


def partial_review(report: Report) -> Iterator[Hit]:
    """Fewer items reviewed than flagged: what nobody reviewed counts as right, so the rate is a lower
    bound."""
    for one in figures(report):
        material, label, a, b, rate, c = one.material, one.label, one.a, one.b, one.rate, one.c
        if a is None or c is None or c >= a:
            continue
        fields, number = ids(material), one.number
        bounds = ""
        if b is not None and b <= c:
            bounds = f" With B{number} = {figure(b)} the true rate lies from {percent(b, a)} to {percent(b + a - c, a)}"
            bounds += f"; among what was reviewed it is {percent(b, c)}." if c else "."
        yield Hit(
            (fields[3], fields[0]) + ((fields[2],) if rate is not None else ()),
            f"{figure(c)} of {figure(a)} flagged {'accounts' if number == 3 else 'items'} were put through human "
            f"review{label} ({percent(c, a, 1)}); {figure(a - c)} were not, so a rate B / A is only a lower bound."
            f"{bounds}",
            ((fields[0], figure(a)), (fields[3], figure(c)), (fields[2], shown(report.answer(fields[2])))),
        )


def zero_beside_reversals(report: Report) -> Iterator[Hit]:
    """A rate of zero, while complaints led to content or accounts being restored."""
    for material in MATERIALS:
        a_id, b_id, rate_id, c_id = ids(material)
        if report.ratio(rate_id) != 0:
            continue
        restored = [
            f"5.{material}.{kind}.restored_{way}"
            for kind in ("items", "accounts")
            for way in ("internal", "judicial")
            if (kind == "accounts" or material != "solicitation")
        ]
        reversals = [(name, report.count(name) or 0) for name in restored]
        reversals = [(name, number) for name, number in reversals if number]
        if not reversals:
            continue
        a, c = report.count(a_id), report.count(c_id)
        items = sum(number for name, number in reversals if ".items." in name)
        accounts = sum(number for name, number in reversals if ".accounts." in name)
        parts = [f"{items} item{'s' * (items != 1)}"] * bool(items)
        parts += [f"{accounts} account{'s' * (accounts != 1)}"] * bool(accounts)
        text = f"The error rate is 0, while {' and '.join(parts)} were restored after complaints"
        text += f", and B{NUMBER[material]} is {shown(report.answer(b_id))}."
        if a and items and items <= a:
            text += f" {items} / {figure(a)} flagged would be {percent(items, a)}"
            if c is not None and c < a:
                text += f"; only {figure(c)} were reviewed"
                text += f", of which {items} would be {percent(items, c)}" if items <= c and c else ""
            text += "."
        yield Hit(
            (rate_id, b_id, c_id, a_id, *(name for name, _ in reversals)),
            text,
            (*seen(report, a_id, b_id, rate_id, c_id), *((name, figure(n)) for name, n in reversals)),
        )


def appeal_rate(report: Report) -> Iterator[Hit]:
    """The report says that its error rate comes from appeals."""
    if report.meanings.error_rate == "appeals":
        rates = tuple(ids(m)[2] for m in MATERIALS if report.answer(ids(m)[2]).given) or ("6.known.error_rate",)
        where = f" ({report.meanings.error_rate_where})" if report.meanings.error_rate_where else ""
        yield Hit(rates, f"The report takes its error rate from appeals{where}.", seen(report, *rates))


def resembles_appeal_rate(report: Report) -> Iterator[Hit]:
    """The rate is not B / A but equals restored over removed, suspended or complaints."""
    if report.meanings.error_rate == "appeals":
        return
    for material in MATERIALS:
        a_id, b_id, rate_id, _ = ids(material)
        a, b, rate = report.count(a_id), report.count(b_id), report.ratio(rate_id)
        if not rate or (a and b is not None and b <= a and agrees(rate, b, a)):
            continue
        for kind, acted in (("items", "removed"), ("accounts", "suspended")):
            if material == "solicitation" and kind == "items":
                continue
            block = f"5.{material}.{kind}"
            restored = report.count(f"{block}.restored_internal") or 0
            for base in (f"{block}.{acted}", f"{block}.complaints_internal"):
                whole = report.count(base)
                if restored and whole and restored <= whole and agrees(rate, restored, whole):
                    fields = (rate_id, f"{block}.restored_internal", base)
                    yield Hit(
                        fields,
                        f"The rate given, {figure(rate)}, equals {figure(restored)} restored of {figure(whole)} "
                        f"({base}): the share of appeals that succeeded rather than an error rate.",
                        seen(report, *fields),
                    )
                    break


def not_by_technology(report: Report) -> Iterator[Hit]:
    """Several technologies look for one material, but the figures are not split between them."""
    for material in declared(report):
        users = [one.id for one in report.technologies or () if material in one.detects]
        a, b, rate, _ = ids(material)
        given = [name for name in (a, b, rate) if report.answer(name).given]
        if len(users) > 1 and given and not any(report.answer(name).by_technology for name in given):
            yield Hit(
                tuple(given),
                f"{len(users)} technologies look for {MATERIAL_WORDS[material]} ({', '.join(users)}), but one figure "
                "stands for all of them.",
                seen(report, *given),
            )
