"""How much one request may take: bytes, and seconds. Calls may be interrupted anywhere without harm."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

#: Seconds of a processor for one answer; the readings of the largest case that comes with the program take up to ten.
MOST_SECONDS = 60.0
#: Rows of one batch; longer ones are a portfolio's, in a worker of its own.
MOST_ROWS = 2_000


class TookTooLong(Exception):
    """The time of a request is up."""


@contextmanager
def within(seconds: float = MOST_SECONDS) -> Generator[None]:
    """End what runs here with :class:`TookTooLong` once it has had so many seconds of a processor: a watcher raises it
    in this thread, between two steps of the interpreter, and again every second, since a step may swallow one."""
    here, over, lock = ctypes.c_ulong(threading.get_ident()), threading.Event(), threading.Lock()
    throw = ctypes.pythonapi.PyThreadState_SetAsyncExc

    spent = _clock(threading.get_ident())
    end = spent() + seconds

    def watch() -> None:
        while not over.wait(min(seconds, 1.0)):
            with lock:
                if not over.is_set() and spent() >= end:
                    throw(here, ctypes.py_object(TookTooLong))

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        with lock:
            over.set()
            throw(here, None)  # one that is on its way is of no use any more


def _clock(thread: int) -> Callable[[], float]:
    """The seconds that a thread has had of a processor; where the system does not say, those that have passed."""
    of_thread = getattr(time, "pthread_getcpuclockid", None)
    if of_thread is None:
        return time.monotonic
    clock = of_thread(thread)
    return lambda: time.clock_gettime(clock)
