"""What is derived from drafts and hypotheses, as documents: the label stands in the first line of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..engine.case.words import long_date
from ..rules.variants.answered import Basis, VariantAnswer, days_of
from ..rules.variants.applied import WOULD_BE
from ..rules.variants.compared import Comparison, Law, Side, law_name
from ..rules.variants.model import LABELS, Variant
from .authorities import GRADE_WORDS
from .document import Block, Document, Heading, Listing, Paragraph, Table
from .words import wording

GRADES = {**GRADE_WORDS, "presumed": "not read: presumed as adopted"}
ORDER = ("not_met", "undetermined", "relieved", "met", "not_applicable")


def label_of(*laws: Law) -> str:
    """The label of laws that are compared: which of them are no law, then their names."""
    kinds = dict.fromkeys(LABELS[law.kind] for law in laws if law is not None)
    names = [law.name if law is not None else "the law as it stands" for law in laws]
    return f"{'; '.join(kinds)}: {' against '.join(names)}" if kinds else f"{' against '.join(names)}"


def words(outcome: str) -> str:
    """An outcome in words: "would be covered"."""
    bare = outcome.removeprefix(WOULD_BE)
    short = wording().outcomes[bare].short
    return short if bare == outcome else f"would be: {short}"


def under_document(found: VariantAnswer) -> Document:
    """An outcome under a variant."""
    title = f"{found.variant.label}. {found.assessment.case}, {long_date(found.assessment.on)}"
    return Document(title, tuple(_under(found)))


def _under(found: VariantAnswer) -> Iterator[Block]:
    assessment, variant = found.assessment, found.variant
    possible = assessment.possible_outcomes
    left = f" What is left: {'; '.join(words(each) for each in possible)}." if len(possible) > 1 else ""
    yield Paragraph(f"{assessment.outcome}.{left} {_rests(found)}", "lead")
    if variant.kind == "hypothesis":
        yield Paragraph("A hypothesis never says that a processing would be covered: the conditions were not read.")
    if len(assessment.units) > 1:
        yield Listing(tuple(f"{unit.id}: {words(unit.outcome)}" for unit in assessment.units))
    if found.decided_by:
        yield Heading("What decides it")
        yield Listing(tuple(basis_line(each) for each in found.decided_by))
    rows: list[tuple[str, ...]] = []
    for status in ORDER:
        for each in assessment.conditions:
            if each.status == status:
                change = variant.changes.get(each.rule.id)
                provision = assessment.rulebook.cite(each.rule.provision)
                of = f" [{each.subject.unit}]" if each.subject.unit else ""
                rows.append(
                    (f"{provision}{of}", each.rule.title, status.replace("_", " "), change.change if change else "")
                )
    if rows:
        yield Heading("Conditions")
        yield Table("", ("Provision", "Condition", "Would be", "Changed"), tuple(rows))
    if variant.left_out:
        yield Heading("Said of it, and not taken up")
        yield Listing(tuple(f"{each.what} {each.why}" for each in variant.left_out))
    engines = " and ".join(assessment.engines)
    yield Paragraph(f"Derived by {engines}; rules supposed {assessment.rulebook.digest[:12]}. Never law; no advice.")


def _rests(found: VariantAnswer) -> str:
    day = "applies on this day by its own terms" if found.in_own_days else "would not have applied on this day"
    return f"The weakest thing this rests on: {GRADES[found.grade]}. {found.variant.short} {day}."


def basis_line(basis: Basis) -> str:
    """A rule as a variant has it, in a line."""
    change = f" ({basis.change})" if basis.change != "none" else ""
    at = f"{basis.provision}, " if basis.provision else ""
    source = f"; {basis.source}" if basis.source else ""
    gist = f" {basis.gist}" if basis.change != "none" else ""
    return f"{at}{basis.title}{change}.{gist} [{GRADES[basis.grade]}{source}]"


def compare_document(laws: tuple[Law, Law], found: Sequence[Comparison], *, own_days: bool) -> Document:
    """Two laws on one case, or on several as a table."""
    title = label_of(*laws)
    if len(found) == 1:
        return Document(f"{title}. {found[0].case}, {long_date(found[0].on)}", tuple(_one(found[0], own_days)))
    return Document(f"{title}: {len(found)} cases", tuple(_many(laws, found, own_days)))


def days_taken(sides: Sequence[Side], on: date | None, own_days: bool) -> str:
    """On which days drafts are taken to apply, in a sentence; "" where that makes no difference on the day."""
    if own_days:
        return "Drafts are taken to apply on their own days only."
    late = [side.law for side in sides if not side.in_own_days]
    if on is None:
        return "Drafts are taken to apply as long as the act, whatever days they name (--own-days takes these)."
    if not late:
        return ""
    return (
        f"By its own terms {' and '.join(dict.fromkeys(late))} would not have applied on {long_date(on)}; it is taken "
        "to apply as long as the act (--own-days takes its own days)."
    )


def _one(each: Comparison, own_days: bool) -> Iterator[Block]:
    yield Table("", ("Law", "Outcome", "Possible"), tuple(_outcome_row(side) for side in (each.a, each.b)))
    if days := days_taken((each.a, each.b), each.on, own_days):
        yield Paragraph(days)
    if each.same:
        yield Paragraph("The outcome is the same.")
    else:
        many = len(each.because) > 1
        how = "any one of these suffices" if each.alone and many else "these together" if many else "this alone"
        yield Heading(f"What makes the difference: {how}")
        yield Listing(tuple(basis_line(basis) for basis in each.because))
    if each.conditions:
        yield Heading("Rules whose status differs")
        rows = [
            (rule.provision, rule.title, rule.subject, _said(rule.before), _said(rule.after))
            for rule in each.conditions
        ]
        yield Table("", ("Provision", "Rule", "Subject", each.a.law, each.b.law), tuple(rows))
    yield Paragraph("Derived by the evaluator alone. No advice.")


def _outcome_row(side: Side) -> tuple[str, str, str]:
    return side.law, words(side.outcome), "; ".join(words(each) for each in side.possible_outcomes)


def _said(status: str) -> str:
    return status.replace("_", " ")


def _many(laws: tuple[Law, Law], found: Sequence[Comparison], own_days: bool) -> Iterator[Block]:
    yield Paragraph(days_taken([side for each in found for side in (each.a, each.b)], None, own_days))
    changed = sum(1 for each in found if not each.same)
    yield Paragraph(f"{changed} of {len(found)} outcomes differ. Derived by the evaluator alone.")
    rows = [
        (each.case, each.on.isoformat(), words(each.a.outcome), words(each.b.outcome), because_cell(each))
        for each in found
    ]
    names = tuple(law_name(law) for law in laws)
    yield Table("", ("Case", "On", *names, "Because of"), tuple(rows))


def matrix_document(laws: Sequence[Law], found: Sequence[Sequence[Comparison]], *, own_days: bool) -> Document:
    """Several laws, each against the law as it stands: ``found`` has a column of comparisons for each."""
    title = f"{label_of(*laws).partition(':')[0]}: {len(laws)} laws, each against the law as it stands"
    return Document(title, tuple(_matrix(laws, found, own_days)))


def _matrix(laws: Sequence[Law], found: Sequence[Sequence[Comparison]], own_days: bool) -> Iterator[Block]:
    yield Paragraph(
        days_taken([side for column in found for each in column for side in (each.a, each.b)], None, own_days)
    )
    names = [law_name(law) for law in laws]
    yield Listing(tuple(f"{name}: {_counted(column)}" for name, column in zip(names, found, strict=True)))
    rows: list[tuple[str, ...]] = []
    for line in zip(*found, strict=True):
        cells = [
            "the same" if each.same else f"{words(each.b.outcome)}; {because_cell(each)} [{GRADES[each.grade]}]"
            for each in line
        ]
        rows.append((line[0].case, line[0].on.isoformat(), words(line[0].a.outcome), *cells))
    yield Table("", ("Case", "On", "act", *names), tuple(rows))
    yield Paragraph("Derived by the evaluator alone. No advice.")


def _counted(column: Sequence[Comparison]) -> str:
    """How many outcomes differ, and how many of these by one rule."""
    differ = [each for each in column if not each.same]
    one = sum(1 for each in differ if len(each.because) == 1)
    any_one = sum(1 for each in differ if each.alone and len(each.because) > 1)
    together = len(differ) - one - any_one
    parts = [
        f"{one} by one rule" if one else "",
        f"{any_one} by any one of several rules" if any_one else "",
        f"{together} by several rules that are needed together" if together else "",
    ]
    how = f" ({', '.join(filter(None, parts))})" if differ else ""
    return f"{len(differ)} of {len(column)} outcomes differ{how}"


def because_cell(each: Comparison) -> str:
    """The rules that make a difference, in a cell: the first of those that suffice, or all that are needed together."""
    if each.same:
        return ""
    named = [f"{basis.rule} ({basis.change})" for basis in each.because]
    if each.alone:
        return named[0] + (f", or {len(named) - 1} more alone" if len(named) > 1 else "")
    return " and ".join(named)


def variant_document(variant: Variant) -> Document:
    """A variant itself: what it changes, how well that is known, and what was left out."""
    return Document(variant.label, tuple(_variant(variant)))


def _variant(variant: Variant) -> Iterator[Block]:
    yield Paragraph(f"Changes against Regulation (EU) {variant.of}. {days_of(variant)} [{GRADES[variant.grade]}]")
    rows = [(each.rule, each.change, each.gist, f"{GRADES[each.grade]}{'; ' if each.source else ''}{each.source}")
            for each in variant.changes.values()]  # fmt: skip
    yield Table("", ("Rule", "Change", "What it says", "How well that is known"), tuple(rows))
    yield Paragraph("Every other rule is presumed to be as in the act.")
    if variant.left_out:
        yield Heading("Said of it, and not taken up")
        yield Listing(tuple(f"{each.what} {each.why}" for each in variant.left_out))
