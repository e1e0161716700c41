"""A made case as a profile: its facts in a paragraph, what its author expects, and what is to be noticed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from ...cases.catalogue import Assess, check_case
from ...cases.loader import Case, read_case
from ...engine.case.words import long_date
from ...engine.law.rulebook import STATUS_ORDER, Rule, Rulebook, Status
from ...engine.why.results import Assessment, RuleResult
from ...interview.write import profile_text
from ...reading.errors import BadInput, BadRulebook, NoSuchName, Problem
from ...reading.values import did_you_mean
from ...showing.words import listed, lower_first, sentence
from ..answer import named_rules
from ..prose import told
from .make import Draft, make, turn
from .wanted import Kind, rests_on

#: How many conditions are asked about besides those of which something is wanted.
BESIDES = 2
HARDEST = 5
#: Facts that a paragraph always tells of a technology: what it looks for and since when it runs.
ALWAYS = ("technology.detects.", "use.")


def kind_of(rulebook: Rulebook, condition: str, status: str, difficulty: int = 1) -> Kind:
    """What is wanted of a case, from the words of a user: a condition or gate by its provision or its rule's name.

    Raises :class:`BadInput` for a condition, status or difficulty that there is not.
    """
    rules = named_rules(rulebook, condition)
    if not rules:
        known = [name for rule in rulebook.of_kind("gate", "condition") for name in (rule.provision, rule.id)]
        hint = did_you_mean(condition, known) or "`derogation rules list` shows conditions and gates."
        raise NoSuchName(Problem(f"no condition or gate is called {condition!r}", hint=hint))
    rule, *others = rules
    if others:
        hint = f"Name one of {', '.join(rule.id for rule in rules)}."
        raise BadInput(Problem(f"{condition} is the provision of several rules", hint=hint))
    if status not in STATUS_ORDER:
        raise BadInput(Problem(f"{status!r} is no status", hint=f"Statuses: {', '.join(STATUS_ORDER)}."))
    if not 1 <= difficulty <= HARDEST:
        raise BadInput(Problem(f"{difficulty} is no difficulty", hint=f"Difficulties go from 1 to {HARDEST}."))
    return Kind(rule, status, difficulty)


def generated(rulebook: Rulebook, kind: Kind, assess: Assess, *, seed: int = 0, number: int = 1) -> Case:
    """The ``number``-th case of a kind, assessed by both engines: a profile with ``summary``, ``expect``, ``lesson``.

    The same seed and number give the same case; two numbers of one seed never give the same facts. Raises
    :class:`BadInput` where no case can have the status or there are not so many, and :class:`EngineDisagreement`.
    """
    draft = make(rulebook, kind, seed, number)
    data = copy.deepcopy(dict(draft.data))
    data["kind"] = "training"
    data["notes"] = [f"Made for a lesson (seed {seed}, case {number}); provider, service and facts are fictional."]
    found = assess(_read(data))
    asked = _asked(draft, found, Random(f"{seed} {number} asked"))
    data["expect"] = _expected(found, asked)
    data["lesson"] = " ".join(_noticed(draft, found))
    data["summary"] = _paragraph(_read(data), asked)
    case = _read(data)
    differences = check_case(case, assess)
    if differences:
        raise BadRulebook(*(Problem(each, "lessons/making", hint="Please report this.") for each in differences))
    return case


def case_text(case: Case, *, solution: bool = True) -> str:
    """The file of a made case; without ``solution``, what is expected and to be noticed is left out."""
    profile = case.profile
    if not solution:
        profile = profile.model_copy(update={"expect": None, "lesson": ""})
    return profile_text(profile)


def _read(data: Mapping[str, Any]) -> Case:
    return read_case(json.dumps(data, default=str), f"{data['name']}.json")


def _asked(draft: Draft, found: Assessment, random: Random) -> tuple[Rule, ...]:
    """What is asked about: the rules of which something is wanted, and some that are as one would expect."""
    kind = draft.rulebook.by_id[next(iter(draft.wanted))].kind
    rest = [each.rule for each in _results(found) if each.rule.id not in draft.wanted and each.kind == kind]
    names = {*draft.wanted, *(rule.id for rule in random.sample(rest, min(BESIDES, len(rest))))}
    return tuple(each.rule for each in _results(found) if each.rule.id in names)


def _results(found: Assessment) -> Iterator[RuleResult]:
    """What became of each gate and condition."""
    yield from (each for each in found.other_rules if each.kind == "gate")
    yield from found.conditions


def _expected(found: Assessment, asked: Sequence[Rule]) -> dict[str, Any]:
    provisions = [each.rule.provision for each in (*found.conditions, *found.other_rules)]
    statuses: dict[str, Status] = {
        each.rule.provision if provisions.count(each.rule.provision) == 1 else each.rule.id: each.status
        for each in _results(found)
        if each.rule in asked
    }
    return {"outcome": found.outcome, "possible_outcomes": list(found.possible_outcomes), "conditions": statuses}


def _paragraph(case: Case, asked: Iterable[Rule]) -> str:
    """Who does what, on which day, and the facts on which the conditions asked about rest."""
    profile = case.profile
    technology = profile.technologies.known[0] if profile.technologies is not None else None
    title = f" and scans with one technology: {lower_first(technology.title)}" if technology is not None else ""
    day = long_date(profile.assess_on) if profile.assess_on is not None else ""
    lead = f"{profile.provider.name}, a fictional provider, offers {profile.service.feature}{title}. Assessed on {day}."
    paths = {path for rule in asked for path in rests_on(rule)}
    rest = (each.text for each in told(case, lambda path: path in paths or path.startswith(ALWAYS)))
    return " ".join([lead, *rest])


def _noticed(draft: Draft, found: Assessment) -> Iterable[str]:
    """What became of each condition of which something was wanted, the first with the day beside it."""
    results = {each.rule.id: each for each in _results(found)}
    for name in draft.wanted:
        result = results[name]
        words = result.status.replace("_", " ")
        because = f" {sentence(result.because)}" if result.because else ""
        yield f"{result.rule.title} ({found.rulebook.cite(result.rule.provision)}): {words}.{because}"
    turned = turn(draft)
    if turned is not None:
        day, status = turned
        yield f"The day matters: on {long_date(day)} the first of these is {status.replace('_', ' ')}."
    others = [f"{each.id}={other}" for each in found.readings for other in each.others if each.turns_outcome]
    if others:
        yield f"Another reading turns the outcome: {listed(others)}."
