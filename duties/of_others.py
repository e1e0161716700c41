"""The days of the law itself, and the tasks that it gives to others than providers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..rules.acts import load_acts, load_periods, period_on
from ..rules.law_on import law_on
from ..rules.ledger import load_ledger
from .model import Entry

WHO = {
    "commission": "Commission",
    "member_states": "Member States",
    "supervisory_authorities": "supervisory authorities",
    "users": "users",
}
EVERYONE = "law"


def law() -> Iterator[Entry]:
    """The first day of each period of the law and the last day of each derogation."""
    acts = load_acts()
    for period in load_periods():
        act = acts.get(period.act)
        second_hand = act is not None and not act.verified
        if period.first_day is not None and period.begins:
            yield Entry(
                key=f"law {period.regime} begins",
                day=period.first_day,
                title=period.begins,
                detail=period.note,
                provisions=(),
                whose=EVERYONE,
                category="law",
                second_hand=law_on(period.first_day).second_hand,
            )
        following = period_on(period.last_day + timedelta(days=1)) if period.last_day is not None else None
        if act is not None and period.last_day is not None and following is not None and not following.derogation:
            yield Entry(
                key=f"law {period.regime} ends",
                day=period.last_day,
                title=f"Last day of the derogation of {act.name}",
                detail=f"From the day after: {following.name}.",
                provisions=(following.provision,),
                whose=EVERYONE,
                category="law",
                second_hand=second_hand,
            )


def tasks() -> Iterator[Entry]:
    """What the Commission, the Member States and others have to do by a day, as the Regulation stood on that day."""
    for provision in load_ledger().provisions:
        whom = [WHO[each] for each in provision.addressee if each in WHO]
        if not whom:
            continue
        for deadline in provision.deadlines:
            if not provision.first_day <= deadline.date <= provision.last_day:
                continue
            what = f"{deadline.what[:1].upper()}{deadline.what[1:]}"
            yield Entry(
                key=f"task {provision.path} {deadline.date.year}",
                day=deadline.date,
                title=what,
                detail=f"{provision.gist}{' No day is fixed after the first.' if deadline.recurs == 'yearly' else ''}",
                provisions=(provision.path,),
                whose=" and ".join(whom),
                category="task",
            )
