"""``derogation memo CASE -o FILE``."""

from __future__ import annotations

import datetime
import shlex
from pathlib import Path

import click

from .common import Day, checked_party, chosen_readings, citations_option, inputs_of, load, standpoint_options


@click.command()
@click.argument("case")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .docx, .html, .pdf or .md.",
)
@standpoint_options
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own Word document or template, for .docx: its styles, margins and letterhead are used.",
)
@click.option("--to", default="", help="To whom the memo goes (default: the file).")
@click.option("--from", "sender", default="", help="Who sends it (default: prepared with derogation, for review).")
@click.option("--reference", default="", help="Your file number.")
@click.option("--marking", default="", help="The marking (default: confidential working draft).")
@citations_option
@click.option("--full", is_flag=True, help="List also the conditions on which nothing is on file, one by one.")
@click.option("--dated", type=Day(), help="The date of the memo (default: today).")
def memo(
    case: str,
    output: Path,
    on: datetime.date | None,
    standpoint: str | None,
    on_the_record: bool,
    readings: tuple[tuple[str, str], ...],
    template: Path | None,
    to: str,
    sender: str,
    reference: str,
    marking: str,
    citations: str,
    full: bool,
    dated: datetime.date | None,
) -> None:
    """Write a memo on CASE: question, brief answer, what would change it; facts, law and discussion as annexes.

    CASE is a profile file, - for standard input, or the name of a case that comes with the program. The same case,
    options and date give the same content in every format.
    """
    from ..memo.formats import FORMATS, rendered

    ending = output.suffix.lower()
    if ending not in FORMATS:
        raise click.UsageError(f"{output.name!r} names no format; end it in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")
    if template is not None and ending != ".docx":
        raise click.UsageError("--template is for .docx; the other formats have their own style")

    from .. import __version__, assess
    from ..api import cited_as
    from ..memo.dossier import Heads
    from ..memo.write import memo_of
    from ..reading.write_whole import write_whole

    loaded = load(case)
    party, chosen = checked_party(loaded, standpoint), chosen_readings(readings)
    result = cited_as(assess(loaded, on, party, on_the_record=on_the_record, readings=chosen), citations)
    heads = Heads(
        dated=dated or datetime.date.today(),
        to=to,
        sender=sender,
        reference=reference,
        marking=marking,
        command=_replay(case, result.on, party, on_the_record, chosen),
        version=__version__,
    )
    written = memo_of(loaded, result, assess, heads, chosen, full=full)
    inputs = [*inputs_of(case), *([template] if template else [])]
    write_whole(output, rendered(written, ending, template), inputs=inputs)
    click.echo(f"{output}: {result.outcome}", err=True)


def _replay(case: str, on: datetime.date, party: str | None, on_the_record: bool, readings: dict[str, str]) -> str:
    """The command that gives the assessment again."""
    words = ["derogation", "assess", case, "--on", on.isoformat()]
    words += ["--as", party] if party else []
    words += ["--on-the-record"] if on_the_record else []
    for name, choice in readings.items():
        words += ["--reading", f"{name}={choice}"]
    return shlex.join(words)
