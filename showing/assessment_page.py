"""An assessment as a document: the answer on a page; on request every gate and condition, and the proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engine.case.words import long_date
from ..engine.why.answer_record import Answer
from ..engine.why.examples import said
from ..engine.why.exceptions import ExceptionResult, exceptions_of
from ..engine.why.proof_text import proof_lines
from ..engine.why.results import Assessment, FindingResult, RuleResult, RuleSubject
from .answer_findings import later_in_words
from .answer_page import page_of
from .document import Block, Document, Heading, Listing, Paragraph, Proof, Table
from .exception_page import exception_blocks, position_text

STATUS = {
    "met": "✓ met",
    "not_met": "✗ not met",
    "relieved": "≈ relieved",
    "not_applicable": "– not applicable",
    "undetermined": "? undetermined",
}


def document_of(assessment: Assessment, answer: Answer, *, full: bool = False, proof: bool = False) -> Document:
    """The answer on a page; ``full`` adds every gate, condition, reason, question and note, ``proof`` every step."""
    page = page_of(assessment, answer)
    more = tuple(_all(assessment)) if full else ()
    steps = tuple(proofs(assessment)) if proof else ()
    return Document(page.title, (*page.blocks, *more, *steps))


def title_of(assessment: Assessment) -> str:
    """The verdict in one sentence."""
    title = assessment.rulebook.verdicts.titles[assessment.outcome]
    return f"{assessment.case}, {long_date(assessment.on)}: {title}."


def _all(assessment: Assessment) -> Iterator[Block]:
    exceptions = [
        exception
        for exception in exceptions_of(assessment)
        if exception.truth is not False or any(limb.positions for limb in exception.limbs)
    ]
    yield Heading("What is possible, and what each gate says")
    yield from opening(assessment, exceptions)
    for exception in exceptions:
        yield from exception_blocks(assessment, exception)
    if _conditions_count(assessment) and assessment.conditions:
        yield from matrix(assessment, provisional=assessment.law.provisional)
        yield from why(assessment)
        yield from failing_together(assessment)
    yield from missing(assessment)
    yield from disputes(assessment)
    yield from readings(assessment)
    yield from findings(assessment)
    yield from consistency(assessment)
    if assessment.subject.notes:
        yield Heading("Notes on the file")
        yield Listing(assessment.subject.notes)
    if assessment.notes:
        yield Heading("Notes")
        yield Listing(assessment.notes)


def _gates_leave_conditions(assessment: Assessment) -> bool:
    return all(node.truth is not True for _, node in assessment.gates)


def _conditions_count(assessment: Assessment) -> bool:
    """Whether no gate has decided the case, and some unit is, or may be, neither excluded nor out of use."""
    verdicts = assessment.rulebook.verdicts
    reached = {verdicts.passed, verdicts.failed}
    units = [reached & set(unit.possible_outcomes) for unit in assessment.units]
    return _gates_leave_conditions(assessment) and (not units or any(units))


def opening(assessment: Assessment, exceptions: Sequence[ExceptionResult]) -> Iterator[Block]:
    """From whose standpoint, under which law, what is possible, and what each gate says."""
    verdicts = assessment.rulebook.verdicts
    stance = [f"as {assessment.standpoint} sees it"] if assessment.standpoint else []
    stance += ["on the record, what its bearer has not shown counting against it"] if assessment.on_the_record else []
    if stance:
        yield Paragraph(f"Assessed {' and '.join(stance)}.")
    law = assessment.law
    if law.act:
        state = "in force" if law.in_force else "not in force on this day"
        yield Paragraph(f"Law: {law.act}, {law.version}; {state}.")
        if law.provisional:
            unseen = f" Not seen: {'; '.join(law.unseen)}." if law.unseen else ""
            yield Paragraph(f"This act is known at second hand only.{unseen}")
    if len(assessment.possible_outcomes) > 1:
        yield Paragraph("Still possible:")
        worlds = {witness.outcome: said(witness.facts) for witness in assessment.witnesses}
        yield Listing(
            tuple(
                f"{name}: {verdicts.titles[name]}{f'; for example if {worlds[name]}' if worlds.get(name) else ''}"
                for name in assessment.possible_outcomes
            )
        )
    gates = [
        result
        for result in assessment.other_rules
        if result.kind == "gate" and result.proofs and not result.subject.unlisted
    ]
    decided = [result for result in gates if result.proofs and result.proofs[1].truth is True]
    is_open = [result for result in gates if result.proofs and result.proofs[1].truth is None]
    outcomes = {assessment.outcome, *(unit.outcome for unit in assessment.units)}
    deciding = [result for result in decided if result.rule.outcome in outcomes]
    if deciding:
        yield Paragraph("Decided by:")
        yield Listing(tuple(_gate(assessment, result) for result in deciding))
    if is_open:
        yield Paragraph("Open before the conditions are reached:" if _gates_leave_conditions(assessment) else "Open:")
        yield Listing(tuple(_open_gate(assessment, result, exceptions) for result in is_open))
    if assessment.by_party:
        listed = ", ".join(f"as {party}: {outcome}" for party, outcome in sorted(assessment.by_party.items()))
        yield Paragraph(f"By party: {listed}.")
    for party, excluded in sorted(assessment.contradicted.items()):
        yield Paragraph(f"What {party} says cannot all be so: {excluded}.")


def _gate(assessment: Assessment, result: RuleResult, *, note: bool = True) -> str:
    citation = assessment.rulebook.cite(result.rule.provision)
    subject = f" [{result.subject}]" if result.subject.unit else ""
    more = f" {result.rule.note}" if result.rule.note and note else ""
    return f"{result.rule.title}{subject} ({citation}). {result.because}{more}"


def _open_gate(assessment: Assessment, result: RuleResult, exceptions: Sequence[ExceptionResult]) -> str:
    """An open gate; where it turns on an exception that is set out below, a pointer to it."""
    unknown = {use.path for use in result.facts if use.value is None}
    for exception in exceptions:
        if unknown and unknown <= {path for limb in exception.limbs for path in limb.paths}:
            citation = assessment.rulebook.cite(result.rule.provision)
            title = f"{exception.term.title[:1].lower()}{exception.term.title[1:]}"
            return f"{result.rule.title} ({citation}): this turns on {title}, below."
    return _gate(assessment, result, note=False)


def matrix(assessment: Assessment, *, provisional: bool = False) -> Iterator[Block]:
    """Conditions down, subjects across; each cell a mark and a word. Provisional ones are said not to decide."""
    unit = assessment.rulebook.verdicts.unit
    subjects = dict.fromkeys(result.subject for result in assessment.conditions)
    units = [subject for subject in subjects if subject.unit]
    by_rule: dict[str, dict[RuleSubject, RuleResult]] = {}
    for result in assessment.conditions:
        by_rule.setdefault(result.rule.id, {})[result.subject] = result
    whole = any(subject not in units for row in by_rule.values() for subject in row)
    rows: list[tuple[str, ...]] = []
    for results in by_rule.values():
        rule = next(iter(results.values())).rule
        cells = [results.get(column) for column in units]
        if whole:
            cells.append(next((result for subject, result in results.items() if subject not in units), None))
        rows.append((rule.provision, rule.title, *(_cell(cell) for cell in cells)))
    heads = [f"any {unit}" if each.unlisted else each.unit for each in units] + (["provider"] if whole else [])
    yield Heading(
        "Conditions (provisional: those of the act before, which do not decide)" if provisional else "Conditions"
    )
    yield Table("", ("Provision", "Condition", *heads), tuple(rows))
    yield from marks_explained(assessment)
    if assessment.units:
        titles = assessment.rulebook.verdicts.titles
        yield Listing(tuple(f"{result.id}: {result.outcome} ({titles[result.outcome]})" for result in assessment.units))


def marks_explained(assessment: Assessment) -> Iterator[Block]:
    """What the marks beside statuses mean, as far as there are any."""
    marks = ["† blocking: it fails in a case that fails"] if any(r.blocking for r in assessment.conditions) else []
    turning = any(r.decisive and r.status in ("not_met", "undetermined") for r in assessment.conditions)
    marks += ["* decisive: by itself it can change the outcome"] if turning else []
    if marks:
        yield Paragraph("; ".join(marks) + ".")


def _cell(result: RuleResult | None) -> str:
    if result is None:
        return ""
    shown = " (not shown)" if result.not_shown else ""
    turns = result.decisive and result.status in ("not_met", "undetermined")
    return f"{STATUS[result.status]}{shown}{' †' if result.blocking else ''}{' *' if turns else ''}"


def why(assessment: Assessment) -> Iterator[Block]:
    """Why, for whatever is not plainly met; conditions that rest on the very same facts are told together."""
    groups: dict[tuple[object, ...], list[RuleResult]] = {}
    for result in assessment.conditions:
        if result.status in ("not_met", "undetermined", "relieved"):
            facts = tuple((use.path, use.text) for use in result.facts)
            key = (result.status, result.subject, result.not_shown, facts if facts else result.rule.id)
            groups.setdefault(key, []).append(result)
    if groups:
        yield Heading("Why")
        yield Listing(tuple(_why(assessment, results) for results in groups.values()))


def _why(assessment: Assessment, results: Sequence[RuleResult]) -> str:
    first = results[0]
    shown = " (not shown)" if first.not_shown else ""
    cited = "; ".join(f"{assessment.rulebook.cite(result.rule.provision)}, {result.rule.title}" for result in results)
    reason = min((result.because for result in results), key=len)
    return f"{STATUS[first.status]}{shown}: {cited} [{first.subject}]. {reason}"


def failing_together(assessment: Assessment) -> Iterator[Block]:
    """Conditions none of which fails for certain, but of which at least one fails whatever the facts."""
    for found in assessment.blocking_sets:
        yield Paragraph(f"Whatever the open facts, at least one of these fails [{found.subject}]:")
        yield Listing(
            tuple(
                f"{assessment.rulebook.cite(rule.provision)}, {rule.title}"
                + (f"; for example if {said(found.examples[rule.id])}" if found.examples.get(rule.id) else "")
                for rule in found.rules
            )
        )


def missing(assessment: Assessment) -> Iterator[Block]:
    """What is missing, most decisive first, and who can supply it."""
    if not assessment.missing_facts:
        return
    yield Heading("What is missing")
    yield Listing(
        tuple(
            f"{fact.question} [{fact.path}] ({', '.join(map(assessment.rulebook.cite, fact.provisions))}; "
            f"can be supplied by: {fact.who}{'' if fact.standing == 'not_asked' else f'; {fact.standing}'})"
            for fact in assessment.missing_facts
        ),
        ordered=True,
    )


STANDINGS = {
    "disputed": "in dispute",
    "uncorroborated": "one party's word",
    "agreed": "agreed",
    "admitted": "said against itself, so it counts",
    "own_word": "of its own conduct, so it counts",
    "claimed": "as the party claims",
}


def disputes(assessment: Assessment) -> Iterator[Block]:
    """What parties say, and what it comes to; in dispute is only what they contest."""
    if not assessment.disputed_facts:
        return
    yield Heading("What rests on the word of parties")
    yield Listing(
        tuple(
            f"{'decisive; ' if fact.decisive else ''}{STANDINGS.get(fact.standing, fact.standing)}: {fact.question} "
            f"{'; '.join(map(position_text, fact.positions))}. [{fact.path}]"
            for fact in assessment.disputed_facts
        )
    )


def readings(assessment: Assessment) -> Iterator[Block]:
    """The readings on which the outcome turns, with both arguments."""
    turning = [reading for reading in assessment.readings if reading.turns_outcome]
    if not turning:
        return
    yield Heading("Readings that turn the outcome")
    points: list[str] = []
    for reading in turning:
        described = assessment.rulebook.readings[reading.id]
        others = ", ".join(f"{choice}: {outcome}" for choice, outcome in reading.others.items())
        arguments = " ".join(f"For {choice.id}: {choice.argument}" for choice in described.choices)
        points.append(f"{described.question} Chosen: {reading.chosen} ({reading.by}); otherwise {others}. {arguments}")
    yield Listing(tuple(points))


def findings(assessment: Assessment) -> Iterator[Block]:
    """Findings that stand against their indicators, findings without any, and who signed which."""
    points = [
        f"{finding.question} {'Yes' if finding.value else 'No'} stands against: "
        f"{' '.join(finding.against)} [{finding.path}]"
        for finding in assessment.findings
        if finding.against
    ]
    facts = assessment.rulebook.vocabulary.facts
    bare = [
        finding.path
        for finding in assessment.findings
        if facts[finding.fact].indicators and not finding.against and not finding.support
    ]
    if bare:
        points.append(f"No plain fact supports or undercuts: {', '.join(dict.fromkeys(bare))}.")
    points += dict.fromkeys(_signed(assessment, finding) for finding in assessment.findings if finding.signed)
    if unsigned := dict.fromkeys(finding.path for finding in assessment.findings if finding.unsigned):
        points.append(f"Nobody has signed: {', '.join(unsigned)}.")
    if points:
        yield Heading("Findings, their indicators and who signed them")
        yield Listing(tuple(points))


def _signed(assessment: Assessment, finding: FindingResult) -> str:
    """Who found so, when and why, and what has overtaken it."""
    signed = finding.signed
    assert signed is not None
    answer = "Yes" if finding.value else "No"
    text = f"{finding.question} {answer}, found by {signed.by} on {long_date(signed.on)}"
    text += f": {' '.join(signed.why.split()).rstrip('.')}." if signed.why else "."
    if finding.overtaken_by:
        text += f" Overtaken, since {later_in_words(assessment, list(finding.overtaken_by), 10)}."
    return f"{text} [{finding.path}]"


def consistency(assessment: Assessment) -> Iterator[Block]:
    """Facts that do not fit together, and what to do."""
    if assessment.consistency:
        yield Heading("Facts that do not fit together")
        yield Listing(
            tuple(
                f"{result.rule.title} [{result.subject}: {', '.join(use.path for use in result.facts)}]. "
                f"{result.rule.note.strip()}"
                for result in assessment.consistency
            )
        )


def proofs(assessment: Assessment) -> Iterator[Block]:
    """The whole proof of every gate and condition."""
    yield Heading("Proof")
    for result in (*assessment.other_rules, *assessment.conditions):
        if result.proofs is None or result.kind in ("split", "note", "purpose"):
            continue
        citation = assessment.rulebook.cite(result.rule.provision)
        yield Heading(f"{citation}: {result.rule.title} [{result.subject}]", 2)
        names = ("applies", "holds", "relief") if result.kind == "condition" else ("", "holds", "")
        for name, node in zip(names, result.proofs, strict=True):
            if name == "holds" or (name and node.truth is not (name == "applies")):
                yield Proof(
                    ((0, f"{name}:"), *((depth + 1, text) for depth, text in proof_lines(node, assessment.rulebook)))
                )
