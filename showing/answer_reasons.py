"""Why, in clauses: the facts on file that bear on a gate, a condition or a finding, each told once on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from ..engine.case.facts import View
from ..engine.case.vocabulary import ROOT, FactSpec
from ..engine.law import terms as t
from ..engine.law.rulebook import Rulebook
from ..engine.truth.evaluator import Node
from ..engine.why.answer_record import Reason
from ..engine.why.exceptions import Limb
from ..engine.why.indicators import Indications, indications_of
from ..engine.why.reasons import FactUse, about_series, each_once, fact_use, facts_read, leaves, shown_nodes
from ..engine.why.results import Assessment, RuleResult, RuleSubject
from ..engine.why.verdict import Verdict, conditions_count, deciding_gates, open_gates, units_left_out
from .answer_relief import defeated_relief
from .words import clause, number, open_clause, wording

#: Characters of a note that stand on the page; the whole is in the full answer.
SHORT_NOTE = 90
MARKS = {"assumed": "assumed", "admitted": "admitted", "own_word": "on its own word", "claimed": "claimed"}


class Told(Struct):
    """What the page has said so far: the places of facts, and the rules with their subjects."""

    assessment: Assessment
    paths: set[str] = field(default_factory=set[str])
    rules: set[tuple[str, RuleSubject]] = field(default_factory=set[tuple[str, RuleSubject]])

    def add(self, *paths: str) -> None:
        self.paths.update(paths)

    def new(self, uses: Iterable[FactUse]) -> list[FactUse]:
        """Those of the facts that are not told yet; from here on they are."""
        found = {use.path: use for use in uses if use.path not in self.paths}
        self.add(*found)
        return list(found.values())

    def note(self, path: str) -> str:
        """What the case says about a fact that is not known, such as why."""
        results = (*self.assessment.other_rules, *self.assessment.conditions)
        return next((use.own_note for each in results for use in each.facts if use.path == path and use.own_note), "")

    def spec(self, path: str) -> FactSpec | None:
        """What the vocabulary says of the fact at a place in the case."""
        vocabulary = self.assessment.rulebook.vocabulary
        return vocabulary.facts.get(vocabulary.address(path).generic)


def fact_in_words(use: FactUse, rulebook: Rulebook, *, evidence: bool = True) -> str:
    """A known fact as a clause, with how it counts and the note that the case has on it, as it stands there."""
    spec = rulebook.vocabulary.facts.get(use.fact)
    if spec is None:
        return f"no {rulebook.vocabulary.lists[use.fact].item.replace('_', ' ')} is listed"
    behind = evidence_of(use) if evidence else ""
    return f"{clause(spec, use.value)}{f' ({behind})' if behind else ''}"


def evidence_of(use: FactUse) -> str:
    """How a fact counts, and the note that the case has on it where that is short; empty for a plain fact."""
    note = use.own_note if len(use.own_note) <= SHORT_NOTE else ""
    return "; ".join(part for part in (MARKS.get(use.standing, ""), note) if part)


def facts_in_words(uses: Iterable[FactUse], rulebook: Rulebook, most: int = 4) -> str:
    """Known facts as clauses, at most so many."""
    return _clauses([fact_in_words(use, rulebook) for use in uses], most)


def _clauses(words: Iterable[str], most: int) -> str:
    found = list(dict.fromkeys(words))
    left = len(found) - most
    more = f"; and {number(left)} more fact{'s' if left > 1 else ''}" if left > 0 else ""
    return "; ".join(found[:most]) + more


def known_facts(
    assessment: Assessment, result: RuleResult, *, holds_only: bool = False
) -> tuple[list[str], list[FactUse]]:
    """The rows of a series that a rule's status rests on, and the known facts (for a known empty list, the list)."""
    if result.proofs is None:
        return [], []
    book = assessment.rulebook
    nodes = [result.proofs[1]] if holds_only else shown_nodes(result.status, result.proofs)
    rows = dict.fromkeys(row for node in nodes for row in _rows(node, book))
    told = facts_read(leaves(*nodes), book.vocabulary)
    known = ((leaf, use) for leaf, use in told if use.value is not None or use.text == "none")
    return list(rows), each_once((leaf, use) for leaf, use in known if use.question.endswith("?"))


def _rows(node: Node, book: Rulebook) -> list[str]:
    """The rows of a series that do not hold, such as the reports due that are wanting: those of the outermost series,
    since a row may ask about others within it."""
    if isinstance(node.term, t.Each):
        named = [about_series(child, book.series) for child in node.children if child.truth is not True]
        if any(named):
            return named
    return next((rows for child in node.children if (rows := _rows(child, book))), list[str]())


def _besides(node: Node) -> Iterator[Node]:
    """The leaves by which a rule comes into play: of "not A, or B", where neither is so, those of A."""
    if isinstance(node.term, t.Any) and node.truth is False and not all(_negates(child) for child in node.children):
        yield from leaves(*(child for child in node.children if _negates(child)))
    for child in node.children:
        yield from _besides(child)


