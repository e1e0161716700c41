"""``derogation generate N --seed S -o FILE``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("number", metavar="N", type=click.IntRange(min=0))
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="The same seed, the same rows.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="*.parquet, *.ndjson or *.csv")
def generate(number: int, seed: int, output: Path) -> None:
    """Write N made-up profiles: a realistic mixture with unknown facts and one to five technologies.

    They are for tests, training and measurements; none describes a real provider.
    """
    from ..reading.extras import require

    require("batch", "generate", "numpy", "pyarrow")
    from .. import rulebook
    from ..batch.columns import layout_of
    from ..batch.writing import write_profiles

    write_profiles(number, seed, output, layout_of(rulebook()))
    click.echo(f"{output}: {number:,} profiles")
