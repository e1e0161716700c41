"""How much one request may take: bytes, and seconds. Calls may be interrupted anywhere without harm."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Generator
from contextlib import contextmanager

#: Seconds for one answer; the largest case of the program takes one.
MOST_SECONDS = 30.0
#: Rows of one batch; longer ones are a portfolio's, in a worker of its own.
MOST_ROWS = 2_000


class TookTooLong(Exception):
    """The time of a request is up."""


@contextmanager
def within(seconds: float = MOST_SECONDS) -> Generator[None]:
    """End what runs here with :class:`TookTooLong` once its time is up: a timer raises it in this thread, between two
    steps of the interpreter."""
    here, done, lock = threading.get_ident(), False, threading.Lock()

    def end() -> None:
        with lock:
            if not done:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(here), ctypes.py_object(TookTooLong))

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            done = True
        timer.cancel()
