"""The discussion: every gate that decides or is open, every exception, condition not plainly met, and turning reading.

Each issue has rule, application, counter-argument and conclusion. Conditions on which nothing at all is on file share
one table, since there is nothing to apply.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.why.results import RuleResult
from ...rules.ledger import load_ledger
from ...showing.document import Block, Inline, Paragraph, Span, Table, inline, joined
from ...showing.foreign import said
from ...showing.words import clause, listed, lower_first, sentence, wording
from ..dossier import Dossier
from ..grounds import context, cure, grounds, indications, judged, nothing_on_file, told
from .exception import exception_issue
from .matrix import short_citation
from .reading import reading_issue

RULE, APPLICATION = Span("Rule. ", bold=True), Span("Application. ", bold=True)
COUNTER, CONCLUSION = Span("Counter-argument. ", bold=True), Span("Conclusion. ", bold=True)


def discussion(dossier: Dossier) -> Iterator[Block]:
    """The section of issues, or one sentence where there is none."""
    yield dossier.heading(1, "Discussion")
    before = list(dossier.counts)
    issues: list[Block] = []
    for exception in dossier.exceptions:
        issues += exception_issue(dossier, exception)
    gates = list(dossier.gate_results())
    bare = [each for each in gates if each.subject.unlisted and nothing_on_file(dossier, each)]
    for result in gates:
        if result not in bare:
            issues += _gate(dossier, result)
    if dossier.gates_pass:
        unclear = [
            each for each in dossier.assessment.conditions if each.status in ("not_met", "undetermined", "relieved")
        ]
        blank = [each for each in unclear if nothing_on_file(dossier, each)]
        for group in _alike([each for each in unclear if each not in blank]):
            issues += _condition(dossier, group)
        issues += _blank(dossier, [*bare, *blank])
    for reading in dossier.assessment.readings:
        if reading.turns_outcome and not any(reading.id == each.reading for each in dossier.exceptions):
            issues += reading_issue(dossier, reading)
    if any(each.status == "undetermined" for each in dossier.assessment.conditions) and dossier.gates_pass:
        yield Paragraph(
            inline(
                "What is open counts as not shown where the burden of proof decides, which lies on the provider "
                "throughout. What a party with an interest asserts alone counts once an opposed party or an "
                "independent source confirms it."
            )
        )
    if dossier.counts == before:
        yield Paragraph(
            inline(
                "Every condition that applies is plainly met on the facts supplied, nothing relevant is "
                "disputed, and no reading of the law turns the answer."
            )
        )
    yield from issues


# --- gates -----------------------------------------------------------------------------------------------------------


def _gate(dossier: Dossier, result: RuleResult) -> Iterator[Block]:
    rule = result.rule
    holds = result.proofs is not None and result.proofs[1].truth is True
    about = inline(" – ", dossier.subject_name(result.subject)) if result.subject.unit else inline()
    yield dossier.heading(2, rule.title, *about, "" if holds else ": open")
    yield Paragraph(inline(RULE, *_rule(dossier, result)))
    yield Paragraph(
        inline(APPLICATION, *told(dossier, grounds(dossier, result), provision=rule.provision), *_why_open(result))
    )
    yield Paragraph(inline(COUNTER, *_gate_counter(dossier, result, holds)))
    word = dossier.outcome_word(rule.outcome)
    if holds:
        yield Paragraph(inline(CONCLUSION, f"This decides: {word}."))
    else:
        yield Paragraph(inline(CONCLUSION, f"Open. If this is so, the answer is: {word}."))


def _gate_counter(dossier: Dossier, result: RuleResult, holds: bool) -> Iterator[str | Inline]:
    others = [
        inline(
            "On the reading “",
            choice.title,
            f"” of {dossier.assessment.rulebook.readings[name].question} "
            f"{sentence(' '.join(choice.argument.split()))} ",
        )
        for name, chosen in result.readings.items()
        for choice in dossier.assessment.rulebook.readings[name].choices
        if choice.id != chosen
        and not any(each.id == name and each.turns_outcome for each in dossier.assessment.readings)
        and not any(name == each.reading for each in dossier.exceptions)
    ]
    if others:
        yield from others
        yield "The answer does not turn on it."
    elif holds:
        needed = _gate_cure(dossier, result)
        yield (
            f"None is on file. It would have to be shown that {needed}."
            if needed
            else "None is on file; nothing but the law and the day assessed decides."
        )
    else:
        yield "The facts that would decide it are missing, not argued over; no burden of proof attaches to them."


def _why_open(result: RuleResult) -> Iterator[str]:
    for text in result.open_texts:
        yield f"{sentence(text)} "


def _gate_cure(dossier: Dossier, result: RuleResult) -> str:
    """The plain facts that would open a gate that decides, as clauses."""
    words = [
        clause(spec, not each.use.value)
        for each in grounds(dossier, result)
        if (spec := dossier.spec(each.use.path)) is not None and isinstance(each.use.value, bool)
    ]
    return listed(dict.fromkeys(words), "or")


# --- conditions ------------------------------------------------------------------------------------------------------


def _alike(results: list[RuleResult]) -> list[list[RuleResult]]:
    """Results of one rule with the same status and reasons, for several technologies, together."""
    groups: dict[tuple[str, str, str], list[RuleResult]] = {}
    for result in results:
        groups.setdefault((result.rule.id, result.status, result.because), []).append(result)
    return list(groups.values())


def _condition(dossier: Dossier, group: list[RuleResult]) -> Iterator[Block]:
    result = group[0]
    rule = result.rule
    names = joined([dossier.subject_name(each.subject) for each in group], ", ", " and ")
    status = "not shown" if result.not_shown else wording().statuses[result.status].partition(" ")[2]
    yield dossier.heading(2, short_citation(dossier, rule.provision), f": {status} – ", names)
    yield Paragraph(inline(RULE, *_rule(dossier, result)))
    found = grounds(dossier, result)
    opening = result.own_sentence
    support = [words for each in found for words in indications(dossier, each.use.path, each.holder)[0]]
    supported = f"This fact supports it: {listed(dict.fromkeys(support))}. " if support else ""
    besides = [words for each in group for words in context(dossier, each, found)]
    supported += f"On file besides: {'; '.join(dict.fromkeys(besides))}. " if besides else ""
    yield Paragraph(
        inline(
            APPLICATION,
            f"{sentence(opening)} " if opening else "",
            *told(dossier, found, provision=rule.provision),
            supported,
            *_why_open(result),
        )
    )
    yield Paragraph(inline(COUNTER, *_counter(dossier, result)))
    yield Paragraph(inline(CONCLUSION, *_conclusion(dossier, group, names, status)))


def _rule(dossier: Dossier, result: RuleResult) -> Iterator[str | Span | Inline]:
    """What the provision asks for in our words, a short phrase of it, and the recitals that bear on it."""
    rule, on = result.rule, dossier.assessment.on
    provisions = {each.path: each for each in load_ledger().on(on)} or {
        each.path: each for each in load_ledger().provisions
    }
    gist = provisions[rule.provision].gist if rule.provision in provisions else ""
    cited = dossier.cite(rule.provision).text
    yield cited[:1].upper() + cited[1:]
    if result.kind == "condition":
        yield f"{',' if ', ' in cited else ''} requires this: {lower_first(sentence(rule.title))} "
    else:
        yield f": {lower_first(gist)} " if gist else ". "
    if rule.quotes:
        quoted = listed(f"“{quote}”" for quote in rule.quotes)
        yield f"In its words: {quoted}. "
    recitals = {f"rec.{each.number}": each.gist for each in load_ledger().recitals}
    for path in rule.authority:
        if path in recitals:
            cited = dossier.cite(path).text
            yield f"{cited[:1].upper()}{cited[1:]}: {recitals[path]} "
    others = [path for path in rule.authority if path not in recitals]
    if others:
        yield inline("See also ", dossier.cites(others), ". ")
    if result.kind == "gate" and rule.note:
        yield f"{sentence(' '.join(rule.note.split()))} "


def _counter(dossier: Dossier, result: RuleResult) -> Iterator[str | Span | Inline]:
    """What may be said against the status: positions, other readings, indicators, the nature of the judgement."""
    found = grounds(dossier, result)
    against = [words for each in found for words in indications(dossier, each.use.path, each.holder)[1]]
    views = list(_as_parties_see_it(dossier, result))
    yield from views
    spoken = bool(against or views)
    if against:
        yield f"A fact on file points the other way: {listed(dict.fromkeys(against))}. "
    turning = {reading.id for reading in dossier.assessment.readings if reading.turns_outcome}
    for name, chosen in result.readings.items():
        reading = dossier.assessment.rulebook.readings[name]
        for choice in reading.choices:
            if choice.id != chosen and name in turning:
                yield "The condition depends on a reading discussed below. "
                spoken = True
    match result.status:
        case "not_met" if result.not_shown:
            yield (
                "The provider may still supply what is missing; until it does, the burden of proof, which it bears, "
                "goes against it. "
            )
        case "not_met":
            needed = cure(dossier, result)
            if judged(dossier, found):
                yield inline(
                    "This rests on a legal judgement taken over from the file, which ",
                    dossier.provider,
                    " may contest with evidence",
                    f" that {needed}. " if needed else ". ",
                )
            elif needed:
                yield inline("None is on file. ", dossier.provider, " would have to show that ", said(needed), ". ")
            elif not spoken:
                yield "None is on file. "
        case "relieved":
            yield (
                "The relief is strictly bounded in time and by its three limbs; who relies on it has to make out each "
                "of them. "
            )
        case _:
            if not spoken:
                yield "None is on file beyond the facts in issue. "


def _as_parties_see_it(dossier: Dossier, result: RuleResult) -> Iterator[str | Span | Inline]:
    """What the condition comes to on each other party's own word, where that differs."""
    for party, view in dossier.views.items():
        theirs = [each for each in view.conditions if each.rule.id == result.rule.id and each.subject == result.subject]
        if theirs and theirs[0].status != result.status:
            status = wording().statuses[theirs[0].status].partition(" ")[2]
            yield inline("On the word of ", said(party, limit=120), f", the condition is {status}. ")


