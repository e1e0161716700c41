"""``derogation report``: check a provider's annual report, make the form to fill in, compare reports."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..reading.errors import DerogationError, Problem, Unsatisfied
from .common import Day, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..reports.model import Report


@click.group()
def report() -> None:
    """The annual report of Article 3(1), point (g)(vii), of Regulation (EU) 2021/1232."""


@report.command()
@click.argument("file", metavar="FILE")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead.")
@click.option(
    "--require",
    type=click.Choice(["none", "no-defect", "no-breach"]),
    help="Exit with 1 unless there are no findings at all, neither breach nor defect, or no breach.",
)
def check(file: str, form: str, output: Path | None, require: str | None) -> None:
    """Check the report in FILE (YAML, JSON, CSV, XLSX, - for standard input, or a report of the library).

    \b
    Exit codes: 0 checked; 1 --require not satisfied; 2 usage; 3 FILE cannot be read as a report.
    """
    with _failures():
        from ..reports.check import check_report

        result = check_report(_load(file))
        show(_renderer(form)(result), output, [Path(file)], words=form == "text")
        refused = {"no-breach": ("breach",), "no-defect": ("breach", "defect"), "none": ("breach", "defect", "doubt")}
        found = [_many(result.count(each), each) for each in refused.get(require or "", ()) if result.count(each)]
        if found:
            raise Unsatisfied(Problem(f"required {require}, found {', '.join(found)}"))


def _many(count: int, severity: str) -> str:
    return f"{count} {severity if count == 1 else {'breach': 'breaches'}.get(severity, f'{severity}s')}"


@report.command()
@click.option("--year", type=click.IntRange(2021, 2099), required=True, help="The year that is reported on.")
@click.option("--format", "form", type=click.Choice(["yaml", "csv", "xlsx"]), help="Default: by the name of FILE.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file; needed for xlsx.")
@click.option("--fill", metavar="REPORT", help="Fill the form from this report.")
def template(year: int, form: str | None, output: Path | None, fill: str | None) -> None:
    """Make the standard form as a file to fill in, which `report check` reads back."""
    suffix = output.suffix.removeprefix(".").casefold() if output else ""
    form = form or {"yml": "yaml"}.get(suffix, suffix) or "yaml"
    if form not in ("yaml", "csv", "xlsx"):
        raise click.UsageError(f"FILE ends in .{suffix}: say which --format is meant (yaml, csv or xlsx).")
    if form == "xlsx" and output is None:
        raise click.UsageError("A spreadsheet needs a file: add -o FILE.xlsx.")
    with _failures():
        filled = _load(fill) if fill else None
        if form == "xlsx":
            from ..reports.xlsx_write import as_xlsx as made
        elif form == "csv":
            from ..reports.template import as_csv as made
        else:
            from ..reports.template_yaml import as_yaml as made
        text = made(year, filled)
        if filled is None and output is not None:
            _keep_filled(output)
        show(text, output, [Path(fill)] if fill else [])


@report.command()
@click.argument("files", metavar="FILES...", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead.")
def compare(files: tuple[str, ...], form: str, output: Path | None) -> None:
    """Say which figures of two or more reports can stand side by side, and why others cannot."""
    if len(files) < 2:
        raise click.UsageError("Name two reports or more.")
    with _failures():
        from ..reports.compare import compare as compare_reports
        from ..reports.render import compare_json, compare_text

        reports = [_load(file) for file in files]
        found = compare_reports(reports)
        show(
            (compare_json if form == "json" else compare_text)(reports, found),
            output,
            map(Path, files),
            words=form == "text",
        )


@report.command()
@click.argument("file", metavar="FILE")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=".docx, .html, .pdf, .md or .txt."
)
@click.option("--to", default="", help="To whom it goes (default: the provider).")
@click.option("--from", "sender", default="", help="Who sends it.")
@click.option("--reference", default="", help="Your file number.")
@click.option("--by", type=Day(), help="The day until which an answer is asked.")
@click.option("--dated", type=Day(), help="The date of the letter (default: today).")
def letter(
    file: str,
    output: Path | None,
    to: str,
    sender: str,
    reference: str,
    by: datetime.date | None,
    dated: datetime.date | None,
) -> None:
    """Write a covering letter to the provider on the report in FILE: what to put right, to correct, to explain.

    Without -o it is printed as text.
    """
    from ..memo.formats import FORMATS

    ending = output.suffix.lower() if output else ".txt"
    if ending not in (*FORMATS, ".txt"):
        raise click.UsageError(f"FILE ends in {ending or 'nothing'}; end it in {', '.join(FORMATS)} or .txt.")
    with _failures():
        from ..memo.formats import rendered
        from ..reports.check import check_report
        from ..reports.letter import Heads, letter_of
        from ..showing.terminal import terminal

        heads = Heads(dated or datetime.date.today(), to, sender, reference, by)
        written = letter_of(check_report(_load(file)), heads)
        content = terminal(written, width=100, colour=False) if ending == ".txt" else rendered(written, ending)
        show(content, output, [Path(file)], words=ending == ".txt")


def _keep_filled(output: Path) -> None:
    """Raise :class:`CannotWrite` where an empty form would take the place of a file in which something stands."""
    from ..reading.errors import CannotWrite, Problem
    from ..reports.template import NO_PROVIDER

    if not output.is_file() or not output.stat().st_size:
        return
    try:
        there = _load(str(output))
        filled = bool(there.answers) or there.provider != NO_PROVIDER
    except DerogationError:
        filled = True
    if filled:
        hint = "Name another file, or move this one; `--fill` makes a form from what stands in a report."
        raise CannotWrite(Problem("an empty form would replace what stands here", str(output), hint=hint))


def _load(name: str) -> Report:
    from ..reports.files import load_report

    return load_report(name)


def _renderer(form: str) -> Callable[..., str]:
    if form == "html":
        from ..reports.html import check_html

        return check_html
    from ..reports.render import check_json, check_text

    return check_json if form == "json" else check_text


@contextmanager
def _failures() -> Generator[None]:
    """Errors that the program reports on purpose end the command with their exit code and no traceback."""
    try:
        yield
    except DerogationError as failure:
        from .failure import report as tell

        sys.exit(tell(failure, sys.argv[1:]))
