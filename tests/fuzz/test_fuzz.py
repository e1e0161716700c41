"""Whatever bytes come, an input is read or refused: no other end, no hang, no memory without bound."""

from __future__ import annotations

import os

import pytest
from fuzz.many import held
from fuzz.targets import TARGETS

MANY = int(os.environ.get("DEROGATION_MUTATIONS", "125000"))
#: Inputs of each target in every run; fewer where one takes longer.
FEW = {"profile": 300, "report_xlsx": 30}


@pytest.mark.parametrize("name", TARGETS)
def test_a_few_mutated_inputs_are_read_or_refused(name: str) -> None:
    """Every target finds some inputs good and some bad, and ends in no other way."""
    tally = held(name, range(FEW.get(name, 60)))
    assert tally.failures == []
    assert tally.read
    assert tally.refused


@pytest.mark.long
@pytest.mark.parametrize("name", TARGETS)
def test_very_many_mutated_inputs_are_read_or_refused(name: str) -> None:
    """The same, an eighth of a million times (``DEROGATION_MUTATIONS``)."""
    assert held(name, range(1000, 1000 + MANY)).failures == []
