"""The one command: ``python -m benchmarks.batch [--write]``. With ``--help``, its options."""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from pathlib import Path
from typing import Any

from derogation import rulebook
from derogation.batch.columns import layout_of
from derogation.batch.writing import write_profiles

from .engines import BASE, CHECK, ROWS, SIZES, TABLES
from .measure import ROOT, Bench


def main() -> None:
    known = [*TABLES, *ROWS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description="All engines, the same profiles.")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of profiles")
    parser.add_argument("--rounds", type=int, default=3, help="rounds in which all engines take turns")
    parser.add_argument("--engines", nargs="+", choices=known, default=known, metavar="ENGINE", help=", ".join(known))
    parser.add_argument(
        "--budget",
        type=float,
        default=40,
        help="seconds that one run may be expected to take (of profiles one by one: half)",
    )
    parser.add_argument("--minutes", type=float, default=25, help="no further round is begun that would end later")
    parser.add_argument("--data", type=Path, default=Path("/tmp/bench-data"), help="where the profiles are kept")
    parser.add_argument(
        "--python", action="append", default=[], metavar="ENGINE=PATH", help="an engine's own interpreter"
    )
    parser.add_argument("--write", action="store_true", help="write docs/performance-peers.md, figures and plots")
    parser.add_argument("--again", type=Path, metavar="JSON", help="measure nothing; write the docs from these figures")
    options = parser.parse_args()
    if options.again:
        record = json.loads(options.again.read_text())
    else:
        engines = [name for name in known if name in {CHECK, BASE, *options.engines}]
        for rows in sorted({1000, *options.sizes}):
            path = options.data / f"{rows}.parquet"
            options.data.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                write_profiles(rows, 1, path, layout_of(rulebook()))
            (options.data / f"codes-{CHECK}-{rows}.npy").unlink(missing_ok=True)
        pythons = dict(one.split("=", 1) for one in options.python)
        bench = Bench(options.data, options.sizes, options.rounds, engines, options.budget, options.minutes, pythons)
        record = {"machine": machine(), "measured": bench.run()}
        (options.data / "peers.json").write_text(json.dumps(record, indent=0))
    if options.write or options.again:
        from .plots import draw
        from .report import write

        write(record, ROOT / "docs")
        draw(record["measured"], ROOT / "docs" / "benchmarks")


def machine() -> dict[str, Any]:
    """Where it runs: nothing that names a host or a path."""
    model = ""
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else ""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(), "processor": model, "memory_gib": round(pages * size / 2**30),
        "python": platform.python_version(), "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 1), "day": time.strftime("%Y-%m-%d", time.gmtime()),
    }  # fmt: skip


if __name__ == "__main__":
    main()