def _conclusion(dossier: Dossier, group: list[RuleResult], names: Inline, status: str) -> Iterator[str | Inline]:
    result = group[0]
    if result.status == "undetermined":
        yield inline(
            "Open for ",
            names,
            ", and the answer may turn on it."
            if result.decisive
            else ", but the answer does not turn on it as things stand.",
        )
    elif result.status == "not_met":
        failed = {unit.id for unit in dossier.assessment.units if unit.outcome == "not_eligible"}
        alone = all(each.subject.unit in failed for each in group)
        effect = (
            (
                ", which for that reason alone is not covered"
                if len(group) == 1
                else ", which for that reason alone are not covered"
            )
            if alone
            else ""
        )
        by = " for " if result.not_shown else " by "
        yield inline(f"{sentence(status)[:-1]}{by}", names, f"{effect}.")
    else:
        yield inline("Satisfied for ", names, " by relief only.")


def _blank(dossier: Dossier, results: list[RuleResult]) -> Iterator[Block]:
    """The conditions that nothing on file decides, in one table."""
    if not results:
        return
    yield dossier.heading(2, "Conditions and exclusions that nothing on file decides")
    yield Paragraph(
        inline(
            RULE,
            "Each of these conditions has to be fulfilled; the provider bears the burden of showing it. ",
            APPLICATION,
            "Nothing on file decides any of them. ",
            COUNTER,
            "Silence proves neither way: that nothing is on file does not show that a condition fails. ",
            CONCLUSION,
            "All are open. What to ask first stands in the brief answer.",
        )
    )
    if not dossier.full:
        listed_ = dossier.cites(dict.fromkeys(result.rule.provision for result in results))
        yield Paragraph(inline("They are: ", listed_, "."))
        return
    groups: dict[str, list[RuleResult]] = {}
    for result in results:
        groups.setdefault(result.rule.id, []).append(result)
    rows = tuple(
        (
            inline(short_citation(dossier, group[0].rule.provision)),
            inline(group[0].rule.title),
            inline(listed(f"“{quote}”" for quote in group[0].rule.quotes)),
            joined([dossier.subject_name(each.subject) for each in group], ", ", " and "),
        )
        for group in groups.values()
    )
    yield Table(
        "Conditions and exclusions that nothing on file decides",
        ("Provision", "Condition", "In its words", "For"),
        rows,
        (0.15, 0.33, 0.34, 0.18),
    )
