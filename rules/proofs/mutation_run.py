"""The figures of the last whole run of the mutation of the law, as they stand on the page of what is verified."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ...reading.document import read_file
from ...reading.errors import BadRulebook
from ...reading.write_whole import write_whole

FILE = Path(__file__).with_name("mutation.json")


@dataclass(frozen=True, slots=True)
class MutationRun:
    """A run over mutants of the rulebook of this digest; ``kinds`` counts the mutants of each kind."""

    rulebook: str
    mutants: int
    noticed_by_points: int
    noticed_by_cases: int
    refused: int
    explained: int
    unexplained: int
    points: int
    cases: int
    kinds: Mapping[str, int]

    @property
    def noticed(self) -> int:
        return self.noticed_by_points + self.noticed_by_cases + self.refused


def last_run() -> MutationRun:
    """The figures kept; raises :class:`BadRulebook` where the file is none."""
    return MutationRun(**read_file(FILE, error=BadRulebook, name="rules/proofs/mutation.json").data)


def keep(run: MutationRun) -> None:
    """Keep the figures of a whole run."""
    write_whole(FILE, json.dumps(asdict(run), indent=1) + "\n")


def summary(run: MutationRun) -> str:
    """A run in a sentence."""
    return (
        f"{run.mutants} mutants, {run.noticed} noticed ({100 * run.noticed / run.mutants:.1f} per cent): "
        f"{run.noticed_by_points} by one of {run.points} points of law, {run.noticed_by_cases} by one of {run.cases} "
        f"cases, {run.refused} refused when loaded; {run.explained} more are explained, {run.unexplained} are not."
    )
