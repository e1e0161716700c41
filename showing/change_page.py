"""What would change the outcome, as a document: for each goal, what every set needs, then the sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engine.answer import Derivation
from ..engine.case.words import long_date
from ..engine.change.proposals import FactChange
from ..engine.change.smallest_changes import Changes, ChangeSet
from ..engine.law.rulebook import Rulebook
from .document import Block, Document, Heading, Listing, Paragraph

#: Facts in common from which on they are listed once instead of in every set.
MANY = 6
DAYS = (
    "Days in short are those of one set; together with other facts, other days may be needed: --limit shows every set."
)
VERBS = {"establish": "Establish", "change": "Change", "add": "Add"}


def document_of_changes(name: str, derivation: Derivation, found: Sequence[Changes], examples: int) -> Document:
    """The answer of ``change`` for a case; where all sets are given in short, ``examples`` of them in full as well."""
    rulebook = derivation.machine.rulebook
    day = long_date(derivation.question.assessed_on)
    now = (
        f"On the facts as they are: {derivation.outcome}."
        if derivation.determined
        else f"It cannot be decided on these facts. Possible: {', '.join(derivation.possible)}."
    )
    blocks: list[Block] = [Paragraph(now)]
    for one in found:
        blocks += _goal(one, rulebook, examples)
    return Document(f"{name}, {day}: what would change the outcome", tuple(blocks))


def _goal(one: Changes, rulebook: Rulebook, examples: int) -> Iterator[Block]:
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
    sets = one.sets[:examples] if one.products else one.sets
    yield Paragraph(_count(one, title, len(sets)))
    yield from _in_short(one, rulebook)
    yield from _in_full(sets, rulebook)


def _in_full(sets: Sequence[ChangeSet], rulebook: Rulebook) -> Iterator[Block]:
    """Sets with all their facts; what they have in common once, where that is much."""
    common = _common(sets)
    if common:
        yield Paragraph(f"Every set shown needs these {len(common)} facts:")
        yield Listing(tuple(_line(fact, rulebook) for fact in common))
    for number, change in enumerate(sets, 1):
        paths = {fact.path for fact in common}
        rest = [fact for fact in change.facts if fact.path not in paths]
        if not rest:
            continue
        if len(sets) > 1:
            facts = "1 fact" if len(rest) == 1 else f"{len(rest)} facts"
            kind = (
                "to establish"
                if change.establishes_only
                else "to change"
                if len(rest) == 1
                else "to establish or change"
            )
            yield Heading(f"Set {number}{', besides' if common else ''}: {facts} {kind}", 2)
        yield Listing(tuple(_line(fact, rulebook) for fact in rest))


def _in_short(one: Changes, rulebook: Rulebook) -> Iterator[Block]:
    """All sets as products: what they have in common, and groups of which each takes one."""
    for number, product in enumerate(one.products, 1):
        many = "1 set" if product.number == 1 else f"{product.number} sets"
        only = len(one.products) == 1
        yield Heading(f"All {many} in short" if only else f"In short, kind {number} of {len(one.products)}: {many}", 2)
        if product.common:
            each = "Each has" if product.number > 1 else "It has"
            yield Paragraph(f"{each} {'this fact' if len(product.common) == 1 else 'these facts'}:")
            yield Listing(tuple(map(_brief, product.common)))
        for group in product.groups:
            yield Paragraph(
                f"{'And one' if product.common or group is not product.groups[0] else 'One'} of these {len(group)}:"
            )
            yield Listing(tuple("; and ".join(map(_brief, choice)) for choice in group))

    facts = [fact for many in one.products for choice in (many.common, *sum(many.groups, ())) for fact in choice]
    if any(fact.new_items or _is_day(fact, rulebook) for fact in facts):
        yield Paragraph(DAYS)


def _is_day(fact: FactChange, rulebook: Rulebook) -> bool:
    spec = rulebook.vocabulary.facts.get(fact.generic)
    return spec is not None and spec.type == "date"


def _brief(fact: FactChange) -> str:
    return f"{fact.path}: {fact.question} {fact.wanted[:1].upper()}{fact.wanted[1:]}"


def _count(one: Changes, title: str, shown: int) -> str:
    if one.complete:
        many = "One smallest set" if one.number == 1 else f"{one.number} smallest sets"
        more = (
            f": all in short, then {f'the {shown} with the fewest facts' if shown > 1 else 'one'} in full"
            if one.products
            else ""
        )
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
