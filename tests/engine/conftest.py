"""Puts the fictional act beside these tests within their reach: ``from lighthouse.world import ...``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
