"""What ``teach`` shares: a case answered at the terminal, line by line."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..lessons.sitting import Sitting
    from ..showing.document import Document


def answered(sat: Sitting) -> bool:
    """Let a case be answered at the terminal, line by line; false where the learner leaves before being graded."""
    from ..lessons.dialogue import Dialogue
    from ..reading.safe_text import shown

    def say(text: str) -> None:
        for line in shown(text).split("\n"):
            click.echo(textwrap.fill(line, 100, subsequent_indent="      ", break_on_hyphens=False) or line)

    return Dialogue(sat, read_line, say, show_page).run()


def show_page(document: Document) -> None:
    from ..showing.terminal import terminal

    click.echo(terminal(document))


def read_line(prompt: str) -> str:
    """One line from the terminal or a pipe; raises ``EOFError`` at the end of the input."""
    if sys.stdin.isatty():
        return input(prompt)
    click.echo(prompt, nl=False)
    line = sys.stdin.readline()
    click.echo(line.rstrip("\n"))
    if not line:
        raise EOFError
    return line
