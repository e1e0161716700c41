"""What if: one case in thousands of variants, each with some facts or the day changed, answered as a table.

    from derogation.batch.variants import variants
    answers = variants(case, [{"assess_on": "2022-04-03"}, {"technologies_0_scans_text": False}])

Facts that no variant changes are decided once, when the rulebook is compiled; what is left is small. A few dozen
variants are quicker by the evaluator (``docs/decisions/columnar.md`` has the figures), thousands are quicker here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ..cases.loader import Case
from ..engine.case.facts import NEVER, Value
from ..engine.case.standpoint import seen_from
from ..engine.law.rulebook import Rulebook
from ..engine.truth.admissions import admit
from ..engine.why.assessment import question_of
from ..reading.errors import BadInput, Problem
from .arrow import Array, RecordBatch, pa
from .cells import BadCell, Reader, Row, readers, row_of
from .columns import DAY, NAME, Column, Layout, columns, layout_of
from .exact import Refiner, Search
from .generate import schema_of
from .orders import check_row, limits_of
from .plan import Asked
from .planes import DETAILS, Engine, compile_engine
from .table import Counts, answer

#: Variants that are worked on at once.
CHUNK = 65_536

Changes = Mapping[str, Any]


def variants(
    case: Case,
    changes: Sequence[Changes],
    *,
    detail: str = "outcome",
    standpoint: str | None = None,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    slots: Mapping[str, int] | None = None,
    exact: bool = False,
    rulebook: Rulebook | None = None,
) -> Any:
    """Answer a case in variants; returns an Arrow table with one row for each, in order, as a batch would write it.

    Each of ``changes`` maps columns (``derogation schema columns``) to the cells that a variant has instead of the
    case's: true or false, a number, a word, a day (or its text, or ``never``); ``None`` makes the fact unknown.
    ``assess_on`` is the day. ``detail`` is ``outcome``, ``conditions`` or ``full``; the other options are as for
    ``assess``, ``slots`` and ``exact`` as for a batch. Raises :class:`BadInput` that names the variant, from 1, where a
    column is unknown, a cell cannot be, or days contradict one another.
    """
    if detail not in DETAILS:
        raise BadInput(Problem(f"no detail is called {detail!r}", hint=f"one of {', '.join(DETAILS)}"))
    if rulebook is None:
        from ..cases.rulebook import rulebook as regulation

        rulebook = regulation()
    facts = case.engine_facts()
    scope = seen_from(facts.entity, facts.parties, standpoint, rulebook.series)
    day = case.profile.assess_on or date.today()
    question = question_of(rulebook, facts, day, standpoint, on_the_record=on_the_record, readings=readings)
    layout = layout_of(rulebook, slots)
    try:
        base = row_of(admit(scope, rulebook, question), layout, case.profile.name, day, question.readings)
    except BadCell as bad:
        raise BadInput(Problem(str(bad), case.file, hint="give `slots` room for more")) from None
    rows = _checked(base, changes, layout)
    varied = {name for row in rows for name in row}
    asked = Asked(None if DAY in varied else day, readings or {}, on_the_record)
    fixed = {name: cell for name, cell in base.items() if name not in varied and name not in (NAME, DAY)}
    engine = compile_engine(rulebook, layout, varied, asked, detail, fixed)
    refiner = Refiner(Search(rulebook, layout, asked)) if exact else None
    batches = [
        _answered(engine, layout, base, rows[start : start + CHUNK], start, varied, refiner)
        for start in range(0, max(len(rows), 1), CHUNK)
    ]
    return pa.Table.from_batches(batches)


def _checked(base: Row, changes: Sequence[Changes], layout: Layout) -> list[Row]:
    """The changes as cells; raises :class:`BadInput`."""
    known = columns(layout)
    reads, orders = readers(known), limits_of(layout)
    rows: list[Row] = []
    for number, changed in enumerate(changes, 1):
        row: Row = {}
        try:
            for name, value in changed.items():
                row[name] = _cell(name, value, known, reads)
            touched = [limit for limit in orders if limit.columns & row.keys()]
            if touched:
                check_row({**base, **row}, touched)
        except BadCell as bad:
            hint = "`derogation schema columns` lists the columns and what each can hold"
            raise BadInput(Problem(f"variant {number}: {bad}", hint=hint)) from None
        rows.append(row)
    return rows


def _cell(name: str, value: Any, known: Mapping[str, Column], reads: Mapping[str, Reader]) -> Any:
    if name not in known:
        raise BadCell(f"no column is called {name!r}"[:200])
    if value is None:
        if name == DAY:
            raise BadCell(f"{name}: the day assessed cannot be unknown")
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = "never" if value == NEVER and known[name].never else value.isoformat()
    try:
        return reads[name](value)
    except BadCell as bad:
        raise BadCell(f"{name}: {bad}") from None


def _answered(
    engine: Engine, layout: Layout, base: Row, rows: list[Row], start: int, varied: set[str], refiner: Refiner | None
) -> RecordBatch:
    """The answers to some variants; only what varies becomes a column, unless rows are searched."""
    size, schema = len(rows), schema_of(layout)
    taken = {**dict.fromkeys(varied), NAME: None, DAY: None}
    table: dict[str, Array] = {name: _column(name, base, rows, schema) for name in taken}
    masks = engine.run(size, table)
    numbers = pa.array(range(start + 1, start + size + 1), pa.int64())
    batch, counts = answer(engine, masks, numbers, table, table[DAY])
    if refiner is None:
        return batch
    whole = {name: table.get(name, _column(name, base, rows, schema)) for name in {**base, **taken}}
    return refiner.refine(batch, Counts(), whole, table[DAY]) if counts.rows else batch


def _column(name: str, base: Row, rows: list[Row], schema: Any) -> Array:
    kind = schema.field(name).type
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    usual: Value | None = base.get(name)
    return pa.array([row.get(name, usual) if name in row else usual for row in rows], kind)
