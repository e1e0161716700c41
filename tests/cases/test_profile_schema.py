"""The published schema of a profile: what the program reads is valid in an editor, and what is not is underlined."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from derogation.cases.catalogue import shipped
from derogation.cases.loader import read_case
from derogation.cases.schema import profile_json_schema
from derogation.reading.document import read_file
from derogation.reading.errors import BadInput

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
HEAD: dict[str, Any] = {"profile": "derogation/profile/1", "name": "x"}


@cache
def validator() -> Any:
    return jsonschema.Draft202012Validator(profile_json_schema(), format_checker=jsonschema.FormatChecker())


class _Core(yaml.SafeLoader):
    """YAML 1.2's core schema, as an editor's language server reads it: days, yes and no are text."""


_Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for first in "tTfF":
    _Core.add_implicit_resolver("tag:yaml.org,2002:bool", yaml.SafeLoader.yaml_implicit_resolvers["t"][0][1], [first])


def as_an_editor_reads(text: str) -> Any:
    data = yaml.load(text, Loader=_Core)
    return json.loads(json.dumps(data, default=lambda value: pytest.fail(f"an editor reads no {value!r}")))


@pytest.mark.parametrize("path", [*shipped().values(), *sorted(EXAMPLES.glob("*.yaml"))], ids=lambda path: path.stem)
def test_every_shipped_case_is_valid(path: Path) -> None:
    """As data, and as an editor reads the file; formats are checked."""
    if not path.read_text().lstrip("# \n").startswith("profile:") and "\nprofile:" not in path.read_text():
        pytest.skip("no profile")
    for data in (json.loads(json.dumps(read_file(path).data, default=str)), as_an_editor_reads(path.read_text())):
        assert [error.message for error in validator().iter_errors(data)] == []


def technology(**facts: object) -> dict[str, Any]:
    return {"technologies": [{"id": "a", **facts}]}


def started(day: object) -> dict[str, Any]:
    return technology(prior_consultation={"started_on": day})


ALLOWED: list[dict[str, Any]] = [
    *({"service": {"users_in_union": value}} for value in (True, "yes", "No", "TRUE", " true ", None)),
    {"service": {"users_in_union": {"value": "yes", "source": "s", "note": "n"}}, "sources": {"s": {"title": "t"}}},
    {"service": {"users_in_union": {"value": True, "assumed": "yes"}}},
    {"service": {"users_in_union": {"unknown": "not_disclosed"}}},
    {"service": {"users_in_union": {"positions": [{"by": "A", "value": "no", "inferred": "yes"}]}}},
    *(started(day) for day in ("never", "Never", "2021-09-02", "9999-12-31", {"value": "never"}, " 2021-09-02")),
    {"assess_on": "2024-02-29"},
    technology(suspicions={"longest_months": "12"}),
    technology(suspicions={"longest_months": 0.5}),
    technology(suspicions={"storage_purposes": ["reporting"]}),
    technology(suspicions={"storage_purposes": {"known": ["reporting"], "complete": "no"}}),
    technology(quality={"error_rate": 100}),
    technology(end_to_end_encryption="none"),
    {"technologies": {"known": [{"id": "a"}], "complete": False}},
    {"technologies": {"complete": "no"}},
    {"technologies": []},
    {"reports": [{"year": 2022}, {"year": "2023"}, {"year": {"value": 2024, "note": "n"}}]},
    {"readings": {"ancillary_test": {"positions": [{"by": "A", "choice": "article", "inferred": "yes"}]}}},
]
REFUSED: list[dict[str, Any]] = [
    *({"service": {"users_in_union": value}} for value in (1, 0, "maybe", "1", [True], {"valeu": True})),
    *(
        started(day)
        for day in ("soon", "2021-9-2", "0202-06-14", "2024-06-03T00:00:00", 2021, "2024-W23-1", "2021-13-01")
    ),
    {"assess_on": "never"},
    technology(suspicions={"longest_months": "1_000"}),
    technology(suspicions={"longest_months": -1}),
    technology(suspicions={"storage_purposes": ["reportign"]}),
    technology(quality={"error_rate": 250}),
    technology(end_to_end_encryption="most"),
    {"reports": [{"year": 203}]},
    {"reports": [{"year": 2023.5}]},
    {"servce": {}},
    {"technologies": [{"id": "A b"}]},
]


@pytest.mark.parametrize("data", ALLOWED, ids=str)
def test_what_may_be_written_is_valid_and_read(data: dict[str, Any]) -> None:
    """Whatever docs/profile.md allows; by the schema and by the program."""
    read_case(json.dumps({**HEAD, **data}), "case.json")
    assert [error.message for error in validator().iter_errors({**HEAD, **data})] == []


@pytest.mark.parametrize("data", REFUSED, ids=str)
def test_what_is_refused_is_underlined(data: dict[str, Any]) -> None:
    """By the schema as by the program."""
    with pytest.raises(BadInput):
        read_case(json.dumps({**HEAD, **data}), "case.json")
    assert list(validator().iter_errors({**HEAD, **data}))


def test_the_schema_is_closed_and_described_in_plain_words() -> None:
    """Valid 2020-12; no key without a description, no object open but maps by name, no word of Python."""
    schema = profile_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for word in ("Annotated", "Validator", "Literal", "Optional", "Union_"):
        assert word not in json.dumps(schema)

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            for key, value in part.get("properties", {}).items():
                assert "description" in value or "$ref" in value, key
            if part.get("type") == "object":
                assert "additionalProperties" in part, part
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(schema)
