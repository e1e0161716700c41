"""All engines side by side on ten thousand profiles: bit planes, evaluator and durable_rules, in fresh processes."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from batch_parity import all_engines

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]

#: Profiles of one process, so that no state of durable_rules outlives them.
BLOCK = 1_000


def test_ten_thousand_profiles_by_every_engine_in_fresh_processes() -> None:
    """The engines agree on every rule, outcome and possible outcome of 10,000 profiles, 1,000 to a fresh process."""
    blocks = range(10)
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        found = list(pool.map(all_engines, [4_000 + block for block in blocks], [BLOCK] * len(blocks)))
    assert len({process for process, _, _ in found}) == len(blocks)
    assert [differing for _, _, differing in found] == [[]] * len(blocks)
    assert sum(number for _, number, _ in found) == 10_000
