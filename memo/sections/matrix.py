"""The matrix of conditions: the conditions in the order of the Article, technologies across, word and sign in each."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.why.results import RuleResult, RuleSubject
from ...rules.citation_styles import pinpoints
from ...showing.document import Block, Inline, Paragraph, Table, inline
from ...showing.words import wording
from ..dossier import Dossier
from ..grounds import nothing_on_file

WIDEST = 4  # technologies side by side; more make a second table
WITHIN = "3(1)("
#: Conditions that have no row unless every one is asked for.
LEFT_OUT = {
    "undetermined": "Open, with nothing on file on what is open in them",
    "not_applicable": "Not applicable",
}


def matrix(dossier: Dossier) -> Iterator[Block]:
    """The section with the matrix; one sentence where no condition is reached."""
    yield dossier.heading(1, "Conditions by technology")
    assessment = dossier.assessment
    if not dossier.gates_pass or not assessment.conditions:
        yield Paragraph(inline("No condition is reached: the answer is decided before."))
        return
    columns, every = columns_of(dossier), rows_of(dossier)
    by_rule = every if dossier.full else [row for row in every if not _bare(dossier, row)]
    left = [next(iter(row.values())) for row in every if row not in by_rule]
    order = [row.rule.provision for row in assessment.conditions]
    for status, words in LEFT_OUT.items():
        provisions = [each.rule.provision for each in left if each.status == status]
        if provisions:
            yield Paragraph(inline(f"{words}: points {pinpoints(provisions, order, cite=assessment.rulebook.cite)}."))
    if not by_rule:
        return
    groups = [columns[at : at + WIDEST] for at in range(0, len(columns), WIDEST)]
    if any(column.unit for column in columns):
        yield Paragraph(
            inline("Conditions on the provider as a whole bear on each technology and stand in every column.")
        )
    for number, group in enumerate(groups, 1):
        part = f" ({number} of {len(groups)})" if len(groups) > 1 else ""
        share = min(0.22, 0.5 / len(group))
        yield Table(
            f"Conditions of {assessment.rulebook.cite('3(1)')}{part}",
            ("Provision", "Condition", *(_head(dossier, column) for column in group)),
            tuple(_row(dossier, results, group) for results in by_rule),
            (0.16, 0.84 - share * len(group), *(share for _ in group)),
        )
    marks = (
        ["an asterisk, open conditions on which the answer may turn"]
        if any(r.decisive and r.status == "undetermined" for r in assessment.conditions)
        else []
    )
    marks += ["a dagger, conditions that bar it"] if any(r.blocking for r in assessment.conditions) else []
    if marks:
        yield Paragraph(inline(f"Marked are, by {' and, by '.join(marks)}."), "small")


def _bare(dossier: Dossier, results: dict[RuleSubject, RuleResult]) -> bool:
    """Whether a condition applies to nothing, or is open with nothing on file."""
    statuses = {each.status for each in results.values()}
    return statuses == {"not_applicable"} or all(nothing_on_file(dossier, each) for each in results.values())


def columns_of(dossier: Dossier) -> list[RuleSubject]:
    """The technologies; where no condition is on a technology, the provider."""
    found = list(dict.fromkeys(result.subject for result in dossier.assessment.conditions))
    return [each for each in found if each.unit] or found


def rows_of(dossier: Dossier) -> list[dict[RuleSubject, RuleResult]]:
    """The results of each condition by subject, in the order of the Article; those on the provider for every one."""
    columns = columns_of(dossier)
    found: dict[str, dict[RuleSubject, RuleResult]] = {}
    for result in dossier.assessment.conditions:
        row = found.setdefault(result.rule.id, {})
        row.update({result.subject: result} if result.subject.unit else dict.fromkeys(columns, result))
    return list(found.values())


def _row(dossier: Dossier, results: dict[RuleSubject, RuleResult], columns: list[RuleSubject]) -> tuple[Inline, ...]:
    first = next(iter(results.values()))
    dossier.cite(first.rule.provision)
    whose = "" if first.subject.unit else " (provider)"
    return (
        inline(short_citation(dossier, first.rule.provision)),
        inline(f"{first.rule.title}{whose}"),
        *(_cell(results.get(column)) for column in columns),
    )


def short_citation(dossier: Dossier, provision: str) -> str:
    """A point of Article 3(1) without the Article, which the caption names; not noted as cited."""
    style = dossier.authorities.style
    text = style.short(provision) if provision.startswith(WITHIN) else style(provision)
    return text[:1].upper() + text[1:]


def _head(dossier: Dossier, subject: RuleSubject) -> str:
    if not subject.unit:
        return "The provider"
    name = dossier.unit_name(subject.unit).text
    return name[:1].upper() + name[1:]


def _cell(result: RuleResult | None) -> Inline:
    if result is None:
        return inline("– not assessed")
    shown = ", not shown" if result.not_shown else ""
    bars = " †" if result.blocking else ""
    may_turn = " *" if result.decisive and result.status == "undetermined" else ""
    return inline(f"{wording().statuses[result.status]}{shown}{bars}{may_turn}")
