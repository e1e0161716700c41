"""A gate or a condition as a part that opens: why, on which facts and evidence, by which proof, under which law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from ..engine.why.examples import said as example
from ..engine.why.proof_text import proof_lines
from ..engine.why.reasons import FactUse
from ..engine.why.results import Assessment, RuleResult
from ..rules.citations import eli
from ..rules.cited import Cited
from ..rules.ledger import load_ledger
from .assessment_page import STANDINGS, STATUS
from .authorities import line
from .document import Block, Fold, Heading, Inline, Listing, Paragraph, Proof, Span, Terms, Text, inline, joined
from .exception_page import HOLDS, position_text
from .foreign import said
from .words import sentence

FACT_STANDING = {
    **STANDINGS,
    "supplied": "as the file states",
    "assumed": "assumed by the author of the file",
    "entailed": "follows from other facts",
    "not_asked": "",
    "not_disclosed": "",
}
PARTS = {"applies": "Whether it applies", "holds": "Whether it holds", "relief": "Whether it is relieved"}


class Around(Struct, frozen=True):
    """What the parts of one answer share: its authorities, the anchors of its sources, and a prefix for its own."""

    assessment: Assessment
    cited: tuple[Cited, ...]
    sources: Mapping[str, str]
    prefix: str = ""

    def anchor(self, result: RuleResult) -> str:
        """The name to link to of a result, the same each time."""
        results = (*self.assessment.conditions, *self.assessment.other_rules)
        return f"{self.prefix}rule-{next(at for at, each in enumerate(results, 1) if each is result)}"

    def on(self, target: str) -> Iterator[str]:
        """The authorities on a rule, a fact or a choice of a reading, a line each."""
        return (line(each) for each in self.cited if each.target == target)


def mark_of(result: RuleResult) -> str:
    """The state of a condition or gate as a mark with its word."""
    if result.kind == "condition":
        return f"{STATUS[result.status]}{' (not shown)' if result.not_shown else ''}"
    return HOLDS[result.proofs[1].truth if result.proofs else None]


def rule_fold(around: Around, result: RuleResult) -> Fold:
    """A rule with what became of it, closed."""
    cite = around.assessment.rulebook.cite
    unit = result.subject.unit
    named = said(f"[{'any not listed' if result.subject.unlisted else unit}]" if unit else "")
    title = inline(Span(mark_of(result), bold=True), f" {cite(result.rule.provision)}: {result.rule.title} ", named)
    return Fold(title, tuple(_within(around, result)), around.anchor(result))


def _within(around: Around, result: RuleResult) -> Iterator[Block]:
    because = result.own_sentence or ("" if result.facts else result.because)  # else it would only repeat the facts
    if because:
        yield Paragraph(inline(said(because, limit=4_000)))
    if result.open_texts:
        yield Listing(tuple(result.open_texts))
    if result.satisfied_by:
        yield Paragraph("It is satisfied either way:")
        yield Listing(tuple(_way(way.status, example(way.example)) for way in result.satisfied_by))
    facts = [_fact(around, use) for use in result.facts]
    if facts:
        yield Heading("Facts and evidence", 2)
        yield Listing(tuple(facts))
    if result.proofs is not None:
        yield Fold("The proof, step by step", tuple(_proof(around, result)), on_paper=False)
    yield Heading("The law", 2)
    yield Terms(tuple(_law(around, result)))
    found = tuple(around.on(result.rule.id))
    if found:
        yield Heading("Authorities on it", 2)
        yield Listing(found)


def _way(status: str, supposed: str) -> str:
    return f"{STATUS[status]}{f', for example if {supposed}' if supposed else ''}"


def _fact(around: Around, use: FactUse) -> Inline:
    """A question, its answer, how the answer came to count, and where the evidence stands."""
    fact = next((each for each in around.assessment.disputed_facts if each.path == use.path), None)
    by_parties = tuple(said(f"{position_text(each)}.") for each in fact.positions) if fact is not None else ()
    behind = by_parties or _evidence(around, use)
    standing = FACT_STANDING.get(use.standing, use.standing)
    return inline(
        f"{use.question} ",
        Span(use.text, bold=True, foreign=True),
        *((f" ({standing})",) if standing and standing not in use.text else ()),
        ". ",
        *(part for each in behind for part in (each, " ")),
        f"[{use.path}]",
    )


def _evidence(around: Around, use: FactUse) -> tuple[Text | Span, ...]:
    """The source of a fact as a link to its entry, and what the file notes of it."""
    anchor = around.sources.get(use.source, "")
    source = inline("Source: ", Span(use.source, target=anchor) if anchor else said(use.source), ".")
    return (*((source,) if use.source else ()), *((said(sentence(use.note)),) if use.note else ()))


def _proof(around: Around, result: RuleResult) -> Iterator[Block]:
    if result.proofs is None:
        return
    for name, node in zip(PARTS, result.proofs, strict=True):
        if name != "holds" and (result.kind != "condition" or node.truth is (name == "applies")):
            continue
        lines = tuple(proof_lines(node, around.assessment.rulebook))
        yield Paragraph(inline(Span(f"{PARTS[name]}:", bold=True)))
        yield Proof(lines)


def _law(around: Around, result: RuleResult) -> Iterator[tuple[str, Text]]:
    rule, book = result.rule, around.assessment.rulebook
    yield "Provision", inline(Span(book.cite(rule.provision), href=_link(rule.provision)))
    gist = next((each.gist for each in load_ledger().on(around.assessment.on) if each.path == rule.provision), "")
    if gist:
        yield "What it asks", gist
    if rule.quotes:
        yield "Its words", "; ".join(f"“{quote}”" for quote in rule.quotes)
    if rule.authority:
        yield "See also", ", ".join(map(book.cite, rule.authority))
    if rule.burden:
        yield "To be shown by", f"the {rule.burden}"
    if rule.note:
        yield "Note", " ".join(rule.note.split())
    if result.readings:
        met = {each.id for each in around.assessment.readings}
        names = [
            inline(Span(f"{name}={choice}", target=f"{around.prefix}reading-{name}" if name in met else ""))
            for name, choice in result.readings.items()
        ]
        yield "On the readings", joined(names, "; ")


def _link(provision: str) -> str:
    """Where the official text stands; nothing for what has no link."""
    try:
        return eli(provision)
    except ValueError:
        return ""


def folds(around: Around, results: Iterable[RuleResult]) -> Iterator[Fold]:
    """Each rule as a part that opens."""
    return (rule_fold(around, result) for result in results)
