"""Which engines there are, in the order in which they take turns, and the terms on which they are measured."""

from __future__ import annotations

#: Modules of :mod:`.peers`. The first checks all others, the second is what they are compared with.
TABLES = ("planes", "planes_codes", "floor", "polars", "duckdb", "datafusion", "pandas", "openfisca")
ROWS = (
    "python", "datalogic", "datalogic_own", "zen_engine", "cel", "asp", "cedar", "rego", "durable", "business",
)  # fmt: skip
CHECK, BASE, FLOOR = "planes", "planes_codes", "floor"
OURS = (CHECK, BASE, FLOOR)
RULE_ENGINES = ("openfisca", *(name for name in ROWS if name != "python"))

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
#: Most profiles that stand in memory before the clock starts: of tables, and one by one.
MOST_IN_MEMORY, MOST_ROWS = 1_000_000, 10_000
#: Larger files are measured in the first round only.
ONCE = 1_000_000
