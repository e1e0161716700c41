"""``derogation assess CASE``."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common import (
    checked_party,
    chosen_readings,
    citations_option,
    inputs_of,
    load,
    load_any,
    show,
    show_json,
    standpoint_options,
)

if TYPE_CHECKING:
    from ..cases.loader import Case
    from ..cases.matter.loader import Matter
    from ..engine.why.results import Assessment
    from ..showing.document import Document


@click.command()
@click.argument("case")
@standpoint_options
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown", "html"]), default="text")
@click.option("--require", metavar="OUTCOME", help="Exit with 1 unless this is the outcome.")
@click.option(
    "--engines",
    type=click.Choice(["both", "evaluator"]),
    default="both",
    help="Leave the check by the second engine out; the answer says so.",
)
@click.option(
    "--authorities",
    "authorities_file",
    type=click.Path(exists=True, dir_okay=False),
    help="A file of your own authorities on the law (docs/authorities.md).",
)
@click.option(
    "--law", metavar="NAME|FILE", help="Under this draft or hypothesis instead (docs/variants.md): never law."
)
@click.option(
    "--record",
    "record_to",
    type=click.Path(path_type=Path),
    help="Keep a signed record in this file, or as the next of the chain in this folder (docs/records.md).",
)
@click.option("--sign-with", type=click.Path(path_type=Path), help="The private key for --record.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file (default: print)."
)
@citations_option
@click.option("--full", is_flag=True, help="Add every condition, reason and question to the page (text and markdown).")
@click.option("--proof", is_flag=True, help="Add the whole proof of every rule (text and markdown).")
def assess(
    case: str,
    on: datetime.date | None,
    standpoint: str | None,
    on_the_record: bool,
    readings: tuple[tuple[str, str], ...],
    format_: str,
    require: str | None,
    engines: str,
    authorities_file: str | None,
    law: str | None,
    record_to: Path | None,
    sign_with: Path | None,
    output: Path | None,
    citations: str,
    full: bool,
    proof: bool,
) -> None:
    """Answer for CASE, on one page: a profile file, - for standard input, or the name of a case of the program.

    CASE may also be a matter: then all its features, a table of them first. MATTER#FEATURE is one of them.
    """
    from .. import answer_json, rulebook
    from .. import assess as assess_case
    from ..cases.loader import Case
    from ..engine.answer import ENGINES
    from ..rules.authorities import read_own_authorities

    if record_to is not None and sign_with is None:
        raise click.UsageError("--record needs --sign-with KEY; `derogation record key new KEY` makes one")
    if record_to is not None and law is not None:
        raise click.UsageError("--record is of the law as it stands, not of --law")
    if law is not None:
        if full or proof or authorities_file is not None or citations != "oj":
            raise click.UsageError("--law goes without --full, --proof, --authorities and --citations")
        options = {"on_the_record": on_the_record, "readings": dict(readings)}
        _assess_under(law, case, on, standpoint, options, format_, require, engines, output)
        return
    verdicts = rulebook().verdicts
    if require is not None and require not in (*verdicts.order, verdicts.open):
        outcomes = ", ".join((*verdicts.order, verdicts.open))
        raise click.UsageError(f"no outcome is called {require!r}; outcomes: {outcomes}")
    taken = chosen_readings(readings)
    ran = ENGINES if engines == "both" else ENGINES[:1]
    loaded = load_any(case)
    if not isinstance(loaded, Case):
        if require is not None or authorities_file is not None or record_to is not None:
            one = next(iter(loaded.features))
            raise click.UsageError(f"--require, --authorities and --record are for one feature, such as {case}#{one}")
        from ..api import assess_matter, matter_json, matter_page_for_colleagues

        each = assess_matter(loaded, on, standpoint, on_the_record=on_the_record, readings=taken, engines=ran)
        found = {name: _cited(result, citations) for name, result in each.items()}
        _show(
            format_,
            output,
            case,
            page=lambda: matter_page_for_colleagues(loaded, found),
            data=lambda: matter_json(loaded, found),
            document=lambda: _matter_document(loaded, found, full=full, proof=proof),
        )
        return
    result = assess_case(
        loaded, on, checked_party(loaded, standpoint), on_the_record=on_the_record, readings=taken, engines=ran
    )
    if record_to is not None and sign_with is not None:
        _record(case, loaded, result, taken, record_to, sign_with)
    result = _cited(result, citations)
    own = read_own_authorities(authorities_file) if authorities_file is not None else ()

    def page() -> str:
        from ..api import page_for_colleagues

        return page_for_colleagues(loaded, result, own)

    def document() -> Document:
        from ..api import answer_record
        from ..showing.assessment_page import document_of

        return document_of(result, answer_record(result, own), full=full, proof=proof)

    _show(format_, output, case, page=page, data=lambda: answer_json(result, authorities=own), document=document)
    _required(require, result.outcome)


def _cited(result: Assessment, style: str) -> Assessment:
    """The assessment with its provisions cited in a style; a record of it has the Official Journal's."""
    from ..api import cited_as

    return cited_as(result, style) if style != "oj" else result


