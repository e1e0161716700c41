"""One server in several processes, so that a second core answers too: one process works in one thread at a time.

There are more of them than cores: whoever shares a process waits while it works, though a core may be idle."""

from __future__ import annotations

import os
import signal
import threading
import time

#: Seconds before a process that has ended is begun again, so that one which cannot begin does not try all the time.
AGAIN = 1.0
#: Processes that a team's server has where nobody says otherwise, at most; each holds the law and its caches.
MOST = 4


def usual() -> int:
    """Two for each core, where the system can divide a process at all (Windows cannot)."""
    return min(2 * (os.cpu_count() or 1), MOST) if hasattr(os, "fork") else 1


def divided(processes: int) -> bool:
    """Divide this process: true in each of so many that are to serve, which end with this one, however it ends.

    This one only begins those again that end; it returns false when it is told to end (Ctrl-C). With one process
    nothing is divided.
    """
    if processes == 1 or not hasattr(os, "fork"):
        return True
    watched, held = os.pipe()  # its end is seen where nobody holds it any more: by kill -9 too
    serving: set[int] = set()
    try:
        while True:
            while len(serving) < processes:
                number = _forked() if serving else os.fork()
                if number is None:
                    time.sleep(AGAIN)
                elif number == 0:
                    os.close(held)
                    threading.Thread(target=_ends_with, args=(watched,), daemon=True).start()
                    return True
                else:
                    serving.add(number)
            ended, _ = os.wait()
            if ended in serving:  # and no worker of a portfolio
                serving.remove(ended)
                time.sleep(AGAIN)
    except KeyboardInterrupt:
        return False


def _forked() -> int | None:
    """The number of a process begun again, 0 in it; nothing where the system has no room for one now."""
    try:
        return os.fork()
    except OSError:
        return None


def _ends_with(watched: int) -> None:
    os.read(watched, 1)
    os.kill(os.getpid(), signal.SIGTERM)
