"""Hand-outs: a case, or a whole lesson, as a document for a class, with the solution and without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..cases.loader import Case
from ..engine.case.words import long_date
from ..engine.law.rulebook import STATUS_ORDER, Rulebook
from ..engine.why.results import Assessment, RuleResult
from ..reading.safe_text import one_line
from ..showing.document import About, Block, Document, Heading, Inline, Listing, Paragraph, Span, Table, Terms, inline
from ..showing.words import listed, sentence, wording
from .lesson import Lesson
from .outcome import matters
from .posed import Posed
from .prose import told
from .words import GATES

#: Where somebody writes by hand.
LINE = "." * 60
SHORT, LONG = "." * 16, " ".join(["." * 34] * 2)
WIDTHS = (0.46, 0.16, 0.38)


def case_handout(posed: Posed, assessment: Assessment, *, solution: bool) -> Document:
    """One case as a hand-out."""
    title = one_line(posed.case.profile.name, 200)
    blocks = (*(() if solution else _to_fill_in()), *case_blocks(posed, assessment, solution=solution))
    return Document(f"{title}{': with the solution' if solution else ''}", blocks, _about(title))


def lesson_handout(
    lesson: Lesson, rulebook: Rulebook, cases: Sequence[tuple[Posed, Assessment]], *, solution: bool
) -> Document:
    """A lesson as a hand-out: what is read, then each case, as it is posed to one learner."""
    blocks: list[Block] = [*(() if solution else _to_fill_in()), *reading_blocks(lesson, rulebook)]
    for posed, assessment in cases:
        name = one_line(posed.case.profile.name, 200)
        blocks.append(Heading(name, number=f"Case {posed.at}:", anchor=f"case-{posed.at}"))
        blocks += case_blocks(posed, assessment, solution=solution)
    if solution and lesson.remember:
        blocks += [Heading("To remember"), Paragraph(lesson.remember)]
    title = f"{one_line(lesson.title, 200)}{': with the solutions' if solution else ''}"
    return Document(title, tuple(blocks), _about(one_line(lesson.title, 200)))


def lesson_page(lesson: Lesson, rulebook: Rulebook) -> Document:
    """What a lesson is about, without its cases' facts: for a trainer who chooses one."""
    tasks = tuple(_task(at, lesson, rulebook) for at in range(len(lesson.tasks)))
    needed = lesson.passed
    reasons = ", each for the right reason" if needed.reasons else ""
    passed = f"Passed with {needed.points} % of the points{reasons}, and {needed.outcomes} % of the outcomes."
    blocks = (*reading_blocks(lesson, rulebook), Heading("Cases"), Listing(tasks, ordered=True), Paragraph(passed))
    return Document(one_line(lesson.title, 200), blocks, _about(one_line(lesson.title, 200)))


def _about(title: str) -> About:
    return About(subject=title, keywords=("Regulation (EU) 2021/1232", "teaching"))


def _to_fill_in() -> Iterator[Block]:
    yield Terms((("Name", LINE), ("Date", LINE)))


def reading_blocks(lesson: Lesson, rulebook: Rulebook) -> Iterator[Block]:
    """The aim of a lesson, and what is read before its cases, each paragraph with its provisions."""
    yield Paragraph(one_line(lesson.aim), "lead")
    if lesson.reading:
        yield Heading("To read")
    for passage in lesson.reading:
        cited = "; ".join(map(rulebook.cite, passage.provisions))
        yield Paragraph(inline(one_line(passage.text), Span(f" [{cited}]", italic=True) if cited else ""))


def _task(at: int, lesson: Lesson, rulebook: Rulebook) -> str:
    task = lesson.tasks[at]
    rule = rulebook.by_id.get(task.generate)
    if rule is not None:
        times = f"{task.times} cases" if task.times > 1 else "a case"
        words = listed((each.replace("_", " ") for each in task.statuses), "or")
        on = rulebook.cite(rule.provision)
        return f"{times} made up for each learner on {on}: {words}, difficulty {task.difficulty}"
    how = [f"on {long_date(task.on)}"] if task.on is not None else []
    how += [f"as {task.standpoint}"] if task.standpoint else []
    how += ["on the record"] if task.on_the_record else []
    how += [f"with {reading}={choice}" for reading, choice in task.readings.items()]
    how += [f"under {task.under}, which is no law"] if task.under else []
    return ", ".join([task.case, *how])


# --- one case --------------------------------------------------------------------------------------------------------


def case_blocks(posed: Posed, assessment: Assessment, *, solution: bool) -> Iterator[Block]:
    """A case: how it is put, what its file says, what is asked; with ``solution``, the answers and what to notice."""
    profile = posed.case.profile
    yield Terms(tuple(put(posed, assessment)))
    if profile.summary:
        yield Paragraph(one_line(profile.summary))
    yield Heading("What the file says", level=2)
    for each in told(posed.case):
        yield Paragraph(inline(Span(f"{each.about}. ", bold=True), Span(each.text, foreign=True)), "small")
    yield from _sources(posed.case)
    asked = asked_results(posed, assessment)
    if posed.think_about:
        yield Paragraph(inline(Span("Think about: ", bold=True), one_line(posed.think_about)))
    if solution:
        yield from _solution(posed, assessment, asked)
    else:
        yield from _questions(posed, assessment, asked)


