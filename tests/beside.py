"""Inputs that may be kept beside the project: more cases for tests that never need them, and say when they skip."""

from __future__ import annotations

import os
from pathlib import Path

BESIDE = Path(os.environ.get("DEROGATION_BESIDE") or Path(__file__).parents[2] / "shared")
