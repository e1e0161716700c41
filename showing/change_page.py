"""What would change the outcome, as a document: cures, the plan, and the sets of each goal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engine.answer import Derivation
from ..engine.case.words import long_date
from ..engine.change.answers import Answer
from ..engine.change.cures import ConditionCures
from ..engine.change.plan import Plan
from ..engine.change.proposals import FactChange
from ..engine.change.smallest_changes import Changes, ChangeSet
from ..engine.law.rulebook import Rulebook
from .document import Block, Document, Heading, Listing, Paragraph

#: Facts in common from which on they are listed once instead of in every set.
MANY = 6
DAYS = (
    "Days in short are those of one set; together with other facts, other days may be needed: --limit shows every set."
)
#: Conditions, acts and choices that are told where nothing else is asked for.
FEW = 8
NOT_PROPOSED = ", or that say what the service is or are taken as notorious (--all proposes those)"
VERBS = {"establish": "Establish", "change": "Change", "add": "Add"}


def document_of_changes(name: str, derivation: Derivation, found: Answer, limit: int | None) -> Document:
    """The answer of ``change`` for a case: cures, plan, sets. Without a ``limit`` asked for, many are told in short."""
    rulebook = derivation.machine.rulebook
    day = long_date(derivation.question.assessed_on)
    now = (
        f"On the facts as they are: {derivation.outcome}."
        if derivation.determined
        else f"It cannot be decided on these facts. Possible: {', '.join(derivation.possible)}."
    )
    blocks: list[Block] = [Paragraph(now), *_cures(found.cures, rulebook, limit)]
    if found.plan is not None:
        blocks += _plan(found.plan, rulebook, limit)
    for one in found.goals:
        blocks += _goal(one, rulebook, limit)
    return Document(f"{name}, {day}: what would change the outcome", tuple(blocks))


def _cures(found: Sequence[ConditionCures], rulebook: Rulebook, limit: int | None) -> Iterator[Block]:
    if not found:
        return
    yield Heading("What cures each condition that fails")
    shown = found[: FEW if limit is None else None]
    yield Listing(tuple(_cure(each, rulebook, limit) for each in shown))
    if len(shown) < len(found):
        yield Paragraph(f"And {len(found) - len(shown)} more conditions fail; --limit and --format json show all.")


def _cure(each: ConditionCures, rulebook: Rulebook, limit: int | None) -> str:
    about = f", {each.unit.entity.name}" if each.unit is not None else ""
    lead = f"{rulebook.cite(each.rule.provision)}{about}"
    if not each.cures:
        none = "no fact would satisfy it on this day" if each.complete else "no cure was found in time"
        return f"{lead}: {none}."
    shown = each.cures[: 2 if limit is None else limit]
    ways = "; or ".join(_facts(cure.facts, limit) for cure in shown)
    others = f"; or one of {each.number - len(shown)} other ways" if each.number > len(shown) else ""
    past = " Nobody can change that any more." if each.is_past else ""
    return f"{lead}: {ways}{others}.{past}"


def _facts(facts: Sequence[FactChange], limit: int | None) -> str:
    shown = facts[: 3 if limit is None and len(facts) > MANY else None]
    more = f" and {len(facts) - len(shown)} more facts" if len(shown) < len(facts) else ""
    told = (f"{fact.path} {fact.wanted}{f' (now {fact.before})' if fact.kind != 'establish' else ''}" for fact in shown)
    return f"{', '.join(told)}{more}"


def _plan(plan: Plan, rulebook: Rulebook, limit: int | None) -> Iterator[Block]:
    yield Heading("From which day on it could pass")
    cited = ", ".join(dict.fromkeys(rulebook.cite(each.rule.provision) for each in plan.past))
    yield Paragraph(f"For the day assessed nothing can be had back as to {cited}.")
    if plan.day is None:
        yield Paragraph("On the next days on which anything may change, no acts found lead there either.")
        return
    after = f" If the last of it is done on {long_date(plan.last_act)}:" if plan.last_act is not None else ""
    still = ", if what is unknown turns out so" if plan.open else ""
    yield Paragraph(
        f"Acts can still lead to {plan.goal} on a later day.{after} from {long_date(plan.day)} at the earliest{still}. "
        "In this order, with everything else as it is now:"
    )
    shown = plan.acts[: FEW if limit is None else None]
    yield Listing(tuple(f"{VERBS[act.kind]} {act.path}: {act.question} {_capital(act.wanted)}." for act in shown))
    if len(shown) < len(plan.acts):
        yield Paragraph(f"And {len(plan.acts) - len(shown)} more; --limit and --format json show all.")


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _goal(one: Changes, rulebook: Rulebook, limit: int | None) -> Iterator[Block]:
    title = rulebook.verdicts.titles[one.goal]
    yield Heading(f"{'To reach' if one.reached else 'To rule out'} {one.goal}")
    if one.already:
        yield Paragraph(f"Nothing has to change: {one.goal} {'is the outcome' if one.reached else 'is not possible'}.")
        return
    if not one.sets:
        cannot = "nothing that anyone can still do leads there" if one.reached else "this cannot be ruled out"
        yield Paragraph(f"{title}: {cannot if one.complete else 'no set was found'}.")
        if one.blocked:
            others = "" if all(fact.fixed for fact in one.blocked) else NOT_PROPOSED
            yield Paragraph(f"It would take facts that nobody can change any more{others}:")
            yield Listing(tuple(_line(fact, rulebook) for fact in one.blocked))
        if one.reasons:
            yield Listing(tuple(f"{reason[:1].upper()}{reason[1:]}." for reason in one.reasons))
        return
    sets = one.sets[: 1 if limit is None else limit] if one.products else one.sets
    yield Paragraph(_count(one, title, len(sets)))
    yield from _in_short(one, rulebook, None if limit is not None else FEW)
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


def _in_short(one: Changes, rulebook: Rulebook, most: int | None) -> Iterator[Block]:
    """The sets as products: what they have in common, and groups of which each takes one; ``most`` are told."""
    told = list(one.products[: None if most is None else 1])
    for number, product in enumerate(told, 1):
        many = "1 set" if product.number == 1 else f"{product.number} sets"
        only = one.kinds == 1
        yield Heading(f"All {many} in short" if only else f"In short, kind {number} of {one.kinds}: {many}", 2)
        if product.common:
            each = "Each has" if product.number > 1 else "It has"
            yield Paragraph(f"{each} {'this fact' if len(product.common) == 1 else 'these facts'}:")
            yield from _few([_brief(fact) for fact in product.common], most)
        for group in product.groups:
            yield Paragraph(
                f"{'And one' if product.common or group is not product.groups[0] else 'One'} of these {len(group)}:"
            )
            yield from _few(["; and ".join(map(_brief, choice)) for choice in group], most)
    if one.kinds > len(told):
        first = "only the first" if len(one.products) == 1 else f"the first {len(one.products)}"
        shown = "all" if one.kinds == len(one.products) else first
        more = f"; --limit and --format json show {shown}" if most is not None else ""
        left = one.kinds - len(told)
        yield Paragraph(f"And {left} more kind{'s' if left > 1 else ''}{more}.")

    facts = [fact for many in told for choice in (many.common, *sum(many.groups, ())) for fact in choice]
    if any(fact.new_items or _is_day(fact, rulebook) for fact in facts):
        yield Paragraph(DAYS)


def _few(lines: Sequence[str], most: int | None) -> Iterator[Block]:
    """Lines, of which those beyond ``most`` are only counted."""
    yield Listing(tuple(lines[:most]))
    if most is not None and len(lines) > most:
        yield Paragraph(f"And {len(lines) - most} more; --limit and --format json show all.")


def _is_day(fact: FactChange, rulebook: Rulebook) -> bool:
    spec = rulebook.vocabulary.facts.get(fact.generic)
    return spec is not None and spec.type == "date"


def _brief(fact: FactChange) -> str:
    return f"{fact.path}: {fact.question} {fact.wanted[:1].upper()}{fact.wanted[1:]}"


def _count(one: Changes, title: str, shown: int) -> str:
    if one.complete:
        many = "One smallest set" if one.number == 1 else f"{one.number} smallest sets"
        in_short = "all in short" if one.kinds == len(one.products) else "in short"
        in_full = f"the {shown} with the fewest facts" if shown > 1 else "one"
        more = f": {in_short}, then {in_full} in full" if one.products else ""
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
