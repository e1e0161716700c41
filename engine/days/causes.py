"""Causes: why an answer begins to differ on a day, in words, made of the comparisons that turned on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ..answer import Derivation
from ..case.facts import View
from ..case.words import long_date
from ..law import terms as t
from ..law.rulebook import Rule, Rulebook
from ..why.reasons import about_series, fact_use
from .law_period import Era
from .proof_diff import Turn, turns

Kind = Literal["law", "relief", "due", "limit", "fact"]
KINDS: tuple[Kind, ...] = ("law", "relief", "due", "limit", "fact")


class Cause(Struct, frozen=True):
    """One cause of a change.

    ``kind``: the law begins, ends or sets a day (*law*); a relief ends or begins (*relief*); the day of a series, such
    as that of a report, has passed (*due*); a number of months after a fact have run out (*limit*); a fact's own day
    (*fact*). ``path`` and ``value`` are the fact's, where there is one; ``units`` are the units that it touches and
    ``provisions`` what the rules that turned rest on. ``second_hand``: it rests on law known at second hand.
    """

    kind: Kind
    text: str
    path: str = ""
    value: str = ""
    units: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    second_hand: bool = False


def causes_of(before: Derivation, after: Derivation, eras: Sequence[Era] = ()) -> tuple[Cause, ...]:
    """The causes of what differs between two neighbouring days, each once: law first, then what follows from facts."""
    found: dict[tuple[str, str, str], Cause] = {}
    for turn in turns(before, after):
        cause = _cause(turn, after, eras)
        key = (cause.kind, cause.text, cause.path)
        found[key] = _merged(found[key], cause) if key in found else cause
    if not found:
        found.update(((cause.kind, cause.text, cause.path), cause) for cause in _bounding(after))
    return tuple(sorted(found.values(), key=lambda cause: KINDS.index(cause.kind)))


def _bounding(after: Derivation) -> Iterator[Cause]:
    """Where no comparison turned: the days known that bound an unknown one, be it of a thing not listed, and so what
    may be, from this day on."""
    rulebook, day = after.machine.rulebook, after.question.assessed_on
    vocabulary = rulebook.vocabulary
    bounds = [(order.earlier, "earlier") for order in (*vocabulary.before, *vocabulary.presumed)]
    bounds += [(order.later, "later") for order in (*vocabulary.before, *vocabulary.presumed)]
    for path, bound in bounds:
        item, key = vocabulary.split(path)
        for scope in after.case.walk():
            value = scope.values.get(key) if scope.address.item == item else None
            if isinstance(value, date) and value in (day, day - timedelta(days=1)):
                use = fact_use(scope, key, vocabulary.facts[path])
                said = f"{use.question} {use.text[:1].upper()}{use.text[1:]}"
                text = f"{said}; a day that cannot be {bound} is unknown"
                yield Cause("fact", text, path=use.path, value=str(use.value))


def _merged(one: Cause, other: Cause) -> Cause:
    def both(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*left, *right)))

    return replace(
        one,
        units=both(one.units, other.units),
        rules=both(one.rules, other.rules),
        provisions=both(one.provisions, other.provisions),
    )


def _cause(turn: Turn, after: Derivation, eras: Sequence[Era]) -> Cause:
    rulebook, day = after.machine.rulebook, after.question.assessed_on
    rules = list(_rules_on(turn.path, rulebook))
    term = turn.leaf.term
    assert isinstance(term, t.Compare)
    operand = term.right if term.left == t.AssessedOn() else term.left
    if isinstance(operand, t.Literally):
        cause = _of_law(turn, day, rulebook, eras)
    else:
        cause = _of_fact(turn, term, operand, day, rulebook)
    units = (turn.unit.entity.name,) if turn.unit is not None else ()
    rested_on = tuple(dict.fromkeys(rule.provision for rule in rules if rule.provision))
    return replace(cause, units=units, rules=tuple(rule.id for rule in rules), provisions=cause.provisions or rested_on)


def _rules_on(path: Sequence[t.Named], rulebook: Rulebook) -> Iterator[Rule]:
    """The rules whose parts a walk passed."""
    for named in path:
        rule = rulebook.by_part.get(named.name)
        if rule is not None:
            yield rule


def _of_law(turn: Turn, day: date, rulebook: Rulebook, eras: Sequence[Era]) -> Cause:
    """A day that the law itself sets: the beginning of an era, the bounds of a relief, or another day."""
    era = next((era for era in eras if era.first_day == day and era.begins), None)
    if era is not None:
        earlier = next((other for other in eras if other.last_day == day - timedelta(days=1)), None)
        hand = era.second_hand or (earlier is not None and earlier.second_hand)
        provisions = (era.provision,) if era.provision else ()
        return Cause("law", era.begins, provisions=provisions, second_hand=hand)
    names = [named for named in turn.path if named.title]
    inside = next((at for at, named in enumerate(names) if _is_relief(named, rulebook)), None)
    if inside is not None:
        relief = names[min(inside + 1, len(names) - 1)].title
        return Cause("relief", f"{_edge(turn, day)} day of {_lower(relief)}")
    title = names[-1].title if names else rulebook.name
    return Cause("law", f"{_edge(turn, day)} day on which this holds: {_lower(title)}")


def _edge(turn: Turn, day: date) -> str:
    if turn.leaf.truth is True:
        return f"{long_date(day)} is the first"
    return f"{long_date(day - timedelta(days=1))} is the last"


def _is_relief(named: t.Named, rulebook: Rulebook) -> bool:
    rule = rulebook.by_part.get(named.name)
    return rule is not None and named.name == rule.relief.name


def _of_fact(turn: Turn, term: t.Compare, operand: t.Operand, day: date, rulebook: Rulebook) -> Cause:
    """The day of a fact, of a row of a series, or some months later than either."""
    later = operand if isinstance(operand, t.Later) else term.right if isinstance(term.right, t.Later) else None
    fact = operand.day if isinstance(operand, t.Later) else operand
    assert isinstance(fact, t.Fact)
    holder = turn.leaf.bound[fact.scope]
    row = about_series(turn.leaf, rulebook.series)
    if row and _in_series(holder, rulebook):
        return Cause("due", f"{row[:1].upper()}{row[1:]}: that day has passed")
    use = fact_use(holder, fact.key, rulebook.vocabulary.facts[fact.path])
    effect = ""
    if later is not None:
        effect = f"; {long_date(day - timedelta(days=1))} is the last day of the {later.months} months that follow"
        if term.left != t.AssessedOn():
            effect = f"; {long_date(day)} is {later.months} months before that"
    elif str(use.value) != day.isoformat():
        effect = "; it counts from the day after"
    return Cause(
        "limit" if later is not None else "fact",
        f"{use.question} {use.text[:1].upper()}{use.text[1:]}{effect}",
        path=use.path,
        value=str(use.value),
    )


def _in_series(holder: View, rulebook: Rulebook) -> bool:
    return any(holder.address.within(name) for name in rulebook.series)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
