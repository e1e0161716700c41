"""The shortest way against asking in the Act's order: fewer questions as a rule, and the same outcome at the end; and
how many the interview in two parts asks."""

from __future__ import annotations

from functools import cache

import derogation
import pytest
from derogation.benchmarks.interview import ORDERS, TABLE, Counted, count, in_two_parts
from derogation.cases.catalogue import shipped

ANEW = "`python -m benchmarks.interview --write` makes docs/interview-counts.md anew"
SAMPLE = (
    "tiktok-direct-messages",
    "closed-circle",
    "no-users-in-the-union",
    "in-game-chat",
    "machine-conveyance",
    "skypeout",
    "audio-only",
    "technology-switched-off",
    "no-consultation",
    "unknown-everything",
)


@cache
def counted(name: str, order: str) -> Counted:
    return count(derogation.load_profile(shipped()[name]), ORDERS[order])


def as_good(name: str) -> None:
    act, ours = counted(name, "act"), counted(name, "shortest")
    assert ours.possible == act.possible
    for each in (act, ours):
        paths = [given.path for given in each.given]
        assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("name", SAMPLE)
def test_the_shortest_way_asks_no_more_than_in_the_act_s_order(name: str) -> None:
    """Both stop with the same outcomes possible, the shortest way after as many questions or fewer, none put twice."""
    as_good(name)
    assert len(counted(name, "shortest").given) <= len(counted(name, "act").given)


@pytest.mark.long
def test_the_shortest_way_is_longer_on_hardly_any_shipped_case() -> None:
    """On every case both orders end alike; no order is the shortest on all, and on at most one in twenty this one is
    the longer (the page of counts says on which)."""
    longer = []
    for name in shipped():
        as_good(name)
        if len(counted(name, "shortest").given) > len(counted(name, "act").given):
            longer.append(name)
    assert len(longer) <= len(shipped()) / 20, longer


def test_the_shortest_way_is_the_shorter_one() -> None:
    """Over the sample it asks at most four fifths of the questions that the Act's order takes."""
    totals = {order: sum(len(counted(name, order).given) for name in SAMPLE) for order in ("act", "shortest")}
    assert totals["shortest"] <= 0.8 * totals["act"], totals


@pytest.mark.parametrize("name", SAMPLE)
def test_the_published_counts_are_those_of_this_version(name: str) -> None:
    """The table in the docs says of each case which outcome was reached, and after how many questions."""
    cells = row(name)
    now = tuple(len(counted(name, order).given) for order in ("act", "shortest"))
    assert (int(cells[1]), int(cells[3])) == now, ANEW
    possible = counted(name, "shortest").possible
    assert cells[0] == (possible[0] if len(possible) == 1 else "undetermined")


@pytest.mark.parametrize("name", ["no-users-in-the-union", "tiktok-direct-messages"])
def test_the_published_counts_of_the_two_parts_are_those_of_this_version(name: str) -> None:
    """Client's, counsel's and all; whoever is asked more leaves no outcome open that the shortest way excludes."""
    parts, numbers = in_two_parts(derogation.load_profile(shipped()[name]))
    assert tuple(int(cell) for cell in row(name)[5:8]) == numbers, ANEW
    assert set(parts.possible) <= set(counted(name, "shortest").possible)


def row(name: str) -> list[str]:
    """The cells of a case in the published table, without its name."""
    (line,) = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {name} |")]
    return [cell.strip() for cell in line.split("|")][2:]
