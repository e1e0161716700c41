"""The outcome of a case on every day of a span, as maximal intervals, each with the causes of its beginning.

Not worked out day by day: between two neighbouring critical days nothing changes (see ``critical``), so one day of
each such stretch is derived, by the evaluator alone, and neighbours with the same answer become one interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from ..answer import Derivation, derive
from ..case.standpoint import seen_from
from ..law.rulebook import Rulebook
from ..why.assessment import Facts, question_of
from ..worlds.critical_days import critical_days
from .causes import Cause, causes_of
from .law_period import Era

DAY = timedelta(days=1)


class UnitState(Struct, frozen=True):
    """One unit: while it is not in use (``in_use`` false), ``outcome`` is empty and no outcome is possible."""

    id: str
    in_use: bool | None
    outcome: str
    possible_outcomes: tuple[str, ...]


class State(Struct, frozen=True):
    """What is so on a day: the outcome of the case, those possible, and the same of each unit."""

    outcome: str
    possible_outcomes: tuple[str, ...]
    units: tuple[UnitState, ...]


class Interval(Struct, frozen=True):
    """Days with one answer, first and last included; ``causes`` of its beginning, none for the first interval."""

    first_day: date
    last_day: date
    state: State
    causes: tuple[Cause, ...] = ()

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


class Timeline(Struct, frozen=True):
    """The answers of a case from ``first_day`` to ``last_day``, from one standpoint.

    ``intervals`` cover the span without gap or overlap, and neighbours differ; ``eras`` are the periods of the law that
    meet it; ``derived`` counts the days that were derived.
    """

    rulebook: Rulebook
    case: str
    first_day: date
    last_day: date
    standpoint: str | None
    on_the_record: bool
    readings: Mapping[str, str]
    intervals: tuple[Interval, ...]
    eras: tuple[Era, ...]
    derived: int

    def on(self, day: date) -> Interval:
        """The interval in which a day lies; raises ``ValueError`` for a day outside the span."""
        for interval in self.intervals:
            if interval.first_day <= day <= interval.last_day:
                return interval
        raise ValueError(f"{day} lies outside {self.first_day} to {self.last_day}")


def timeline(
    rulebook: Rulebook,
    facts: Facts,
    first_day: date,
    last_day: date,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    eras: Sequence[Era] = (),
) -> Timeline:
    """Derive the timeline of a case; ``standpoint``, ``on_the_record`` and ``readings`` are as for an assessment.

    ``eras`` give words to the days on which the law changes. Raises ``ValueError`` where the span ends before it
    begins.
    """
    if last_day < first_day:
        raise ValueError(f"the span ends ({last_day}) before it begins ({first_day})")
    case = seen_from(facts.entity, facts.parties, standpoint, rulebook.series)
    asked = question_of(rulebook, facts, first_day, standpoint, on_the_record=on_the_record, readings=readings)

    def derived_on(day: date) -> Derivation:
        question = question_of(rulebook, facts, day, standpoint, on_the_record=on_the_record, readings=readings)
        return derive(rulebook, case, question)

    starts = [first_day, *(day for day in critical_days(rulebook, case) if first_day < day <= last_day)]
    intervals: list[Interval] = []
    before: Derivation | None = None
    for start, following in zip(starts, [*starts[1:], last_day + DAY], strict=True):
        here = derived_on(start)
        state = state_of(here)
        if before is not None and intervals and intervals[-1].state == state:
            start, causes = intervals[-1].first_day, intervals[-1].causes
            intervals.pop()
        else:
            causes = causes_of(before, here, eras) if before is not None else ()
        intervals.append(Interval(start, following - DAY, state, causes))
        before = here
    return Timeline(
        rulebook=rulebook,
        case=facts.name,
        first_day=first_day,
        last_day=last_day,
        standpoint=standpoint,
        on_the_record=on_the_record,
        readings=asked.readings,
        intervals=tuple(intervals),
        eras=tuple(era for era in eras if era.meets(first_day, last_day)),
        derived=len(starts),
    )


def state_of(derivation: Derivation) -> State:
    """What a derivation says of the case and of each unit."""
    verdicts = derivation.machine.rulebook.verdicts
    units: list[UnitState] = []
    for unit, possible in zip(derivation.units, derivation.unit_possible, strict=True):
        in_use = derivation.truth(verdicts.in_use, unit)
        here = () if in_use is False else possible
        outcome = "" if in_use is False else here[0] if len(here) == 1 else verdicts.open
        units.append(UnitState(unit.entity.name, in_use, outcome, here))
    return State(derivation.outcome, derivation.possible, tuple(units))
