"""durable_rules' working memories: one fact in, every conclusion out, one thread at a time, nothing left behind.

A ruleset has one working memory, shared by the whole process, and a conclusion not fetched stays in it. Whoever is
interrupted between the calls (Ctrl-C, the time limit of a worker) would leave conclusions that the next caller takes
for its own. So callers take turns; a memory in use is marked until its last conclusion is fetched; and one found
marked is emptied before it is used. Its C module holds the interpreter's lock while it works, so that taking turns
costs no time.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_turn = threading.RLock()
_in_use: set[int] = set()

# A process forked while another thread has its turn would begin with a turn that nobody ends.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_turn.acquire, after_in_parent=_turn.release, after_in_child=_turn.release)


def conclusions(engine: Any, ruleset: int, fact: Mapping[str, bool]) -> list[tuple[str, bool]]:
    """Put one fact in the working memory of a ruleset; every conclusion drawn from it, as a property and its truth."""
    with _turn:
        if ruleset in _in_use:
            _empty(engine, ruleset)
        _in_use.add(ruleset)
        found: list[tuple[str, bool]] = []
        state = engine.update_state(ruleset, json.dumps({"id": "f", "on": True, **fact}))
        result = engine.start_action_for_state(ruleset, state)
        message: str | None = result[1] if result else None
        while message:
            name, _, truth = message[2 : message.index('"', 2)].partition("=")
            found.append((name, truth == "1"))
            message = engine.complete_and_start_action(ruleset, state)
        _in_use.discard(ruleset)
        return found


def _empty(engine: Any, ruleset: int) -> None:
    """Fetch and drop what an interrupted caller left: first what it had begun to fetch, then what it had not."""
    state = engine.update_state(ruleset, json.dumps({"id": "f"}))
    with suppress(engine.error):  # raised where it had not begun
        while engine.complete_and_start_action(ruleset, state):
            pass
    if engine.start_action_for_state(ruleset, state):
        while engine.complete_and_start_action(ruleset, state):
            pass
