"""The public functions: read a profile, assess it, print it as the JSON contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from . import __version__
from .cases.loader import Case, check_readings, load_case
from .cases.vocabulary import vocabulary
from .engine.law.rulebook import Rulebook
from .engine.why.assessment import Facts
from .engine.why.assessment import assess as assess_facts
from .engine.why.results import Assessment
from .rules import load


@cache
def rulebook() -> Rulebook:
    """The rulebook of Regulation (EU) 2021/1232; raises :class:`BadRulebook`."""
    return load(vocabulary())


def load_profile(path: str | Path) -> Case:
    """Read a profile from a YAML or JSON file; raises :class:`BadInput` with file, line and path of each defect."""
    return load_case(path)


def assess(
    case: Case,
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
) -> Assessment:
    """Assess a case on a day (default: the case's own, else today), by both engines.

    ``standpoint`` is a party's name; ``on_the_record`` applies the burden of proof; ``readings`` maps a reading to
    the choice to take. Raises :class:`BadInput` for a reading or choice that does not exist, and
    :class:`EngineDisagreement` if the two engines differ.
    """
    check_readings(case, rulebook(), readings)
    day = on or case.profile.assess_on or date.today()
    return assess_facts(rulebook(), facts_of(case), day, standpoint, on_the_record=on_the_record, readings=readings)


def answer_json(case: Case, result: Assessment) -> dict[str, Any]:
    """An assessment as the JSON contract ``derogation/assessment/1`` has it; plain data, keys in a fixed order."""
    from .rules.law_on import law_on
    from .showing.assessment_json import SCHEMA, assessment_data

    law = law_on(result.on)
    profile = case.profile
    return {
        "schema": SCHEMA,
        "version": __version__,
        "case": profile.name,
        "provider": profile.provider.name,
        "service": ", ".join(part for part in (profile.service.name, profile.service.feature) if part),
        "law": {
            "act": law.act,
            "celex": law.celex,
            "eli": law.eli,
            "version": law.version,
            "in_force": law.in_force,
            "provisional": law.provisional,
            "second_hand": law.second_hand,
            "unseen": list(law.unseen),
            "note": law.note,
        },
        **assessment_data(result),
        "profile_digest": case.digest,
    }


def facts_of(case: Case) -> Facts:
    """The facts of a case with its parties and readings, as the engine reads them."""
    return case.engine_facts()
