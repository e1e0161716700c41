"""Makes the facts of a case: a scene, what gives a condition its status, and what makes it hard to see."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from random import Random
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from ...cases.conformance import profile_of
from ...cases.places import drop, get, put
from ...engine.answer import Derivation, derive
from ...engine.case.standpoint import seen_from
from ...engine.law.rulebook import Rule, Rulebook, Status
from ...engine.truth.evaluator import Question
from ...reading.errors import BadInput, Problem
from .scene import Scene, scenes, staged
from .wanted import DAY, Facts, Kind, status_in, turning_days, unit_of, ways

#: How often chance is asked again where what it chose does not come together.
MOST_TRIES = 12
#: How many sets of facts are looked at for one condition.
MOST_WAYS = 24
#: How often a case is put on a day beside which the status is another, where there is one.
OFTEN = 0.7
#: Days on which a case may be put.
FIRST_DAY, LAST_DAY = date(2021, 9, 10), date(2023, 1, 30)
SATISFIED: tuple[Status, ...] = ("met", "relieved", "not_applicable")
AUTHORITY = "Supervisory authority"


class Draft(Struct, frozen=True):
    """The facts of a case in the making, as a profile states them, and the statuses wanted, by the rule's name."""

    rulebook: Rulebook
    data: Mapping[str, Any]
    wanted: Mapping[str, Status] = field(default_factory=dict[str, Status])

    @property
    def on(self) -> date:
        return date.fromisoformat(str(self.data["assess_on"]))

    def derived(self, **readings: str) -> Derivation:
        """What the evaluator makes of it. Raises :class:`BadInput` for facts that cannot be together."""
        facts = profile_of("a case in the making", dict(self.data)).engine_facts()
        view = seen_from(facts.entity, facts.parties, None, self.rulebook.series)
        return derive(self.rulebook, view, Question(self.on, {**self.rulebook.default_readings, **readings}))

    def changed(self, facts: Facts, rule: Rule | None = None, status: Status = "met") -> Draft | None:
        """The draft with other facts, and a status wanted of a rule, if every rule then has the status wanted of it."""
        data = copy.deepcopy(dict(self.data))
        for path, value in facts.items():
            if value is None:
                drop(data, path)
            else:
                put(data, path, value)
        _fit_together(data)
        made = replace(self, data=data, wanted={**self.wanted, **({rule.id: status} if rule is not None else {})})
        return made if _holds(made) else None

    def others(self, random: Random) -> list[Rule]:
        """The conditions of which nothing is wanted yet, as chance has them."""
        found = [rule for rule in self.rulebook.of_kind("condition") if rule.id not in self.wanted]
        random.shuffle(found)
        return found


def _fit_together(data: dict[str, Any]) -> None:
    """Let numbers be as they can be, and facts go that nobody would state beside a no."""
    for path, least in scenes().never_less:
        number, other = get(data, path), get(data, least)
        if isinstance(number, int) and isinstance(other, int) and number < other:
            put(data, path, other)
    for path, others in scenes().falls_away:
        if get(data, path) is False:
            for other in others:
                drop(data, other)


def _holds(draft: Draft) -> bool:
    """Whether every condition has the status wanted of it, the conditions decide, and the facts go together; where none
    is wanted to be open, none is."""
    try:
        found = draft.derived()
    except BadInput:
        return False
    rulebook = draft.rulebook
    if not found.units or found.truth(rulebook.verdicts.in_use, found.units[0]) is not True:
        return False
    for name, status in draft.wanted.items():
        rule = rulebook.by_id[name]
        if not rule.in_force_on(draft.on) or status_in(found, rule) != status:
            return False
    if "undetermined" not in draft.wanted.values() and not _none_open(found):
        return False
    decided = {rulebook.by_id[name].outcome for name, status in draft.wanted.items() if status == "met"} - {""}
    against = [
        rule
        for rule in rulebook.of_kind("gate", "consistency")
        if rule.id not in draft.wanted and rule.outcome not in decided and rule.in_force_on(draft.on)
    ]
    return not any(found.truth(rule.holds, unit_of(found, rule)) is True for rule in against)


def _none_open(found: Derivation) -> bool:
    """Whether no condition is open."""
    conditions = found.machine.rulebook.of_kind("condition")
    return all(
        status_in(found, rule) != "undetermined" for rule in conditions if rule.in_force_on(found.question.assessed_on)
    )


def make(rulebook: Rulebook, kind: Kind, seed: int, number: int) -> Draft:
    """The facts of the ``number``-th case of a kind; the same seed and number give the same facts.

    Two numbers never give the same facts (:func:`.scene.staged`). Raises :class:`BadInput` where no case can have the
    status, or there are not so many.
    """
    random = Random(f"{seed} {kind.rule.id} {kind.status} {kind.difficulty} {number}")
    fitting = _fitting(rulebook, kind.rule, kind.status)
    for _ in range(MOST_TRIES):
        data = _in_force(staged(random.choice(fitting), random, number, seed), kind.rule, random)
        draft = _with_status(Draft(rulebook, data), kind.rule, kind.status, random)
        if draft is None:
            continue
        draft = _on_a_turning_day(draft, random)
        for harder in (_another, _unknown, _disputed, _read_otherwise)[: kind.difficulty - 1]:
            draft = draft and harder(draft, random)
        if draft is not None:
            return draft
    message = f"no case of difficulty {kind.difficulty} was found in which {kind.rule.provision} is {kind.status}"
    raise BadInput(Problem(message, hint="Ask for a lower difficulty, or take another seed."))


