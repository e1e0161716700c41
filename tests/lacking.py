"""What a test needs and does not find: it says so and skips; where nothing may be skipped (``.ci/run``) it fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

NOTHING_SKIPPED = "DEROGATION_NOTHING_SKIPPED"


def lacking(what: str) -> NoReturn:
    if os.environ.get(NOTHING_SKIPPED):
        pytest.fail(f"{what}; here no test may be skipped", pytrace=False)
    pytest.skip(what)
