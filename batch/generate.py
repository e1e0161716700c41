"""Made-up profiles in any number: a realistic mixture, with unknown facts and one to five technologies.

Every provider has a character that its facts share: most are careful, some careless, some say little; so that there
are profiles that pass, that fail on one point or many, and that stay open. The same seed gives the same rows however
many are asked for. Nothing here is drawn from a real provider.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache, reduce
from typing import Any

import numpy as np
from msgspec import Struct

from ..engine.case.address import Address
from ..engine.case.facts import CASE, NEVER
from ..engine.case.vocabulary import FactSpec
from .arrow import Array, RecordBatch, Schema, pa, pc
from .columns import DAY, NAME, Layout, columns
from .masks import EPOCH, NEVER_DAY
from .orders import Following, Order, following_of, orders_of

#: Rows that are drawn together; a block depends on the seed and its number only.
BLOCK = 16_384

FIRST_DAY, LAST_DAY = date(2020, 11, 1), date(2026, 9, 30)

#: How often a careful provider's fact is true, in 256ths, where it is not nearly always; by the end of its path.
OFTEN = {
    "editorial": 3, "minor": 40, "ancillary": 60, "connects": 8, "reaches_numbers": 8, "internet_access": 4,
    "conveys_signals": 8, "audio": 24, "text": 110, "traffic_data": 60, "other_files": 50, "new_material": 90,
    "solicitation": 70, "known_material": 200, "removes_solicitation": 6, "others": 6, "high_risk": 120,
    "errors_occurred": 110, "identified": 190, "action_taken": 190, "transfers_outside_union": 150,
    "national_measure": 20, "all_users_consent": 4, "storage_purposes_other": 6, "identifier_only": 200,
}  # fmt: skip
NEARLY_ALWAYS = 254
#: How much less often where a provider is careless; how often a fact is unknown where one says little, or speaks.
CARELESS = 44
SILENT, OPEN = 60, 3


class _Block(Struct):
    """The random numbers of a block and the character of its rows."""

    random: np.random.Generator
    rows: int
    careless: Any
    unknown: Any
    start: Any

    def bytes(self) -> Any:
        return np.frombuffer(self.random.bytes(self.rows), np.uint8)

    def absent(self) -> Any:
        """Where a fact is unknown."""
        return self.bytes() < self.unknown

    def days(self, low: int, high: int) -> Any:
        """Days, given as days from the start of the provider's use."""
        return (self.start + self.random.integers(low, high, self.rows, dtype=np.int32)).astype(np.int32)


def profiles(number: int, seed: int, layout: Layout) -> Iterator[RecordBatch]:
    """``number`` profiles as record batches of :data:`BLOCK` rows, with every column of the layout."""
    schema = schema_of(layout)
    for index in range((number + BLOCK - 1) // BLOCK):
        rows = min(BLOCK, number - index * BLOCK)
        yield _block(index, seed, layout, schema).slice(0, rows)


@lru_cache(maxsize=8)
def schema_of(layout: Layout) -> Schema:
    """The columns of a layout as Arrow types."""
    kinds = {
        "bool": pa.bool_(), "date": pa.date32(), "number": pa.float64(), "text": pa.string(),
        "choice": pa.dictionary(pa.int8(), pa.string()), "count": pa.int8(),
    }  # fmt: skip
    return pa.schema([pa.field(column.name, kinds[column.kind]) for column in columns(layout).values()])


def _block(index: int, seed: int, layout: Layout, schema: Schema) -> RecordBatch:
    random = np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, index])))
    character = random.integers(0, 100, BLOCK, dtype=np.uint8)
    first = date(2021, 5, 1).toordinal() - EPOCH
    start = (first + random.integers(-500, 900, BLOCK, dtype=np.int32)).astype(np.int32)
    block = _Block(
        random, BLOCK, np.where(character < 25, CARELESS, 0).astype(np.uint8),
        np.where(character < 55, 0, np.where(character < 85, OPEN, SILENT)).astype(np.uint8), start,
    )  # fmt: skip
    made: dict[str, Array] = {
        NAME: pa.array([f"profile-{index * BLOCK + row + 1}" for row in range(BLOCK)], pa.string()),
        DAY: pa.array(
            random.integers(FIRST_DAY.toordinal() - EPOCH, LAST_DAY.toordinal() - EPOCH, BLOCK, dtype=np.int32)
        ).cast(pa.date32()),
    }
    _scope(block, layout, "", CASE, None, made)
    for order in orders_of(layout):
        _in_order(order, made)
    for following in following_of(layout):
        _follow(following, made)
    size = BLOCK
    arrays = [made[field.name] if field.name in made else pa.nulls(size, field.type) for field in schema]
    return pa.record_batch(arrays, schema=schema)


def _follow(following: Following, made: dict[str, Array]) -> None:
    """Let what follows from facts be so."""
    name, value = following.then
    if not following.columns <= made.keys():
        return
    so = [pc.fill_null(pc.equal(made[at], wanted), False) for at, wanted in following.when]
    known = pc.and_(reduce(pc.and_, so), pc.is_valid(made[name]))
    made[name] = pc.if_else(known, pa.scalar(value, made[name].type), made[name])


def _in_order(order: Order, made: dict[str, Array]) -> None:
    """Let days come in the order in which they must: of one thing the later day moves, else the day of first use, which
    is forgotten where it would be never."""
    if order.earlier not in made or order.later not in made:
        return
    first, second = made[order.earlier], made[order.later]
    wrong = pc.fill_null(pc.less(second, first), False)
    if not order.unless and not order.when:
        made[order.later] = pc.if_else(wrong, first, second)
        return
    moved = pc.if_else(wrong, second, first)
    never = pc.fill_null(pc.equal(moved, pa.scalar(NEVER, moved.type)), False)
    listed = pc.greater(pc.fill_null(made[order.listed[0]], 0), order.listed[1]) if order.listed else never
    made[order.earlier] = pc.if_else(pc.and_(never, listed), pa.scalar(None, moved.type), moved)


