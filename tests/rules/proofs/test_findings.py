"""Drafting findings: each is proved, each proof could fail, and the witnesses are what they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

import derogation
import pytest
from derogation.engine.case.facts import NEVER
from derogation.engine.law import terms as t
from derogation.engine.law.rulebook import Rulebook
from derogation.rules.citation_styles import citation
from derogation.rules.proofs import findings_relief, findings_reports, findings_service
from derogation.rules.proofs.drafting import DraftingFinding, every
from derogation.rules.proofs.findings import findings
from derogation.rules.proofs.worlds import DAY, World, critical, worlds
from msgspec.structs import replace


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return derogation.rulebook()


@pytest.fixture(scope="module")
def found(rulebook: Rulebook) -> dict[str, DraftingFinding]:
    return {each.id: each for each in findings(rulebook)}


def with_definition(rulebook: Rulebook, name: str, child: t.Term) -> Rulebook:
    """A rulebook in which one definition says something else, and nothing that uses it has been rebuilt."""
    changed = replace(rulebook.definitions[name], child=child, name=f"{name} (changed)")
    return replace(rulebook, definitions={**rulebook.definitions, name: changed})


def with_rule(rulebook: Rulebook, rule: str, **parts: t.Term) -> Rulebook:
    """A rulebook in which parts of one rule say something else."""
    old = rulebook.by_id[rule]
    new = {part: replace(getattr(old, part), child=child, name=f"{rule}.{part}!") for part, child in parts.items()}
    other = replace(old, **new)
    child = t.Any((t.Not(other.applies), other.holds, other.relief))
    other = replace(other, satisfied=replace(old.satisfied, child=child, name=f"{rule}.satisfied!"))
    return replace(rulebook, rules=tuple(other if each is old else each for each in rulebook.rules))


def test_every_finding_holds(found: dict[str, DraftingFinding]) -> None:
    """No world contradicts a finding, and none rests on nothing."""
    assert len(found) >= 14
    for each in found.values():
        assert each.holds, each.id
        assert each.checked >= 2
        assert each.over
        assert each.witnesses or each.method == "exhaustive"


def test_every_finding_cites_provisions_that_can_be_cited(found: dict[str, DraftingFinding]) -> None:
    """Each provision has a citation, and a statement ends as a sentence does."""
    for each in found.values():
        assert all(citation(provision) for provision in each.provisions)
        assert each.statement.endswith((".", ")."))
        assert each.statement[0].isupper()


def test_witnesses_show_days_and_facts(found: dict[str, DraftingFinding]) -> None:
    """A witness says what it shows, on a day, by facts that a profile may state."""
    vocabulary = derogation.rulebook().vocabulary
    for witness in (witness for each in found.values() for witness in each.witnesses):
        assert witness.shows
        assert witness.facts
        assert all(path in vocabulary.facts or path in vocabulary.lists for path in witness.facts)


def test_relief_for_material_has_a_witness_used_outside_the_union(found: dict[str, DraftingFinding]) -> None:
    """The provider's own first use lies before 2 August 2021, that on users in the Union does not."""
    (witness,) = found["advice_relief_for_material"].witnesses
    assert str(witness.facts["technology.first_use.by_provider_on"]) < "2021-08-02"
    assert str(witness.facts["technology.first_use.by_anyone_in_union_on"]) >= "2021-08-02"


@pytest.mark.long
def test_a_wider_relief_fails_the_finding_on_material(rulebook: Rulebook) -> None:
    """Were the relief open to those who never used the technology before, the finding would fail."""
    own, begins = t.Fact("technology", "first_use.by_provider_on"), t.Literally(date(2021, 8, 2))
    whenever = t.Any((t.Compare(own, "before", begins), t.Compare(own, "from", begins)))
    wider = with_rule(rulebook, "report_back_on_advice", relief=whenever)
    assert findings_relief.advice_relief_for_material(rulebook).holds
    assert not findings_relief.advice_relief_for_material(wider).holds


def test_the_early_consultation_finding_fails_under_another_relief(rulebook: Rulebook) -> None:
    """Were point (c) relieved for everybody, a consultation without an indication would be saved."""
    wider = with_rule(rulebook, "impact_assessment_and_consultation", relief=t.TRUE)
    assert not findings_relief.early_consultation_without_indication(wider).holds
    assert not findings_relief.diligence_is_worse(wider).holds


def test_newness_that_wears_off_is_told(rulebook: Rulebook) -> None:
    """Were technology new for a time only, the finding would not hold."""
    fresh = t.All(
        (
            rulebook.definitions["new_technology"].child,
            t.Compare(t.AssessedOn(), "before", t.Literally(date(2024, 5, 15))),
        )
    )
    assert not findings_relief.newness_is_frozen(with_definition(rulebook, "new_technology", fresh)).holds


def test_numbering_read_either_way_fails_the_finding(rulebook: Rulebook) -> None:
    """Were both readings the same, no service would be both at once, and the finding would fail."""
    strict = t.All(
        tuple(
            t.Not(t.Compare(t.Fact("", path), "is", t.Literally(True)))
            for path in (findings_service.CONNECTS, findings_service.REACHES)
        )
    )
    changed = with_definition(rulebook, "number_independent", strict)
    assert findings_service.number_based_and_independent(rulebook).holds
    assert not findings_service.number_based_and_independent(changed).holds


