"""Drafting findings on which services and which communications the derogation reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ...engine.case.facts import NEVER, Value
from ...engine.law import terms as t
from ...engine.law.rulebook import Rulebook
from .drafting import DraftingFinding, every, witness
from .law_days import BEGINS, LAST_DAY, SECOND_BEGINS, SECOND_ENDS
from .worlds import DAY, Row, World, worlds

CONNECTS, REACHES = "service.numbering.connects", "service.numbering.reaches_numbers"

#: A service that the derogation reaches, and a provider and technology that satisfy every condition.
COVERED: Mapping[str, Value] = {
    **dict.fromkeys(
        (
            *("service.users_in_union", "service.publicly_available", "service.communications.remunerated"),
            *("service.communications.via_networks", "service.communications.direct"),
            *("service.communications.interpersonal", "service.communications.interactive"),
            *("service.communications.finite_number", "service.communications.recipients_chosen"),
            *("provider.internal_procedures.against_abuse", "provider.internal_procedures.against_access"),
            *("provider.internal_procedures.against_transfer", "provider.redress.established"),
            *("provider.redress.appropriate", "provider.redress.reasonable_time"),
            *("provider.user_information.clear_and_prominent", "provider.user_information.derogation_invoked"),
            *("provider.user_information.logic", "provider.user_information.confidentiality"),
            *("provider.user_information.sharing", "technology.detects.known_material", "technology.scans.images"),
            *("technology.reports_to.law_enforcement", "technology.reports_to.organisations"),
            *("technology.processing.strictly_necessary", "technology.processing.sole_purpose"),
            *("technology.processing.proportionate", "technology.processing.purpose_technologies_only"),
            *(
                "technology.processing.content_and_related_traffic_only",
                "technology.processing.data_strictly_necessary",
            ),
            *("technology.processing.limited_to_necessary", "technology.quality.state_of_the_art"),
            *("technology.quality.least_intrusive", "technology.quality.errors_limited"),
            *("technology.oversight.human_oversight", "technology.oversight.human_intervention"),
            *(
                "technology.prior_consultation.no_high_risk_or_mitigated",
                "technology.prior_consultation.duly_cooperates",
            ),
        ),
        True,
    ),
    **dict.fromkeys(
        (
            *("service.communications.editorial", "service.ancillary_exception.minor", CONNECTS, REACHES),
            *("service.internet_access", "service.conveys_signals", "provider.affected_users.action_taken"),
            *("provider.transfers_outside_union", "technology.detects.new_material", "technology.detects.solicitation"),
            *("technology.scans.videos", "technology.scans.text", "technology.scans.audio"),
            *("technology.scans.traffic_data", "technology.scans.other_files", "technology.reports_to.others"),
            *("technology.processing.removes_solicitation", "technology.quality.errors_occurred"),
            *("technology.suspicions.identified", "technology.impact_assessment.high_risk"),
        ),
        False,
    ),
    "technology.end_to_end_encryption": "none",
    "technology.first_use.by_provider_on": date(2015, 1, 1),
    "technology.first_use.by_anyone_in_union_on": date(2015, 1, 1),
    "technology.impact_assessment.completed_on": date(2022, 1, 10),
    "technology.prior_consultation.started_on": date(2021, 8, 20),
    "technology.prior_consultation.completed_on": date(2022, 2, 10),
    "technology.prior_consultation.advice_issued_on": NEVER,
    "technology.prior_consultation.reported_back_on": NEVER,
}
POINTS = (
    *("type_and_volumes", "gdpr_ground", "transfer_ground", "cases", "complaints", "errors", "measures"),
    *("retention", "organisations"),
)


def report(year: int, on: date) -> Row:
    """A report for a year, published and submitted on one day, with all of its points."""
    made = dict.fromkeys(("published_on", "to_authority_on", "to_commission_on"), on)
    return {"year": year, **made, "standard_form": True, **{f"includes.{point}": True for point in POINTS}}


REPORTS: Sequence[Row] = tuple(report(year, date(year + 1, 1, 15)) for year in range(2021, 2026))
IN_USE: Sequence[Row] = ({"since": date(2015, 1, 1), "until": NEVER},)


def covered(rulebook: Rulebook, day: date, facts: Mapping[str, Value] | None = None, **readings: str) -> World:
    """A world in which every condition is satisfied, but for the ``facts`` given."""
    lists = {"technology.periods_of_use": IN_USE, "reports": REPORTS}
    return World(rulebook, day, {**COVERED, **(facts or {})}, lists, readings)


def service_findings(rulebook: Rulebook) -> list[DraftingFinding]:
    """The findings of this module, in the order of the provisions."""
    return [number_based_and_independent(rulebook), ancillary_limbs(rulebook), encrypted_messenger(rulebook)]


def number_based_and_independent(rulebook: Rulebook) -> DraftingFinding:
    term = rulebook.definitions["number_independent"]

    def number_based(world: World) -> bool:
        return bool(world.facts[CONNECTS] or world.facts[REACHES])

    def both(world: World) -> bool:
        return world.defined("number_independent") is True and number_based(world)

    either = list(worlds(rulebook, [term], {}, [BEGINS], readings={"numbering": "either"}))
    neither = list(worlds(rulebook, [term], {}, [BEGINS], readings={"numbering": "neither"}))
    checked, holds = every(
        [*either, *neither],
        lambda world: both(world) is (
            world.readings["numbering"] == "either" and world.facts[CONNECTS] != world.facts[REACHES]
        ),
    )  # fmt: skip
    shown = World(
        rulebook, BEGINS, {CONNECTS: False, REACHES: True}, readings={"numbering": "either"}
    )  # fmt: skip
    return DraftingFinding(
        id="number_based_and_independent",
        statement=(
            'Taken at its word, the "or" in Article 2(7) of the Code makes a service with one of the two links to '
            "telephone numbers, such as calls from a computer to telephones, number-independent and, by Article 2(6), "
            "number-based at once. Read as denying both links, the two definitions never overlap."
        ),
        provisions=("EECC 2(6)", "EECC 2(7)"),
        method="exhaustive",
        over="both links, present or absent, on both readings",
        witnesses=(witness(shown, "Number-independent on the reading `either`, and number-based by Article 2(6)."),),
        checked=checked,
        holds=holds and both(shown),
    )


def ancillary_limbs(rulebook: Rulebook) -> DraftingFinding:
    term = rulebook.definitions["ancillary_exception"]
    day = [BEGINS]
    narrow = list(worlds(rulebook, [term], {}, day, readings={"ancillary_test": "recital17"}))
    wide = list(worlds(rulebook, [term], {}, day, readings={"ancillary_test": "article"}))
    pairs = list(zip(narrow, wide, strict=True))
    holds = all(
        not (narrower.defined("ancillary_exception") is True and wider.defined("ancillary_exception") is not True)
        for narrower, wider in pairs
    )
    apart = [
        wider
        for narrower, wider in pairs
        if wider.defined("ancillary_exception") is True and narrower.defined("ancillary_exception") is not True
    ]
    return DraftingFinding(
        id="recital_17_only_narrows",
        statement=(
            "Recital 17 of the Code can only narrow the exception for ancillary features: whatever is outside the "
            "definition on its test is outside on the Article's words too. Seven of the eight ways to answer the "
            "recital's three further questions defeat an exception that the Article alone would grant."
        ),
        provisions=("EECC 2(5)", "EECC rec.17"),
        method="exhaustive",
        over="all answers to the six limbs, on both readings",
        witnesses=tuple(
            witness(world, "Granted by the Article's words, refused by the recital.") for world in apart[:1]
        ),
        checked=2 * len(pairs),
        holds=holds and len(apart) == 7,
    )


def encrypted_messenger(rulebook: Rulebook) -> DraftingFinding:
    encryption = "technology.end_to_end_encryption"
    last, first = LAST_DAY, SECOND_BEGINS
    before = covered(rulebook, last, {encryption: "all"})
    after = covered(rulebook, first, {encryption: "all"})
    plain = covered(rulebook, first, {encryption: "none"})
    gate = t.Any(tuple(rule.holds for rule in rulebook.of_kind("gate") if rulebook.about_unit(rule)))
    fixed = {**COVERED, encryption: "all"}
    scans = {path for path in COVERED if path.startswith("technology.scans.")}
    free = {path: value for path, value in fixed.items() if path not in scans}
    lists = {"technology.periods_of_use": IN_USE, "reports": REPORTS}
    tried = list(worlds(rulebook, [gate], free, [first, first + 400 * DAY, SECOND_ENDS], lists))
    checked, holds = every(tried, lambda world: world.outcome() == "excluded")
    return DraftingFinding(
        id="encrypted_messenger_moves_out",
        statement=(
            "A messenger encrypted end to end throughout, covered on the last day of the first derogation, is excluded "
            "from the first day of the second, although nothing about it has changed and every condition of 2021 still "
            "holds. Whatever it scans, the exclusion takes it out (the exclusion is known at second hand)."
        ),
        provisions=("2026/1881 1(3)", "rec.25"),
        method="exhaustive",
        over="every combination of the kinds of data scanned, on three days under the act of 2026",
        witnesses=(
            witness(before, f"Outcome: {before.outcome()}.", encryption, "technology.scans.images"),
            witness(after, f"Outcome: {after.outcome()}.", encryption, "technology.scans.images"),
            witness(plain, f"Without encryption the outcome is {plain.outcome()}.", encryption),
        ),
        checked=checked + 3,
        holds=holds
        and (before.outcome(), after.outcome(), plain.outcome()) == ("eligible", "excluded", "undetermined"),
    )
