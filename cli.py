"""The command line: finds the command, calls it, and turns the errors of the program into exit codes.

Exit codes: 0 done; 1 a requirement was not satisfied; 2 usage; 3 bad input; 4 bad rulebook; 5 the engines disagree;
6 an output cannot be written.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys

import click

#: Every command by name: its module in ``commands`` and one line on what it does. A module is loaded only when used.
COMMANDS = {
    "assess": ("assess", "Assess a case against Articles 1 to 3."),
    "ask": ("ask", "Interview: ask only what can still change the outcome."),
    "batch": ("batch", "Assess many profiles from Parquet, NDJSON, CSV or a folder."),
    "calendar": ("calendar", "The provider's duties with their dates, as a table or iCalendar."),
    "cases": ("cases", "List, show and test the cases that come with the program, and your own."),
    "change": ("change", "The smallest sets of facts that would change the outcome."),
    "facts": ("facts", "List the facts that a profile may state."),
    "generate": ("generate", "Generate profiles for tests and measurements."),
    "memo": ("memo", "Write a memo on a case as DOCX, HTML, PDF or Markdown."),
    "readings": ("readings", "Which readings of the law, and which disputes, turn the outcome."),
    "report": ("report", "Check, compare and draft annual reports."),
    "rules": ("rules", "List, show and check the rules and the provisions behind them."),
    "schema": ("schema", "Print the JSON Schema of a profile or of an assessment."),
    "timeline": ("timeline", "The outcome on every day, and why it changes."),
}


class Lazy(click.Group):
    """A group that loads a command's module only when the command is used, so that starting is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__package__}.commands.{COMMANDS[cmd_name][0]}")
        return getattr(module, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in sorted(COMMANDS.items())])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="derogation", message="%(prog)s %(version)s")
def derogation() -> None:
    """Is this processing covered by the temporary derogation of Regulation (EU) 2021/1232, and why?

    Structured working material, not legal advice.
    """


def be_quick() -> None:
    """Spare a short-lived process what it gains nothing from: it builds a few hundred thousand objects that last until
    it ends, and looking through them for rubbish, last of all when everything ends, is a fifth of its time; nor do
    plugins of pydantic play a part."""
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> None:
    """Run the command line; errors of the program go to standard error with their exit code."""
    be_quick()
    from .reading.errors import DerogationError
    from .reading.safe_text import shown

    try:
        derogation(prog_name="derogation", standalone_mode=True)
    except DerogationError as error:
        click.echo(f"error: {shown(str(error))}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
