"""The conditions of an assessment as a matrix, and one rule with its proof; views of the record, nothing more."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ...engine.why.proof_text import proof_lines
from ...engine.why.reasons import FactUse
from ...engine.why.results import Assessment, RuleResult, RuleSubject
from ...reading.errors import BadInput, Problem
from ...showing.assessment_page import STATUS
from ...showing.document import Proof as ProofLines
from .standing import anchor, subject_of

#: What stands in an address for a rule that is on no unit, and for units that are not listed.
WHOLE, UNLISTED = "-", "any"


class Cell(Struct, frozen=True):
    """One condition of one subject; ``subject`` as an address has it."""

    rule: str
    subject: str
    status: str
    word: str
    blocking: bool
    decisive: bool


class Line(Struct, frozen=True):
    """One condition: its provision, its title, and a cell (or nothing) for each column."""

    provision: str
    title: str
    cells: tuple[Cell | None, ...]


class Matrix(Struct, frozen=True):
    """Columns by name, and the conditions in the order of the Article; ``provisional``: they do not decide."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    outcomes: tuple[tuple[str, str], ...]
    provisional: bool
    gates: tuple[Cell, ...]


class Step(Struct, frozen=True):
    """A part of a rule (applies, holds, relief) with the lines of its proof."""

    title: str
    blocks: tuple[ProofLines, ...]


class Fact(Struct, frozen=True):
    """A fact that a rule rests on, with the subject of the working page and the element where it stands there."""

    use: FactUse
    subject: str
    anchor: str


class Proof(Struct, frozen=True):
    """One rule of one subject with all that is said of it."""

    result: RuleResult
    cited: str
    subject: str
    status: str
    word: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    authority: tuple[str, ...]


def matrix_of(found: Assessment) -> Matrix:
    """The conditions of an assessment."""
    subjects = list(dict.fromkeys(result.subject for result in found.conditions))
    units = [each for each in subjects if each.unit]
    whole = [each for each in subjects if not each.unit]
    unit = found.rulebook.verdicts.unit
    columns = [f"Any {unit}" if each.unlisted else each.unit for each in units] + (["Provider"] if whole else [])
    rows: dict[str, dict[RuleSubject, RuleResult]] = {}
    for result in found.conditions:
        rows.setdefault(result.rule.id, {})[result.subject] = result
    lines: list[Line] = []
    for by_subject in rows.values():
        rule = next(iter(by_subject.values())).rule
        cells = [_cell(by_subject.get(each)) for each in units]
        if whole:
            cells.append(next((_cell(by_subject[each]) for each in whole if each in by_subject), None))
        lines.append(Line(found.rulebook.cite(rule.provision), rule.title, tuple(cells)))
    titles = found.rulebook.verdicts.titles
    outcomes = tuple((each.id, titles[each.outcome]) for each in found.units)
    return Matrix(tuple(columns), tuple(lines), outcomes, found.law.provisional, tuple(_gates(found)))


def _gates(found: Assessment) -> Iterator[Cell]:
    """What is asked before the conditions, where it is so or open."""
    for result in found.other_rules:
        if result.kind == "gate" and result.proofs and result.proofs[1].truth is not False:
            word = "so" if result.proofs[1].truth else "open"
            status = "not_met" if result.proofs[1].truth else "undetermined"
            subject = _address(result.subject)
            yield Cell(result.rule.id, subject, status, f"{result.rule.title}: {word}", blocking=False, decisive=False)


def _cell(result: RuleResult | None) -> Cell | None:
    if result is None:
        return None
    word = STATUS[result.status].partition(" ")[2]
    word = "open" if result.status == "undetermined" else word
    shown = " (not shown)" if result.not_shown else ""
    turns = result.decisive and result.status in ("not_met", "undetermined")
    subject = _address(result.subject)
    return Cell(result.rule.id, subject, result.status, f"{word}{shown}", result.blocking, turns)


def _address(subject: RuleSubject) -> str:
    return UNLISTED if subject.unlisted else subject.unit or WHOLE


def proof_of(found: Assessment, rule: str, subject: str) -> Proof:
    """One rule of one subject. Raises :class:`BadInput` where there is none."""
    for result in (*found.conditions, *found.other_rules):
        if result.rule.id == rule and _address(result.subject) == subject:
            book = found.rulebook
            named = "any technology" if result.subject.unlisted else result.subject.unit
            status = _cell(result) if result.kind == "condition" else None
            truth = result.proofs[1].truth if result.proofs else None
            word = status.word if status else {True: "so", False: "not so", None: "open"}[truth]
            facts = tuple(Fact(use, subject_of(use.path), anchor(use.path)) for use in result.facts)
            return Proof(
                result,
                book.cite(result.rule.provision),
                named,
                status.status if status else {True: "yes", False: "no", None: "undetermined"}[truth],
                word,
                facts,
                tuple(_steps(found, result)),
                tuple(map(book.cite, result.rule.authority)),
            )
    raise BadInput(Problem("the answer has no such condition", hint="Open the page again; the facts may have changed."))


def _steps(found: Assessment, result: RuleResult) -> Iterator[Step]:
    """The parts of a rule that say something, each with its proof."""
    if result.proofs is None:
        return
    titles = ("When it applies", "What it asks", "What may stand in its place")
    for name, title, node in zip(("applies", "holds", "relief"), titles, result.proofs, strict=True):
        plain = (name == "applies" and node.truth is True) or (name == "relief" and node.truth is False)
        if name == "holds" or (result.kind == "condition" and not plain):
            yield Step(title, (ProofLines(tuple(proof_lines(node, found.rulebook))),))
