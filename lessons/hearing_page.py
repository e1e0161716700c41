"""A mock hearing as a document: who argues what, what each must show, what the record shows, and a brief for each."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.case.words import long_date
from ..engine.law.rulebook import Status
from ..engine.why.answer_record import Answer
from ..engine.why.results import PositionResult
from ..reading.safe_text import one_line
from ..rules.citation_styles import pinpoints
from ..showing.document import About, Block, Document, Heading, Inline, Listing, Paragraph, Span, Table, Terms, inline
from ..showing.words import listed, sentence, wording
from .hearing import Hearing, Issue, IssueFact, Role
from .hearing_briefs import ORDER, bench, brief, cited, outcome, ranges
from .result import Limb
from .words import GATES

#: How gates and limbs of exceptions stand, marked as statuses are.
HOLDS = {"met": "✓ holds", "not_met": "✗ does not hold", "undetermined": "? open"}
STANDINGS = {
    "disputed": "in dispute: it counts for neither side",
    "uncorroborated": "one party's word: it does not count",
    "not_asked": "not asked: open",
    "not_disclosed": "not disclosed: open",
    "admitted": "admitted: it counts",
    "agreed": "agreed: it counts",
    "own_word": "on its own word: it counts",
    "assumed": "assumed: it counts",
    "supplied": "on file: it counts",
    "entailed": "follows from other facts: it counts",
}


def hearing_document(hearing: Hearing, answer: Answer, *, solution: bool = False) -> Document:
    """The hearing for all who take part; ``answer`` is that of the case as the file stands. With ``solution``, what the
    bench should find."""
    title = f"Mock hearing: {one_line(hearing.case.profile.name, 200)}"
    about = About(subject=title, keywords=("Regulation (EU) 2021/1232", "teaching"))
    return Document(title, tuple(_blocks(hearing, answer, solution)), about)


def _blocks(hearing: Hearing, answer: Answer, solution: bool) -> Iterator[Block]:
    yield from _opening(hearing)
    yield Heading("What is in issue")
    yield from _in_issue(hearing)
    for issue in hearing.issues:
        if not issue.silent:
            yield from _issue(issue, hearing)
    yield from _settled(hearing)
    for role, arguments in zip(hearing.roles, (answer.arguments_for, answer.arguments_against), strict=True):
        yield from brief(role, arguments, hearing, answer)
    yield Heading("Order of the hearing")
    yield Listing(ORDER, ordered=True)
    if solution:
        yield from bench(hearing, answer)


def _opening(hearing: Hearing) -> Iterator[Block]:
    profile = hearing.case.profile
    provider = profile.provider.name or "the provider"
    named = profile.service.name if profile.service.name != provider else ""
    service = ", ".join(part for part in (named, profile.service.feature) if part)
    question = f"May {provider} rely on the derogation for {service or 'this service'}"
    yield Paragraph(f"{one_line(question)} on {long_date(hearing.assessment.on)}?", "lead")
    if profile.summary:
        yield Paragraph(one_line(profile.summary))
    rows = tuple(
        (inline(Span(role.name, bold=True, foreign=True)), role.interest, _says(role)) for role in hearing.roles
    )
    yield Table("The parties", ("Party", "Interest", "On its own statements"), rows, (0.3, 0.2, 0.5))
    if not any(role.speaks for role in hearing.roles):
        yield Paragraph("The file holds no statement of either: both argue from the same facts.", "small")


def _says(role: Role) -> str:
    return outcome(role.outcome) if role.speaks else "the file holds no statement of it"


def _in_issue(hearing: Hearing) -> Iterator[Block]:
    if not hearing.issues:
        yield Paragraph("Nothing: every condition is settled on this file, from either side.")
        return
    first, second = hearing.roles
    said = [issue for issue in hearing.issues if not issue.silent]
    header = (
        "In issue",
        "To be shown by",
        f"As {first.name}",
        f"As {second.name}",
        "As the file stands",
        "On the record",
    )
    rows = tuple(
        (
            _name(issue, hearing),
            _bearer(issue, hearing),
            *(_status(issue, status) for status in issue.statuses),
            _status(issue, issue.result.status),
            "✗ not shown" if issue.not_shown else _status(issue, issue.record),
        )
        for issue in said
    )
    if rows:
        yield Table("Matters in issue", header, rows, (0.34, 0.14, 0.13, 0.13, 0.13, 0.13))
    silent = [issue for issue in hearing.issues if issue.silent]
    for not_shown, what in (
        (True, "on the record they count as not shown"),
        (False, "they stay open on the record too"),
    ):
        found = [issue for issue in silent if issue.not_shown is not_shown]
        if found:
            lead = "Open as well" if said else "Open"
            yield Paragraph(f"{lead}, with nothing on file that bears on them: {cited(found, hearing)}; {what}.")


def _name(issue: Issue, hearing: Hearing) -> Inline:
    result = issue.result
    of = f" ({result.subject.unit})" if len(hearing.assessment.units) > 1 and result.subject.unit else ""
    return inline(Span(_pinpoint(issue, hearing), bold=True), Span(f"{of}. {result.rule.title}"))


def _pinpoint(issue: Issue, hearing: Hearing) -> str:
    """The provision of a matter; of Article 3(1) the point alone."""
    found = pinpoints([issue.result.rule.provision], [], cite=hearing.assessment.rulebook.cite)
    return f"Point {found}" if found.startswith("(") else found


def _status(issue: Issue, status: Status) -> str:
    """A status in a word; a gate and a limb of an exception hold or do not, and are not met."""
    return wording().statuses[status] if issue.result.kind == "condition" else HOLDS.get(status, GATES[status])


def _bearer(issue: Issue, hearing: Hearing) -> str:
    """Who has to show a matter, by name where one of the parties does."""
    if not issue.burden:
        return "nobody"
    return next((role.name for role in hearing.roles if role.interest == issue.burden), f"the {issue.burden}")


# --- one issue -------------------------------------------------------------------------------------------------------


def _issue(issue: Issue, hearing: Hearing) -> Iterator[Block]:
    rulebook, rule = hearing.assessment.rulebook, issue.result.rule
    yield Heading(f"{_pinpoint(issue, hearing)}: {rule.title}", level=2)
    bearer = _bearer(issue, hearing)
    if bearer == "nobody":
        yield Paragraph("Nobody bears a burden here; what is open stays open. It turns on:")
    else:
        yield Paragraph(f"{bearer} has to show:")
    yield Listing(tuple(_limb(limb, issue, hearing) for limb in issue.limbs) or (rule.title,))
    elsewhere = _facts_of_limbs(hearing) if issue.result.kind == "gate" else frozenset[str]()
    first, second = hearing.roles
    rows = tuple(
        (
            one_line(fact.question),
            _said(fact.dispute.positions if fact.dispute is not None else (), first.name),
            _said(fact.dispute.positions if fact.dispute is not None else (), second.name),
            _counts(fact),
        )
        for fact in issue.facts
        if fact.path not in elsewhere
    )
    if rows:
        header = ("Fact", f"{first.name} says", f"{second.name} says", "The record")
        yield Table("What the record shows", header, rows, (0.34, 0.22, 0.22, 0.22))
    if elsewhere & {fact.path for fact in issue.facts}:
        yield Paragraph("It turns on the exception, limb by limb below.", "small")
    for name in rule.readings:
        reading = rulebook.readings[name]
        choices = listed(
            (f"{each.title[:1].lower()}{each.title[1:]} ({name}={each.id})" for each in reading.choices), "or"
        )
        yield Paragraph(
            inline(Span("Reading: ", bold=True), f"{reading.question} By default the first: {choices}."), "small"
        )


def _limb(limb: Limb, issue: Issue, hearing: Hearing) -> str:
    """A limb in words, with its provision where that is not the rule's own."""
    own = limb.provision in ("", issue.result.rule.provision)
    return limb.title if own else f"{limb.title} ({hearing.assessment.rulebook.cite(limb.provision)})"


