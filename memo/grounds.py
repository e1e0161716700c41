"""The grounds of a rule's status in clauses: the facts its proof rests on, told apart by how they are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..engine.case.facts import PartialSet, View
from ..engine.case.words import plain
from ..engine.change.cures import ConditionCures, cures_of
from ..engine.change.proposals import FactChange
from ..engine.truth.evaluator import Node
from ..engine.why.indicators import indications_of
from ..engine.why.reasons import FactUse, about_series, facts_read, leaves
from ..engine.why.reasons import shown_nodes as parts_shown
from ..engine.why.results import RuleResult
from ..showing.document import Inline, Span, inline, joined
from ..showing.foreign import said
from ..showing.words import clause, listed, open_clause, wording
from .dossier import Dossier

LEADS = {
    "supplied": "On file: ",
    "agreed": "Agreed: ",
    "assumed": "Assumed: ",
    "claimed": "As the party states: ",
    "admitted": "Admitted: ",
    "own_word": "On its own word: ",
}


class Ground(Struct, frozen=True):
    """One fact as a rule used it: ``row`` names the row of a series it speaks of, such as a report due, and
    ``holder`` is what the fact is about."""

    row: str
    use: FactUse
    holder: View


def grounds(dossier: Dossier, result: RuleResult) -> list[Ground]:
    """The facts behind the status of a rule, each once."""
    rulebook = dossier.assessment.rulebook
    found: dict[tuple[str, str], Ground] = {}
    for leaf, use in facts_read(leaves(*shown_nodes(result)), rulebook.vocabulary):
        if use.question.endswith("?") or use.path in dossier.disputed:
            row, holder = about_series(leaf, rulebook.series), next(reversed(leaf.bound.values()))
            found.setdefault((row, use.path), Ground(row, use, holder))
    return list(found.values())


def shown_nodes(result: RuleResult) -> list[Node]:
    """The parts of a rule that account for its status."""
    return parts_shown(result.status, result.proofs) if result.proofs is not None else []


def nothing_on_file(dossier: Dossier, result: RuleResult) -> bool:
    """Whether a rule is open because nothing that it asks for is on file: no fact, no party's word, no indicator of a
    finding, no note on what is not known."""
    if result.status != "undetermined":
        return False
    found = grounds(dossier, result)
    blank = all(
        each.use.value is None and each.use.path not in dossier.disputed and not each.use.own_note for each in found
    )
    return blank and not any(_indicated(dossier, each) for each in found)


def _indicated(dossier: Dossier, ground: Ground) -> bool:
    spec, book = dossier.spec(ground.use.path), dossier.assessment.rulebook
    if spec is None or not spec.indicators:
        return False
    key = book.vocabulary.split(spec.path)[1]
    return bool(indications_of(ground.holder, key, spec, dossier.assessment.derivation.case, book).on_file)


def told(dossier: Dossier, found: Iterable[Ground], *, provision: str) -> Iterator[Inline]:
    """The grounds as sentences, first the known ones by standing, then the disputed, then the unknown."""
    rows: dict[str, list[FactUse]] = {}
    for ground in found:
        rows.setdefault(ground.row, []).append(ground.use)
    for row, uses in rows.items():
        if row:
            yield inline(f"As to the {row}: ")
        yield from _told(dossier, uses, provision)


def _told(dossier: Dossier, uses: list[FactUse], provision: str) -> Iterator[Inline]:
    for standing, lead in LEADS.items():
        known = [use for use in uses if use.value is not None and use.standing == standing]
        if known:
            yield inline(lead, joined([_known(dossier, use, provision) for use in known], "; "), ". ")
    disputed = [use for use in uses if use.value is None and use.path in dossier.disputed]
    if disputed:
        yield inline("Disputed: ", joined([_disputed(dossier, use, provision) for use in disputed], "; "), ". ")
    unknown = [use for use in uses if use.value is None and use.path not in dossier.disputed]
    if unknown:
        yield inline(
            f"Not known: {'; '.join(dict.fromkeys(open_words(dossier, use.path, use.question) for use in unknown))}. "
        )


def open_words(dossier: Dossier, path: str, question: str) -> str:
    """An unknown fact or list as a clause."""
    spec = dossier.spec(path)
    if spec is not None:
        return open_clause(spec)
    return wording().lists.get(dossier.spec_path(path), f"the question “{question}”")


def _known(dossier: Dossier, use: FactUse, provision: str) -> Inline:
    spec = dossier.spec(use.path)
    words = said(clause(spec, use.value)) if spec is not None else said(use.text)
    mark = dossier.exhibits.cite(use.source, (provision,)) if use.source else None
    return inline(words, *((" ", mark) if mark is not None else ()))


def _disputed(dossier: Dossier, use: FactUse, provision: str) -> Inline:
    by: dict[str, list[str]] = {}
    marks: dict[str, Span] = {}
    for position in dossier.disputed[use.path].positions:
        value = {True: "yes", False: "no"}[position.value] if isinstance(position.value, bool) else "stated"
        by.setdefault(value, []).append(said(position.by, limit=60).text)
        mark = dossier.exhibits.cite(position.source, (provision,)) if position.source else None
        if mark is not None:
            marks[mark.text] = mark
    views = "; ".join(f"{value} according to {listed(names)}" for value, names in by.items())
    return inline(
        open_words(dossier, use.path, use.question),
        " (",
        Span(views, foreign=True),
        *(run for mark in marks.values() for run in (" ", mark)),
        ")",
    )


def cure(dossier: Dossier, result: RuleResult) -> str:
    """What would satisfy a failing condition, as ``change`` finds it, alternatives as such; "" where no fact would."""
    found = cures(dossier, result)
    if found is None or not found.cures:
        return ""
    every = [{(fact.path, fact.wanted): _wanted(dossier, fact) for fact in each.facts} for each in found.cures]
    common = [words for key, words in every[0].items() if all(key in each for each in every)]
    ways = [_together([words for words in each.values() if words not in common]) for each in every]
    rest = [words for words in dict.fromkeys(ways) if words]
    return _together([*common, *([f"either {listed(rest, 'or')}"] if len(rest) > 1 else rest)])


def cures(dossier: Dossier, result: RuleResult) -> ConditionCures | None:
    """The cures of a condition for the case or a listed unit."""
    derivation = dossier.assessment.derivation
    unit = _unit(dossier, result)
    if unit is None and dossier.assessment.rulebook.about_unit(result.rule):
        return None
    return cures_of(derivation, result.rule, unit)


def _unit(dossier: Dossier, result: RuleResult) -> View | None:
    """The listed unit that a result is about."""
    units = dossier.assessment.derivation.units
    return next((unit for unit in units if result.subject.unit == unit.name), None)


def _together(words: list[str]) -> str:
    """Facts that are needed together; those that have commas of their own are set apart by semicolons."""
    return "; and ".join(words) if any(", " in each for each in words) else listed(words)


def _wanted(dossier: Dossier, fact: FactChange) -> str:
    """What a fact of a cure would have to be, as a clause."""
    spec = dossier.assessment.rulebook.vocabulary.facts.get(fact.generic)
    if spec is None:
        return f"{wording().lists.get(fact.generic, fact.question)}: {fact.wanted}"
    if isinstance(fact.value, bool):
        return clause(spec, fact.value)
    if spec.never and fact.wanted == spec.never:
        return clause(spec, "never")
    words = wording().facts.get(spec.path, {}).get("is", "")
    if spec.type == "date" and "on {}" in words and " or " not in fact.wanted:
        days = re.sub("^from (.*) by (.*)$", r"between \1 and \2", fact.wanted)
        return words.replace("on {}", days)
    return f"{open_clause(spec)} is answered by: {fact.wanted}"


def context(dossier: Dossier, result: RuleResult, found: Iterable[Ground]) -> list[str]:
    """Facts on file that a reader expects beside the grounds, such as the error rate measured, as clauses."""
    told_already = {dossier.spec_path(ground.use.path) for ground in found}
    unit = _unit(dossier, result)
    words: list[str] = []
    for path in wording().context.get(result.rule.provision, []):
        spec = dossier.assessment.rulebook.vocabulary.facts[path]
        value = unit.values.get(path.partition(".")[2]) if unit is not None else None
        if value is not None and path not in told_already:
            words.append(clause(spec, plain(value)))
    return words


def judged(dossier: Dossier, found: Iterable[Ground]) -> bool:
    """Whether a legal judgement, rather than plain facts alone, is among the grounds."""
    specs = [dossier.spec(ground.use.path) for ground in found if ground.use.value is not None]
    return any(spec is not None and spec.finding for spec in specs)


def indications(dossier: Dossier, path: str, holder: View) -> tuple[list[str], list[str]]:
    """The plain facts on file that support a judgement as it stands, and those that stand against it, as clauses."""
    spec, vocabulary = dossier.spec(path), dossier.assessment.rulebook.vocabulary
    support: list[str] = []
    against: list[str] = []
    if spec is None:
        return support, against
    stands = holder.values.get(vocabulary.split(spec.path)[1])
    if not isinstance(stands, bool):
        return support, against
    for indicator in spec.indicators:
        scope, key = vocabulary.split(indicator.fact)
        value = (holder if scope else dossier.assessment.derivation.case).values.get(key)
        described = vocabulary.facts[indicator.fact]
        if isinstance(value, PartialSet | frozenset):
            members = value.known if isinstance(value, PartialSet) else value
            if indicator.value not in members:
                continue
            words = clause(described, [str(indicator.value)])
        elif value is None or value != indicator.value:
            continue
        else:
            words = clause(described, plain(value))
        (support if indicator.supports is stands else against).append(words)
    return support, against
