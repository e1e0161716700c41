"""What the technologies declared look for, against what is answered and what is called not applicable."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Hit
from ..form import MATERIAL_WORDS
from ..model import Report, fields_of
from .look import blank, declared, listed, point_blank, seen, total, undeclared
from .sets import ids


def undeclared_material(report: Report) -> Iterator[Hit]:
    """Figures on material that, on the technologies declared, nothing looks for."""
    for material in undeclared(report):
        filled = tuple(row.id for row in fields_of(material=material) if report.count(row.id))
        if filled:
            yield Hit(
                filled,
                f"No declared technology looks for {MATERIAL_WORDS[material]}, yet {listed(filled)} "
                f"{'holds a figure' if len(filled) == 1 else 'hold figures'}.",
                seen(report, *filled),
            )


def figure_not_applicable(report: Report) -> Iterator[Hit]:
    """N/A, without a reason, where a figure is asked on material that a technology looks for."""
    found: list[str] = []
    for material in declared(report):
        flagged, wrong, rate, _ = ids(material)
        for category in (4, 5, 6):
            for row in fields_of(category=category, material=material):
                answer = report.answer(row.id)
                told = row.id == wrong and report.answer(rate).given  # said by the check on rates without counts
                told = told or (row.id in (wrong, rate) and report.count(flagged) == 0)  # of nothing there is no rate
                told = told or (row.id == rate and report.answer(wrong).given)  # said by that on counts without rates
                told = told or ("accounts" in report.elsewhere and row.category == 4 and ".accounts_" in row.id)
                silent = not answer.given and answer.absent == "not_applicable" and not answer.reason
                if row.type in ("count", "ratio") and not row.optional and not told and silent:
                    found.append(row.id)
    if found:
        yield Hit(
            tuple(found),
            f"N/A, with no reason, on what a declared technology looks for: {listed(found)}. "
            "Where nothing was found, the answer is 0.",
            seen(report, *found),
        )


def measure_not_applicable(report: Report) -> Iterator[Hit]:
    """N/A, without a reason, to a question on measures for material that a technology looks for."""
    found = tuple(
        row.id
        for material in declared(report)
        for row in fields_of(category=7, material=material)
        if not row.condition
        and not row.id.endswith(".other")
        and not report.answer(row.id).given
        and report.answer(row.id).absent == "not_applicable"
        and not report.answer(row.id).reason
    )
    if found:
        text = f"N/A, with no reason, on measures against errors: {listed(found)}."
        yield Hit(found, text, seen(report, *found))


def not_differentiated(report: Report) -> Iterator[Hit]:
    """Technologies look for material and for solicitation, but only one of the two is counted."""
    if point_blank(report, 4):
        return
    materials = [one for one in declared(report) if one != "solicitation"]
    if not materials or "solicitation" not in declared(report):
        return
    csam = [row for one in materials for row in fields_of(category=4, material=one)]
    solicitation = list(fields_of(category=4, material="solicitation"))
    for silent, other, words in (
        (solicitation, csam, "solicitation"),
        (csam, solicitation, "abuse material"),
    ):
        if blank(report, silent) and any(report.answer(row.id).given for row in other):
            names = tuple(row.id for row in silent)
            yield Hit(
                names,
                f"Technologies look for both abuse material and solicitation, but no cases of {words} are counted.",
                seen(report, *names[:3]),
            )


def review_contradicts(report: Report) -> Iterator[Hit]:
    """Every flagged item is said to be reviewed before reporting, but C is below A."""
    for material in declared(report):
        a_id, _, _, c_id = ids(material)
        a, c = report.count(a_id), report.count(c_id)
        name = f"7.{material}.review.every_item"
        if report.says(name) == "yes" and a is not None and c is not None and c < a:
            yield Hit(
                (name, c_id, a_id),
                f"Every item flagged is said to be reviewed before it is reported, but only {c:,} of {a:,} were.",
                seen(report, name, c_id, a_id),
            )


def no_prior_confirmation(report: Report) -> Iterator[Hit]:
    """New material or solicitation is reported, and the report denies review of every item."""
    for material in ("new", "solicitation"):
        name, reports = f"7.{material}.review.every_item", f"4.{material}.reports"
        if report.says(name) in ("no", "partly") and total(report, (reports,)):
            yield Hit(
                (name, reports),
                f"Reports on {MATERIAL_WORDS[material]} were made, but not every item was reviewed by a human first.",
                seen(report, name, reports),
                mild=report.says(name) == "partly" or report.says(f"7.{material}.review.sample") != "no",
            )