def _scope(block: _Block, layout: Layout, owner: str, slot: Address, there: Any, made: dict[str, Array]) -> None:
    """The facts of the case or of one slot; ``there`` are the rows in which the slot is taken."""
    for spec in layout.vocabulary.facts.values():
        scope, key = layout.vocabulary.split(spec.path)
        if scope == owner:
            made.update(_fact(block, spec, slot.fact(key).column, there))
    for key, spec in layout.lists_of(owner):
        name, most = slot.fact(key).column, layout.count(spec)
        number = _COUNTS.get(spec.path, _few)(block, most)
        absent = block.absent() & (block.bytes() < 128)
        made[f"{name}_count"] = pa.array(number, pa.int8(), mask=_hidden(absent, there))
        made[f"{name}_complete"] = pa.array(block.bytes() >= block.unknown // 2, mask=_hidden(absent, there))
        for index in range(most):
            inner, taken = slot.member(key, spec.item, index), (index < number) & ~absent
            taken = taken if there is None else taken & there
            if spec.path == layout.units:
                made[inner.fact("id").column] = pa.array(
                    pa.DictionaryArray.from_arrays(
                        pa.array(np.zeros(block.rows, np.int8), mask=~taken), pa.array([f"technology-{index + 1}"])
                    ).cast(pa.string())
                )
            _scope(block, layout, spec.item, inner, taken, made)
            if spec.item == "report":
                _report(block, inner, index, taken, made)


def _hidden(absent: Any, there: Any) -> Any:
    return absent if there is None else absent | ~there


def _few(block: _Block, most: int) -> Any:
    """Mostly one, sometimes none or more."""
    return np.minimum(np.array([0, 1, 1, 1, 1, 1, 1, 2], np.int8)[block.bytes() & 7], most).astype(np.int8)


def _units(block: _Block, most: int) -> Any:
    return np.minimum(np.array([1, 1, 1, 2, 2, 3, 4, 5], np.int8)[block.bytes() & 7], most).astype(np.int8)


def _reports(block: _Block, most: int) -> Any:
    """One for each year that a careful provider owes; careless ones stop early."""
    return np.where(block.careless > 0, block.bytes() % (most + 1), most).astype(np.int8)


_COUNTS: Mapping[str, Callable[[_Block, int], Any]] = {"technologies": _units, "reports": _reports}


def _report(block: _Block, slot: Address, index: int, there: Any, made: dict[str, Array]) -> None:
    """The reports of successive years, mostly in time."""
    made[slot.fact("year").column] = pa.array(np.full(block.rows, 2021.0 + index), mask=_hidden(block.absent(), there))
    due = date(2022 + index, 1, 20).toordinal() - EPOCH
    for key in ("published_on", "to_authority_on", "to_commission_on"):
        late = np.where(block.bytes() < 3 + block.careless, block.random.integers(10, 300, block.rows), 0)
        days = (due + late).astype(np.int32)
        made[slot.fact(key).column] = pa.array(days, mask=_hidden(block.absent(), there)).cast(pa.date32())


def _fact(block: _Block, spec: FactSpec, column: str, there: Any) -> dict[str, Array]:
    last = spec.path.rsplit(".", 1)[-1]
    hidden = _hidden(block.absent(), there)
    if spec.type == "set":
        return {f"{column}_{member}": _truth(block, f"{last}_{member}", hidden) for member in spec.choices}
    if spec.type == "bool":
        return {column: _truth(block, last, hidden)}
    if spec.type == "choice":
        picked = np.array([0] * 14 + [1, 2], np.int8)[block.bytes() & 15] % len(spec.choices)
        words = pa.array(spec.choices, pa.string())
        return {column: pa.DictionaryArray.from_arrays(pa.array(picked.astype(np.int8), mask=hidden), words)}
    if spec.type == "date":
        return {column: pa.array(_days(block, last, bool(spec.never)), mask=hidden).cast(pa.date32())}
    if spec.type == "number":
        numbers = (block.bytes() % 12 + np.where(block.bytes() < 4 + block.careless, 8, 1)).astype(np.float64)
        return {column: pa.array(numbers, mask=hidden)}
    return {}


def _truth(block: _Block, name: str, hidden: Any) -> Array:
    often = OFTEN.get(name, NEARLY_ALWAYS)
    less = block.careless // 4 if often == NEARLY_ALWAYS else 0
    return pa.array(block.bytes() < often - less, mask=hidden)


def _days(block: _Block, last: str, may_never_come: bool) -> Any:
    """Days that hang together: assessed and consulted mostly before use; some things mostly never come."""
    never = {"until": 215, "advice_issued_on": 190, "deleted_on": 8, "completed_on": 6, "started_on": 10}.get(last, 3)
    low, high = {
        "since": (0, 30), "until": (200, 1500), "completed_on": (-150, -2), "started_on": (-300, -150),
        "advice_issued_on": (-60, 60), "reported_back_on": (-30, 90), "identified_on": (300, 600),
        "detected_on": (290, 590), "deleted_on": (400, 640), "by_provider_on": (-700, 0),
        "by_anyone_in_union_on": (-1500, 60), "organisations_listed_on": (-100, 200),
    }.get(last, (-100, 400))  # fmt: skip
    days = block.days(low, high)
    return np.where(block.bytes() < never, NEVER_DAY, days).astype(np.int32) if may_never_come else days
