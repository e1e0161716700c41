"""Puts what tests share within their reach: the fictional act (``lighthouse``) and the generated profiles."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "engine"), str(HERE / "batch"), str(HERE / "desk")]

#: Tables are laid out as at a terminal of this width, whatever runs the tests.
os.environ["COLUMNS"] = "100"
