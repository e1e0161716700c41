"""Proofs about the rules hold, and each fails with a readable witness where the rules are broken on purpose."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import derogation
import pytest
from click.testing import CliRunner
from derogation.cases.vocabulary import vocabulary
from derogation.commands.group import derogation as program
from derogation.engine.answer import machine
from derogation.engine.law.loader import rulebook_of
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth import evaluator
from derogation.engine.truth.forward import chaining
from derogation.engine.truth.forward.layers import Item
from derogation.engine.truth.outcomes import CaseTruths, outcome_terms
from derogation.reading.document import Document, read_file
from derogation.rules import rule_files
from derogation.rules.proofs import prove_outcomes, prove_variants
from derogation.rules.proofs.mutation_run import last_run, summary
from derogation.rules.proofs.proof import Proof
from derogation.rules.proofs.prove import PROOFS
from derogation.rules.proofs.prove_conditions import no_condition_dead, none_implied, reliefs_end
from derogation.rules.proofs.prove_engines import engines_agree
from derogation.rules.proofs.prove_kleene import engines_follow_kleene
from derogation.rules.proofs.prove_outcomes import facts_never_turn, outcomes_exclude
from derogation.rules.proofs.prove_readings import readings_differ
from derogation.rules.proofs.prove_variants import variants_differ
from msgspec.structs import replace

PAGE = Path(__file__).parents[3] / "docs" / "verification.md"
needs_both = pytest.mark.skipif(not chaining.available(), reason="durable_rules cannot be imported here")
QUICK = [proof for proof in PROOFS if proof is not engines_agree]


def broken(change: Callable[[dict[str, dict[str, Any]]], None]) -> Rulebook:
    """The rules with a change made to their data: rules and definitions by name."""
    documents: list[Document] = []
    entries: dict[str, dict[str, Any]] = {}
    for path in rule_files():
        document = read_file(path)
        data = copy.deepcopy(document.data)
        entries |= {entry["rule"]: entry for entry in data.get("rules", [])}
        entries |= {f"define {entry['define']}": entry for entry in data.get("definitions", [])}
        entries |= {f"rules of {path.stem}": data}
        documents.append(Document(document.file, data, document.lines))
    change(entries)
    return rulebook_of(documents, vocabulary())


@cache
def proofs() -> dict[str, Proof]:
    return {proof.id: proof for proof in (each(derogation.rulebook()) for each in QUICK)}


@pytest.mark.parametrize("name", [proof.__name__ for proof in QUICK])
def test_a_proof_holds_and_says_what_it_covers_and_what_not(name: str) -> None:
    """Each proof tried something, says over what and on which readings, and what it does not prove."""
    proof = proofs()[name]
    assert (proof.holds, proof.witness) == (True, ())
    assert proof.tried > 10
    assert proof.over
    assert proof.readings
    assert proof.not_proved


def test_what_is_implied_is_named() -> None:
    """Of all conditions only the report itself is implied by its points, and the proof says so."""
    assert [line.partition(":")[0] for line in proofs()["none_implied"].named] == ["annual_report"]


def test_each_choice_of_each_reading_is_shown_by_something() -> None:
    """The proof names, for every choice but the default, what it changes."""
    named = {line.partition(":")[0] for line in proofs()["readings_differ"].named}
    readings = derogation.rulebook().readings.values()
    assert named == {f"{reading.id}={choice.id}" for reading in readings for choice in reading.choices[1:]}


def test_a_relief_that_ends_a_day_late_is_found() -> None:
    """With 4 April 2022 in Article 3(2) the proof shows who would be relieved on that day."""

    def late(entries: dict[str, dict[str, Any]]) -> None:
        entries["define relief_period"]["is"] = "assessed_on by 2022-04-04"

    found = reliefs_end(broken(late))
    assert not found.holds
    assert found.witness[0] == "impact_assessment_and_consultation: relieved on 2022-04-04, after the relief has ended"
    assert any("prior_consultation.started_on" in line for line in found.witness)


def test_a_condition_that_stands_twice_is_found() -> None:
    """Of two conditions that say the same neither can fail alone."""

    def twice(entries: dict[str, dict[str, Any]]) -> None:
        again = {**copy.deepcopy(entries["proportionate"]), "rule": "proportionate_again"}
        entries["rules of 02-processing"]["rules"].append(again)

    found = none_implied(broken(twice))
    assert [line.partition(" ")[0] for line in found.witness] == ["proportionate", "proportionate_again"]


def test_a_condition_that_nobody_can_meet_is_found() -> None:
    """Limbs that exclude each other make a condition dead."""

    def dead(entries: dict[str, dict[str, Any]]) -> None:
        months = "technology.suspicions.longest_months"
        entries["processing_limited"]["holds"] = {"all": [f"{months} more than 6", f"{months} less than 3"]}

    found = no_condition_dead(broken(dead))
    assert found.witness == ("processing_limited is never met",)


def test_a_reading_that_changes_nothing_is_found() -> None:
    """A choice that asks for the same as the default is idle, and named."""

    def idle(entries: dict[str, dict[str, Any]]) -> None:
        entries["define ancillary_exception"]["is"]["all"][3]["article"] = "ancillary_exception_recital"

    found = readings_differ(broken(idle))
    assert [line.partition(" ")[0] for line in found.witness] == ["ancillary_test=article"]


def test_two_outcomes_at_once_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If what fails were said to pass as well, the proof shows an abstract case that has both outcomes."""
    terms = outcome_terms(derogation.rulebook())
    both = tuple(
        (outcome, dict(terms.case)["eligible"] if outcome == "not_eligible" else term) for outcome, term in terms.case
    )
    monkeypatch.setattr(prove_outcomes, "outcome_terms", lambda _: replace(terms, case=both))
    found = outcomes_exclude(derogation.rulebook())
    assert not found.holds
    assert found.witness[0].startswith("outcomes: ")
    assert any(line.startswith("gate:not_needed: ") for line in found.witness)


