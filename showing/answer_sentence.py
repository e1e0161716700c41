"""The answer in a sentence, with the provisions that decide, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from ..engine.why.exceptions import ExceptionResult
from ..engine.why.results import Assessment, RuleResult, RuleSubject
from ..engine.why.verdict import Verdict, conditions_count, deciding_gates, open_gates, units_left_out
from ..rules.citation_styles import pinpoints, style_of
from .answer_reasons import Told, evidence_of, fact_in_words, facts_in_words, failing_text, known_facts
from .words import listed, lower_first, number, wording

MOST_REASONS = 3


def sentence_of(assessment: Assessment, verdict: Verdict, exceptions: Sequence[ExceptionResult], told: Told) -> str:
    """The sentence that answers the client's question."""
    verdicts = assessment.rulebook.verdicts
    if verdict.needed == "no":
        return _unneeded(assessment, exceptions, told)
    if verdict.covered == "yes":
        relieved = points(assessment, [each for each in assessment.conditions if each.status == "relieved"])
        how = f" ({relieved} by transitional relief)" if relieved else ""
        return f"Covered: every condition that applies is satisfied on the facts supplied{how}."
    if verdict.covered == "in_part":
        return _in_part(assessment, told)
    gates = [each for each in deciding_gates(assessment) if each.rule.outcome == assessment.outcome]
    if verdict.covered == "no" and gates:
        title = verdicts.titles[assessment.outcome]
        return f"Not covered: {title}. {_capital(_gate(assessment, gates[0], told))}."
    failing = _failing(assessment)
    if verdict.covered == "no" and failing:
        return f"Not covered: {_failures(assessment, failing, told)}."
    if verdict.covered == "no" and assessment.blocking_sets:
        return f"Not covered: {_one_of(assessment)}."
    if verdict.covered in ("no", "not_shown"):
        lead = "Not covered" if verdict.covered == "no" else "Not shown to be covered"
        gate = _bar(assessment)
        why = f": {_gate(assessment, gate, told)}" if gate is not None else ""
        return f"{lead}, whatever else is found{why}. {_not_shown(assessment)}"
    lead = "It cannot be said yet whether this is covered"
    if verdict.on_record == "not_shown":
        lead = "Not shown to be covered on this record; open on facts that could still be supplied"
    return f"{lead}. {_turns_on(assessment, exceptions, told)}"


def points(assessment: Assessment, results: Sequence[RuleResult]) -> str:
    """Conditions by pinpoint, in ranges."""
    order = [each.provision for each in assessment.rulebook.of_kind("condition")]
    return pinpoints([each.rule.provision for each in results], order, cite=assessment.rulebook.cite)


def _word(assessment: Assessment, many: bool = False) -> str:
    """What stands in front of points without their article: "point ", "points ", or nothing."""
    return style_of(assessment.rulebook.cite).word[many]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _failing(assessment: Assessment) -> list[RuleResult]:
    """The conditions that fail, those of the case and of every unit that can still be reached."""
    left_out = units_left_out(assessment)
    found = [
        each
        for each in assessment.conditions
        if each.status == "not_met" and not each.not_shown and each.subject.unit not in left_out
    ]
    return [each for each in found if each.blocking] or found


def _bar(assessment: Assessment) -> RuleResult | None:
    """The first gate that holds and bars the derogation in every case in which one is needed."""
    unneeded = assessment.rulebook.verdicts.unneeded
    gates = [each for each in deciding_gates(assessment) if each.rule.outcome not in unneeded]
    of_case = [each for each in gates if not each.subject.unit]
    barred = {each.subject.unit for each in gates}
    every = assessment.units and all(unit.id in barred for unit in assessment.units)
    return next(iter(of_case or (gates if every else [])), None)


def _unneeded(assessment: Assessment, exceptions: Sequence[ExceptionResult], told: Told) -> str:
    verdicts = assessment.rulebook.verdicts
    lead = "Nothing here needs the derogation"
    gates = [each for each in deciding_gates(assessment) if each.rule.outcome in verdicts.unneeded]
    if gates:
        also = [each for each in gates[1:] if each.rule.outcome == gates[0].rule.outcome]
        told.rules.update((each.rule.id, each.subject) for each in also)
        return f"{lead}: {_gate(assessment, gates[0], told, exceptions)}."
    if assessment.possible_outcomes == (verdicts.none,):
        return f"{lead}: no {verdicts.unit} is in use on this day."
    reasons = [
        verdicts.titles[outcome].partition(": ")[2] or verdicts.titles[outcome]
        for outcome in assessment.possible_outcomes
    ]
    return f"{lead}, whatever else is found: either {' or '.join(reversed(reasons))}."