def test_a_storage_rule_without_its_reading_fails_the_findings(rulebook: Rulebook) -> None:
    """Were storage always in order, the readings would not differ; were identification stricter, it would be told."""
    always = with_rule(rulebook, findings_reports.STORED, holds=t.TRUE)
    assert not findings_reports.kept_past_twelve_months_of_detection(always).holds
    never_by_article = t.Choose("retention_start", (("identification", t.FALSE), ("detection", t.TRUE)))
    swapped = with_rule(rulebook, findings_reports.STORED, holds=never_by_article)
    assert not findings_reports.detection_is_never_more_lenient(swapped).holds


def test_points_that_fail_alone_are_nine(rulebook: Rulebook) -> None:
    """A rule on errors that never fails is told."""
    blind = with_rule(rulebook, "report_errors", holds=t.TRUE)
    assert not findings_reports.points_fail_together_or_alone(blind).holds


def test_days_without_a_report_are_counted(found: dict[str, DraftingFinding]) -> None:
    """From 20 January 2023 to 31 January 2024, both included, lie 377 days."""
    finding = found["no_report_for_a_year"]
    assert "377 days" in finding.statement
    assert [witness.on for witness in finding.witnesses] == [date(2024, 2, 1), date(2023, 2, 1)]


# --- worlds ----------------------------------------------------------------------------------------------------------


def test_nothing_tried_proves_nothing() -> None:
    """A proof over no world does not hold."""
    assert every([], lambda _: True) == (0, False)


def test_worlds_leave_no_combination_out(rulebook: Rulebook) -> None:
    """For the relief definition, the outcomes over all days near the constants are those over the worlds made."""
    term = rulebook.definitions["consultation_relief"]
    scope = "technology.prior_consultation"

    def signature(world: World) -> tuple[object, ...]:
        parts = [part for part in t.walk(term) if isinstance(part, t.Compare) and t.scopes(part) <= {*term.about}]
        return tuple(world.truth(t.Named(f"part {at}", "", part, term.about)) for at, part in enumerate(parts))

    def by_brute_force() -> Iterator[World]:
        near = [date(2021, 8, 2), date(2021, 9, 3), date(2022, 4, 3)]
        days = [day + step * DAY for day in near for step in (-2, -1, 0, 1, 2)]
        for at, (day, own, ended, started) in enumerate(product(days, days, [*days, NEVER], [*days, NEVER])):
            facts = {
                "technology.first_use.by_provider_on": own,
                f"{scope}.completed_on": ended,
                f"{scope}.started_on": started,
                f"{scope}.duly_cooperates": True,
            }
            if at % 23 == 0:
                yield World(rulebook, day, facts)

    made = {signature(world) for world in worlds(rulebook, [term], {f"{scope}.duly_cooperates": True})}
    assert {signature(world) for world in by_brute_force()} <= made


def test_days_tried_lie_on_and_about_each_constant() -> None:
    """On it, on both sides of it, and between it and the next, with room for other days."""
    days = critical([date(2021, 8, 2), date(2022, 4, 3)])
    for cut in (date(2021, 8, 2), date(2022, 4, 3)):
        assert {cut - DAY, cut, cut + DAY} <= set(days)
    assert any(date(2021, 8, 10) < day < date(2022, 3, 1) for day in days)


def test_days_compared_with_each_other_come_in_every_order(rulebook: Rulebook) -> None:
    """The one before, with and after the other, on either side of every constant."""
    pair = t.Compare(
        t.Fact("technology", "impact_assessment.completed_on"),
        "before",
        t.Fact("technology", "prior_consultation.completed_on"),
    )
    made = [world.facts for world in worlds(rulebook, [pair], {}, [date(2022, 1, 3)])]
    first, second = "technology.impact_assessment.completed_on", "technology.prior_consultation.completed_on"
    assert any(facts[first] < facts[second] != NEVER for facts in made)  # pyright: ignore[reportOperatorIssue]
    assert any(facts[first] == facts[second] != NEVER for facts in made)
    assert any(NEVER != facts[first] > facts[second] for facts in made)  # pyright: ignore[reportOperatorIssue]


def test_the_covered_world_is_covered_and_each_condition_can_take_that_away(rulebook: Rulebook) -> None:
    """Every true or false fact of the covered world that is turned leaves it covered, or not; many of them matter."""
    day = date(2022, 3, 1)
    lacking = "COVERED in rules/proofs/findings_service.py lacks a fact that a condition asks for"
    assert findings_service.covered(rulebook, day).outcome() == "eligible", lacking
    turned = {
        path: findings_service.covered(rulebook, day, {path: not value}).outcome()
        for path, value in findings_service.COVERED.items()
        if isinstance(value, bool)
    }
    assert set(turned.values()) <= {"eligible", "not_eligible", "not_needed", "not_available", "undetermined"}
    assert sum(outcome != "eligible" for outcome in turned.values()) > 30
