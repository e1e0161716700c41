"""One writer at a time: a file that a process holds to itself until it closes it, or ends."""

from __future__ import annotations

from typing import IO, Any


def locked(stream: IO[Any]) -> bool:
    """Whether this process has the file to itself; where the system has no such locks, it is taken to."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