def _gate(assessment: Assessment, gate: RuleResult, told: Told, exceptions: Sequence[ExceptionResult] = ()) -> str:
    """A gate that decides, with its provision and the facts that it rests on."""
    told.rules.add((gate.rule.id, gate.subject))
    limbs = {path for each in exceptions if each.truth is True for limb in each.limbs for path in limb.paths}
    every = known_facts(assessment, gate)[1]
    uses = told.new(use for use in every if use.path not in limbs)
    parts = [f"{lower_first(each.term.title)} is made out" for each in exceptions if each.truth is True]
    parts = parts if any(use.path in limbs for use in every) else []
    title, cite = lower_first(gate.rule.title), assessment.rulebook.cite(gate.rule.provision)
    repeated = [use for use in uses if _says(title, fact_in_words(use, assessment.rulebook, evidence=False))]
    how = "".join(f"; {mark}" for use in repeated for mark in (evidence_of(use),) if mark)
    uses = [use for use in uses if use not in repeated]
    parts += [facts_in_words(uses, assessment.rulebook)] if uses else []
    since = "".join(f"; {part}" for part in parts)
    return f"{title} ({cite}{how}){since}"


def _says(title: str, clause: str) -> bool:
    """Whether the title of a gate says what a fact says: "the technology scans audio", "it scans audio"."""
    return clause.removeprefix("it ") in title


def _failures(assessment: Assessment, failing: Sequence[RuleResult], told: Told) -> str:
    """Why, by point: those that rest on one and the same failure together, at most three, and how many more."""
    told.rules.update((each.rule.id, each.subject) for each in failing)
    groups: dict[tuple[RuleSubject, tuple[str, ...]], list[RuleResult]] = {}
    for each in failing:
        uses = known_facts(assessment, each, holds_only=True)[1]
        parent = next((group for group in groups.values() if _belongs(assessment, each, group[0])), None)
        if parent is not None:
            parent.append(each)
        else:
            key: tuple[str, ...] = tuple(use.path for use in uses) or (each.rule.id,)
            groups.setdefault((each.subject, key), []).append(each)
    parts: list[str] = []
    for group in list(groups.values())[:MOST_REASONS]:
        text = failing_text(assessment, group[0], told)
        own = points(assessment, group[:1] if _with_its_points(group) else group)
        more = f", and with it {points(assessment, group[1:])}" if _with_its_points(group) else ""
        unit = group[0].subject.unit
        of = f" [{unit}]" if unit and len(assessment.units) > 1 else ""
        parts.append(f"{text or 'not shown'}, {_word(assessment, len(group) > 1 and not more)}{own}{of}{more}")
    left = len(groups) - MOST_REASONS
    return "; ".join(parts) + (f"; and {number(left)} more" if left > 0 else "")


def _belongs(assessment: Assessment, result: RuleResult, parent: RuleResult) -> bool:
    """Whether a point fails for the same periods as the point that it belongs to, which then says it all."""
    inside = result.rule.provision.startswith(f"{parent.rule.provision}(") and result.subject == parent.subject
    rows, of_parent = (known_facts(assessment, each, holds_only=True)[0] for each in (result, parent))
    return inside and bool(rows) and rows == of_parent


def _one_of(assessment: Assessment) -> str:
    """Conditions of which at least one fails whatever the open facts."""
    order = [each.provision for each in assessment.rulebook.of_kind("condition")]
    parts: list[str] = []
    for found in assessment.blocking_sets[:MOST_REASONS]:
        any_of = listed(
            [pinpoints([rule.provision], order, cite=assessment.rulebook.cite) for rule in found.rules], "or"
        )
        unit = found.subject.unit
        of = f" [{unit}]" if unit and len(assessment.units) > 1 else ""
        parts.append(f"of {_word(assessment, True)}{any_of}{of} at least one fails, whatever the open facts")
    return "; ".join(parts)


def _with_its_points(group: Sequence[RuleResult]) -> bool:
    return len(group) > 1 and group[1].rule.provision.startswith(f"{group[0].rule.provision}(")


def _in_part(assessment: Assessment, told: Told) -> str:
    passed = assessment.rulebook.verdicts.passed
    covered = [unit.id for unit in assessment.units if unit.outcome == passed]
    rest = [unit for unit in assessment.units if unit.outcome != passed]
    parts: list[str] = []
    for unit in rest:
        failing = [each for each in assessment.conditions if each.status == "not_met" and each.subject.unit == unit.id]
        gates = [each for each in deciding_gates(assessment) if each.subject.unit == unit.id]
        if failing:
            words = _failures(assessment, failing, told).replace(f" [{unit.id}]", "")
        elif gates:
            words = _gate(assessment, gates[0], told)
        else:
            words = assessment.rulebook.verdicts.titles[unit.outcome]
        parts.append(f"{unit.id} is not: {words}")
    return f"Covered in part: {listed(covered)} {'is' if len(covered) == 1 else 'are'} covered; {'; '.join(parts)}."


