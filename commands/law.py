"""``derogation law``: what the program knows of the law, how well, and whether a file holds what it relies on."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import Day, checked_party, load_drafts, show, show_json, show_table, standpoint_options

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
        from ..reading.errors import Problem, Unsatisfied

        raise Unsatisfied(Problem("not everything compared is as expected"))


@law.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def hashes(file: str) -> None:
    """Print the hash of the sentence around each quotation, as rules/law keeps them, from FILE."""
    import json

    from .. import rulebook
    from ..rules.anchors import body_of, own_quotations, phrase, quotations
    from ..rules.citations import ACTS
    from ..rules.official_text import read_official_text
    from ..rules.quotes import sentence_hash

    body = body_of(read_official_text(file))
    click.echo("sentences:")
    others = [pair for act in ACTS if act for pair in own_quotations(rulebook(), act)]
    for provision, quote in (*others, *quotations(rulebook())):
        known = sentence_hash(phrase(quote), body)
        if known is not None:
            quoted = json.dumps(quote, ensure_ascii=False)
            click.echo(f"- provision: {provision}\n  quote: {quoted}\n  sha256: {known}")


@law.command()
@click.argument("variant", required=False)
@click.option("--format", "format_", type=click.Choice(["text", "markdown"]), default="text")
def variants(variant: str | None, format_: str) -> None:
    """List the drafts and hypotheses, or show what VARIANT (a name, or a file of your own) changes."""
    from ..rules.variants.model import load_variant, shipped_variants
    from ..showing.variants_page import variant_document

    if variant is not None:
        _print(variant_document(load_variant(variant)), format_)
        return
    found = [load_variant(name) for name in shipped_variants()]
    show_table(("Name", "What it is", "Changes"), [(each.id, each.label, str(len(each.changes))) for each in found])


@law.command()
@click.argument("cases", nargs=-1)
@click.option("--law", "laws", multiple=True, metavar="NAME|FILE", help="`act` is the law as it stands.")
@click.option("--own-days", is_flag=True, help="Drafts apply on the days that they name, not as long as the act.")
@standpoint_options
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown", "svg"]), default="text")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def compare(
    cases: tuple[str, ...],
    laws: tuple[str, ...],
    own_days: bool,
    on: datetime.date | None,
    standpoint: str | None,
    on_the_record: bool,
    readings: tuple[tuple[str, str], ...],
    format_: str,
    output: Path | None,
) -> None:
    """Compare two laws by outcome on CASES (files, folders, matters or names; default: every shipped case).

    Each difference is reduced to the changed rules that make it. With two --law these are compared; with one, or with
    three and more, each is compared with the law as it stands.
    """
    from .. import rulebook
    from ..api import compare_laws, law_comparer, load_cases
    from ..cases.catalogue import folder_cases, shipped
    from ..rules.variants.model import load_variant
    from ..showing.contract import json_text
    from ..showing.pictures.compare import compare_svg
    from ..showing.variants_json import compare_data
    from ..showing.variants_page import compare_document, label_of, matrix_document

    if not laws:
        raise click.UsageError("name a law: --law com-2020-568, or two: --law act --law FILE")
    named = [None if name == "act" else load_variant(name) for name in laws]
    pairs = [(named[0], named[1])] if len(named) == 2 else [(None, each) for each in named]
    if standpoint is not None and len(cases) != 1:
        raise click.UsageError("--as goes with one case: parties are those of a case")
    loaded = [case for path in shipped().values() for case in load_cases(path).values()] if not cases else []
    for name in cases:
        if Path(name).is_dir():
            loaded += [case for path in folder_cases([name]) for case in load_cases(path).values()]
        else:
            loaded += load_drafts(name).values()
    found = [
        [
            compare_laws(
                comparer,
                case,
                on,
                checked_party(case, standpoint),
                on_the_record=on_the_record,
                readings=dict(readings),
            )
            for case in loaded
        ]
        for comparer in (law_comparer(a, b, own_days=own_days) for a, b in pairs)
    ]
    if format_ == "json":
        label = label_of(*dict.fromkeys(law for pair in pairs for law in pair))
        data = compare_data(label, [each for column in found for each in column], own_days=own_days)
        text = json_text(data) + "\n"
    elif format_ == "svg":
        text = compare_svg([b for _, b in pairs], found, rulebook().verdicts, own_days=own_days)
    elif len(pairs) > 1:
        text = _text(matrix_document([b for _, b in pairs], found, own_days=own_days), format_)
    else:
        text = _text(compare_document(pairs[0], found[0], own_days=own_days), format_)
    show(text, output, words=format_ in ("text", "markdown"))


def _text(document: Document, format_: str) -> str:
    from ..showing.markdown import markdown
    from ..showing.terminal import terminal

    return (markdown(document) if format_ == "markdown" else terminal(document)) + "\n"


def _print(document: Document, format_: str) -> None:
    click.echo(_text(document, format_).removesuffix("\n"))
