"""What an error rate is worth: how much was reviewed, what complaints turned over, where the rate comes
from."""

from __future__ import annotations

from collections.abc import Iterator

from .. import wording
from ..findings import Hit
from ..form import MATERIAL_WORDS, MATERIALS
from ..model import Report, fields_of, figure, shown
from .look import declared, percent, seen, stance
from .look import words as words_of
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
    """The report says that its error rate comes from appeals, or from what was reversed among all acted on."""
    source = {"appeals": "appeals", "reversals": "what was restored or reversed among all that was acted on"}
    if report.meanings.error_rate in source:
        rates = tuple(ids(m)[2] for m in MATERIALS if report.answer(ids(m)[2]).given) or ("6.known.error_rate",)
        where = f" ({report.meanings.error_rate_where})" if report.meanings.error_rate_where else ""
        yield Hit(
            rates,
            f"The report takes its error rate from {source[report.meanings.error_rate]}{where}.",
            seen(report, *rates),
        )


def resembles_appeal_rate(report: Report) -> Iterator[Hit]:
    """The rate is not B / A but equals restored over removed, suspended or complaints."""
    if report.meanings.error_rate in ("appeals", "reversals"):
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


def appeals_in_words(report: Report) -> Iterator[Hit]:
    """The words beside an error rate or a number of errors speak of appeals or of what was restored."""
    if report.meanings.error_rate in ("appeals", "reversals"):
        return
    for material in MATERIALS:
        for name in ids(material)[1:3]:
            answer = report.answer(name)
            words = [answer.note, answer.raw, *(report.meanings.error_rate_where,) * (answer.value is not None)]
            if answer.given and (found := next((one for one in words if wording.affirmed(one, "appeal_words")), "")):
                yield Hit((name,), f'Beside the figure the report says: "{found}"', seen(report, name))
                break


def achieved_differs(report: Report) -> Iterator[Hit]:
    """The error rate said to be achieved with measures is not the error rate of category 6."""
    for material in MATERIALS:
        name, rate_id = f"7.{material}.error_rate_achieved", ids(material)[2]
        achieved, rate = report.ratio(name), report.ratio(rate_id)
        if achieved is not None and rate is not None and achieved != rate:
            text = f"The error rate achieved is {figure(achieved)} in category 7, that of category 6 is {figure(rate)}."
            yield Hit((name, rate_id), text, seen(report, name, rate_id))


def second_look_denied(report: Report) -> Iterator[Hit]:
    """No human looks at flagged items before they are reported, neither at each nor at samples."""
    for material in declared(report):
        every, sample = (f"7.{material}.review.{key}" for key in ("every_item", "sample"))
        if report.says(every) == "no" and report.says(sample) == "no":
            text = f"No item flagged as {MATERIAL_WORDS[material]} is reviewed by a human, not even a sample."
            yield Hit((every, sample), text, seen(report, every, sample))


def no_measure(report: Report) -> Iterator[Hit]:
    """Every question on measures against errors is answered with no."""
    rows = [row.id for row in fields_of(category=7) if row.type != "ratio" and report.answer(row.id).given]
    if rows and all(stance(report.answer(name)) in ("no", "withheld", "open", "not_applicable") for name in rows):
        yield Hit(
            tuple(rows),
            "Every question on measures against errors that is answered is denied.",
            seen(report, *rows[:3]),
        )


def hash_finds_the_unknown(report: Report) -> Iterator[Hit]:
    """Hash matching is said to look for new material or for solicitation."""
    for one in report.technologies or ():
        found = [material for material in one.detects if material != "known"]
        if one.kind == "hash" and found:
            text = f"{one.name}, a matching of hashes, is said to look for {words_of(found)}."
            yield Hit((), text, ((f"technologies.{one.id}.detects", ", ".join(one.detects)),))
