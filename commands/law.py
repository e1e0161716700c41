"""``derogation law``: what the program knows of the law, how well, and whether a file holds what it relies on."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from .common import Day, show_json

if TYPE_CHECKING:
    from ..showing.document import Document

FORMAT = click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text")


@click.group()
def law() -> None:
    """The state of the law, and official texts held against it."""


@law.command()
@click.argument("day", type=Day(), required=False)
@FORMAT
def status(day: datetime.date | None, format_: str) -> None:
    """The state of the law on DAY (default: today): acts, versions, gap, what was read, what an answer rests on."""
    from .. import rulebook
    from ..rules.law_state import state_on
    from ..showing.law_page import STATUS, law_data, status_document

    state = state_on(day or datetime.date.today(), rulebook())
    if format_ == "json":
        show_json(law_data(STATUS, state))
        return
    _print(status_document(state), format_)


@law.command()
@click.argument("celex")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--require-equal", is_flag=True, help="Exit with 1 unless all that is compared is as expected.")
@FORMAT
def verify(celex: str, file: str, require_equal: bool, format_: str) -> None:
    """Hold FILE (Formex zip, XML or text) against the act CELEX, then say rule by rule what to confirm or rewrite."""
    from .. import rulebook
    from ..rules.official_text import read_official_text
    from ..rules.verify import verify as verified
    from ..showing.law_page import VERIFY, law_data, verify_document

    found = verified(celex, read_official_text(file), rulebook())
    if format_ == "json":
        show_json(law_data(VERIFY, found))
    else:
        _print(verify_document(found), format_)
    if require_equal and not found.equal:
        click.echo("not everything compared is as expected", err=True)
        raise SystemExit(1)


@law.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def hashes(file: str) -> None:
    """Print the hash of the sentence around each quotation, as rules/law keeps them, from FILE."""
    import json

    from .. import rulebook
    from ..rules.anchors import body_of, phrase, quotations
    from ..rules.official_text import read_official_text
    from ..rules.quotes import sentence_hash

    body = body_of(read_official_text(file))
    click.echo("sentences:")
    for provision, quote in quotations(rulebook()):
        known = sentence_hash(phrase(quote), body)
        if known is not None:
            quoted = json.dumps(quote, ensure_ascii=False)
            click.echo(f"- provision: {provision}\n  quote: {quoted}\n  sha256: {known}")


def _print(document: Document, format_: str) -> None:
    from ..showing.markdown import markdown
    from ..showing.terminal import terminal

    click.echo(markdown(document) if format_ == "markdown" else terminal(document))
