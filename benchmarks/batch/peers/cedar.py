from __future__ import annotations

from pathlib import Path
from typing import Any

import cedarpy

from ..formulas import Pieces, infix
from ..rows import literal_truths
from ..task import Task
from . import About, Ready

ABOUT = About(
    "Cedar (cedarpy)", "cedarpy", "rows", "adapter",
    "a policy for each piece, parsed once; one `is_authorized_batch` for each layer; the reasons are the answer",
    warm=10,
)  # fmt: skip

PARTIES = {"principal": 'Profile::"p"', "action": 'Action::"assess"', "resource": 'Act::"r"'}


def ready(task: Task) -> Ready:
    """Layers of policies. The context is a set of numbers: literals that are true, pieces that earlier layers found."""
    pieces = Pieces(task.formulas, task.roots, 10, 200)
    base = 2 * len(task.formulas.leaves)
    style = infix(
        lambda leaf, truth: f"context.s.contains({2 * leaf + truth})",
        lambda number: f"context.s.contains({base + number})",
        " && ", " || ", "!",
    )  # fmt: skip
    layers = [{base + number: pieces.body(number, style) for number in layer} for layer in pieces.layers]
    layers.append({place: pieces.write(root, style) for place, root in enumerate(task.roots)})
    needs = [_needs(pieces, layer) for layer in pieces.layers] + [_needs(pieces, task.roots, whole=False)]
    policies = [cedarpy.PolicySet.from_str("\n".join(map(_policy, layer.values()))) for layer in layers]
    names = [list(layer) for layer in layers]
    entities = cedarpy.Entities.from_json_str("[]")

    def answer(given: list[list[int]]) -> list[list[int]]:
        true = [set(literals) for literals in given]
        reasons: list[list[int]] = []
        for layer, needed, name in zip(policies, needs, names, strict=True):
            requests = [{**PARTIES, "context": {"s": list(holds & needed)}} for holds in true]
            results = cedarpy.is_authorized_batch(requests, layer, entities)
            reasons = [[name[int(reason[6:])] for reason in result.diagnostics.reasons] for result in results]
            for holds, more in zip(true, reasons, strict=True):
                holds.update(more)
        return reasons

    def take(path: Path, rows: int) -> list[list[int]]:
        made = literal_truths(task, path, rows)
        return [[place for place, truth in enumerate(literals) if truth] for literals in made]

    def codes(found: list[list[int]]) -> Any:
        return task.codes([[place in set(holds) for place in range(len(task.roots))] for holds in found])

    return Ready(take, answer, codes)


def _policy(condition: str) -> str:
    """A policy; Cedar calls the first of a set ``policy0``, and so on."""
    return f"permit(principal, action, resource) when {{ {condition} }};"


def _needs(pieces: Pieces, numbers: Any, *, whole: bool = True) -> set[int]:
    """The numbers of the context of which the policies of one layer speak."""
    base = 2 * len(pieces.formulas.leaves)
    found: set[int] = set()
    for number in numbers:
        leaves, names = pieces.speaks_of(number) if whole or number not in pieces.layer else (set[int](), {number})
        found |= {2 * leaf + truth for leaf in leaves for truth in (0, 1)} | {base + name for name in names}
    return found
