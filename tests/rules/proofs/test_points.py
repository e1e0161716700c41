"""The points of law: what each rule says on each side of each of its limits."""

from __future__ import annotations

import derogation
from derogation.engine.law import terms as t
from derogation.rules.proofs.points import failing, load_points


def test_the_rules_say_what_the_points_of_law_say() -> None:
    """Every point, written by hand from the text of the law, is answered as it is written."""
    assert list(failing(derogation.rulebook(), load_points())) == []


def test_no_rule_goes_without_points() -> None:
    """Each rule is asked at least twice, unless it says the same whatever the facts."""
    asked = [point.ask for point in load_points()]
    constant = [rule.id for rule in derogation.rulebook().rules if isinstance(rule.holds.child, t.Const)]
    without = [rule.id for rule in derogation.rulebook().rules if asked.count(rule.id) < 2 and rule.id not in constant]
    assert without == [], "write what it says on both sides of each of its limits into rules/proofs/points.yaml"


def test_a_point_that_is_wrong_is_named_with_its_line() -> None:
    """What a rule says and what was expected stand side by side."""
    from msgspec.structs import replace

    point = next(point for point in load_points() if point.ask == "proportionate")
    (said,) = failing(derogation.rulebook(), [replace(point, expected="relieved")])
    assert said == f"points.yaml:{point.line}: proportionate says met, not relieved"