def _facts_of_limbs(hearing: Hearing) -> frozenset[str]:
    """The facts of the limbs of exceptions, which have a place of their own."""
    limbs = (issue for issue in hearing.issues if issue.result.kind == "exception")
    return frozenset(fact.path for issue in limbs for fact in issue.facts)


def _counts(fact: IssueFact) -> str:
    """The value of a fact, where it has one, and how it counts."""
    counts = STANDINGS.get(fact.standing, fact.standing.replace("_", " "))
    open_ = fact.standing in ("disputed", "uncorroborated", "not_asked", "not_disclosed")
    return sentence(counts if open_ else f"{fact.text}; {counts}")


def _said(positions: tuple[PositionResult, ...], party: str) -> str:
    own = [each for each in positions if each.by == party]
    if not own:
        return "nothing"
    words = {True: "yes", False: "no"}
    value = words[own[0].value] if isinstance(own[0].value, bool) else str(own[0].value)
    inferred = " (by inference)" if own[0].inferred else ""
    return one_line(f"{value}{inferred}{f': {own[0].because}' if own[0].because else ''}")


def _settled(hearing: Hearing) -> Iterator[Block]:
    groups: dict[str, list[str]] = {}
    for result in hearing.settled:
        groups.setdefault(result.status, []).append(result.rule.provision)
    if groups:
        yield Heading("Not in issue")
        yield Terms(tuple((wording().statuses[status], ranges(found, hearing)) for status, found in groups.items()))
