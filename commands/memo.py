"""``derogation memo CASE -o FILE``."""

from __future__ import annotations

import datetime
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import (
    Day,
    checked_party,
    chosen_readings,
    citations_option,
    inputs_of,
    load,
    load_drafts,
    record_day,
    standpoint_options,
)

if TYPE_CHECKING:
    from ..cases.loader import Case
    from ..memo.letter import Whom


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
@click.option(
    "--since", metavar="OLD", help="Add a page with what changed since this draft: a profile, matter or record."
)
@click.option("--letter", is_flag=True, help="Write instead a letter with what to ask the other side.")
@click.option(
    "--asking",
    type=click.Choice(["provider", "authority", "others"]),
    default="provider",
    show_default=True,
    help="Whom the letter asks.",
)
@click.option("--by", type=Day(), help="The day until which the letter asks for an answer.")
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
    since: str | None,
    letter: bool,
    asking: Whom,
    by: datetime.date | None,
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
    from ..api import answer_record, cited_as
    from ..api import memo as memo_of
    from ..memo.dossier import Heads
    from ..memo.letter import NAMES, LetterHeads, asked_of, letter_of
    from ..reading.write_whole import write_whole

    if by is not None and not letter:
        raise click.UsageError("--by is for --letter")
    if letter and (full or since is not None):
        raise click.UsageError("--full and --since are of a memo, not of --letter")
    loaded = load(case)
    party, chosen = checked_party(loaded, standpoint), chosen_readings(readings)
    result = cited_as(assess(loaded, on, party, on_the_record=on_the_record, readings=chosen), citations)
    inputs = [*inputs_of(case), *([template] if template else [])]
    if letter:
        heads = LetterHeads(dated or datetime.date.today(), to, sender, reference, marking, by)
        answer = answer_record(result)
        if not asked_of(answer, asking):
            whom = ", ".join(f"--asking {who}" for who in NAMES if asked_of(answer, who))
            raise click.UsageError(f"the answer asks nothing of the {asking}" + (f"; try {whom}" if whom else ""))
        write_whole(output, rendered(letter_of(result, answer, heads, asking), ending, template), inputs=inputs)
        left = {who: len(asked_of(answer, who)) for who in NAMES if who != asking and asked_of(answer, who)}
        others = "".join(f"; {count} for {who}: --asking {who}" for who, count in left.items())
        click.echo(f"{output}: {len(asked_of(answer, asking))} questions{others}", err=True)
        return
    heads = Heads(
        dated=dated or datetime.date.today(),
        to=to,
        sender=sender,
        reference=reference,
        marking=marking,
        command=_replay(case, result.on, party, on_the_record, chosen),
        version=__version__,
    )
    before, called = _earlier(since, case) if since is not None else (None, "")
    written = memo_of(loaded, result, heads, chosen, full=full, since=before, since_what=called)
    write_whole(output, rendered(written, ending, template), inputs=inputs)
    click.echo(f"{output}: {result.outcome}", err=True)


def _earlier(old: str, case: str) -> tuple[Case, str]:
    """An earlier draft of the case and what to call it; of a matter the same feature."""
    from ..cases.catalogue import feature_of
    from ..engine.case.words import long_date

    drafts = load_drafts(old)
    feature = feature_of(case)[1]
    found = drafts.get("") or drafts.get(feature)
    if found is None:
        raise click.UsageError(f"--since names a matter; name one feature of it, such as {old}#{next(iter(drafts))}")
    recorded = record_day(old)
    return found, f"the record of {long_date(recorded)}" if recorded else f"the draft in {Path(old).name}"


def _replay(case: str, on: datetime.date, party: str | None, on_the_record: bool, readings: dict[str, str]) -> str:
    """The command that gives the assessment again."""
    words = ["derogation", "assess", case, "--on", on.isoformat()]
    words += ["--as", party] if party else []
    words += ["--on-the-record"] if on_the_record else []
    for name, choice in readings.items():
        words += ["--reading", f"{name}={choice}"]
    return shlex.join(words)
