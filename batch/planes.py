"""The columnar engine: a rulebook compiled to a program of bitwise operations on packed masks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from ..engine.case.facts import Value
from ..engine.law.rulebook import Rulebook
from .answers import Answers, StatusNodes, answers_of
from .arrow import Array
from .circuit import Circuit, Program, program_of
from .columns import Layout
from .masks import Table, words
from .plan import Asked, Plan

#: What goes into the answer: outcomes; and the status of every condition; and of every rule, and missing facts.
DETAILS = ("outcome", "conditions", "full")


class Codes(Struct):
    """The masks from which one column of codes is read: bit ``i`` of a code is mask ``bits[i]``."""

    column: str
    bits: tuple[int, ...]
    shown: int | None = None
    """The mask of rows that have a code at all; ``None``: every row."""


class Engine(Struct):
    """A rulebook compiled for tables with certain columns and one question.

    ``outcome`` is the case's; ``unit_outcomes`` those of each unit; ``statuses`` one for each rule and subject;
    ``failing`` the mask of each condition *not met*; ``missing`` that of each missing fact, by its path in a case,
    or ``None`` where they are not part of the answer.
    """

    answers: Answers
    program: Program
    outcome: Codes
    unit_outcomes: list[Codes]
    statuses: list[tuple[StatusNodes, Codes]]
    failing: list[tuple[StatusNodes, int]]
    missing: dict[str, int] | None
    needs: tuple[str, ...] = ()
    registers: list[Any] = field(default_factory=list[Any])
    size: int = -1

    def run(self, rows: int, columns: Mapping[str, Array]) -> dict[int, Any]:
        """Work out the masks of one batch; each is an array of 64-bit words, valid until the next batch."""
        table = Table(rows, columns)
        size = words(rows)
        if size != self.size:
            self.size = size
            self.registers = [np.empty(size, np.uint64) for _ in range(self.program.registers)]
        own, held = self.registers, list[Any](self.registers)
        for step in self.program.steps:
            into = step.into
            match step.gate:
                case "load":
                    assert step.load is not None
                    held[into] = table.load(step.load)
                    continue
                case "const":
                    held[into] = table.every if step.value else table.none
                    continue
                case "not":
                    out = np.invert(held[step.parts[0]], out=own[into])
                case "and":
                    out = np.bitwise_and(held[step.parts[0]], held[step.parts[1]], out=own[into])
                    for part in step.parts[2:]:
                        np.bitwise_and(out, held[part], out=out)
                case "or":
                    out = np.bitwise_or(held[step.parts[0]], held[step.parts[1]], out=own[into])
                    for part in step.parts[2:]:
                        np.bitwise_or(out, held[part], out=out)
            held[into] = out
        return {mask: held[register] for mask, register in self.program.results.items()}


def compile_engine(
    rulebook: Rulebook,
    layout: Layout,
    available: Collection[str],
    asked: Asked,
    detail: str = "full",
    fixed: Mapping[str, Value] | None = None,
) -> Engine:
    """Compile a rulebook for tables that have the columns ``available``; ``detail`` is one of ``DETAILS``.

    ``fixed`` gives the cells that are the same in every row; they are decided here and need no column. The last few are
    kept, since compiling takes longer than a small table; each call gets registers of its own.
    """
    readings, cells = frozenset(asked.readings.items()), frozenset((fixed or {}).items())
    question = (asked.day, readings, asked.on_the_record)
    found = _compiled(rulebook, layout, frozenset(available), question, detail, cells)
    return replace(found, registers=[], size=-1)


@lru_cache(maxsize=2)  # each has some 15 MB
def _compiled(
    rulebook: Rulebook,
    layout: Layout,
    available: frozenset[str],
    question: tuple[date | None, frozenset[tuple[str, str]], bool],
    detail: str,
    fixed: frozenset[tuple[str, Value]],
) -> Engine:
    day, readings, on_the_record = question
    plan = Plan(rulebook, layout, available, Asked(day, dict(readings), on_the_record), dict(fixed))
    answers = answers_of(plan, missing=detail == "full")
    circuit = Circuit(plan.graph)
    outcome = Codes("outcome", tuple(map(circuit.where, answers.possible)))
    unit_outcomes = [
        Codes(unit.slot.fact("outcome").column, tuple(map(circuit.where, possible)), circuit.where(shown))
        for unit, possible, shown in zip(answers.units, answers.unit_possible, answers.unit_shown, strict=True)
    ]
    statuses: list[tuple[StatusNodes, Codes]] = []
    failing: list[tuple[StatusNodes, int]] = []
    graph = plan.graph
    for status in answers.statuses:
        condition = status.rule.kind == "condition"
        _, met, relieved, not_met, undetermined = status.statuses
        if condition:
            failing.append((status, circuit.where(graph.all([not_met, status.shown]))))
        if detail == "full" or (detail == "conditions" and condition):
            low = circuit.where(graph.any([met, not_met]))
            middle = circuit.where(graph.any([relieved, not_met]))
            codes = Codes(status.column, (low, middle, circuit.where(undetermined)), circuit.where(status.shown))
            statuses.append((status, codes))
    missing = {path: circuit.where(node) for path, node in answers.missing.items()} if detail == "full" else None
    wanted = [
        *outcome.bits,
        *(mask for codes in unit_outcomes for mask in (*codes.bits, codes.shown)),
        *(mask for _, codes in statuses for mask in (*codes.bits, codes.shown)),
        *(mask for _, mask in failing),
        *(missing or {}).values(),
    ]
    program = program_of(circuit, [mask for mask in wanted if mask is not None])
    needs: dict[str, None] = {}
    for load in program.loads:
        needs[load.column] = None
        if load.test is not None:
            for operand in (load.test.left, load.test.right):
                if (column := getattr(operand, "column", "")) != "":
                    needs[column] = None
    return Engine(answers, program, outcome, unit_outcomes, statuses, failing, missing, tuple(needs))
