"""Cuts: the values that comparisons can tell apart, so that finitely many stand for all.

A comparison of a day with a constant (a day in a rule, a day known in the case, the day assessed) has one truth up to
some day and another from it on: there is a *cut*. Between two cuts no comparison with a constant changes.

Unknown days may also be compared with one another, or with one another some months later. Every such relation bounds
one by a function of the other that never falls when the other rises (itself, the day before, the same day some months
later), so if days satisfy some comparisons, then so do the latest ones that do (solutions are closed under maximum).
Each of these is the last day before a cut, or is reached from one by such functions: :meth:`Cuts.values` lists just
these days, and so loses no solution. Numbers are dense; as many are put between two cuts as may have to differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct, field

from ..case.facts import NEVER, View
from ..case.vocabulary import ROOT, Vocabulary
from ..law import terms as t
from ..truth.comparisons import months_later

DAY = timedelta(days=1)
LAST_DAY = NEVER - DAY
#: Days from which no month is counted any more.
FAR = 9000


def first_reaching(target: date, months: int) -> date:
    """The first day that is, some months later, ``target`` or after it.

    >>> first_reaching(date(2021, 2, 28), 1), first_reaching(date(2021, 3, 1), 1)
    (datetime.date(2021, 1, 28), datetime.date(2021, 2, 1))
    """
    if months == 0 or target == NEVER:
        return target
    years, month = divmod(target.year * 12 + target.month - 1 - months, 12)
    if years < 1:
        return date.min
    day = date(years, month + 1, 1)
    while months_later(day, months) < target:
        day += DAY
    return day


def day_changes(term: t.Compare, value: date) -> Iterator[date]:
    """The days on which a comparison of the day assessed with ``value`` begins to have another truth.

    ``value`` is what stands against the day assessed: a constant, or the value of the fact.
    """
    if value == NEVER:
        return
    months = term.right.months if isinstance(term.right, t.Later) else 0
    if term.left == t.AssessedOn():
        bound = months_later(value, months)
        if bound == NEVER:
            return
        if term.op in ("before", "from", "is"):
            yield bound
        if term.op in ("by", "after", "is"):
            yield bound + DAY
        return
    if term.op in ("by", "after", "is"):
        yield first_reaching(value, months)
    if term.op in ("before", "from", "is"):
        yield first_reaching(value + DAY, months)


class Compared(Struct):
    """What rules compare one fact with: days and numbers (``constants``), other ``facts``, and facts whose values are
    ``given`` in every case; ``months`` are those by which days are shifted, ``ordered`` the days that have an order
    with it."""

    constants: set[date | float] = field(default_factory=set[date | float])
    months: set[int] = field(default_factory=set[int])
    facts: set[str] = field(default_factory=set[str])
    given: set[str] = field(default_factory=set[str])
    ordered: set[str] = field(default_factory=set[str])


class Group(Struct, eq=False):
    """Facts (by the paths that rules use) that are compared with one another, directly or by way of others, or ordered;
    ``chain`` is the longest chain of facts of which each may have to differ from the next."""

    compared: dict[str, Compared]
    chain: int = 1

    @property
    def months(self) -> set[int]:
        return {months for each in self.compared.values() for months in each.months}

    def named(self, known: Mapping[str, set[date | float]], paths: Iterable[str] | None = None) -> set[date | float]:
        """The days and numbers at which a comparison of these facts may change, where the case has those ``known``."""
        found: set[date | float] = set()
        for path in self.compared if paths is None else paths:
            each = self.compared[path]
            found |= each.constants.union(*(known.get(fact, ()) for fact in (path, *each.given)))
        return found


def groups_of(terms: Iterable[t.Term], vocabulary: Vocabulary, constant: Collection[str] = ()) -> dict[str, Group]:
    """The facts that comparisons in terms read, each with its group; ``constant`` are items whose facts are given."""
    compared: dict[str, Compared] = {}
    seen: set[int] = set()
    for term in terms:
        for part in t.walk(term, seen):
            if isinstance(part, t.Compare):
                _note(part, vocabulary, constant, compared)
    for order in vocabulary.before:
        if order.earlier in compared or order.later in compared:
            compared.setdefault(order.earlier, Compared()).ordered.add(order.later)
            compared.setdefault(order.later, Compared()).ordered.add(order.earlier)
    found = {path: Group({path: own}) for path, own in compared.items()}
    for path, own in compared.items():
        for other in own.facts | own.ordered:
            kept, gone = found[path], found[other]
            if kept is not gone:
                kept.compared |= gone.compared
                found.update(dict.fromkeys(gone.compared, kept))
    for each in set(found.values()):
        each.chain = max(1, _chain([path for path in each.compared if compared[path].facts], vocabulary))
    return found


def _note(part: t.Compare, vocabulary: Vocabulary, constant: Collection[str], compared: dict[str, Compared]) -> None:
    """Note what a comparison compares each of its facts with."""
    facts = [fact.path for fact in (*t.operand_facts(part.left), *t.operand_facts(part.right))]
    for path in facts:
        own = compared.setdefault(path, Compared())
        for other in facts:
            if vocabulary.split(other)[0] in constant:
                own.given.add(other)
            elif len(facts) > 1 and vocabulary.split(path)[0] not in constant:
                own.facts.add(other)
        if isinstance(part.right, t.Later):
            own.months.add(part.right.months)
        elif isinstance(part.right, t.Literally) and _ordered(part.right.value):
            own.constants.add(part.right.value)  # pyright: ignore[reportArgumentType]


def _chain(paths: Iterable[str], vocabulary: Vocabulary) -> int:
    """The longest chain of facts compared with one another. It passes from one item of a list to another only by a
    fact of what holds the list, and by each of those once."""
    at: dict[int, int] = {}
    for path in paths:
        depth, scope = 0, vocabulary.split(path)[0]
        while scope != ROOT:
            depth, scope = depth + 1, vocabulary.split(vocabulary.items[scope].path)[0]
        at[depth] = at.get(depth, 0) + 1
    longest = 0
    for depth in range(max(at, default=0), -1, -1):
        longest = at.get(depth, 0) + (at.get(depth, 0) + 1) * longest
    return longest


def _ordered(value: object) -> bool:
    return value != NEVER if isinstance(value, date) else isinstance(value, int | float) and not isinstance(value, bool)


class Cuts:
    """The values that stand for all others, of the facts of one case on one day; ``also`` are further days that count
    as constants do."""

    def __init__(self, groups: dict[str, Group], case: View, assessed_on: date, *also: date) -> None:
        self.groups, self.case, self.assessed_on, self.also = groups, case, assessed_on, also
        self._known: dict[str, set[date | float]] = {}
        self._values: dict[Group, tuple[tuple[date, ...], tuple[float, ...]]] = {}

    def days(self, path: str) -> tuple[date, ...]:
        """The days that stand for all, in order, the last being the one that never comes."""
        return self._of(path)[0]

    def numbers(self, path: str) -> tuple[float, ...]:
        """The numbers from 0 up that stand for all, in order."""
        return self._of(path)[1]

    def named_numbers(self, path: str) -> tuple[float, ...]:
        """The numbers from 0 up at which a comparison may change, in order."""
        return _numbers(self._group(path).named(self.known))

    def near(self, path: str) -> tuple[date, ...]:
        """The days about those at which a comparison of one fact, or of one that it is compared with, may change, in
        order: for each way in which two such days can lie among these and to each other, days that lie so."""
        group = self._group(path)
        own = group.compared[path]
        named = group.named(self.known, {path, *own.facts, *own.ordered})
        days = {self.assessed_on, *self.also, *(value for value in named if isinstance(value, date))}
        for months in own.months:
            days |= {shifted for day in days for shifted in (months_later(day, months), first_reaching(day, months))}
        steps = (-2, -1, 0, 1, 2) if own.facts or own.ordered else (-1, 0, 1)
        return tuple(sorted({day + step * DAY for day in days if 1 < day.year < FAR for step in steps}))

    def _group(self, path: str) -> Group:
        return self.groups.get(path) or Group({path: Compared()})

    @property
    def known(self) -> dict[str, set[date | float]]:
        """Every day and number that the case states."""
        if not self._known:
            self._known = known_values(self.case)
        return self._known

    def _of(self, path: str) -> tuple[tuple[date, ...], tuple[float, ...]]:
        group = self._group(path)
        if group not in self._values:
            self._values[group] = self._list(group)
        return self._values[group]

    def _list(self, group: Group) -> tuple[tuple[date, ...], tuple[float, ...]]:
        named, months = group.named(self.known), group.months
        days = {self.assessed_on, *self.also, *(value for value in named if isinstance(value, date))}
        latest = {last for day in days for last in (day - DAY, day) if last > date.min} | {LAST_DAY}
        for _ in range(group.chain):
            latest |= {last for day in latest for last in _bounds(day, months)}
        points = _numbers(named)
        steps = range(1, group.chain + 2)
        between = {low + (high - low) * step / (group.chain + 2) for low, high in pairwise(points) for step in steps}
        return tuple(sorted({*latest, NEVER})), tuple(sorted({*points, *between, *(points[-1] + n for n in steps)}))


def _numbers(named: Iterable[date | float]) -> tuple[float, ...]:
    return tuple(sorted({0.0, *(float(value) for value in named if not isinstance(value, date) and value >= 0)}))


def _bounds(latest: date, months: Iterable[int]) -> Iterator[date]:
    """The latest days that one relation allows to a day, where it allows at most ``latest`` to another."""
    for day in (latest, latest - DAY) if latest > date.min else (latest,):
        yield day
        for count in months if day.year < FAR else ():
            yield months_later(day, count)
            reached = first_reaching(day + DAY, count)
            yield reached - DAY if reached > date.min else reached


def known_values(case: View) -> dict[str, set[date | float]]:
    """Every day and number that counts in a case or is stated in it, by the path of its fact."""
    found: dict[str, set[date | float]] = {}
    for view in case.walk():
        item = view.address.item
        for key, value in (*view.values.items(), *((key, each.value) for key, each in view.entity.statements.items())):
            if _ordered(value):
                found.setdefault(f"{item}.{key}" if item else key, set()).add(value)  # pyright: ignore[reportArgumentType]
    return found