def _negates(node: Node) -> bool:
    return isinstance(node.term, t.Not)


def failing_text(assessment: Assessment, result: RuleResult, told: Told, most: int = 3) -> str:
    """Why a condition fails, in clauses; where that turns on a period, for which."""
    if result.not_shown:
        return ""
    rows, uses = known_facts(assessment, result, holds_only=True)
    said = result.own_sentence.rstrip(".")
    if rows:
        told.add(*(use.path for use in uses))
        words = said or f"it is not so that {_lower(result.rule.title)}"
        return f"{_lower(words)} ({', '.join(rows)})"
    fresh = told.new(uses)
    if len(fresh) > most and result.proofs is not None:
        besides = {use.path for _, use in facts_read(_besides(result.proofs[1]), assessment.rulebook.vocabulary)}
        fresh.sort(key=lambda use: use.path in besides)  # what is wanting is not to be cut
    if fresh:
        return _by_unit(assessment, result, fresh, most) + _unrelieved(assessment, result, told)
    return _lower(said) if said else f"it is not so that {_lower(result.rule.title)}"


def _by_unit(assessment: Assessment, result: RuleResult, uses: Sequence[FactUse], most: int) -> str:
    """Facts as clauses. Those of a unit that the result is not about come with its name: once where all that is said is
    of it, else each, and then so do the result's own."""
    book, names = assessment.rulebook, {each.address.steps: each.entity.name for each in assessment.derivation.units}
    named = [(names.get(book.vocabulary.address(use.path).steps[:1], ""), fact_in_words(use, book)) for use in uses]
    said = {name for name, _ in dict.fromkeys(named[:most])}
    if said <= {"", result.subject.unit}:
        return _clauses((words for _, words in named), most)
    if len(said) == 1:
        return f"as to {said.pop()}, {_clauses((words for _, words in named), most)}"
    return _clauses((f"as to {name}, {words}" if name else words for name, words in named), most)


def _unrelieved(assessment: Assessment, result: RuleResult, told: Told) -> str:
    """Why the relief from a condition fails, where facts on file defeat it."""
    provision, uses = defeated_relief(assessment, result)
    fresh = told.new(uses)
    if not fresh:
        return ""
    words, cite = facts_in_words(fresh, assessment.rulebook), assessment.rulebook.cite(provision)
    return f", with no relief, since {words} ({cite})"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


# --- reasons ---------------------------------------------------------------------------------------------------------


def reasons(assessment: Assessment, verdict: Verdict, told: Told) -> Iterator[Reason]:
    """Why, beyond what the sentence says: what fails, what is relieved, and what is open with something on file."""
    for gate in deciding_gates(assessment):
        if (gate.rule.id, gate.subject) not in told.rules:
            yield _reason(
                gate, "holds", facts_in_words(told.new(known_facts(assessment, gate)[1]), assessment.rulebook)
            )
    if not conditions_count(assessment):
        return
    if verdict.needed != "no":
        for gate in open_gates(assessment):
            if not gate.subject.unlisted:
                yield from _open(assessment, gate, told)
    left_out = units_left_out(assessment)
    conditions = [each for each in assessment.conditions if each.subject.unit not in left_out]
    for result in conditions:
        if result.status == "not_met" and not result.not_shown and (result.rule.id, result.subject) not in told.rules:
            yield _reason(result, "not_met", failing_text(assessment, result, told, most=2))
    for result in conditions:
        if result.status == "relieved":
            text = result.own_sentence.rstrip(".")
            uses = told.new(known_facts(assessment, result)[1])
            yield _reason(result, "relieved", _lower(text) or facts_in_words(uses, assessment.rulebook))
    for result in conditions:
        if result.status == "undetermined" and not result.subject.unlisted:
            yield from _open(assessment, result, told)
    yield from _against_indicators(assessment, told)


def _reason(result: RuleResult, status: str, text: str) -> Reason:
    return Reason(result.rule.provision, result.subject.unit, status, text or _lower(result.rule.title))


def _open(assessment: Assessment, result: RuleResult, told: Told) -> Iterator[Reason]:
    """What is on file for an open gate or condition: indicators of its findings, and notes on what is not known."""
    book = assessment.rulebook
    parts = [text.rstrip(".") for text in result.open_texts]
    asked = {missing.path for missing in assessment.missing_facts}
    spoken = {fact.path for fact in assessment.disputed_facts}
    for use in result.facts:
        spec = book.vocabulary.facts.get(use.fact)
        if spec is None or use.path in told.paths or use.value is not None:
            continue
        found = _of_finding(assessment, result, spec)
        if found is not None and found.on_file:
            words = indicators_in_words(assessment, [found], told, last=True)
            if words:
                if use.path not in spoken:  # who says what is told where parties' words are
                    told.add(use.path)
                parts.append(f"{open_clause(spec)}: {words[:1].lower()}{words[1:].rstrip('.')}")
        if use.own_note and use.path not in asked and use.standing in ("not_asked", "not_disclosed", "does_not_apply"):
            told.add(use.path)
            parts.append(f"“{use.question}” is open; on file: {use.own_note}")
    beside = told.new(_beside(assessment, result))
    if beside:
        parts.append(f"on file: {facts_in_words(beside, book)}")
    if parts:
        yield _reason(result, "undetermined", "; ".join(parts))


