"""Which law is measured on a day: the act and version, whether it applies, and how well it is known."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from ..engine.days.law_period import Era
from ..engine.why.results import Law as LawRecord
from .acts import Period, Seen, load_acts, load_periods, period_on


class Law(Struct, frozen=True):
    """The derogation measured on one day.

    Between derogations, and after the last, ``act`` is the one that has ended; before the first, the one to come;
    ``in_force`` is false on those days. ``second_hand`` marks an act whose official text was not read: its ``seen``
    provisions are relayed by others, ``unseen`` names what nobody here has read, and its answers are ``provisional``,
    since the conditions of 2021 stand in for its own. ``regime`` is the period's name in ``law/acts.yaml``.
    """

    act: str
    celex: str
    eli: str
    version: str
    in_force: bool
    provisional: bool
    second_hand: bool
    note: str
    regime: str
    seen: tuple[Seen, ...] = ()
    unseen: tuple[str, ...] = ()


def law_on(day: date) -> Law:
    """The law measured on a day; defined for every day."""
    period = period_on(day)
    act = load_acts()[_measured(period)]
    return Law(
        act=act.name,
        celex=act.celex,
        eli=act.eli,
        version=act.version,
        in_force=period.derogation,
        provisional=not act.verified,
        second_hand=not act.verified,
        note=period.note,
        regime=period.regime,
        seen=act.seen,
        unseen=act.not_seen,
    )


def law_record(day: date) -> LawRecord:
    """The law measured on a day as the record of an assessment has it."""
    law = law_on(day)
    return LawRecord(**{name: getattr(law, name) for name in LawRecord.__struct_fields__})


def _measured(period: Period) -> str:
    """The key of the version that derogates in a period, else of the last before it, else of the first of all."""
    periods = load_periods()
    derogating = [each.act for each in periods if each.act]
    until_then = [each.act for each in periods[: periods.index(period) + 1] if each.act]
    return until_then[-1] if until_then else derogating[0]


def eras() -> tuple[Era, ...]:
    """The periods of the law in words, as a timeline shows them."""
    acts = load_acts()
    return tuple(
        Era(
            first_day=period.first_day,
            last_day=period.last_day,
            name=period.name or period.regime,
            begins=period.begins,
            in_force=period.derogation,
            provision=period.provision,
            second_hand=not acts[_measured(period)].verified,
            note=period.note,
        )
        for period in load_periods()
    )
