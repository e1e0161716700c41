"""Puts what tests share within their reach: the fictional act (``lighthouse``) and the generated profiles."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import Phase, settings

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "engine"), str(HERE / "batch"), str(HERE / "desk")]

#: Not to explain a failure: for that hypothesis traces, and CPython 3.11 can go round for ever at the start of a traced
#: function where another thread runs (as one of pytest-xdist does).
settings.register_profile("derogation", phases=[phase for phase in Phase if phase is not Phase.explain])
settings.load_profile("derogation")

#: Tables are laid out as at a terminal of this width, whatever runs the tests.
os.environ["COLUMNS"] = "100"