def _not_shown(assessment: Assessment) -> str:
    """What is left where nothing can be covered."""
    verdicts = assessment.rulebook.verdicts
    missing = [each for each in assessment.conditions if each.status == "not_met" and each.not_shown]
    applying = [each for each in assessment.conditions if each.status != "not_applicable"]
    if conditions_count(assessment) and missing:
        if len(missing) == len(applying):
            what = "No condition that applies is shown by the one who bears the burden."
        else:
            what = f"Not shown: {_points_of(assessment, missing)}."
        if assessment.possible_outcomes == (verdicts.failed,):
            return what
    else:
        what = ""
    left = listed((wording().outcomes[outcome].short for outcome in assessment.possible_outcomes), "or")
    return f"{what} What is left: {left}.".strip()


def _points_of(assessment: Assessment, results: Sequence[RuleResult]) -> str:
    many = len({each.rule.id for each in results}) > 1
    return f"{_word(assessment, many)}{points(assessment, results)}"


def _turns_on(assessment: Assessment, exceptions: Sequence[ExceptionResult], told: Told) -> str:
    """What an open answer turns on first."""
    verdicts = assessment.rulebook.verdicts
    cite = assessment.rulebook.cite
    is_open = [each for each in exceptions if each.truth is None and not each.shown]
    failing = _failing(assessment) if conditions_count(assessment) else []
    but = f" What fails already: {_failures(assessment, failing, told)}." if failing else ""
    gates = [each for each in open_gates(assessment) if not each.subject.unit]
    spoken = {fact.path for fact in assessment.disputed_facts}
    contested = [each for each in gates if any(use.path in spoken for use in each.facts)]
    if is_open and (not contested or any(limb.positions for limb in is_open[0].limbs)):
        provision = cite(is_open[0].limbs[0].result.rule.provision)
        return f"It turns first on {lower_first(is_open[0].term.title)} ({provision}).{but}"
    if gates:
        first = (contested or gates)[:2]
        titles = listed([f"“{each.rule.title}” ({cite(each.rule.provision)})" for each in first])
        return f"It turns first on {titles}.{but}"
    if not assessment.units:
        return f"Not known is which {verdicts.units}, if any, are in use.{but}"
    is_open_too = [each for each in assessment.conditions if each.status == "undetermined"]
    rules = list({each.rule.id: each for each in is_open_too}.values())
    if 0 < len(rules) <= 3:
        titles = listed([f"{_word(assessment)}{points(assessment, [each])}, “{each.rule.title}”" for each in rules])
        return f"It turns on {titles}.{but}"
    unit_gates = [each for each in open_gates(assessment) if not each.subject.unlisted]
    if unit_gates and not rules:
        return f"It turns on “{unit_gates[0].rule.title}” ({cite(unit_gates[0].rule.provision)}).{but}"
    return f"{_capital(number(len(rules)))} conditions are open.{but}"


def consequence_of(assessment: Assessment, verdict: Verdict, exceptions: Sequence[ExceptionResult]) -> str:
    """What follows from the answer."""
    consequences = assessment.rulebook.verdicts.consequences
    verdicts = assessment.rulebook.verdicts
    if len(assessment.possible_outcomes) == 1:
        return consequences.get(assessment.outcome, "")
    if verdict.needed == "no":
        return consequences.get(verdicts.none, "")
    is_open = [each for each in exceptions if each.truth is None and not each.shown]
    if is_open and verdict.on_record == "not_shown":
        name = lower_first(is_open[0].term.title)
        shown = [each for each in assessment.conditions if each.status in ("met", "relieved")]
        otherwise = "not every condition is shown" if shown else "no condition is shown"
        return (
            f"Either way the derogation cannot be relied on as things stand: if {name} applies, none is needed, and "
            f"that is no permission to scan; if it does not, {otherwise} by the provider, who bears the burden."
        )
    if verdict.covered in ("no", "not_shown"):
        bar = _bar(assessment)
        follows = consequences.get((bar.rule.outcome or "") if bar is not None else verdicts.failed, "")
        idle = verdicts.none in assessment.possible_outcomes
        if set(verdicts.unneeded) & set(assessment.possible_outcomes) - {verdicts.none}:
            one = f"If one is, and a {verdicts.unit} is in use: " if idle else "If one is: "
            return f"If none is needed, that is no permission to scan. {one}{follows}"
        return f"{f'If a {verdicts.unit} is in use: ' if idle else ''}{follows}"
    return consequences.get(verdicts.open, "")
