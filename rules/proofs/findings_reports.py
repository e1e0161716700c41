"""Drafting findings on reports and on storage: Article 3(1)(g)(vii) and 3(1)(i)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product

from msgspec.structs import replace

from ...engine.case.facts import NEVER, Value
from ...engine.law.rulebook import Rulebook
from .drafting import DraftingFinding, every, witness
from .findings_service import POINTS, report
from .law_days import BEGINS, FIRST_REPORT
from .worlds import DAY, Row, World

TRANSFERS = "provider.transfers_outside_union"
STORED = "stored_no_longer_than_twelve_months"
MONTHS, FROM_DETECTION = "technology.suspicions.longest_months", "technology.suspicions.longest_months_from_detection"


def report_findings(rulebook: Rulebook) -> list[DraftingFinding]:
    """The findings of this module, in the order of the provisions."""
    return [
        points_fail_together_or_alone(rulebook),
        no_report_for_a_year(rulebook),
        detection_is_never_more_lenient(rulebook),
        kept_past_twelve_months_of_detection(rulebook),
    ]


def _reporting(rulebook: Rulebook, day: date, since: date, reports: Sequence[Row], *, transfers: bool = True) -> World:
    lists = {"technology.periods_of_use": ({"since": since, "until": NEVER},), "reports": reports}
    return World(rulebook, day, {TRANSFERS: transfers, "technology.scans.audio": False}, lists)


def points_fail_together_or_alone(rulebook: Rulebook) -> DraftingFinding:
    rules = [rule.id for rule in rulebook.of_kind("condition") if rule.provision.startswith("3(1)(g)(vii)")]
    points = [rule for rule in rules if rule != "annual_report"]
    day, since = FIRST_REPORT + DAY, BEGINS
    full = {**report(2021, date(2022, 2, 1)), "data_left_union": True}
    items = [f"includes.{point}" for point in POINTS]

    def failing(world: World) -> list[str]:
        return [rule for rule in rules if world.satisfied(rule) is False]

    silent = _reporting(rulebook, day, since, ())
    at_home = _reporting(rulebook, day, since, (), transfers=False)
    lacking = {
        point: _reporting(rulebook, day, since, ({**full, f"includes.{point}": False},)) for point in POINTS
    }  # fmt: skip
    alone = [failing(world) for world in lacking.values()]
    empty = _reporting(rulebook, day, since, ({**full, **dict.fromkeys(items, False)},))
    subsets = [
        _reporting(rulebook, day, since, ({**full, **dict(zip(items, values, strict=True))},))
        for values in product((True, False), repeat=len(items))
    ]
    checked, holds = every(subsets, lambda world: world.satisfied("annual_report") is True)
    return DraftingFinding(
        id="points_fail_together_or_alone",
        statement=(
            "Where no report exists, point (g)(vii) and each of its nine items fail together (the item on transfers "
            "only where data left the Union). Once a report is published and submitted, (vii) itself can fail "
            "no more, whatever the report leaves out, and any one item, such as the error rates of (6), can fail alone."
        ),
        provisions=("3(1)(g)(vii)", "3(1)(g)(vii)(6)"),
        method="exhaustive",
        over="one report due, absent or published, with every combination of its nine items",
        witnesses=(
            witness(silent, f"No report: {len(failing(silent))} conditions fail."),
            witness(lacking["errors"], "Only the item on errors is missing, and only (6) fails."),
        ),
        checked=checked + len(lacking) + 3,
        holds=holds
        and failing(silent) == rules
        and failing(at_home) == [rule for rule in rules if rule != "report_transfer_ground"]
        and alone == [[rule] for rule in points]
        and failing(empty) == points,
    )


def no_report_for_a_year(rulebook: Rulebook) -> DraftingFinding:
    start, first_owed = date(2023, 1, 20), date(2024, 2, 1)

    def owed(since: date, day: date) -> bool:
        return _reporting(rulebook, day, since, ()).defined("any_report_owed") is True

    days = [start + number * DAY for number in range((first_owed - start).days)]
    free = [_reporting(rulebook, day, start, ()) for day in days]
    checked, holds = every(free, lambda world: world.defined("any_report_owed") is False)
    earlier = date(2022, 12, 31)
    return DraftingFinding(
        id="no_report_for_a_year",
        statement=(
            f"A provider that starts on 20 January 2023 owes no report before 31 January 2024: for {len(days)} days no "
            "reporting duty bears on it. One that had started on 31 December 2022 owed a report, on that single day, a "
            "month later."
        ),
        provisions=("3(1)(g)(vii)",),
        method="exhaustive",
        over="every day from the start to the day on which the first report is due, on the reading report_duty=years",
        witnesses=(
            witness(_reporting(rulebook, first_owed, start, ()), "The first day on which a report is overdue."),
            witness(_reporting(rulebook, date(2023, 2, 1), earlier, ()), "Three weeks earlier, a report is overdue."),
        ),
        checked=checked + 2,
        holds=holds and owed(start, first_owed) and owed(earlier, date(2023, 2, 1)),
    )


def _kept(
    rulebook: Rulebook, day: date, case: Row, months: int, from_detection: int, reading: str
) -> World:  # fmt: skip
    facts: Mapping[str, Value] = {
        "technology.suspicions.identified": True,
        "technology.suspicions.no_longer_than_necessary": True,
        MONTHS: months,
        FROM_DETECTION: from_detection,
    }
    return World(rulebook, day, facts, {"technology.suspicions.recorded": (case,)}, {"retention_start": reading})


def detection_is_never_more_lenient(rulebook: Rulebook) -> DraftingFinding:
    detected, far = date(2022, 3, 10), date(2023, 9, 1)
    identified = [detected, detected + DAY, detected + 40 * DAY, detected + 500 * DAY]
    ends = [date(2023, 3, 10), *(date(day.year + 1, day.month, day.day) for day in identified)]
    days = sorted({end + step * DAY for end in (*ends, far) for step in (-1, 0, 1)})
    tried = [
        _kept(rulebook, day, {"detected_on": detected, "identified_on": seen, "deleted_on": deleted}, m, n, "detection")
        for day, seen, deleted in product(days, identified, (*days, NEVER))
        for m, n in ((0, 0), (12, 12), (12, 13), (13, 13))
    ]

    def agrees(world: World) -> bool:
        lenient = replace(world, readings={"retention_start": "identification"})
        return world.satisfied(STORED) is not True or lenient.satisfied(STORED) is True

    checked, holds = every(tried, agrees)
    return DraftingFinding(
        id="detection_is_never_more_lenient",
        statement=(
            "Counting the 12 months from detection is never more lenient than counting them from identification, as "
            "long as nothing is identified before it is detected: what is kept lawfully by recital 19 is so by the "
            "Article."
        ),
        provisions=("3(1)(i)", "rec.19"),
        method="exhaustive",
        over="one recorded case, its days on, before and after each limit, and the longest times on either side of 12",
        witnesses=(),
        checked=checked,
        holds=holds,
    )


def kept_past_twelve_months_of_detection(rulebook: Rulebook) -> DraftingFinding:
    case: Row = {"detected_on": date(2022, 3, 10), "identified_on": date(2022, 6, 1), "deleted_on": NEVER}
    day = date(2023, 3, 11)
    article = _kept(rulebook, day, case, 12, 12, "identification")
    recital = _kept(rulebook, day, case, 12, 12, "detection")
    return DraftingFinding(
        id="kept_past_twelve_months_of_detection",
        statement=(
            "An item detected on 10 March and identified on 1 June 2022, still stored a year and a day after "
            "detection, is within point (i) by the Article and past it by recital 19: the two texts differ by as long "
            "as review takes."
        ),
        provisions=("3(1)(i)", "rec.19"),
        method="witness",
        over="one recorded case on one day, on both readings",
        witnesses=(
            witness(article, "Counted from identification: point (i) is satisfied."),
            witness(recital, "Counted from detection: it is not."),
        ),
        checked=2,
        holds=article.satisfied(STORED) is True and recital.satisfied(STORED) is False,
    )
