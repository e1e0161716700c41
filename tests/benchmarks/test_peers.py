"""The translation of the rulebook for other engines, on engines that the tests have at hand."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from derogation import rulebook
from derogation.batch.columns import layout_of
from derogation.batch.writing import write_profiles
from derogation.benchmarks.batch.formulas import Formulas, Pieces
from derogation.benchmarks.batch.task import task
from derogation.engine.truth.forward.chaining import available

ROWS = 48


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("peers") / "profiles.parquet"
    write_profiles(ROWS, 7, path, layout_of(rulebook()))
    return path


def codes_of(name: str, path: Path, *, from_file: bool) -> Any:
    engine = importlib.import_module(f"derogation.benchmarks.batch.peers.{name}").ready(task())
    given = engine.read(path) if from_file else engine.take(path, ROWS)
    return np.asarray(engine.codes(engine.answer(given)))


@pytest.fixture(scope="module")
def right(profiles: Path) -> Any:
    """What `derogation batch` answers."""
    return codes_of("planes", profiles, from_file=True)


def test_profiles_differ_in_their_answers(right: Any) -> None:
    """Among the profiles are several different answers, so that equal answers mean something."""
    assert len({tuple(row) for row in right.tolist()}) > 5


@pytest.mark.parametrize("from_file", [True, False])
def test_bit_planes_as_codes_agree(profiles: Path, right: Any, from_file: bool) -> None:
    """The bit planes that are compared with other engines answer as the whole program does."""
    assert (codes_of("planes_codes", profiles, from_file=from_file) == right).all()


def test_generated_python_agrees(profiles: Path, right: Any) -> None:
    """The two formulas of each node, as plain Python over cells, give the answers of the bit planes."""
    assert (codes_of("python", profiles, from_file=False) == right).all()


@pytest.mark.skipif(not available(), reason="durable_rules has no build for this Python")
def test_forward_chaining_agrees(profiles: Path, right: Any) -> None:
    """Layers of rules over the truths of leaves, run by durable_rules, give the answers of the bit planes."""
    assert (codes_of("durable", profiles, from_file=False) == right).all()


@pytest.mark.parametrize(("shared", "large", "rules"), [(1, 48, False), (0, 0, False), (3, 20, True)])
def test_pieces_speak_of_earlier_layers_only(shared: int, large: int, rules: bool) -> None:
    """A piece speaks of literals and of pieces of earlier layers, however formulas are cut."""
    question = task()
    pieces = Pieces(question.formulas, question.roots, shared, large, rules=rules)
    for number, layer in pieces.layer.items():
        assert all(pieces.layer[name] < layer for name in pieces.speaks_of(number)[1])


def test_groups_are_split() -> None:
    """With at most three parts to a group there are no larger ones, and the same leaves are spoken of."""
    question = task()
    narrow = Formulas(question.plan.graph, widest=3)
    for node in question.wanted:
        narrow.where(node)
    assert max(len(formula.parts) for formula in narrow.nodes) == 3
    assert narrow.leaves == question.formulas.leaves


def test_rules_have_one_clause_for_each_way(profiles: Path) -> None:
    """As bodies of rules, pieces derive what they are cut from: evaluated clause by clause, the roots agree."""
    from derogation.benchmarks.batch.rows import leaf_truths

    question = task()
    pieces = Pieces(question.formulas, question.roots, 3, rules=True)
    truths = leaf_truths(question, profiles, 8)
    answers: list[list[bool]] = []
    for profile in truths:
        held: dict[int, bool] = {}
        for layer in pieces.layers:
            for number in layer:
                held[number] = any(
                    all(
                        profile.get(f"a{atom}") is wanted if leaf else held[atom] is wanted
                        for atom, wanted, leaf in clause
                    )
                    for clause in pieces.clauses(number)
                )
        answers.append([held[root] for root in question.roots])
    assert (question.codes(answers) == codes_of("planes", profiles, from_file=True)[:8]).all()
