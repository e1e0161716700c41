"""Is every point answered, and every field of the form?"""

from __future__ import annotations

from collections.abc import Container, Iterator

from ..findings import Hit
from ..form import Category, Field, load_form
from ..model import NOT_ANSWERED, Answer, Report
from .look import declared, listed, point_blank, seen, silent, stance, stated_outside, undeclared


def point_unanswered(report: Report) -> Iterator[Hit]:
    """Nothing at all on a point that applies to everyone who relies on the derogation."""
    for category in load_form().categories:
        if category.number == 3 or not point_blank(report, category.number) or stated_outside(report, category.number):
            continue
        answers = [report.answer(row.id) for row in category.fields]
        withheld = sum(answer.why_absent == "not_disclosed" for answer in answers)
        how = {0: "empty", len(answers): "withheld"}.get(withheld, f"empty or withheld ({withheld} withheld)")
        yield Hit(
            tuple(row.id for row in category.fields),
            f"Nothing is said on point ({category.number}), {category.named}: "
            f"{'its one field is' if len(answers) == 1 else f'all {len(answers)} fields are'} {how}.",
            seen(report, *(row.id for row in category.fields[:3])),
            mild=any(answer.reason for answer in answers),
        )


def point_not_split(report: Report) -> Iterator[Hit]:
    """A point that is stated outside the fields made for it only: in a note, under elsewhere, in a remark."""
    for category in load_form().categories:
        found = stated_outside(report, category.number) if point_blank(report, category.number) else ()
        if found and category.number != 3:
            fields = tuple(row.id for row in category.fields)
            what = "; ".join(f"{place}: {text}" for place, text in found)
            yield Hit(
                fields,
                f"Point ({category.number}), {category.named}, is stated, but not split as the form asks: {what}.",
                found,
            )


def point_only_not_applicable(report: Report) -> Iterator[Hit]:
    """A point answered with N/A throughout, by a provider that uses a technology."""
    if report.technologies == ():
        return
    for category in load_form().categories:
        fields = tuple(row.id for row in category.fields)
        answers = [report.answer(name) for name in fields]
        if category.number == 3 or any(answer.given for answer in answers):
            continue
        if point_blank(report, category.number) or any(answer.reason for answer in answers):
            continue
        yield Hit(
            fields,
            f"Point ({category.number}), {category.named}, is nowhere answered and no reason is given.",
            seen(report, *fields[:3]),
        )


def field_unanswered(report: Report) -> Iterator[Hit]:
    """Required fields left empty, on what the declared technologies look for or on everything."""
    yield from _unanswered(report, outside=False)


def field_unanswered_outside(report: Report) -> Iterator[Hit]:
    """Required fields left empty on material that no declared technology looks for."""
    yield from _unanswered(report, outside=True)


def _unanswered(report: Report, *, outside: bool) -> Iterator[Hit]:
    skipped = undeclared(report)
    if report.form == "other":
        if not outside:
            yield from _not_found(report, skipped)
        return
    for category in load_form().categories:
        empty = () if point_blank(report, category.number) else _empty_rows(report, category, skipped, outside=outside)
        if empty:
            what = "on material that no declared technology looks for" if outside else "that the form requires"
            yield Hit(
                empty,
                f"Category {category.number}: {len(empty)} field{'s' if len(empty) > 1 else ''} {what} "
                f"left empty ({listed(empty)}).",
                seen(report, *empty[:3]),
            )


def _empty_rows(report: Report, category: Category, skipped: Container[str], *, outside: bool) -> tuple[str, ...]:
    return tuple(
        row.id
        for row in category.fields
        if required(report, row)
        and silent(report, row.id)
        and report.answer(row.id).why_absent == "not_answered"
        and (row.material in skipped) == outside
    )


def _not_found(report: Report, skipped: Container[str]) -> Iterator[Hit]:
    """A report on a form of its own does not leave rows empty; it is told once what the standard form asks besides."""
    found = {
        category.number: _empty_rows(report, category, skipped, outside=False)
        for category in load_form().categories
        if not point_blank(report, category.number)
    }
    empty = tuple(name for names in found.values() for name in names)
    if empty:
        counts = ", ".join(f"{len(names)} in category {number}" for number, names in found.items() if names)
        message = (
            f"The report, on a form of its own, has no answer to {len(empty)} fields that the standard form requires"
        )
        yield Hit(empty, f"{message}: {counts}.")


def field_not_disclosed(report: Report) -> Iterator[Hit]:
    """Required fields on which the provider says that it will not or cannot say."""
    withheld = tuple(
        row.id
        for row in load_form().fields.values()
        if not row.optional and not report.answer(row.id).given and report.answer(row.id).why_absent == "not_disclosed"
    )
    if withheld:
        yield Hit(withheld, f"Withheld: {listed(withheld)}.", seen(report, *withheld[:3]))


def part_unanswered(report: Report) -> Iterator[Hit]:
    """A field answered, but not every answer that its row asks for; free text may answer them all."""
    for row in load_form().fields.values():
        answer = report.answer(row.id)
        free = row.type == "text" and answer.value is not None and not answer.parts
        none = report.count(row.id) == 0 or stance(answer) == "no"  # then nothing is to be added
        if not row.parts or not answer.given or free or none:
            continue
        empty = [part for part in row.parts if part.key not in _SELF_ANSWERED and _empty(answer, part.key)]
        if empty:
            labels = ", ".join(f'"{part.label}"' for part in empty)
            yield Hit((row.id,), f"The row also asks: {labels}. No answer to that.", seen(report, row.id))


#: The value of the field answers these, or (the law behind a ground) a check of its own asks.
_SELF_ANSWERED = ("number", "processed", "law")


def _empty(answer: Answer, key: str) -> bool:
    part = answer.parts.get(key, NOT_ANSWERED)
    return not part.given and part.why_absent in ("not_answered", "not_disclosed")


def required(report: Report, row: Field) -> bool:
    """Whether the row is to be answered: not optional, and its condition not known to fail."""
    if row.optional:
        return False
    if row.condition == "content_processed":
        if row.id.startswith("1.text_bytes") and report.detects("solicitation") is False:
            return False
        return report.says("1.content") != "no"
    if row.condition == "new_measures":
        return report.new_measures is True
    # whether data left the Union has a check of its own; whether the EU Centre exists is not asked here
    return row.condition not in ("transfer", "eu_centre")


def technologies_not_stated(report: Report) -> Iterator[Hit]:
    """Without the technologies, errors cannot be told apart and no field can be said not to apply."""
    if report.technologies is None or (report.technologies and not declared(report)):
        yield Hit(
            ("6.known.flagged", "6.new.flagged", "6.solicitation.flagged"),
            "Which technologies are used, or what each looks for, is not stated.",
        )


def answer_says_nothing(report: Report) -> Iterator[Hit]:
    """Text that is no answer: a refusal, "unknown", "see above", N/A in words."""
    for row in load_form().fields.values():
        answer = report.answer(row.id)
        if row.type in ("text", "list") and answer.given and not row.optional:
            said = stance(answer)
            if said in ("withheld", "open", "not_applicable") and not any(part.given for part in answer.parts.values()):
                yield Hit((row.id,), "The words entered do not answer the row.", seen(report, row.id))


def note_instead_of_figure(report: Report) -> Iterator[Hit]:
    """Rows whose figure stands in a note only, on a point that is otherwise answered."""
    found = tuple(
        row.id
        for row in load_form().fields.values()
        if report.answer(row.id).noted and not row.optional and not point_blank(report, row.category)
    )
    if found:
        yield Hit(found, f"Stated in a note only, not in the row: {listed(found)}.", seen(report, *found))
