"""A table of generated profiles under the act and under each shipped draft: time, processor time, peak memory.

    python -m benchmarks.variants [--profiles 1000000] [--folder FOLDER]

Each is `derogation batch` as a user runs it, a process of its own, from Parquet to Parquet with every condition. Prints
the table of docs/variants.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from derogation.rules.variants import shipped_variants

DEROGATION = (sys.executable, "-m", "derogation")


def measured(arguments: list[str]) -> tuple[float, float, float]:
    """Seconds, processor seconds and peak MiB of a run of the program; ends where it fails."""
    begin = time.monotonic()
    null = os.open(os.devnull, os.O_WRONLY)
    process = os.posix_spawn(
        sys.executable, [*DEROGATION, *arguments], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)]
    )
    os.close(null)
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"derogation {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.variants", description=__doc__)
    parser.add_argument("--profiles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "bench-variants")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    profiles = options.folder / f"{options.profiles}.parquet"
    if not profiles.exists():
        measured(["generate", str(options.profiles), "--seed", "1", "-o", str(profiles)])
    print("| law | seconds | processor seconds | peak MiB | outcomes other than under the act |")
    print("| --- | ---: | ---: | ---: | ---: |")
    found: dict[str, dict[str, int]] = {}
    for law in ("act", *shipped_variants()):
        output = options.folder / f"{law}.parquet"
        under = [] if law == "act" else ["--law", law]
        seconds, processor, peak = measured(["batch", str(profiles), "-o", str(output), *under])
        found[law] = json.loads(Path(f"{output}.summary.json").read_text("utf-8"))["outcomes"]
        differ = "" if law == "act" else f"{_different(options.folder, law):,}"
        print(f"| {law} | {seconds:.1f} | {processor:.1f} | {peak:,.0f} | {differ} |", flush=True)
    for law, outcomes in found.items():
        print(f"{law}: {', '.join(f'{name} {count:,}' for name, count in outcomes.items())}")


def _different(folder: Path, law: str) -> int:
    """Profiles whose outcome is not the act's, its words compared without `would_be_`."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    ours, theirs = (pq.read_table(folder / f"{name}.parquet", columns=["outcome"])["outcome"] for name in ("act", law))
    bare = pc.replace_substring(pc.cast(theirs, "string"), "would_be_", "")
    return pc.sum(pc.not_equal(pc.cast(ours, "string"), bare)).as_py()


if __name__ == "__main__":
    main()
