"""What the commands share: how a case is named and read, the options of a standpoint, how errors are shown."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from ..reading.errors import BadInput, Problem
from .streams import speaks_unicode

if TYPE_CHECKING:
    from ..cases.loader import Case
    from ..cases.matter.loader import Matter
    from ..engine.law.rulebook import Rulebook
    from ..reading.document import Document

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[datetime.date]):
    """A day written as 2021-09-02."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        from ..reading.values import Unreadable, day

        try:
            return day(value)
        except Unreadable as refused:
            self.fail(f"{refused}. {refused.cure}", param, ctx)


class Choice(click.ParamType[tuple[str, str]]):
    """A reading and the choice to take, written as ID=CHOICE."""

    name = "ID=CHOICE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value  # pyright: ignore[reportUnknownVariableType]
        name, equals, choice = value.partition("=")
        if not equals or not name or not choice:
            self.fail(f"{value!r} is not of the form ID=CHOICE, for example ancillary_test=article", param, ctx)
        return name, choice


def standpoint_options(command: F) -> F:
    """``--on``, ``--as``, ``--on-the-record`` and ``--reading``: on which day and from whose standpoint."""
    for option in reversed(
        [
            click.option("--on", "on", type=Day(), help="The day assessed (default: the case's own, else today)."),
            click.option("--as", "standpoint", metavar="PARTY", help="Take this party's positions."),
            click.option("--on-the-record", is_flag=True, help="What its bearer has not shown counts against it."),
            click.option("--reading", "readings", type=Choice(), multiple=True, help="Take this reading of the law."),
        ]
    ):
        command = option(command)
    return command


def citations_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """In which style provisions are cited."""
    styles = click.Choice(["oj", "oscola", "de", "fr"])
    words = "How provisions are cited in the English text: as by the Official Journal, OSCOLA, in German, in French."
    return click.option("--citations", type=styles, default="oj", show_default=True, help=words)(command)


def load(name: str) -> Case:
    """Read the case that a command was given: a file, ``-`` for standard input, a library case's name, or one feature
    of a matter (``MATTER#FEATURE``).

    Raises :class:`BadInput`.
    """
    loaded = load_any(name)
    if not hasattr(loaded, "features"):
        return cast("Case", loaded)
    matter = cast("Matter", loaded)
    hint = f"Name one of its features: {', '.join(f'{name}#{each}' for each in matter.features)}."
    raise BadInput(Problem("this is a matter, of several cases", matter.document.file, 1, hint=hint))


def load_any(name: str) -> Case | Matter:
    """Read the case or the matter that a command was given; ``MATTER#FEATURE`` is a case. Raises :class:`BadInput`."""
    from ..cases.catalogue import feature_of
    from ..cases.loader import case_of

    named, feature = feature_of(name)
    document, files = read_document(named)
    if not feature:
        data: object = document.data
        if not (isinstance(data, dict) and "matter" in data and "profile" not in data):
            return case_of(document, files)
    from ..api import matter_from

    matter = matter_from(document, files)
    return matter.feature(feature) if feature else matter


def load_drafts(name: str) -> dict[str, Case]:
    """The cases of a draft: the features of a matter by their ids, else one case under the name ``""``.

    A draft may also be a decision record from which nothing is withheld. Raises :class:`BadInput`.
    """
    from ..cases.loader import case_of
    from ..reading.document import Document

    if _is_record(name):
        from ..api import read_record

        facts = read_record(name)["facts"]
        if "data" not in facts:
            hint = "Compare the whole record."
            raise BadInput(Problem("something is withheld from this record", name, hint=hint))
        return {"": case_of(Document(name, facts["data"]["profile"], {}))}
    loaded = load_any(name)
    return dict(cast("Matter", loaded).features) if hasattr(loaded, "features") else {"": cast("Case", loaded)}


def _is_record(name: str) -> bool:
    named = Path(name)
    return named.suffix == ".json" and named.is_file() and named.read_bytes()[:10] == b'{"answer":'


def record_day(name: str) -> datetime.date | None:
    """The day on which a decision record was made; ``None`` of anything else. Raises :class:`BadInput`."""
    if not _is_record(name):
        return None
    from ..api import read_record

    return datetime.datetime.fromisoformat(read_record(name)["body"]["recorded_at"]).date()


def read_document(name: str) -> tuple[Document, Path]:
    """What a command was given, read, and the folder of the files that it may name. Raises :class:`BadInput`."""
    from ..cases.catalogue import find
    from ..reading.document import MAX_BYTES, read_file, read_text

    if name == "-":
        return read_text(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>"), Path()
    path = find(name)
    return read_file(path, name=name if "/" in name or "." in name else None), path.parent


def inputs_of(case: str) -> list[Path]:
    """The file that a case is read from, if it is read from one."""
    from ..cases.catalogue import find

    return [] if case == "-" else [find(case)]


def show(text: str | bytes, output: Path | None, inputs: Iterable[Path] = (), *, words: bool = False) -> None:
    """Print ``text``, or write it to the file that the user named. Raises :class:`CannotWrite`.

    ``words`` are for people, and printed in the encoding of their terminal; a format is UTF-8 wherever it goes.
    """
    if output is None and words and isinstance(text, str):
        click.echo(text.removesuffix("\n"))
        return
    if output is None:
        data = text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text
        click.echo(data, nl=not data.endswith(b"\n"))
        return
    from ..reading.write_whole import write_whole

    write_whole(output, text, inputs=inputs)


def chosen_readings(readings: tuple[tuple[str, str], ...], book: Rulebook | None = None) -> dict[str, str]:
    """The readings chosen on the command line; raises a usage error naming what there is (in ``book``, if given)."""
    from difflib import get_close_matches

    from .. import rulebook

    known = (book or rulebook()).readings
    for name, choice in readings:
        if name not in known:
            close = get_close_matches(name, list(known), n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"readings: {', '.join(known)}"
            raise click.UsageError(f"no reading is called {name!r}; {hint}")
        choices = [option.id for option in known[name].choices]
        if choice not in choices:
            raise click.UsageError(f"the reading {name!r} has no choice {choice!r}; choices: {', '.join(choices)}")
    return dict(readings)


def checked_party(case: Case, party: str | None) -> str | None:
    """The party whose standpoint is taken, in any case of letters; raises a usage error naming the parties."""
    from ..api import party_of

    try:
        return party_of(case, party)
    except BadInput as refused:
        (problem,) = refused.problems
        hint = problem.hint[:1].lower() + problem.hint[1:].rstrip(".")
        raise click.UsageError(f"{problem.message}; {hint}") from None


def show_json(data: Any, output: Path | None = None, inputs: Iterable[Path] = ()) -> None:
    """Print data as JSON, or write it to the file that the user named: the same data give the same bytes."""
    from ..showing.contract import json_text

    if output is not None:
        show(json_text(data) + "\n", output, inputs)
        return
    click.echo(json_text(data, ascii_only=not speaks_unicode()))


def show_table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print a table; in a pipe with tabs between cells, so that other programs can read it."""
    if sys.stdout.isatty():
        from ..showing.document import Document, Table
        from ..showing.terminal import terminal

        click.echo(terminal(Document("", (Table("", header, tuple(rows)),))).lstrip("\n"))
        return
    from ..reading.safe_text import one_line

    for row in (header, *rows):
        click.echo("\t".join(one_line(cell) for cell in row))
