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
    """End what runs here with :class:`TookTooLong` once its time is up: a watcher raises it in this thread, between two
    steps of the interpreter, and again every second, since a step that swallows exceptions may swallow one."""
    here, over, lock = ctypes.c_ulong(threading.get_ident()), threading.Event(), threading.Lock()
    throw = ctypes.pythonapi.PyThreadState_SetAsyncExc

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            wait = 1.0
            with lock:
                if not over.is_set():
                    throw(here, ctypes.py_object(TookTooLong))

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        with lock:
            over.set()
            throw(here, None)  # one that is on its way is of no use any more
