"""The values that a set of changes gives to facts: in words, one of them as an example, and the case that has them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Literal, cast

from msgspec import Struct

from ..case.address import Address
from ..case.facts import CASE, NEVER, PartialSet, Value, View, Views
from ..case.vocabulary import FactSpec, ListSpec
from ..case.words import Plain, long_date, plain, words
from .changeables import Changeables
from .found import Option
from .variables import Place, Variable

Kind = Literal["establish", "change", "add"]


class FactChange(Struct, frozen=True):
    """One fact or list of a set.

    ``kind``: *establish* an unknown one, *change* a known one, *add* to a complete list. ``path`` is its place in the
    case (a new item has the next free index), ``generic`` the path by which rules name it. ``wanted`` says in words
    which values will do, ``value`` is one of them; for a list, ``value`` gives the items that it then has besides those
    known, each as the facts stated of it (empty: nothing more). ``fixed`` says that nobody can change it any more,
    ``proposed`` is false for a known fact that says what the thing assessed is, or that is taken as notorious.
    """

    path: str
    generic: str
    kind: Kind
    question: str
    provisions: tuple[str, ...]
    who: str
    before: str
    wanted: str
    value: Plain | list[dict[str, Plain]]
    fixed: bool = False
    proposed: bool = True
    place: Place = (CASE, "")
    values: tuple[tuple[Address, str, Value], ...] = ()
    new_items: int = 0


def fact_changes(ground: Changeables, option: Option, only: Collection[Place] | None = None) -> tuple[FactChange, ...]:
    """The facts of a set (or ``only`` some of them) with their values, in the order of the vocabulary."""
    masks = dict(option.masks)
    by_place: dict[Place, list[int]] = {place: [] for place in (option.places if only is None else only)}
    for at, variable in enumerate(ground.variables):
        if variable.place in by_place:
            by_place[variable.place].append(at)
    order = {path: at for at, path in enumerate([*ground.rulebook.vocabulary.lists, *ground.rulebook.vocabulary.facts])}
    made = [_fact_change(ground, place, ats, masks) for place, ats in by_place.items()]
    return tuple(sorted(made, key=lambda fact: (order.get(fact.generic, 0), fact.path)))


def _fact_change(ground: Changeables, place: Place, ats: Sequence[int], masks: dict[int, int]) -> FactChange:
    variables = [(ground.variables[at], masks.get(at, 0)) for at in ats]
    lists = [(variable, mask) for variable, mask in variables if isinstance(variable.spec, ListSpec)]
    if lists:
        return _list(ground, lists[0], [(v, m) for v, m in variables if m and v is not lists[0][0]])
    variable, mask = next(((v, m) for v, m in variables if m), variables[0])
    spec = cast("FactSpec", variable.spec)
    scope = variable.scope
    now = scope.values.get(variable.key)
    if variable.member:
        value, wanted = _set(variables, now)
    else:
        value = _pick(variable, mask, ground.earliest)
        wanted = in_words(variable, mask)
    known = now is not None and not isinstance(now, PartialSet) and not ground.is_new(scope)
    standing = scope.standings.get(variable.key, scope.statement(variable.key).standing)
    return FactChange(
        path=variable.path,
        generic=spec.path,
        kind="change" if known else "establish",
        question=spec.question,
        provisions=spec.provisions,
        who=spec.who,
        before=words(now, spec, standing),
        wanted=wanted,
        value=plain(value),
        fixed=known and not any(ground.can_become(v, spec, now) & m for v, m in variables),
        proposed=not known or ground.proposed(scope, spec),
        place=place,
        values=((scope.address, variable.key, value),),
    )


def _list(ground: Changeables, counted: tuple[Variable, int], facts: list[tuple[Variable, int]]) -> FactChange:
    """A list with its new items, and the facts that are stated with it."""
    variable, mask = counted
    spec = cast("ListSpec", variable.spec)
    new = min(variable.values_in(mask or variable.allowed))
    known = len(variable.scope.items(variable.key).known)
    values = tuple((v.scope.address, v.key, _pick(v, m, ground.earliest)) for v, m in facts) if new else ()
    listed = f"those listed ({known})" if known else "none"
    name = spec.item.replace("_", " ")
    if new:
        wanted = f"those listed ({known}) and {new} more ({name})" if known else f"{new} ({name})"
    else:
        wanted = "no others than those listed" if known else "none"
    told = "; ".join(
        f"{cast('FactSpec', v.spec).question} {in_words(v, m)[:1].upper()}{in_words(v, m)[1:]}" for v, m in facts
    )
    stated: dict[str, Plain] = {key: plain(value) for _, key, value in values}
    adds = variable.changes_known
    return FactChange(
        path=variable.path,
        generic=spec.path,
        kind="add" if adds else "establish",
        question=spec.question,
        provisions=spec.provisions,
        who="provider",
        before=listed if adds else f"{listed}, and perhaps more" if known else "unknown",
        wanted=f"{wanted}: {told}" if new and told else wanted,
        value=[dict(stated) for _ in range(new)],
        place=variable.place,
        values=values,
        new_items=new,
    )


# --- values ----------------------------------------------------------------------------------------------------------


def _set(variables: Sequence[tuple[Variable, int]], now: Value | PartialSet | None) -> tuple[Value, str]:
    """A set with the members wanted, and without those not wanted; other members stay as they are."""
    members = set(now.known if isinstance(now, PartialSet) else cast("frozenset[str]", now or frozenset()))
    wanted = {variable.member: mask == 2 for variable, mask in variables if mask in (1, 2) and mask != variable.known}
    members |= {member for member, there in wanted.items() if there}
    members -= {member for member, there in wanted.items() if not there}
    told = [f"{'with' if there else 'without'} {member.replace('_', ' ')}" for member, there in wanted.items()]
    return frozenset(members), " and ".join(told)


def _pick(variable: Variable, mask: int, today: date) -> Value:
    """One of the values, as unremarkable as possible: a day near the day assessed, a whole number."""
    values: list[Any] = variable.values_in(mask or variable.allowed or variable.full)
    spec = variable.spec
    if isinstance(spec, FactSpec) and spec.type == "date":
        earlier = [day for day in values if day < today]
        if earlier and not variable.known:
            return max(earlier)
        if variable.known and today in values:
            return today
        return NEVER if NEVER in values and not variable.known else min(values)
    if isinstance(spec, FactSpec) and spec.type == "number":
        return _pick_number(variable, mask)
    return values[0]


def _pick_number(variable: Variable, mask: int) -> float | int:
    """A whole number where there is one; numbers at odd places stand for all between their neighbours."""
    values: tuple[float, ...] = variable.values
    for at, number in enumerate(values):
        if mask >> at & 1:
            whole = int(number) if at % 2 == 0 else int(values[at - 1]) + 1
            if whole == number or (at % 2 and (at + 1 == len(values) or whole < values[at + 1])):
                return whole
    return variable.values_in(mask or variable.full)[0]


def in_words(variable: Variable, mask: int) -> str:
    """Which values will do."""
    spec = cast("FactSpec", variable.spec)
    values = variable.values_in(mask)
    if spec.type not in ("date", "number"):
        return " or ".join(words(value, spec, "supplied") for value in values)
    last = len(variable.values) - (2 if variable.values[-1] == NEVER else 1)
    runs: list[list[int]] = []
    for at in range(last + 1):
        if mask >> at & 1:
            if runs and runs[-1][1] == at - 1:
                runs[-1][1] = at
            else:
                runs.append([at, at])
    parts = [_run(variable, spec, low, high, last) for low, high in runs]
    if variable.values[-1] == NEVER and mask >> (last + 1) & 1:
        parts.append(spec.never)
    return " or ".join(part for part in parts if part) or "any day"


def _run(variable: Variable, spec: FactSpec, low: int, high: int, last: int) -> str:
    def text(at: int) -> str:
        value = variable.values[at]
        return long_date(value) if isinstance(value, date) else words(_plain_number(value), spec, "supplied")

    if spec.type == "date":
        if low == high:
            return f"on {text(low)}"
        lower, upper = (f"from {text(low)}" if low else ""), (f"by {text(high)}" if high < last else "")
        return f"{lower} {upper}".strip() or "on any day"
    if low == high and low % 2 == 0:
        return text(low)
    lower = "" if low == 0 else f"more than {text(low - 1)}" if low % 2 else f"at least {text(low)}"
    upper = "" if high == last else f"less than {text(high + 1)}" if high % 2 else f"at most {text(high)}"
    return " and ".join(part for part in (lower, upper) if part) or "any number"


def _plain_number(value: Any) -> Value:
    return int(value) if value == int(value) else value


# --- the case with them ----------------------------------------------------------------------------------------------


def changed_case(ground: Changeables, facts: Sequence[FactChange]) -> View | None:
    """The case with the values of a set; ``None`` where days would be in an order that cannot be."""
    values: dict[Address, dict[str, Value]] = {}
    for fact in facts:
        for scope, key, value in fact.values:
            values.setdefault(scope, {})[key] = value
    settled = {fact.place: fact for fact in facts}
    case = _changed(ground, ground.case, values, settled)
    return case if in_order(case, ground) else None


def _changed(
    ground: Changeables, scope: View, values: dict[Address, dict[str, Value]], settled: dict[Place, FactChange]
) -> View:
    lists: dict[str, Views] = {}
    names = dict.fromkeys([*scope.lists, *(name for holder, name in ground.fresh if holder == scope.address)])
    for name in names:
        members, place = scope.items(name), (scope.address, name)
        items, complete = members.known, members.complete
        if place in settled and place in ground.fresh:
            complete, items = True, (*items, *ground.fresh[place][: settled[place].new_items])
        if name not in scope.lists and not complete and not items:
            continue
        lists[name] = Views(tuple(_changed(ground, item, values, settled) for item in items), complete, members.other)
    told = {**scope.values, **values.get(ground.stated(scope).address, {})}
    return View(scope.entity, told, scope.standings, lists)


def in_order(scope: View, ground: Changeables) -> bool:
    """Whether no day precedes another that it cannot precede."""
    vocabulary = ground.rulebook.vocabulary
    for earlier, later in vocabulary.orders:
        first, second = (scope.values.get(vocabulary.split(path)[1]) for path in (earlier, later))
        inside = vocabulary.split(earlier)[0] == scope.address.item
        if inside and isinstance(first, date) and isinstance(second, date) and second < first:
            return False
    return all(in_order(item, ground) for members in scope.lists.values() for item in members.known)
