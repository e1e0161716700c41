"""The JSON form of a failure, the contract ``derogation/error/1``, which the command line and the web service share."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..reading.errors import DerogationError, Problem
from ..reading.safe_text import json_escaped
from .contract import Shape, closed, schema_of

SCHEMA: Final = "derogation/error/1"
Code = Literal["unsatisfied", "usage", "bad_input", "bad_rulebook", "engines_disagree", "unforeseen"]
#: The word for each exit code with which a failure is told.
CODES: Mapping[int, Code] = {
    1: "unsatisfied",
    2: "usage",
    3: "bad_input",
    4: "bad_rulebook",
    5: "engines_disagree",
    6: "unforeseen",
}


@closed
class ProblemJson(TypedDict):
    """One defect: what is wrong, where, and what to do."""

    message: str
    """What is wrong."""
    file: str | None
    """The file, as the user named it."""
    line: Annotated[int, Shape(minimum=1)] | None
    """The line, from 1."""
    path: str | None
    """The place inside the document."""
    cure: str | None
    """What to do."""


@closed
class ErrorJson(TypedDict):
    """A failure: the first problem, and all of them."""

    schema: Literal["derogation/error/1"]
    """The name of this contract."""
    code: Code
    """What kind of failure it is."""
    exit_code: Annotated[int, Shape(minimum=1)]
    """The exit code of the command line."""
    message: str
    """What is wrong."""
    file: str | None
    """The file, as the user named it."""
    line: Annotated[int, Shape(minimum=1)] | None
    """The line, from 1."""
    path: str | None
    """The place inside the document."""
    cure: str | None
    """What to do."""
    problems: Annotated[list[ProblemJson], Shape(minItems=1)]
    """Every problem found."""


def error_data(code: int, problems: Sequence[Problem]) -> ErrorJson:
    """A failure as ``derogation/error/1``, by its exit code: the first problem, and all of them."""
    told: list[ProblemJson] = [
        {"message": one.message, "file": one.file or None, "line": one.line, "path": one.path or None,
         "cure": one.hint or None}
        for one in problems
    ]  # fmt: skip
    return {"schema": SCHEMA, "code": CODES[code], "exit_code": code, **told[0], "problems": told}


def error_text(failure: DerogationError) -> str:
    """A failure as one line of JSON."""
    return json_escaped(json.dumps(error_data(failure.exit_code, failure.problems), ensure_ascii=True))


def error_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of a failure."""
    return schema_of(ErrorJson, SCHEMA, "A failure", rulebook)
