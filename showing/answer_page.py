"""The answer on one page: what a lawyer reads first, and may sign. A view of the record :class:`Answer`.

Where it would be longer than a page, parts give way in an order that never touches the answer, a failing condition or
the strongest argument on each side; what gives way says how much is left and where it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..engine.case.words import long_date
from ..engine.law.rulebook import Status
from ..engine.why.answer_record import (
    Answer,
    Argument,
    Asked,
    ConditionGroup,
    ExceptionAnswer,
    Reason,
    Resting,
    Signing,
)
from ..engine.why.results import Assessment
from ..engine.why.verdict import units_left_out
from ..reading.safe_text import one_line
from ..rules.citation_styles import pinpoints
from .document import Block, Document, Paragraph, Table, Terms, Text
from .terminal import terminal
from .words import listed, of_reading, wording

LINES, COLUMNS = 45, 100
#: Characters of a provider's name that stand beside the questions to it.
LONGEST_NAME = 120
COVERED = {
    "yes": "yes",
    "in_part": "in part",
    "no": "no",
    "not_shown": "not shown",
    "open": "cannot be said yet",
}
STATUS_LABELS: dict[Status, str] = {
    "not_met": "Not met",
    "relieved": "Relieved",
    "met": "Met",
    "undetermined": "Open",
    "not_applicable": "Not applicable",
}
REASON_LABELS = {
    "not_met": "not met",
    "relieved": "relieved",
    "undetermined": "open",
    "holds": "decides",
    "finding": "finding",
}
RESTING_LABELS = {
    "disputed": "In dispute",
    "uncorroborated": "On the word of {by} alone, open until confirmed",
    "admitted": "Admitted by {by}, so it counts",
    "own_word": "On the word of {by} as to plain conduct, which counts",
    "claimed": "According to {by}",
}
SHOWN_ABOVE = "--full"


class Limits(Struct, frozen=True):
    """How much of each part stands on the page, and where the rest is."""

    resting: int = 400
    ask: int = 10
    met: bool = True
    indicators: int = 700
    reasons: int = 8
    reason: int = 320
    arguments: int = 3
    argument: int = 200
    notes: int = 2
    findings: int = 400
    elsewhere: str = SHOWN_ABOVE


#: Where there is room: everything but questions beyond the first dozen.
ALL = Limits(
    10**6, 12, True, 10**6, 10**6, 10**6, 10**6, 10**6, 0, 10**6, "under the heading Unknown and in the discussion"
)

#: From the whole to the shortest, in the order in which parts give way.
SHORTER: tuple[dict[str, int | bool], ...] = (
    {"notes": 1},
    {"findings": 180},
    {"resting": 180},
    {"resting": 90},
    {"findings": 90},
    {"findings": 0},
    {"resting": 0},
    {"ask": 6},
    {"met": False},
    {"indicators": 300},
    {"reasons": 6},
    {"reason": 200},
    {"arguments": 2},
    {"arguments": 1},
    {"argument": 140},
    {"notes": 0},
    {"reasons": 4},
    {"indicators": 200},
    {"ask": 4},
    {"reasons": 2, "reason": 120},
    {"ask": 3},
    {"argument": 90},
    {"indicators": 120},
)


def page_of(assessment: Assessment, answer: Answer) -> Document:
    """The answer as a document of at most 45 lines of 100 columns, where shortening can make it so."""
    limits = Limits()
    document = _document(assessment, answer, limits)
    for shorter in SHORTER:
        if len(terminal(document, width=COLUMNS, colour=False).splitlines()) <= LINES:
            break
        limits = replace(limits, **shorter)
        document = _document(assessment, answer, limits)
    return document


def title_of(assessment: Assessment, answer: Answer) -> str:
    """The case, the day, and the answer in two words."""
    return (
        f"{assessment.case}, {long_date(assessment.on)}. Covered: {COVERED[answer.covered]}. Needed: {answer.needed}."
    )


def _document(assessment: Assessment, answer: Answer, limits: Limits) -> Document:
    blocks = (*page_blocks(assessment, answer, limits), Terms(tuple(_law(assessment))))
    return Document(title_of(assessment, answer), blocks)


def page_blocks(assessment: Assessment, answer: Answer, limits: Limits | None = None) -> Iterator[Block]:
    """The blocks of the page, in their order, without the line on the law."""
    limits = limits or Limits()
    stance = [f"on the word of {assessment.standpoint}"] if assessment.standpoint else []
    stance += ["on the record: what its bearer has not shown counts against it"] if assessment.on_the_record else []
    lead = f"Assessed {', '.join(stance)}. " if stance else ""
    yield Paragraph(f"{lead}{answer.sentence}", "lead")
    if answer.consequence:
        yield Paragraph(answer.consequence)
    conditions = tuple(_conditions(assessment, answer.conditions, limits))
    if conditions:
        yield Terms(conditions)
    reasons = tuple(_reasons(assessment, answer.because, limits))
    if reasons:
        yield Terms(reasons)
    for exception in answer.exceptions:
        yield _table(assessment, exception)
    rest = tuple(_rest(assessment, answer, limits))
    if rest:
        yield Terms(rest)


def _conditions(assessment: Assessment, groups: Sequence[ConditionGroup], limits: Limits) -> Iterator[tuple[str, Text]]:
    """One entry for each status; units apart where they differ."""
    order = [rule.provision for rule in assessment.rulebook.of_kind("condition")]
    unlisted = "any other" if assessment.units else f"any {assessment.rulebook.verdicts.unit}"
    before = " (provisional: of the act before, they do not decide)" if assessment.law.provisional else ""
    for status, label, mine in _labelled(assessment, groups):
        parts: list[str] = []
        for group in mine:
            name = unlisted if group.subject == "?" else group.subject
            text = pinpoints(group.provisions, order, cite=assessment.rulebook.cite)
            if status in ("met", "not_applicable") and not limits.met:
                text = f"{len(group.provisions)} conditions: {SHOWN_ABOVE}"
            parts.append(f"{name}: {text}" if name else text)
        yield f"{label}{before}", "; ".join(parts)


def _labelled(
    assessment: Assessment, groups: Sequence[ConditionGroup]
) -> Iterator[tuple[Status, str, list[ConditionGroup]]]:
    """The groups of each status under its label; what fails apart from what is merely not shown."""
    for status, label in STATUS_LABELS.items():
        mine = [group for group in groups if group.status == status]
        parts = [(label, mine)]
        if status == "not_met":
            parts = [(name, _those(assessment, mine, shown=name == label)) for name in (label, "Not shown")]
        for name, part in parts:
            if part:
                yield status, name, part


def _those(assessment: Assessment, groups: Sequence[ConditionGroup], *, shown: bool) -> list[ConditionGroup]:
    """Of conditions that are not met, those that are shown to fail, or those that are not shown; a condition that
    fails for one unit and is not shown for another is named with the units."""
    left_out = units_left_out(assessment)
    failing: dict[str, dict[str, bool]] = {}
    for each in assessment.conditions:
        if each.status == "not_met" and each.subject.unit not in left_out:
            failing.setdefault(each.rule.provision, {})[each.subject.unit or ""] = not each.not_shown
    found: dict[str, list[str]] = {}
    for group in groups:
        for provision in group.provisions:
            by_unit = failing.get(provision, {})
            if group.subject:
                units = [group.subject] if by_unit.get(group.subject, False) is shown else []
            elif len(set(by_unit.values())) > 1:
                units = [unit for unit, fails in by_unit.items() if fails is shown]
            else:
                units = [""] if (True in by_unit.values()) is shown else []
            for unit in units:
                found.setdefault(unit, []).append(provision)
    return [ConditionGroup("not_met", unit, tuple(provisions)) for unit, provisions in found.items()]


def _reasons(assessment: Assessment, reasons: Sequence[Reason], limits: Limits) -> Iterator[tuple[str, Text]]:
    order = [rule.provision for rule in assessment.rulebook.of_kind("condition")]
    for reason in reasons[: limits.reasons]:
        at = pinpoints([reason.provision], order, cite=assessment.rulebook.cite) if reason.provision else ""
        unit = f" [{reason.subject}]" if reason.subject and len(assessment.units) > 1 else ""
        yield f"Why {at}{unit}, {REASON_LABELS[reason.status]}", cut(reason.text, limits.reason)
    left = len(reasons) - limits.reasons
    if left > 0:
        yield "Why", f"and {left} more: {SHOWN_ABOVE}"


def _table(assessment: Assessment, exception: ExceptionAnswer) -> Table:
    """Limb by limb: needed on which reading, answered how, said by whom, and how many indicators point where."""
    choices = [choice for choice in exception.limbs[0].needed if choice]
    readings = [f"On {of_reading(choice)}" for choice in choices]
    on = f", on the reading {of_reading(exception.chosen)}" if exception.chosen else ""
    marks = {True: "✓ yes", False: "✗ no", None: "✗ not shown" if assessment.on_the_record else "? open"}
    answers = [marks[limb.holds] for limb in exception.limbs]
    alike = len(set(answers)) == 1
    return Table(
        f"{exception.title}{on}{f': every limb {answers[0]}' if alike else ''}",
        ("Limb", *readings, *(() if alike else ("Answer",)), "Said", "Indicators"),
        tuple(
            (
                limb.title,
                *("needed" if limb.needed[choice] else "–" for choice in choices),
                *(() if alike else (answer,)),
                cut(limb.said, 60, more=""),
                limb.indicators,
            )
            for limb, answer in zip(exception.limbs, answers, strict=True)
        ),
    )


def _rest(assessment: Assessment, answer: Answer, limits: Limits) -> Iterator[tuple[str, Text]]:
    for exception in answer.exceptions:
        if exception.indicators:
            yield "Indicators", cut(exception.indicators, limits.indicators)
    for label, arguments in (("For", answer.arguments_for), ("Against", answer.arguments_against)):
        if arguments:
            also = "; ".join(_named(argument) for argument in arguments[limits.arguments :])
            said = " ".join(_argument(argument, limits) for argument in arguments[: limits.arguments])
            yield label, f"{said} Also {also}." if also else said
    for text in answer.consistency:
        yield "Facts that do not fit together", text
    for text in answer.split:
        yield "A case of its own", text
    yield from _asked(assessment, answer.ask, limits)
    yield from _resting(answer.rests_on, limits)
    yield from _signed(answer.findings, limits)
    if assessment.by_party and not assessment.standpoint:
        views = {
            party: outcome for party, outcome in sorted(assessment.by_party.items()) if outcome != assessment.outcome
        }
        if views:
            short = wording().outcomes
            yield (
                "On each party's word",
                "; ".join(f"{party}: {short[outcome].short}" for party, outcome in views.items()),
            )
    for party, excluded in sorted(assessment.contradicted.items()):
        yield "Cannot all be so", f"What {party} says: {excluded}."
    notes = assessment.subject.notes
    if notes and limits.notes:
        shown = [cut(note, 340) for note in notes[: limits.notes]]
        left = len(notes) - len(shown)
        yield "Notes on the file", " ".join(shown) + (f" (and {left} more: {SHOWN_ABOVE})" if left > 0 else "")


def _argument(argument: Argument, limits: Limits) -> str:
    text = cut(argument.text, limits.argument, more="")
    return f"{_named(argument)}: {text}{'' if text.endswith('.') else '.'}"


def _named(argument: Argument) -> str:
    return f"{argument.authority}{_bracketed('; '.join(argument.limits))}"


def _bracketed(text: str) -> str:
    return f" ({text})" if text else ""


def _asked(assessment: Assessment, ask: Sequence[Asked], limits: Limits) -> Iterator[tuple[str, Text]]:
    """The questions by whom to ask, numbered through."""
    shown = ask[: limits.ask]
    whom: dict[str, list[str]] = {}
    for number, each in enumerate(shown, 1):
        so_far = f" (on file: {each.note})" if each.note else ""
        finding = " (a finding)" if each.finding else ""
        whom.setdefault(each.who, []).append(f"({number}) {each.question}{finding}{so_far}")
    provider = one_line(assessment.subject.provider, LONGEST_NAME)
    names = {"provider": provider or "the provider", "others": "others who know"}
    for position, (who, questions) in enumerate(whom.items()):
        left = len(ask) - len(shown)
        more = f" And {left} more: {limits.elsewhere}" if left > 0 and position == len(whom) - 1 else ""
        yield f"Ask {names.get(who, f'the {who}')}", " ".join(questions) + more


def _resting(resting: Sequence[Resting], limits: Limits) -> Iterator[tuple[str, Text]]:
    if not limits.resting:
        count = sum(len(each.paths) for each in resting)
        if count:
            yield "Rests on parties' words", f"{count} fact{'s' if count > 1 else ''}: {SHOWN_ABOVE}"
        return
    for each in resting:
        yield RESTING_LABELS[each.standing].replace("{by}", listed(each.by)), cut(each.text, limits.resting)


def _signed(findings: Sequence[Signing], limits: Limits) -> Iterator[tuple[str, Text]]:
    """Whose the findings are: those that facts have overtaken, those that nobody has signed, the rest."""
    if not limits.findings:
        counts = Counter[str]()
        for each in findings:
            counts[each.state] += len(each.paths)
        if counts:
            yield "Findings", f"{', '.join(f'{count} {state}' for state, count in counts.items())}: {SHOWN_ABOVE}"
        return
    for each in findings:
        by = f"{each.by}, {long_date(each.on)}: " if each.on else ""
        yield f"Findings {each.state}", cut(f"{by}{each.text}", limits.findings)


def _law(assessment: Assessment) -> Iterator[tuple[str, Text]]:
    law = assessment.law
    engines = " and ".join(assessment.engines)
    agree = "agree" if len(assessment.engines) > 1 else "alone, checked by no second engine"
    state = "in force" if law.in_force else "not in force on this day"
    read = "known at second hand, not read" if law.second_hand else "official text read"
    unseen = f"; not seen: {'; '.join(law.unseen)}" if law.unseen else ""
    named = f"{law.act}, {law.version}, {state}; {read}{unseen}. " if law.act else ""
    digests = f"rulebook {assessment.rulebook.digest[:12]}, profile {assessment.subject.digest[:12]}"
    yield (
        "Law",
        f"{named}Derived by {engines} ({agree}); {digests}. {SHOWN_ABOVE}: every condition; --proof: every step. "
        "Not legal advice.",
    )


def cut(text: str, most: int, *, more: str = f" and more: {SHOWN_ABOVE}") -> str:
    """A text at most so long, ended at a sentence or clause where it can be, saying that there is more."""
    if len(text) <= most:
        return text
    for mark in (". ", "; ", ", ", " "):
        place = text.rfind(mark, most // 2, most)
        if place > 0:
            return f"{text[:place].rstrip('.;,')}{';' if more and mark != ' ' else '...'}{more}"
    return f"{text[:most]}...{more}"
