"""The JSON form of a failure, the contract ``derogation/error/1``, which the command line and the web service share."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from .contract import Shape, closed, schema_of

SCHEMA = "derogation/error/1"
Code = Literal["usage", "bad_input", "bad_rulebook", "engines_disagree", "unforeseen"]


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


def error_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of a failure."""
    return schema_of(ErrorJson, SCHEMA, "A failure", rulebook)
