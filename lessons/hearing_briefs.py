"""The briefs of a mock hearing: what each side has to show, what speaks for it, and what the bench should find."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.why.answer_record import Answer, Argument
from ..reading.safe_text import one_line
from ..rules.citation_styles import pinpoints
from ..showing.document import Block, Heading, Inline, Listing, Paragraph, Span, Terms, inline
from ..showing.words import wording
from .handout import outcome_words
from .hearing import PROVIDER, Hearing, Issue, Role

#: Order of the hearing, for whoever leads it.
ORDER = (
    "Each side has its brief and the record, and a quarter of an hour.",
    "The provider opens, point by point: what it has to show, with which fact of the record.",
    "The other side replies to each point: what is not shown, what speaks against it, which reading it takes.",
    "The bench asks; each side answers from the record, or says that it is silent.",
    "The bench decides point by point, with provision and fact, and says what is open and to whose disadvantage.",
)


def brief(role: Role, arguments: tuple[Argument, ...], hearing: Hearing, answer: Answer) -> Iterator[Block]:
    yield Heading(f"Brief for {role.name}")
    own = [issue for issue in hearing.issues if issue.burden and issue.burden == role.interest]
    theirs = [issue for issue in hearing.issues if issue.burden and issue.burden != role.interest]
    points: list[Inline | str] = []
    if own:
        points.append(
            f"You bear the burden of {cited(own, hearing)}. What you do not show counts against you on the record."
        )
    if theirs:
        points.append(f"You have nothing to show of {cited(theirs, hearing)}: say limb by limb what is not shown.")
    at = hearing.roles.index(role)
    won = [issue for issue in hearing.issues if issue.statuses[at] != issue.result.status]
    if won:
        points.append(
            f"On your own statements {cited(won, hearing)} would be otherwise; say why they should be believed."
        )
    for each in arguments:
        limits = f" ({'; '.join(each.limits)})" if each.limits else ""
        points.append(inline(Span(f"{each.authority}{limits}: ", bold=True), one_line(each.text)))
    if role.interest == PROVIDER and answer.ask:
        asked = " ".join(f"({at}) {each.question}" for at, each in enumerate(answer.ask[:4], 1))
        points.append(f"Expect to be asked: {asked}")
    yield Listing(tuple(points) or ("Nothing is in issue that you could turn.",))


def cited(issues: list[Issue], hearing: Hearing) -> str:
    """The provisions of some issues, by ranges."""
    return ranges([issue.result.rule.provision for issue in issues], hearing)


def bench(hearing: Hearing, answer: Answer) -> Iterator[Block]:
    yield Heading("For the bench: what should be found")
    entries = [("As the file stands", outcome_words(hearing.assessment))]
    entries += [(f"As {role.name}", outcome(role.outcome)) for role in hearing.roles if role.speaks]
    entries.append(("On the record", outcome_words(hearing.record)))
    yield Terms(tuple(entries))
    yield Paragraph(answer.sentence)
    if answer.ask:
        yield Paragraph("What would settle it, most decisive first:")
        yield Listing(
            tuple(f"{each.who}: {each.question}" if each.who else each.question for each in answer.ask[:6]),
            ordered=True,
        )
    profile = hearing.case.profile
    why = profile.expect.why if profile.expect is not None else ""
    for text in (profile.lesson, why):
        if text:
            yield Paragraph(inline(Span(one_line(text), foreign=True)))


def outcome(name: str) -> str:
    """An outcome in a word or two."""
    words = wording().outcomes.get(name)
    return words.short if words is not None else name.replace("_", " ")


def ranges(provisions: list[str], hearing: Hearing) -> str:
    """Provisions by ranges, in the order of the rules."""
    rulebook = hearing.assessment.rulebook
    order = [rule.provision for rule in rulebook.of_kind("condition")]
    return pinpoints(provisions, order, cite=rulebook.cite)
