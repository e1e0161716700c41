"""Cases made for lessons: they have the status asked for, hold together, repeat by their seed and never within it."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from derogation.api import assess, generate_case, load_profile, rulebook
from derogation.cases.catalogue import check_case
from derogation.cases.conformance import profile_of
from derogation.commands.group import derogation
from derogation.engine.answer import ENGINES, machine
from derogation.engine.law.rulebook import Status
from derogation.lessons.making.generated import case_text
from derogation.lessons.making.make import SATISFIED
from derogation.lessons.making.scene import scenes, staged
from derogation.lessons.making.wanted import rests_on
from derogation.reading.errors import BadInput


@pytest.mark.parametrize(
    ("condition", "status", "difficulty"),
    [
        ("3(1)(c)", "relieved", 1),
        ("3(1)(a)(ii)", "met", 5),
        ("outside_period_of_application", "met", 1),
    ],
)
def test_a_made_case_has_the_status_asked_for(condition: str, status: Status, difficulty: int) -> None:
    """A condition or a gate, whether facts or the day decide it, however hard it is to see; both engines say so. A hard
    one has a dispute between the provider and the authority."""
    case = generate_case(condition, status, difficulty=difficulty, seed=15, number=3)
    found = assess(case)
    assert found.engines == (ENGINES if machine(rulebook()).second() is not None else ENGINES[:1])
    results = [*found.conditions, *found.other_rules]
    assert {each.status for each in results if condition in (each.rule.provision, each.rule.id)} == {status}
    assert not check_case(case, assess)
    assert case.profile.provider.name in case.profile.summary
    assert case.profile.lesson
    interests = {party.interest for party in case.profile.parties.values()}
    assert interests == ({"provider", "authority"} if difficulty > 3 else set())
    assert [fact.standing for fact in found.disputed_facts] == ["disputed"] * (difficulty > 3)


def test_the_same_seed_and_number_give_the_same_case() -> None:
    """Byte by byte, and another number or seed another."""

    def made(seed: int, number: int) -> str:
        return case_text(generate_case("3(1)(e)", "not_met", seed=seed, number=number))

    assert made(4, 2) == made(4, 2)
    assert len({made(4, 2), made(4, 3), made(5, 2)}) == 3


def test_no_two_cases_of_one_seed_have_the_same_facts() -> None:
    """Each number has a pair of marks of its own, on which no condition rests, so that nothing takes them away."""
    known = scenes()
    conditions = rulebook().of_kind("condition", "gate")
    for path, _ in known.marks:
        generic = path.replace("technologies[0]", "technology")
        assert not [rule.id for rule in conditions if generic in rests_on(rule)]
    scene = known.scenes[0]
    marks: set[str] = set()
    for number in range(1, known.different + 1, 7):
        data = staged(scene, Random(number), number, seed=1)
        marks.add(json.dumps([data["technologies"][0]["quality"]["error_rate"], data["provider"]["established_in"]]))
    assert len(marks) == len(range(1, known.different + 1, 7))
    with pytest.raises(BadInput, match="1 to 1,350"):
        staged(scene, Random(1), known.different + 1, seed=1)


@pytest.mark.parametrize("scene", scenes().scenes, ids=lambda scene: scene.id)
def test_in_a_scene_every_condition_is_satisfied_whatever_varies(scene: object) -> None:
    """Nothing in it is unknown, nothing fails, and its facts go together."""
    data = staged(scene, Random(15), 500, seed=15)  # pyright: ignore[reportArgumentType]
    found = assess(profile_of("scene", data), engines=["evaluator"])
    assert found.outcome == "eligible"
    assert {each.status for each in found.conditions} <= set(SATISFIED)
    assert not [each.rule.id for each in found.consistency if each.said]


def test_what_no_case_can_have_is_said_so() -> None:
    """A condition that always applies is never not applicable; nor is a wrong name taken for a near one."""
    with pytest.raises(BadInput, match="no case can be made"):
        generate_case("3(1)(b)", "not_applicable")
    with pytest.raises(BadInput, match="no condition or gate"):
        generate_case("3(1)(x)", "met")
    with pytest.raises(BadInput, match="several rules"):
        generate_case("ePD 3(1)", "met")
    with pytest.raises(BadInput, match="no status"):
        generate_case("3(1)(b)", "maybe")


def test_a_folder_of_cases_for_a_class(tmp_path: Path) -> None:
    """One file a learner, each its own case, that the grader of cases reads; what is printed hides the solution."""
    words = ["cases", "generate", "3(1)(g)(iii)", "--status", "not_met", "--seed", "9"]
    result = CliRunner().invoke(derogation, [*words, "--count", "2", "-o", str(tmp_path)])
    assert result.exit_code == 0, result.output
    names = {load_profile(file).profile.name for file in sorted(tmp_path.iterdir())}
    assert len(names) == 2
    assert not check_case(load_profile(tmp_path / "case-0002.yaml"), assess)
    printed = CliRunner().invoke(derogation, ["cases", "show", str(tmp_path / "case-0001.yaml")]).stdout
    assert "expect:" not in printed
    assert "lesson:" not in printed