def _beside(assessment: Assessment, result: RuleResult) -> Iterator[FactUse]:
    """Known facts that a condition does not ask for and that are worth telling beside it, such as a rate of errors."""
    vocabulary = assessment.rulebook.vocabulary
    units = {unit.entity.name: unit for unit in assessment.derivation.units}
    for path in wording().context.get(result.rule.provision, ()):
        scope, key = vocabulary.split(path)
        holder: View | None = assessment.derivation.case if scope == ROOT else units.get(result.subject.unit)
        if holder is not None and holder.values.get(key) is not None:
            yield fact_use(holder, key, vocabulary.facts[path])


def _of_finding(assessment: Assessment, result: RuleResult, spec: FactSpec) -> Indications | None:
    if not spec.indicators:
        return None
    derivation, book = assessment.derivation, assessment.rulebook
    scope, key = book.vocabulary.split(spec.path)
    units = {unit.entity.name: unit for unit in derivation.units}
    holder: View | None = derivation.case if scope == ROOT else units.get(result.subject.unit)
    return indications_of(holder, key, spec, derivation.case, book) if holder is not None else None


def _against_indicators(assessment: Assessment, told: Told) -> Iterator[Reason]:
    """Findings that stand against plain facts on file that are not told yet."""
    derivation, book = assessment.derivation, assessment.rulebook
    for spec in book.vocabulary.facts.values():
        scope, key = book.vocabulary.split(spec.path)
        if not spec.indicators or scope not in (ROOT, book.verdicts.unit):
            continue
        for holder in (derivation.case,) if scope == ROOT else derivation.units:
            found = indications_of(holder, key, spec, derivation.case, book)
            contrary = {True: found.to_no, False: found.to_yes, None: ()}[found.concluded]
            fresh = told.new(contrary)
            if fresh:
                words = f"that {clause(spec, found.concluded)} stands against: {facts_in_words(fresh, book)}"
                subject = "" if scope == ROOT else holder.entity.name
                yield Reason(spec.provisions[0] if spec.provisions else "", subject, "finding", words)


# --- indicators ------------------------------------------------------------------------------------------------------


def limb_indications(assessment: Assessment, limb: Limb) -> Indications | None:
    """The indications of the finding that a limb rests on."""
    derivation, book = assessment.derivation, assessment.rulebook
    for path in limb.paths:
        spec = book.vocabulary.facts.get(path)
        scope, key = book.vocabulary.split(path)
        if spec is not None and scope == ROOT and spec.indicators:
            return indications_of(derivation.case, key, spec, derivation.case, book)
    return None


def indicators_in_words(assessment: Assessment, found: Iterable[Indications], told: Told, *, last: bool = False) -> str:
    """What points where, each fact once, and, first or ``last``, whether anybody has drawn the conclusion; "" where
    nothing is on file."""
    groups = list(found)
    ways: dict[str, list[FactUse]] = {"both ways": [], "to no": [], "to yes": [], "neither way alone": []}
    for each in groups:
        either = {use.path for use in each.to_yes} & {use.path for use in each.to_no}
        ways["both ways"] += [use for use in each.to_no if use.path in either]
        ways["to no"] += each.to_no
        ways["to yes"] += each.to_yes
        ways["neither way alone"] += each.besides
    seen: set[str] = set()
    parts: list[str] = []
    for way, uses in ways.items():
        fresh = {use.path: use for use in uses if use.path not in seen and use.path not in told.paths}
        seen.update(fresh)
        if fresh:
            verb, noun = ("points", "plain fact") if len(fresh) == 1 else ("point", "plain facts")
            words = "; ".join(fact_in_words(use, assessment.rulebook) for use in fresh.values())
            parts.append(f"{number(len(fresh))} {noun} {verb} {way}: {words}")
    told.add(*seen)
    if not parts:
        return ""
    drawn = any(each.concluded is not None for each in groups) or _claimed(assessment, groups)
    undrawn = [] if drawn else ["nobody has drawn the conclusion"]
    text = f"{'; '.join([*parts, *undrawn] if last else [*undrawn, *parts])}."
    return text[:1].upper() + text[1:]


def _claimed(assessment: Assessment, groups: Iterable[Indications]) -> bool:
    """Whether a party has drawn one of the conclusions, though it does not count."""
    spoken = {fact.path for fact in assessment.disputed_facts}
    return any(each.finding.path in spoken for each in groups)
