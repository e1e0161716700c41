"""Every condition has cases in which it is met, fails, stays open and, where it can, does not apply."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from derogation.api import assess, generate_case, rulebook
from derogation.cases.catalogue import check_case
from derogation.engine.law.rulebook import Rule, Status
from derogation.reading.errors import BadInput

PAGE = Path(__file__).parents[2] / "docs" / "lesson-cases.md"
STATUSES: tuple[Status, ...] = ("met", "not_met", "undetermined", "not_applicable", "relieved")
CONDITIONS = rulebook().of_kind("condition")
#: Conditions that ask whether they apply at all.
MAY_NOT_APPLY = {rule.id for rule in CONDITIONS if getattr(rule.applies.child, "value", None) is not True}


def cells() -> dict[str, list[str]]:
    """The cells of the page by provision."""
    rows = re.findall(r"^\| (\S+) [^|]*\|(.*)\|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {provision: [cell.strip() for cell in rest.split("|")] for provision, rest in rows}


def test_the_page_has_cases_of_every_status_that_a_condition_can_have() -> None:
    """More are made up of each; what cannot be is said to be so, and only where the rule says so."""
    found = cells()
    for rule in CONDITIONS:
        row = dict(zip(STATUSES, found[rule.provision], strict=True))
        for status in ("met", "not_met", "undetermined"):
            assert row[status].endswith("+"), (rule.provision, status)
        assert row["not_applicable"].endswith("+") == (rule.id in MAY_NOT_APPLY), rule.provision
        assert row["relieved"].endswith("+") == (rule.provision in ("3(1)(c)", "3(1)(d)")), rule.provision


@pytest.mark.long
@pytest.mark.parametrize("rule", CONDITIONS, ids=lambda rule: rule.id)
def test_cases_of_every_status_are_made_and_checked(rule: Rule) -> None:
    """Two of each, no two alike, as their author expects; or none, as the page says."""
    row = dict(zip(STATUSES, cells()[rule.provision], strict=True))
    for status in STATUSES:
        if not row[status].endswith("+"):
            with pytest.raises(BadInput):
                generate_case(rule.id, status, seed=1)
            continue
        cases = [generate_case(rule.id, status, seed=1, number=number) for number in (1, 2)]
        assert cases[0].digest != cases[1].digest
        assert not [each for case in cases for each in check_case(case, assess)]
        assert {result.status for result in assess(cases[0]).conditions if result.rule.id == rule.id} == {status}