def test_a_fact_that_turned_an_answer_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If what is open were taken to fail, more facts would make possible what was not, and the proof shows where."""
    real = prove_outcomes.possible_for_case

    def hasty(truths: CaseTruths, rulebook: Rulebook) -> tuple[str, ...]:
        return real(replace(truths, common=truths.common or False), rulebook)

    monkeypatch.setattr(prove_outcomes, "possible_for_case", hasty)
    found = facts_never_turn(derogation.rulebook())
    assert not found.holds
    assert "eligible" in found.witness[-1]


@needs_both
def test_a_rule_of_the_second_engine_that_strays_from_the_tables_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If one part that is false made an alternative false, the proof would show the parts, and both answers."""
    real = chaining.pattern

    def hasty(item: Item, truth: bool) -> dict[str, Any] | None:
        return real(replace(item, kind="all"), truth) if item.kind == "any" and not truth else real(item, truth)

    monkeypatch.setattr(chaining, "pattern", hasty)
    found = engines_follow_kleene(broken(lambda _: None))
    assert not found.holds
    engine, parts, said = found.witness
    assert engine.startswith("durable_rules, any of ")
    assert "false" in parts
    assert said in ("false, not open", "true and false, not true", "false and true, not true")


def test_an_evaluator_that_strays_from_the_tables_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If what is open counted as true in a conjunction, the proof would say of which parts."""
    monkeypatch.setattr(evaluator, "conjunction", lambda nodes: all(node.truth is not False for node in nodes))
    found = engines_follow_kleene(derogation.rulebook())
    assert found.witness == ("the evaluator, all of 1", "parts: open", "true, not open")


@pytest.mark.long
def test_engines_that_differ_are_found() -> None:
    """If the second engine had other rules, the proof names the rule, the world and both answers."""

    def other(entries: dict[str, dict[str, Any]]) -> None:
        entries["proportionate"]["holds"] = "technology.processing.proportionate"

    rulebook = broken(lambda _: None)
    assert engines_agree(rulebook).holds
    machine(rulebook).forward = machine(broken(other)).second()
    found = engines_agree(rulebook)
    assert found.witness[0].startswith("proportionate.holds on 2023-03-01: False against True")


@pytest.mark.long
def test_every_change_of_every_variant_makes_a_difference(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each is shown by a smallest profile; a change that changes nothing is named."""
    found = variants_differ(derogation.rulebook(), vocabulary())
    assert found.holds, found.witness
    file = tmp_path / "nothing.yaml"
    file.write_text(
        "variant: nothing\nname: Nothing\nkind: draft\nof: 2021/1232\nperiod: {grade: primary}\nchanges:\n"
        "- {change: altered, rule: proportionate, grade: primary, gist: nothing, as: {title: The same}}\n"
    )
    monkeypatch.setattr(prove_variants, "shipped_variants", lambda: {str(file): file})
    idle = variants_differ(derogation.rulebook(), vocabulary())
    assert idle.witness == (f"{file}, proportionate (altered): no point of law tells it from the act",)


@needs_both
def test_the_page_is_of_these_rules() -> None:
    """docs/verification.md was made from the rules as they stand, and has the figures of their mutation."""
    page = " ".join(PAGE.read_text("utf-8").replace("\\", "").split())
    assert f"Rules {derogation.rulebook().digest[:12]}" in page, "derogation rules prove --format markdown makes it"
    assert summary(last_run()) in page
    for proof in proofs().values():
        assert f"{proof.statement} Proved. Tried: {proof.tried:,}, over" in page.replace("#", "")
        assert f"Not proved: {'; '.join(proof.not_proved)}." in page


@pytest.mark.long
def test_the_page_is_what_the_command_prints() -> None:
    """Every proof carried out anew gives the page as it is committed."""
    printed = CliRunner().invoke(program, ["rules", "prove", "--format", "markdown"])
    assert printed.exit_code == 0
    assert printed.stdout == PAGE.read_text("utf-8")
