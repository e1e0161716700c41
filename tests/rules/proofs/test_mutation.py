"""The law's data with one word changed: something notices, or the change is explained."""

from __future__ import annotations

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
from derogation.rules.citations import citation
from derogation.rules.proofs.explained import load_explained
from derogation.rules.proofs.mutants import CANARY, KINDS, Mutant, mutants, mutated, sentence
from derogation.rules.proofs.mutation_run import last_run
from derogation.rules.proofs.points import failing, load_points

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


def test_a_sample_of_mutants_is_noticed() -> None:
    """Of thirty mutants drawn at random none goes unnoticed without an explanation."""
    explained = load_explained()
    drawn = random.Random(derogation.rulebook().digest).sample(list(all_mutants().values()), 30)
    assert [mutant.id for mutant in drawn if mutant.id not in explained and not noticed(mutant)] == []


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
    assert run.noticed + run.explained == run.mutants
    assert run.noticed / run.mutants >= 0.98
    assert (run.unexplained, run.explained) == (0, len(load_explained()))


@pytest.mark.long
def test_every_mutant_is_noticed_or_explained() -> None:
    """The whole run, cases and points, ends well."""
    command = [sys.executable, "-m", "benchmarks.mutation"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "SURVIVES" not in done.stdout