def put(posed: Posed, assessment: Assessment) -> Iterator[tuple[str, str]]:
    """How a case is put: the day, and whatever else is not as usual."""
    yield "Assessed on", long_date(assessment.on)
    if posed.standpoint:
        yield "From the side of", f"{posed.standpoint}, whose statements are taken as they are"
    if posed.on_the_record:
        yield "On the record", "what its bearer has not shown counts against it"
    for name, choice in posed.readings.items():
        reading = assessment.rulebook.readings[name]
        title = next(each.title for each in reading.choices if each.id == choice)
        yield "On the reading", f"{title} ({name}={choice})"
    if posed.under:
        yield "Under", f"{posed.under}: a draft or hypothesis, never law"


def _sources(case: Case) -> Iterator[Block]:
    real = [each for each in case.profile.sources.values() if each.grade != "constructed"]
    if real:
        yield Heading("Sources", level=2)
        yield Listing(tuple(_source(each.title, each.by, str(each.on or "")) for each in real))


def _source(title: str, by: str, on: str) -> str:
    return one_line(", ".join(part for part in (title, by, on) if part))


def asked_results(posed: Posed, assessment: Assessment) -> tuple[RuleResult, ...]:
    """What became of the rules asked about; of those on which the outcome rests where none is named."""
    every = (*(each for each in assessment.other_rules if each.kind == "gate"), *assessment.conditions)
    if posed.asked:
        return tuple(each for each in every if each.rule.id in posed.asked)
    decisive = matters(assessment)
    return tuple(each for each in every if (each.rule.id, each.subject.unit) in decisive)


def _asked(result: RuleResult, assessment: Assessment) -> Inline:
    of = f" ({result.subject.unit})" if len(assessment.units) > 1 and result.subject.unit else ""
    gate = ": does this hold, so that it decides?" if result.kind == "gate" else ""
    cited = assessment.rulebook.cite(result.rule.provision)
    return inline(Span(cited, bold=True), Span(f"{of}. {result.rule.title}{gate}"))


def _questions(posed: Posed, assessment: Assessment, asked: Sequence[RuleResult]) -> Iterator[Block]:
    yield Heading("Your answer", level=2)
    rows: list[tuple[Inline | str, ...]] = [(_asked(each, assessment), SHORT, LONG) for each in asked]
    if posed.outcome:
        rows.append((inline(Span("The outcome", bold=True)), SHORT, LONG))
    yield Table("Answers", ("Asked", "Status", "Provision and fact on which it rests"), tuple(rows), WIDTHS)
    statuses = listed((each.replace("_", " ") for each in STATUS_ORDER), "or")
    verdicts = assessment.rulebook.verdicts
    outcomes = ", ".join(each.replace("_", " ") for each in (*verdicts.order, verdicts.open))
    yield Paragraph(f"Statuses: {statuses}; or “I don't know”. Outcomes: {outcomes}.", "small")


def _solution(posed: Posed, assessment: Assessment, asked: Sequence[RuleResult]) -> Iterator[Block]:
    yield Heading("Solution", level=2)
    if posed.outcome:
        yield Paragraph(inline(Span("Outcome: ", bold=True), outcome_words(assessment)))
    rows = tuple(
        (
            _asked(each, assessment),
            GATES[each.status] if each.kind == "gate" else wording().statuses[each.status],
            sentence(each.because) if each.because else "It follows from the day and the law alone.",
        )
        for each in asked
    )
    if rows:
        yield Table("The answers", ("Asked", "Status", "Because"), rows, WIDTHS)
    turning = [
        f"{assessment.rulebook.readings[each.id].question} On {choice}: {outcome.replace('_', ' ')}."
        for each in assessment.readings
        if each.turns_outcome
        for choice, outcome in each.others.items()
        if outcome != assessment.outcome
    ]
    if turning:
        yield Paragraph("On another reading the outcome is another:")
        yield Listing(tuple(turning))
    profile = posed.case.profile
    why = profile.expect.why if profile.expect is not None and not posed.under else ""
    for text in (profile.lesson, why):
        if text:
            yield Paragraph(inline(Span(one_line(text), foreign=True)))


def outcome_words(assessment: Assessment) -> str:
    """An outcome in words; under a draft in those of the draft."""
    words = wording().outcomes.get(assessment.outcome)
    titles = assessment.rulebook.verdicts.titles
    said = words.answer if words is not None else titles.get(assessment.outcome, "")
    return f"{assessment.outcome.replace('_', ' ')}. {said}".rstrip()
