"""Waiting for other processes, on a machine of any load and whoever started the tests: each wait has an end."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

#: Seconds that a loaded machine may take for what takes a second elsewhere.
PATIENCE = 180


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until a condition holds; fails after ``PATIENCE``, saying what was waited for."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {PATIENCE} s")
        time.sleep(0.005)


def attentive() -> None:
    """In a child that is to be interrupted (``preexec_fn``): a background job of a shell ignores Ctrl-C, and so would
    what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def ended(process: subprocess.Popen[Any]) -> Generator[None]:
    """End a process when the block is left by a failure, so that nothing waits for it for ever."""
    try:
        yield
    except BaseException:
        process.kill()
        raise
