"""The columnar engine beside other rule engines and table engines: one rulebook, the same profiles, answers compared.

    python -m benchmarks.batch --write

from the root of the repository; see docs/decisions/benchmarks.md.
"""