def _required(outcome: str | None, found: str) -> None:
    from ..reading.errors import Problem, Unsatisfied

    if outcome is not None and found != outcome:
        raise Unsatisfied(Problem(f"required {outcome}, found {found}"))


def _assess_under(
    law: str,
    case: str,
    on: datetime.date | None,
    standpoint: str | None,
    options: dict[str, Any],
    format_: str,
    require: str | None,
    engines: str,
    output: Path | None,
) -> None:
    """The answer under a draft or hypothesis."""
    from ..api import assess_under, rulebook_under
    from ..engine.answer import ENGINES
    from ..rules.variants.model import load_variant
    from ..showing.variants_json import under_data
    from ..showing.variants_page import under_document

    variant = load_variant(law)
    verdicts = rulebook_under(variant).verdicts
    if require is not None and require not in (*verdicts.order, verdicts.open):
        outcomes = ", ".join((*verdicts.order, verdicts.open))
        raise click.UsageError(f"no outcome under {law} is called {require!r}; outcomes: {outcomes}")
    loaded = load(case)
    found = assess_under(
        loaded,
        variant,
        on,
        checked_party(loaded, standpoint),
        engines=ENGINES if engines == "both" else ENGINES[:1],
        **options,
    )

    def page() -> str:
        from ..showing.html import html

        return html(under_document(found))

    _show(format_, output, case, page=page, data=lambda: under_data(found), document=lambda: under_document(found))
    _required(require, found.assessment.outcome)


def _matter_document(matter: Matter, found: dict[str, Assessment], *, full: bool, proof: bool) -> Document:
    from ..api import answer_record, matter_record
    from ..showing.matter_page import document_of

    answers = {name: answer_record(result) for name, result in found.items()}
    return document_of(matter_record(matter), found, answers, full=full, proof=proof)


def _show(
    format_: str,
    output: Path | None,
    name: str,
    *,
    page: Callable[[], str],
    data: Callable[[], object],
    document: Callable[[], Document],
) -> None:
    """Show an answer in the format asked for, of which only that is made; no format stands in for another."""
    match format_:
        case "html":
            show(page(), output, inputs_of(name))
        case "json":
            show_json(data(), output, inputs_of(name))
        case "text" | "markdown":
            from ..showing.markdown import markdown
            from ..showing.terminal import terminal

            text = markdown(document()) if format_ == "markdown" else terminal(document())
            show(f"{text}\n" if output is not None else text, output, inputs_of(name), words=True)
        case _:
            raise click.UsageError(f"no {format_} is made of this answer; formats: text, json, markdown, html")


def _record(name: str, case: Case, result: Assessment, readings: dict[str, str], target: Path, key: Path) -> None:
    from ..api import record
    from ..records.files import next_in

    inputs = inputs_of(name)
    file, previous = next_in(target)
    files = inputs[0].parent if inputs else Path()
    show(record(case, result, key, readings=readings, previous=previous, files=files), file, [*inputs, key])
    click.echo(f"recorded in {file}", err=True)
