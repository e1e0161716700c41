"""Holds the columnar engine against the evaluator: what each says of the same profiles, cell by cell."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from derogation import rulebook as regulation
from derogation.batch.cells import Reckoning, Row, facts_of_row, row_of_case
from derogation.batch.columns import DAY, NAME, Layout, layout_of
from derogation.batch.generate import profiles, schema_of
from derogation.batch.plan import Asked
from derogation.batch.planes import Engine, compile_engine
from derogation.batch.table import answer
from derogation.cases.loader import Case
from derogation.engine.answer import derive, derive_twice
from derogation.engine.case.facts import View
from derogation.engine.case.standpoint import Parties, seen_from
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.evaluator import Question
from derogation.engine.why.relevance import bearing, unknown_facts
from derogation.engine.why.statuses import kleene_status

Cells = dict[str, Any]


def arrays(rows: Sequence[Row], layout: Layout) -> dict[str, pa.Array]:
    """Rows as the columns that the engine reads."""
    found: dict[str, pa.Array] = {}
    for field in schema_of(layout):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        found[field.name] = pa.array([row.get(field.name) for row in rows], kind)
    return found


def engine(rulebook: Rulebook, layout: Layout, day: date | None = None, *, on_the_record: bool = False) -> Engine:
    """The engine for tables with every column."""
    available = [field.name for field in schema_of(layout)]
    return compile_engine(rulebook, layout, available, Asked(day, {}, on_the_record), "full")


def columnar(compiled: Engine, columns: Mapping[str, pa.Array]) -> list[Cells]:
    """What the columnar engine answers, a dictionary a row; missing facts as a set."""
    size = len(columns[DAY])
    days = columns[DAY]
    masks = compiled.run(size, columns)
    batch, _ = answer(compiled, masks, pa.array(range(1, size + 1), pa.int64()), columns, days)
    return [_cells(row) for row in batch.to_pylist()]


def _cells(row: Cells) -> Cells:
    kept = {name: cell for name, cell in row.items() if cell is not None and name not in ("row", NAME, "assessed_on")}
    kept["missing_facts"] = set(kept.get("missing_facts", ()))
    return kept


def evaluated(rulebook: Rulebook, case: View, question: Question, *, missing: bool = True) -> Cells:
    """What the evaluator answers about a case, with the names of the columns: the outcomes that strong Kleene logic
    leaves possible, before any search among completions. Where that
    search decides the outcome after all, nothing is missing, and missing facts are not compared."""
    found = derive(rulebook, case, question, part_by_part=True)
    verdicts = rulebook.verdicts
    cells: Cells = {"outcome": _single(found.sound, verdicts.open), "possible_outcomes": "|".join(found.sound)}
    in_use = {id(unit): found.truth(verdicts.in_use, unit) is not False for unit in found.units}
    for index, (unit, possible) in enumerate(zip(found.units, found.unit_sound, strict=True)):
        if in_use[id(unit)]:
            cells[f"{verdicts.units}_{index}_outcome"] = _single(possible, verdicts.open)
            cells[f"{verdicts.units}_{index}_possible_outcomes"] = "|".join(possible)
    for rule in rulebook.rules:
        if not rule.in_force_on(question.assessed_on):
            continue
        if not rulebook.about_unit(rule):
            cells[rule.id] = kleene_status(
                *(found.truth(part) for part in (rule.applies, rule.holds, rule.relief, rule.satisfied))
            )
            continue
        for index, unit in enumerate(found.units):
            if in_use[id(unit)]:
                status = kleene_status(
                    *(found.truth(part, unit) for part in (rule.applies, rule.holds, rule.relief, rule.satisfied))
                )
                cells[f"{verdicts.units}_{index}_{rule.id}"] = status
    if missing and not (len(found.sound) > 1 and found.determined):
        cells["missing_facts"] = set(unknown_facts(bearing(found)))
    return cells


def default_row(case: Case, layout: Layout, on_the_record: bool = False) -> Row:
    """A shipped case as a row, admissions counted on its own day, or 1 June 2022."""
    day = case.profile.assess_on or date(2022, 6, 1)
    reckoning = Reckoning(regulation(), Asked(day, {}, on_the_record), day)
    return {**row_of_case(case, layout, reckoning), DAY: day}


def _single(possible: tuple[str, ...], open_: str) -> str:
    return possible[0] if len(possible) == 1 else open_


def evaluated_row(
    rulebook: Rulebook, layout: Layout, row: Row, *, on_the_record: bool = False, missing: bool = True
) -> Cells:
    """What the evaluator answers about a row."""
    entity, readings = facts_of_row(row, layout)
    case = seen_from(entity, Parties(), None, rulebook.series)
    question = Question(row[DAY], {**rulebook.default_readings, **readings}, on_the_record)
    return evaluated(rulebook, case, question, missing=missing)


def differences(ours: Iterable[Cells], theirs: Iterable[Cells], *, missing: bool = True) -> list[str]:
    """Every cell in which two engines differ."""
    found: list[str] = []
    for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        for name in one.keys() | other.keys():
            if (name != "missing_facts" or (missing and name in one and name in other)) and one.get(name) != other.get(
                name
            ):
                found.append(f"row {index}, {name}: {one.get(name)!r} against {other.get(name)!r}")
    return sorted(found)


def all_engines(seed: int, number: int) -> tuple[int, int, list[str]]:
    """Bit planes, evaluator and durable_rules on generated profiles, in this process.

    Returns the process, how many profiles all three have answered, and every difference. The evaluator and
    durable_rules are held together by :func:`derive_twice`, which raises where they differ on any term.
    """
    book = regulation()
    layout = layout_of(book)
    batch = next(profiles(number, seed, layout))
    rows = batch.to_pylist()
    columns = arrays(rows, layout)
    ours = columnar(engine(book, layout), columns)
    theirs: list[Cells] = []
    for row in rows:
        entity, readings = facts_of_row(row, layout)
        case = seen_from(entity, Parties(), None, book.series)
        question = Question(row[DAY], {**book.default_readings, **readings})
        _, engines = derive_twice(book, case, question)
        assert engines == ("evaluator", "durable_rules")
        theirs.append(evaluated(book, case, question))
    return os.getpid(), len(theirs), differences(ours, theirs)
