"""What would change the outcome, as a document: for each goal, what every set needs, then the sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .change import Changes, ChangeSet
from .derive import Derivation
from .document import Block, Document, Heading, Listing, Paragraph
from .reasons import long_date
from .rulebook import Rulebook
from .values import FactChange

#: Facts in common from which on they are listed once instead of in every set.
MANY = 6
VERBS = {"establish": "Establish", "change": "Change", "add": "Add"}


def document_of_changes(name: str, derivation: Derivation, found: Sequence[Changes]) -> Document:
    """The answer of ``change`` for a case."""
    rulebook = derivation.machine.rulebook
    day = long_date(derivation.question.assessed_on)
    now = (
        f"On the facts as they are: {derivation.outcome}."
        if derivation.determined
        else f"It cannot be decided on these facts. Possible: {', '.join(derivation.possible)}."
    )
    blocks: list[Block] = [Paragraph(now)]
    for one in found:
        blocks += _goal(one, rulebook)
    return Document(f"{name}, {day}: what would change the outcome", tuple(blocks))


def _goal(one: Changes, rulebook: Rulebook) -> Iterator[Block]:
    title = rulebook.verdicts.titles[one.goal]
    yield Heading(f"{'To reach' if one.reached else 'To rule out'} {one.goal}")
    if one.already:
        yield Paragraph(f"Nothing has to change: {one.goal} {'is the outcome' if one.reached else 'is not possible'}.")
        return
    if not one.sets:
        cannot = "nothing that anyone can still do leads there" if one.reached else "this cannot be ruled out"
        yield Paragraph(f"{title}: {cannot if one.complete else 'no set was found'}.")
        if one.blocked:
            yield Paragraph("It would take facts that nobody can change any more:")
            yield Listing(tuple(_line(fact, rulebook) for fact in one.blocked))
        if one.reasons:
            yield Listing(tuple(f"{reason[:1].upper()}{reason[1:]}." for reason in one.reasons))
        return
    yield Paragraph(_count(one, title))
    common = _common(one.sets)
    if common:
        yield Paragraph(f"Every set shown needs these {len(common)} facts:")
        yield Listing(tuple(_line(fact, rulebook) for fact in common))
    for number, change in enumerate(one.sets, 1):
        paths = {fact.path for fact in common}
        rest = [fact for fact in change.facts if fact.path not in paths]
        if not rest:
            continue
        if len(one.sets) > 1:
            facts = "1 fact" if len(rest) == 1 else f"{len(rest)} facts"
            kind = (
                "to establish"
                if change.establishes_only
                else "to change"
                if len(rest) == 1
                else "to establish or change"
            )
            yield Heading(f"Set {number}{', besides' if common else ''}: {facts} {kind}", 3)
        yield Listing(tuple(_line(fact, rulebook) for fact in rest))
    yield from _in_short(one)


def _in_short(one: Changes) -> Iterator[Block]:
    """All sets as products: what they have in common, and groups of which each takes one."""
    if not one.factors:
        return
    yield Heading(f"All {one.number} sets in short", 3)
    lines: list[str] = []
    for factor in one.factors:
        many = "1 set" if factor.number == 1 else f"{factor.number} sets"
        parts = [f"{', '.join(factor.common)}"] if factor.common else []
        parts += [f"one of ({' | '.join(' + '.join(sorted(each)) for each in group)})" for group in factor.groups]
        lines.append(f"{many}: {'; and '.join(parts)}.")
    yield Listing(tuple(lines))


def _count(one: Changes, title: str) -> str:
    shown = len(one.sets)
    if one.complete:
        many = "One smallest set" if one.number == 1 else f"{one.number} smallest sets"
        more = f"; the {shown} with the fewest facts are shown" if shown < one.number else ""
        return f"{title}. {many}{more}."
    return f"{title}. {shown} smallest sets are shown; there are others, which were not all worked out."


def _common(sets: Sequence[ChangeSet]) -> list[FactChange]:
    """The facts of all sets, where they are so many that repeating them would hide what differs."""
    if len(sets) < 2:
        return []
    shared = [
        fact
        for fact in sets[0].facts
        if all(any((fact.path, fact.wanted) == (other.path, other.wanted) for other in each.facts) for each in sets)
    ]
    return shared if len(shared) >= MANY else []


def _line(fact: FactChange, rulebook: Rulebook) -> str:
    cited = ", ".join(rulebook.cite(provision) for provision in fact.provisions[:2])
    before = f" (now {fact.before})" if fact.before else ""
    who = f"; {fact.who}" if fact.who else ""
    wanted = f"{fact.wanted[:1].upper()}{fact.wanted[1:]}"
    return f"{VERBS[fact.kind]} {fact.path}: {fact.question} {wanted}{before}. {cited}{who}."
