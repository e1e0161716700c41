"""``derogation record``: decision records, which ``assess --record`` makes."""

from __future__ import annotations

from pathlib import Path

import click

from .common import show, show_json, show_table

FORMAT = click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def record() -> None:
    """Signed decision records: verify, show, replay and redact them (docs/records.md)."""


@record.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.option("--key", type=EXISTING, help="The public key of whom they are to be signed by.")
@click.option("--head", metavar="HASH", help="The files are a chain, in order, that ends with this head.")
@FORMAT
def verify(files: tuple[Path, ...], key: Path | None, head: str | None, format_: str) -> None:
    """Verify records: each property checked, or the first that does not hold. Several files are a chain, in order."""
    _verify(list(files), key, head, format_, chained=head is not None or len(files) > 1)


@record.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--key", type=EXISTING, help="The public key of whom they are to be signed by.")
@click.option("--head", metavar="HASH", help="The head that the chain is to end with.")
@FORMAT
def chain(folder: Path, key: Path | None, head: str | None, format_: str) -> None:
    """Verify the chain of records in FOLDER, and print its head: keep it elsewhere, and omissions at the end show."""
    from ..records.files import in_folder

    _verify(in_folder(folder), key, head, format_, chained=True)


def _verify(files: list[Path], key: Path | None, head: str | None, format_: str, *, chained: bool) -> None:
    from ..api import read_record, verify_records
    from ..records.verify_record import hash_of
    from ..showing.record_json import verified_data

    found = verify_records(files, key, head, chained=chained)
    ends = hash_of(read_record(files[-1])) if files else ""
    if format_ == "json":
        show_json(verified_data(found, ends))
        return
    show_table(("File", "Property", "Found"), [(Path(file).name, name, text) for file, name, text in found])
    click.echo(f"head {ends}" if ends else "no records")


@record.command("show")
@click.argument("file", type=EXISTING)
@FORMAT
def show_(file: Path, format_: str) -> None:
    """Show what a record holds: the question, the outcome, the facts, what is withheld. It verifies nothing."""
    from ..api import read_record
    from ..records.summary import summary
    from ..showing.record_json import shown_data

    data = shown_data(summary(read_record(file)))
    if format_ == "json":
        show_json(data)
        return
    rows = [(key, str(value)) for key, value in data.items() if key not in ("schema", "facts")]
    rows += [(each["path"], str(each["value"])) for each in data["facts"]]
    show_table(("What", "Recorded"), rows)


@record.command()
@click.argument("file", type=EXISTING)
@click.option("--require-same", is_flag=True, help="Exit with 1 unless the answer has the same bytes.")
@FORMAT
def replay(file: Path, require_same: bool, format_: str) -> None:
    """Derive the answer of a record anew: the same bytes, or what changed in program, law, rules and answer."""
    from ..api import read_record
    from ..api import replay as replay_record
    from ..showing.record_json import replayed_data

    found = replay_record(read_record(file))
    if format_ == "json":
        show_json(replayed_data(found))
    else:
        click.echo("The answer has the same bytes." if found.same else "The answer is not the same.")
        if not found.same and found.same_by_recorded_rules:
            click.echo("By the rules that the record holds it is the same but for the program's version.")
        if found.changes:
            show_table(
                ("Kind", "What", "Recorded", "Now"),
                [(each.kind, each.what, each.before, each.after) for each in found.changes],
            )
    if require_same and not found.same:
        from ..reading.errors import Problem, Unsatisfied

        raise Unsatisfied(Problem("the answer is not the same"))


@record.command()
@click.argument("file", type=EXISTING)
@click.option("--withhold", "paths", multiple=True, required=True, metavar="PATH", help="A fact, or a part.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The redacted record to write.")
def redact(file: Path, paths: tuple[str, ...], output: Path) -> None:
    """Write a record without these facts, and without whatever quotes them. It verifies; it cannot be replayed."""
    from ..api import read_record
    from ..records.redact import redacted

    show(redacted(read_record(file), paths), output, [file])


@record.group()
def key() -> None:
    """Keys for signing."""


@key.command()
@click.argument("file", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    """Make a key: the private one in FILE, the public one in FILE.pub."""
    from ..records.keys import new_key

    click.echo(f"private key: {file} (keep it), public key: {new_key(file)} (give it to whoever verifies)")
