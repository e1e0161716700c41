from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import durable_rules_engine as engine  # the C module: no threads, and actions that raise are not swallowed

from ..formulas import Formulas, Pieces, Style
from ..rows import leaf_name, leaf_truths
from ..task import Task
from . import About, Ready

ABOUT = About(
    "durable_rules", "durable-rules", "rows", "adapter",
    "one fact a layer and ruleset by `update_state`; what one layer concluded, or did not, is in the next one's fact",
    warm=10,
)  # fmt: skip

#: Leaf tests of one ruleset; it fails when more than 64 match one fact.
MAX_TESTS = 48


def _rulesets(pieces: Pieces) -> Iterator[tuple[int, list[str], list[int], list[tuple[int, Any]]]]:
    """Rulesets in order: handle, and the leaves and pieces that its fact holds, with the pieces that it derives."""
    style = Style(
        lambda leaf, truth: {leaf_name(leaf): truth},
        lambda number: {f"n{number}": True},
        lambda parts: {"$and": parts},
        lambda parts: {"$or": parts},
        lambda part: {next(iter(part)): False},
    )
    for layer in pieces.layers:
        batch: list[tuple[int, Any]] = []
        leaves: set[int] = set()
        names: set[int] = set()
        for number in [*layer, -1]:
            more_leaves, more_names = pieces.speaks_of(number) if number >= 0 else (set[int](), set[int]())
            if batch and (number < 0 or len(leaves | more_leaves) + len(names | more_names) > MAX_TESTS):
                rules = {str(n): {"all": [{"m": body}], "cap": 200} for n, body in batch}
                handle = engine.create_ruleset(f"derogation-peer-{batch[0][0]}", json.dumps(rules))
                yield handle, [leaf_name(leaf) for leaf in sorted(leaves)], sorted(names), batch
                batch, leaves, names = [], set(), set()
            if number >= 0:
                batch.append((number, pieces.body(number, style)))
                leaves |= more_leaves
                names |= more_names


def ready(task: Task) -> Ready:
    """Rulesets in layers; a fact holds the leaves and pieces of which its ruleset speaks."""
    formulas = Formulas(task.plan.graph, widest=4)
    roots = [formulas.where(node) for node in task.wanted]
    assert formulas.leaves == task.formulas.leaves
    pieces = Pieces(formulas, roots, 1, 5, rules=True)
    rulesets = list(_rulesets(pieces))
    _check_hashes([*map(leaf_name, range(len(formulas.leaves))), *(f"n{number}" for number in pieces.layer)])

    def answer(given: list[dict[str, bool]]) -> list[set[int]]:
        answers = []
        for truths in given:
            found: set[int] = set()
            for handle, leaves, names, _ in rulesets:
                fact: dict[str, Any] = {name: truths[name] for name in leaves if name in truths}
                fact.update({f"n{number}": number in found for number in names})
                if not fact:
                    continue
                state = engine.update_state(handle, json.dumps({"id": "f", **fact}))
                result = engine.start_action_for_state(handle, state)
                message = result[1] if result else None
                while message:
                    found.add(int(message[2 : message.index('"', 2)]))
                    message = engine.complete_and_start_action(handle, state)
            answers.append(found)
        return answers

    def take(path: Path, rows: int) -> list[dict[str, bool]]:
        return leaf_truths(task, path, rows)

    def codes(found: list[set[int]]) -> Any:
        return task.codes([[root in holds for root in roots] for holds in found])

    return Ready(take, answer, codes)


def _check_hashes(names: list[str]) -> None:
    """durable_rules tells properties apart by a 32-bit FNV-1a hash alone."""
    seen: dict[int, str] = {}
    for name in names:
        value = 0x811C9DC5
        for byte in name.encode():
            value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
        assert value not in seen, f"{name} and {seen.get(value)} have one hash"
        seen[value] = name
