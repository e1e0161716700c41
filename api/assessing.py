"""A case, or each feature of a matter, assessed under the law as it stands in the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..cases.loader import Case, check_readings
from ..cases.rulebook import rulebook
from ..engine.answer import ENGINES
from ..engine.why.results import Assessment
from ..rules.law_on import law_record
from .measuring import measured, party_of

if TYPE_CHECKING:
    from ..cases.matter.loader import Matter


def assess(
    case: Case,
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    engines: Sequence[str] = ENGINES,
) -> Assessment:
    """Assess a case on a day (default: the case's own, else today), by both engines.

    ``standpoint`` is a party's name, in any case of letters; ``on_the_record`` applies the burden of proof;
    ``readings`` maps a reading to the choice to take; ``engines=["evaluator"]`` leaves the check by the second engine
    out, and the answer says so. Raises :class:`BadInput` for a party, reading, choice or engine that does not exist
    and a day outside 1900 to 2099, and :class:`EngineDisagreement` if the two engines differ.
    """
    check_readings(case, rulebook(), readings)
    found = measured(rulebook(), case, on, standpoint, on_the_record, readings, engines)
    return replace(found, law=law_record(found.on))


def assess_matter(
    matter: Matter,
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    engines: Sequence[str] = ENGINES,
) -> dict[str, Assessment]:
    """Assess every feature of a matter, by its id; the arguments and errors are those of :func:`assess`."""
    taken = {name: party_of(case, standpoint) for name, case in matter.features.items()}
    return {
        name: assess(case, on, taken[name], on_the_record=on_the_record, readings=readings, engines=engines)
        for name, case in matter.features.items()
    }