@lru_cache(maxsize=256)
def _fitting(rulebook: Rulebook, rule: Rule, status: Status) -> tuple[Scene, ...]:
    """The scenes in which fewest facts have to be changed for a status; raises :class:`BadInput` where none has it."""
    sizes: dict[str, int] = {}
    for scene in scenes().scenes:
        draft = Draft(rulebook, _in_force(staged(scene, Random(0), 1, 0), rule, Random(0)))
        for facts in islice(ways(draft.derived(), rule, status, Random(0)), MOST_WAYS):
            if draft.changed(facts, rule, status) is not None:
                sizes[scene.id] = len(facts)
                break
    if not sizes:
        message = f"no case can be made in which {rule.provision} ({rule.title}) is {status}"
        hint = "Ask for another status: a condition that always applies is never not_applicable, and few know a relief."
        raise BadInput(Problem(message, hint=hint))
    return tuple(scene for scene in scenes().scenes if sizes.get(scene.id) == min(sizes.values()))


def _in_force(data: dict[str, Any], rule: Rule, random: Random) -> dict[str, Any]:
    """The case on its own day, or where a rule is not in force then, on one of the first days on which it is."""
    if rule.in_force_on(date.fromisoformat(data["assess_on"])) or rule.valid_from is None:
        return data
    return {**data, "assess_on": (rule.valid_from + random.randrange(60) * DAY).isoformat()}


def _with_status(draft: Draft, rule: Rule, status: Status, random: Random) -> Draft | None:
    """The draft with a status of a condition, by as few facts as will do."""
    for facts in islice(ways(draft.derived(), rule, status, random), MOST_WAYS):
        made = draft.changed(facts, rule, status)
        if made is not None:
            return made
    return None


def _on_a_turning_day(draft: Draft, random: Random) -> Draft:
    """The draft put, mostly, on a day beside which the condition has another status, where there is such a day."""
    if random.random() > OFTEN:
        return draft
    rule = draft.rulebook.by_id[next(iter(draft.wanted))]
    days = turning_days(draft.derived(), rule, FIRST_DAY, LAST_DAY)
    random.shuffle(days)
    for day in days:
        made = draft.changed({"assess_on": day.isoformat()})
        if made is not None and turn(made) is not None:
            return made
    return draft


def turn(draft: Draft) -> tuple[date, Status] | None:
    """A day beside the one assessed on which the first condition has another status, and that status."""
    name = next(iter(draft.wanted))
    for day in (draft.on - DAY, draft.on + DAY):
        beside = replace(draft, data={**draft.data, "assess_on": day.isoformat()}).derived()
        status = status_in(beside, draft.rulebook.by_id[name])
        if status != draft.wanted[name]:
            return day, status
    return None


# --- what makes it harder --------------------------------------------------------------------------------------------


def _another(draft: Draft, random: Random) -> Draft | None:
    """One more condition that fails or does not apply."""
    return _first(draft, random, ("not_met", "not_applicable"))


def _unknown(draft: Draft, random: Random) -> Draft | None:
    """One more condition that is open, the file being silent."""
    return _first(draft, random, ("undetermined",))


def _first(draft: Draft, random: Random, statuses: tuple[Status, ...]) -> Draft | None:
    found = draft.derived()
    for rule in draft.others(random):
        status = random.choice(statuses)
        if status_in(found, rule) != status:
            made = _with_status(draft, rule, status, random)
            if made is not None:
                return made
    return None


def _disputed(draft: Draft, random: Random) -> Draft | None:
    """One more condition that is open, since provider and authority say different things of one fact."""
    found = draft.derived()
    name = draft.data["provider"]["name"]
    parties = {name: {"interest": "provider"}, AUTHORITY: {"interest": "authority"}}
    for rule in draft.others(random):
        for facts in islice(ways(found, rule, "not_met", random), MOST_WAYS):
            if len(facts) != 1 or status_in(found, rule) not in SATISFIED:
                continue
            ((path, theirs),) = facts.items()
            ours = get(draft.data, path)
            if ours is None:
                continue
            positions = [{"by": name, "value": ours}, {"by": AUTHORITY, "value": theirs}]
            made = replace(draft, data={**draft.data, "parties": parties})
            made = made.changed({path: {"positions": positions}}, rule, "undetermined")
            if made is not None:
                return made
    return None


def _read_otherwise(draft: Draft, random: Random) -> Draft | None:
    """One more condition that is satisfied, and would not be on another reading."""
    for rule, reading, choice in _readings(draft, random):
        found = draft.derived(**{reading: choice})
        for facts in islice(ways(found, rule, "not_met", random), MOST_WAYS):
            for status in SATISFIED:
                made = draft.changed(facts, rule, status)
                if made is not None and status_in(made.derived(**{reading: choice}), rule) == "not_met":
                    return made
    return None


def _readings(draft: Draft, random: Random) -> Iterator[tuple[Rule, str, str]]:
    """Conditions with a reading that they know, and a choice that is not the default, as chance has them."""
    known = draft.rulebook.readings
    for rule in draft.others(random):
        for name in random.sample(rule.readings, len(rule.readings)):
            for choice in known[name].choices[1:]:
                yield rule, name, choice.id
