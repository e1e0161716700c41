"""The group of all commands; a command's module is loaded only when the command is used, so that starting is quick."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import click

#: Every command by name: its module in ``commands`` and one line on what it does. A module is loaded only when used.
COMMANDS = {
    "assess": ("assess", "Assess a case against Articles 1 to 3."),
    "ask": ("ask", "Interview: ask only what can still change the outcome."),
    "batch": ("batch", "Assess many profiles from Parquet, NDJSON, CSV or a folder."),
    "calendar": ("calendar", "The provider's duties with their dates, as a table or iCalendar."),
    "cases": ("cases", "List, show and test the cases that come with the program, and your own."),
    "change": ("change", "The smallest sets of facts that would change the outcome."),
    "desk": ("desk", "Open the desk: matters, facts and answers in a browser."),
    "class": ("class_", "Tables of what a class made of its lessons, as CSV and JSON."),
    "diff": ("diff", "What changed between two drafts, and what that did."),
    "facts": ("facts", "List the facts that a profile may state."),
    "generate": ("generate", "Generate profiles for tests and measurements."),
    "hearing": ("hearing", "Prepare a mock hearing: two sides argue one case."),
    "law": ("law", "The state of the law on a day, and official texts held against it."),
    "lessons": ("lessons", "Lessons: list, show and check them, make hand-outs, grade answers."),
    "mcp": ("mcp", "Serve a language model over MCP: it asks, and can state no finding."),
    "memo": ("memo", "Write a memo on a case as DOCX, HTML, PDF or Markdown."),
    "proposals": ("proposals", "What an assistant proposed, for a person to sign."),
    "readings": ("readings", "Which readings of the law, and which disputes, turn the outcome."),
    "record": ("record", "Verify, show, replay and redact signed decision records."),
    "report": ("report", "Check, compare and draft annual reports."),
    "rules": ("rules", "List, show and check the rules and the provisions behind them."),
    "schema": ("schema", "Print the JSON Schema of a profile or of an assessment."),
    "teach": ("teach", "Answer a case, and be graded reason by reason."),
    "timeline": ("timeline", "The outcome on every day, and why it changes."),
}


class Lazy(click.Group):
    """A group that loads a command's module only when the command is used, so that starting is quick."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        with _pipes():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        with _pipes():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__package__}.{COMMANDS[cmd_name][0]}")
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        return getattr(module, name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in sorted(COMMANDS.items())])


@contextmanager
def _pipes() -> Generator[None]:
    """Where the reader closed the pipe, click would end with 1, which here means something else."""
    try:
        yield
    except BrokenPipeError as closed:
        raise PipeClosed from closed


class PipeClosed(Exception):
    """The reader of an output closed the pipe."""


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="derogation", message="%(prog)s %(version)s")
def derogation() -> None:
    """Is this processing covered by the temporary derogation of Regulation (EU) 2021/1232, and why?

    Structured working material, not legal advice.
    """
