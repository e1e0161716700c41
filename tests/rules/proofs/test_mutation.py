"""The law's data with one word changed: something notices, or the change is explained."""

from __future__ import annotations

import copy
import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import derogation
import pytest
from derogation.cases.catalogue import shipped
from derogation.cases.vocabulary import vocabulary
from derogation.engine.law.loader import rulebook_of
from derogation.reading.document import Document, read_file
from derogation.reading.errors import BadRulebook
from derogation.rules import rule_files
from derogation.rules.citation_styles import citation
from derogation.rules.proofs.explained import load_explained
from derogation.rules.proofs.mutants import CANARY, GONE, KINDS, Mutant, mutants, mutated, sentence
from derogation.rules.proofs.mutation_run import changed_since, digests, last_run
from derogation.rules.proofs.points import failing, load_points
from msgspec.structs import replace

ROOT = Path(__file__).parents[3]


@cache
def documents() -> tuple[Document, ...]:
    return tuple(read_file(path) for path in rule_files())


@cache
def all_mutants() -> dict[str, Mutant]:
    return {mutant.id: mutant for mutant in mutants(documents(), vocabulary())}


def noticed(mutant: Mutant) -> bool:
    """Whether the loader refuses a mutant, or a point of law notices it; its own points are asked first."""
    try:
        rulebook = rulebook_of(mutated(documents(), mutant), vocabulary(), cite=citation)
    except BadRulebook:
        return True
    points = sorted(load_points(), key=lambda point: point.ask != mutant.name)
    return next(failing(rulebook, points), None) is not None


def test_the_canary_dies_and_is_read_as_a_lawyer_would_read_it() -> None:
    """A day later in Article 3(2)(b) is noticed."""
    canary = all_mutants()[CANARY]
    assert noticed(canary)
    said = sentence(canary, citation)
    assert said.startswith("nothing would notice if 3 September 2021 became 4 September 2021 in ")
    assert "Article 3(2), point (b)" in said


def test_the_law_as_it_stands_is_no_mutant() -> None:
    """Mutants differ from the law and from each other, and none of them changes what it was made of."""
    before = derogation.rulebook().digest
    assert len(all_mutants()) == len(mutants(documents(), vocabulary())) > 1_000
    assert {mutant.kind for mutant in all_mutants().values()} == set(KINDS)
    digests = set[str]()
    for mutant in random.Random(5).sample(list(all_mutants().values()), 12):
        changed = mutated(documents(), mutant)
        digests.add(repr([document.data for document in changed]))
        assert [document.data for document in documents()] == [read_file(path).data for path in rule_files()]
    assert len(digests) == 12
    assert rulebook_of(documents(), vocabulary()).digest == before


def by_cases(mutant: Mutant) -> bool:
    """Whether a shipped case notices a mutant; takes seconds, and is asked only where no point of law does."""
    from derogation.benchmarks.mutation.court import Court

    court = Court(cases_alone=True)
    return bool(court.try_(mutant).by)


def test_mutants_of_the_rules_that_changed_and_a_sample_of_all_are_noticed() -> None:
    """Every mutant of a rule whose text is not that of the run kept, and of a sample of all others, is noticed."""
    changed = changed_since(last_run(), documents())
    of_changed = [mutant for mutant in all_mutants().values() if mutant.name in changed]
    drawn = random.Random(derogation.rulebook().digest).sample(list(all_mutants().values()), 25)
    explained = load_explained()
    tried = {mutant.id: mutant for mutant in (*of_changed, *drawn) if mutant.id not in explained}
    unnoticed = [mutant for mutant in tried.values() if not noticed(mutant) and not by_cases(mutant)]
    cure = "a point in rules/proofs/points.yaml, a case, or a reason in rules/proofs/explained.yaml"
    assert [sentence(mutant, citation) for mutant in unnoticed] == [], cure


def test_a_rule_that_says_something_else_is_known_as_changed_and_no_other() -> None:
    """A word in one rule, definition, reading or series makes its mutants run again; lines that moved do not."""
    run = replace(last_run(), digests=digests(documents()))
    assert changed_since(run, documents()) == frozenset()
    for name in ("proportionate", "relief_period", "ancillary_test", "duties"):
        mutant = next(mutant for mutant in all_mutants().values() if mutant.name == name and mutant.value is not GONE)
        assert changed_since(run, mutated(documents(), mutant)) == {name}
    moved = [Document(each.file, each.data, {}) for each in documents()]
    assert changed_since(run, moved) == frozenset()


def test_a_limb_that_nothing_holds_is_named_as_a_lawyer_would_read_it() -> None:
    """A limb that somebody adds to a rule, and of which no point of law speaks, survives in words."""
    changed = copy.deepcopy(list(documents()))
    number, rule = next(
        (number, rule)
        for number, document in enumerate(changed)
        for rule in document.data.get("rules", [])
        if rule["rule"] == "told_of_court"
    )
    rule["holds"] = {"all": [rule["holds"], {"any": ["service.users_in_union", "not service.users_in_union"]}]}
    names = changed_since(replace(last_run(), digests=digests(documents())), changed)
    assert names == {"told_of_court"}
    own = [mutant for mutant in mutants(changed, vocabulary()) if mutant.name in names and mutant.file == number]
    alive = [
        mutant
        for mutant in own
        if mutant.kind == "limb"
        and "any of 2" in mutant.words
        and next(failing(rulebook_of(mutated(changed, mutant), vocabulary(), cite=citation), load_points()), None)
        is None
    ]
    assert [sentence(mutant, citation) for mutant in alive] == [
        "nothing would notice if the limb “any of 2” were missing in Article 3(1), point (g)(vi)(3) "
        "(Users affected are told of their right to a judicial remedy)"
    ]


def test_what_is_explained_is_there_and_goes_unnoticed() -> None:
    """An explanation is of a mutant that exists, and that really changes nothing that is asked."""
    explained = load_explained()
    assert set(explained) <= set(all_mutants())
    assert [mutant for mutant in explained if noticed(all_mutants()[mutant])] == []


def test_the_figures_kept_are_of_these_rules() -> None:
    """At least 98 of 100 mutants are noticed, none survives unexplained, and the run was of the rules as they stand."""
    run = last_run()
    assert run.rulebook == derogation.rulebook().digest, "run python -m benchmarks.mutation --write"
    assert (run.mutants, run.points, run.cases) == (len(all_mutants()), len(load_points()), len(shipped()))
    assert run.number_noticed + run.explained == run.mutants
    assert run.number_noticed / run.mutants >= 0.98
    assert (run.unexplained, run.explained) == (0, len(load_explained()))


@pytest.mark.long
def test_every_mutant_is_noticed_or_explained() -> None:
    """The whole run, cases and points, ends well."""
    command = [sys.executable, "-m", "benchmarks.mutation"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "SURVIVES" not in done.stdout
