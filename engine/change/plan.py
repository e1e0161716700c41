"""From which later day on an outcome could be reached, by which acts: what cannot be had back for the day assessed may
still be had for a day that comes.

On each later day in question the facts stay as they are but for acts that fall on the day assessed or after it. The
conditions that fail on that day are cured one after the other, each by its smallest cure, and each time the evaluator
says what still fails. So a plan found leads there; where none is found, what is past is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from ..answer import Derivation, derive
from ..case.facts import NEVER
from ..worlds.critical_days import critical_days
from ..worlds.cuts import DAY
from .cures import ConditionCures, cures_of, failing
from .proposals import FactChange

#: Later days that are tried, the first ones; and cures of one plan.
MOST_DAYS, MOST_CURES = 12, 60


class Plan(Struct, frozen=True):
    """How ``goal`` could be reached.

    ``day`` is the first later day found on which it could be, by ``acts`` in this order (``None``: no day was found);
    ``last_act`` is the day of the last of them that has a day. ``open`` says that other facts are unknown on which it
    still depends. ``past`` has the conditions for which nothing can be had back for the day assessed.
    """

    goal: str
    day: date | None
    acts: tuple[FactChange, ...]
    open: bool
    past: tuple[ConditionCures, ...]

    @property
    def last_act(self) -> date | None:
        return max((day for act in self.acts if (day := _day(act)) is not None), default=None)


def plan(derivation: Derivation, found: tuple[ConditionCures, ...], *, every_fact: bool = False) -> Plan | None:
    """How a case that fails could pass on a later day; ``None`` where nothing fails that is past on the day assessed.

    ``found`` are the cures of its failing conditions (:func:`.cures.cures`).
    """
    past = tuple(each for each in found if each.is_past)
    if not past:
        return None
    goal = derivation.machine.rulebook.verdicts.passed
    for day in _days(derivation):
        made = _on(derivation, day, goal, every_fact)
        if made is not None:
            acts, open_ = made
            return Plan(goal, day, acts, open_, past)
    return Plan(goal, None, (), open=False, past=past)


def _days(derivation: Derivation) -> Iterator[date]:
    """The later days at which something may change: the next, and those on which what is known, or what is done on the
    day assessed, begins to count otherwise."""
    today = derivation.question.assessed_on
    critical = critical_days(derivation.machine.rulebook, derivation.case, today)
    later = sorted({today + DAY, *(day for day in critical if day > today)})
    yield from later[:MOST_DAYS]


def _on(derivation: Derivation, day: date, goal: str, every_fact: bool) -> tuple[tuple[FactChange, ...], bool] | None:
    """The acts with which the goal can be reached on a day, and whether it then still depends on something."""
    rulebook, today = derivation.machine.rulebook, derivation.question.assessed_on
    question = replace(derivation.question, assessed_on=day)
    acts: list[FactChange] = []
    now = derive(rulebook, derivation.case, question)
    for _ in range(MOST_CURES):
        condition = next(failing(now), None)
        if condition is None:
            break
        found = cures_of(now, *condition, every_fact=every_fact, earliest=today, limit=1, past=False)
        if not found.cures:
            return None
        acts += found.cures[0].facts
        now = derive(rulebook, found.cures[0].case, question)
    if goal not in now.possible:
        return None
    return tuple(sorted(acts, key=lambda act: _day(act) or date.min)), now.possible != (goal,)


def _day(act: FactChange) -> date | None:
    """The last day that an act states; ``None`` where it states none."""
    days = [value for _, _, value in act.values if isinstance(value, date) and value != NEVER]
    return max(days, default=None)
