"""What is fuzzed: each target takes bytes, and does not complain, or refuses them with an error of the program.

A target is added by one entry of ``TARGETS``: the bytes that it begins with, a function that reads bytes, and where
bytes alone would seldom get past the packing, one that changes what is packed. The function that reads lets
through ``DerogationError`` (that is a refusal) and raises ``AssertionError`` where what was accepted is not what it
should be; any other exception is a bug.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from random import Random
from typing import Any

import jsonschema
from derogation import assess, rulebook
from derogation.cases.catalogue import shipped
from derogation.cases.loader import case_of, read_case
from derogation.cases.schema import profile_json_schema
from derogation.cases.vocabulary import vocabulary
from derogation.engine.law.loader import rulebook_of
from derogation.reading.document import Document, read_file, read_text
from derogation.reading.errors import BadRulebook
from derogation.rules import rule_files
from fuzz import reports, tables
from fuzz.mutate import mutated, one_in


@dataclass(frozen=True, slots=True)
class Target:
    """``read`` is given what is made of ``seeds`` by changing bytes, lines and words."""

    read: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    change: Callable[[bytes, Random], bytes] = mutated


def _of(paths: Iterable[Any]) -> Callable[[], list[bytes]]:
    return lambda: [path.read_bytes() for path in paths]


@cache
def _schema() -> Any:
    return jsonschema.Draft202012Validator(profile_json_schema())


def profile(data: bytes) -> None:
    """A profile that is read is the same read from its own data, valid by the published schema, and assessed."""
    case = read_case(data)
    if one_in(10, data):
        plain = json.loads(json.dumps(case.document.data, default=str))
        assert case_of(Document("again", plain, {})).digest == case.digest, "read otherwise from its own data"
        wrong = [error.message for error in _schema().iter_errors(plain)]
        assert not wrong, f"accepted, but not by the schema: {wrong[0][:300]}"
    if one_in(40, data):
        result = assess(case, engines=["evaluator"])
        assert result.outcome == "undetermined" or result.possible_outcomes == (result.outcome,)


@cache
def _rule_documents() -> tuple[Document, ...]:
    return tuple(read_file(path) for path in rule_files())


def rule_file(data: bytes) -> None:
    """A rule file in place of the act's own of the same first rule: the rulebook is refused as such, or stands."""
    document = read_text(data, "fuzzed.yaml", error=BadRulebook)
    head = data[:40]
    kept = [each for each, path in zip(_rule_documents(), rule_files(), strict=True) if path.read_bytes()[:40] != head]
    rulebook_of([*kept, document], vocabulary())


TARGETS: dict[str, Target] = {
    "profile": Target(profile, _of(shipped().values())),
    "rule_file": Target(rule_file, _of(rule_files())),
    "report_yaml": Target(reports.reader("yaml"), partial(reports.seeds, "yaml")),
    "report_csv": Target(reports.reader("csv"), partial(reports.seeds, "csv")),
    "report_xlsx": Target(reports.reader("xlsx"), partial(reports.seeds, "xlsx"), reports.mutated_xlsx),
    "parquet": Target(tables.reader("parquet"), tables.parquet_seeds, tables.mutated_parquet),
    "ndjson": Target(tables.reader("ndjson"), partial(tables.text_seeds, "ndjson")),
    "csv": Target(tables.reader("csv"), partial(tables.text_seeds, "csv")),
}

assert rulebook()  # loaded once, before anything is counted or timed
