"""The rulebook of Regulation (EU) 2021/1232 over the facts that a profile may state, read once for everybody."""

from __future__ import annotations

import threading
from functools import cache

from ..engine.law.rulebook import Rulebook
from ..rules import load
from .vocabulary import vocabulary

_loading = threading.RLock()


def rulebook() -> Rulebook:
    """The rulebook of Regulation (EU) 2021/1232, read once; raises :class:`BadRulebook`."""
    with _loading:
        return _rulebook()


@cache
def _rulebook() -> Rulebook:
    return load(vocabulary())
