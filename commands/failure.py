"""What a command that fails leaves behind: an exit code, and why, in words or as one JSON object on standard error."""

from __future__ import annotations

import errno
import itertools
import json
import os
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from ..reading.errors import DerogationError, Problem
from ..reading.safe_text import json_escaped, one_line
from ..showing.error_json import error_data
from .group import PipeClosed
from .streams import abandon

UNSATISFIED, UNFORESEEN, INTERRUPTED, PIPE_CLOSED = 1, 6, 130, 141


def report(error: BaseException, arguments: Sequence[str]) -> int:
    """Tell why a command failed; its exit code. ``arguments`` are those of the command line."""
    match error:
        case SystemExit() | click.exceptions.Exit():
            code = error.code if isinstance(error, SystemExit) else error.exit_code
            return code if isinstance(code, int) else 0
        case KeyboardInterrupt() | click.Abort():
            abandon()
            return INTERRUPTED
        case BrokenPipeError() | PipeClosed():
            abandon()
            return PIPE_CLOSED
        case _:
            abandon()
    code, problems = _told(error)
    with suppress(OSError):
        if _wants_json(arguments):
            click.echo(json_escaped(json.dumps(error_data(code, problems), ensure_ascii=True)), err=True)
        elif isinstance(error, click.UsageError):
            error.show()
        else:
            lead = "" if code == UNSATISFIED else "error: "
            click.echo(lead + "\n".join(map(_in_words, problems)), err=True)
    return code


def _told(error: BaseException) -> tuple[int, tuple[Problem, ...]]:
    """The exit code of a failure and what is said of it."""
    if isinstance(error, DerogationError):
        return error.exit_code, error.problems
    if isinstance(error, click.UsageError):
        return error.exit_code, (Problem(error.format_message(), hint="See --help."),)
    if isinstance(error, click.ClickException):  # a file that cannot be opened
        return UNFORESEEN, (Problem(error.format_message()),)
    if isinstance(error, OSError) and error.filename is None and error.errno in (errno.ENOSPC, errno.EBADF, errno.EIO):
        hint = "What was written is not whole. Make room or name another place, then run it again."
        return UNFORESEEN, (Problem(f"the output cannot be written ({error.strerror})", hint=hint),)
    if isinstance(error, OSError) and error.filename is not None:
        hint = "Check that the place exists, has room, and may be read and written."
        return UNFORESEEN, (Problem(f"this cannot be used ({error.strerror})", os.fsdecode(error.filename), hint=hint),)
    if os.environ.get("DEROGATION_TRACEBACK"):
        traceback.print_exception(error)
    return UNFORESEEN, (_unforeseen(error),)


def _unforeseen(error: BaseException) -> Problem:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    said = f": {error}" if str(error) else ""
    hint = "Nothing was decided. Please report this line with the command; DEROGATION_TRACEBACK=1 shows more."
    return Problem(f"something unforeseen happened ({type(error).__name__}{said}{place})", hint=hint)


def _in_words(problem: Problem) -> str:
    """A problem as lines; what it quotes cannot move the terminal's cursor."""
    lines = str(problem).split("\n")
    return "\n".join(line[: len(line) - len(line.lstrip(" "))] + one_line(line.strip(" ")) for line in lines)


def _wants_json(arguments: Sequence[str]) -> bool:
    """Whether the command line asks for JSON; asked of the words, since they may be what could not be understood."""
    words = list(arguments)
    return "--format=json" in words or ("--format", "json") in itertools.pairwise(words)
