"""The last whole run of the mutation of the law: its figures, who noticed what, and of which text of each rule."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from msgspec import Struct, to_builtins

from ...reading.document import Document, read_file
from ...reading.errors import BadRulebook
from ...reading.write_whole import write_whole

FILE = Path(__file__).with_name("mutation.json")


class MutationRun(Struct, frozen=True):
    """A run over mutants of the rulebook of this digest; ``kinds`` counts the mutants of each kind.

    ``noticed`` has, by mutant, who notices it: ``point NAME``, ``case NAME``, ``loader`` or ``explained``; ``digests``
    the digest of the text of each rule, definition, reading and series by its name. ``alone`` is the last run by the
    cases alone, without points of law; its rulebook may be an older one.
    """

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
    digests: Mapping[str, str]
    noticed: Mapping[str, str]
    alone: CasesAlone

    @property
    def number_noticed(self) -> int:
        return self.noticed_by_points + self.noticed_by_cases + self.refused


class CasesAlone(Struct, frozen=True):
    """A run by the shipped cases alone; ``noticed`` has the first case that notices each mutant that one does."""

    rulebook: str
    mutants: int
    refused: int
    cases: int
    noticed: Mapping[str, str]


def last_run() -> MutationRun:
    """The run kept; raises :class:`BadRulebook` where the file is none."""
    data = dict(cast("dict[str, Any]", read_file(FILE, error=BadRulebook, name="rules/proofs/mutation.json").data))
    alone = CasesAlone(**data.pop("alone"))
    return MutationRun(**data, alone=alone)


def keep(run: MutationRun) -> None:
    """Keep a whole run."""
    write_whole(FILE, json.dumps(to_builtins(run), indent=1, ensure_ascii=False) + "\n")


def digests(documents: Sequence[Document]) -> dict[str, str]:
    """A digest of the text of every rule, definition, reading and series of the rule files, by name."""
    texts: dict[str, list[Any]] = {}
    for document in documents:
        for key, name in (("definitions", "define"), ("rules", "rule"), ("readings", "reading")):
            for entry in cast("list[dict[str, Any]]", document.data.get(key, [])):
                texts.setdefault(str(entry[name]), []).append(entry)
        for name, series in cast("dict[str, Any]", document.data.get("series", {})).items():
            texts.setdefault(name, []).append(series)
    written = {name: json.dumps(entries, default=str, sort_keys=False) for name, entries in texts.items()}
    return {name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in written.items()}


def changed_since(run: MutationRun, documents: Sequence[Document]) -> frozenset[str]:
    """The rules, definitions, readings and series whose text is not the one that the run was of."""
    return frozenset(name for name, digest in digests(documents).items() if run.digests.get(name) != digest)


def summary(run: MutationRun) -> str:
    """A run in a sentence."""
    return (
        f"{run.mutants} mutants, {run.number_noticed} noticed ({100 * run.number_noticed / run.mutants:.1f} per cent): "
        f"{run.noticed_by_points} by one of {run.points} points of law, {run.noticed_by_cases} by one of {run.cases} "
        f"cases, {run.refused} refused when loaded; {run.explained} more are explained, {run.unexplained} are not."
    )


def summary_alone(run: MutationRun) -> str:
    """What the cases notice without the points of law, in a sentence."""
    alone = run.alone
    share = 100 * (len(alone.noticed) + alone.refused) / alone.mutants
    return (
        f"By the cases alone, without points of law, {alone.mutants} of the {run.mutants} mutants were tried: "
        f"{len(alone.noticed)} noticed by one of {alone.cases} cases, {alone.refused} refused when loaded "
        f"({share:.1f} per cent)."
    )
