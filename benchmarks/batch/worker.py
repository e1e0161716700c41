"""One measurement in a process of its own: ``... worker ENGINE file|memory FILE ROWS CODES``.

Prints one line of JSON: seconds to compile, to make the input, to answer; the process's peak memory; versions.
"""

from __future__ import annotations

import importlib
import json
import platform
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from .peers import About, Ready
from .task import task


def main() -> None:
    name, source, path, rows, where = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5])
    question = task()
    begin = time.perf_counter()
    module = importlib.import_module(f".peers.{name}", __package__)
    about: About = module.ABOUT
    engine: Ready = module.ready(question)
    compiled = time.perf_counter() - begin
    small = path.with_name("1000.parquet")
    if source == "file":
        assert engine.read is not None
        engine.answer(engine.read(small))
    else:
        engine.answer(engine.take(small, min(rows, about.warm)))
    begin = time.perf_counter()
    given = engine.take(path, rows) if source == "memory" else None
    taken = time.perf_counter() - begin
    begin, used = time.perf_counter(), time.process_time()
    if engine.read is not None and source == "file":
        given = engine.read(path)
    found = engine.answer(given)
    answered, used = time.perf_counter() - begin, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    codes = engine.codes(found)
    if codes is not None:
        np.save(where, np.asarray(codes, np.uint16))
    measured: dict[str, Any] = {
        "compile": compiled, "take": taken, "answer": answered, "processor": used, "peak_mib": peak,
        "title": about.title, "package": about.package, "leaves": about.leaves, "note": about.note,
        "python": platform.python_version(), "version": version(about.package) if about.package else "",
    }  # fmt: skip
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
