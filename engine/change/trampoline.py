"""Functions that call themselves as deep as a diagram has levels, on a stack of their own.

The limit of the interpreter's own stack is one for all threads. So such a function does not call itself: it is a
generator that yields the call and is sent what comes of it.

    >>> def length(items):
    ...     return 0 if not items else 1 + (yield length(items[1:]))
    >>> run(length("x" * 5000))
    5000
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

#: A call that yields further calls and is sent their numbers; its own number is what it returns.
Call = Generator["Call", int, int]


def run(call: Call) -> int:
    """What comes of a call."""
    stack: list[Generator[Any, Any, int]] = [call]
    sent: Any = None
    while True:
        try:
            called = stack[-1].send(sent)
        except StopIteration as done:
            stack.pop()
            if not stack:
                return done.value
            sent = done.value
        else:
            stack.append(called)
            sent = None
