"""``derogation rules``: the rules as data, the provisions behind them, and whether both are complete."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..reading.safe_text import shown
from ..rules.cited import cited_for
from ..showing.authorities import authorities_data, authority_lines, line
from ..showing.lists_json import parts_of, rule_data
from .common import Day, show_json, show_table
from .graph import graph, node_of

if TYPE_CHECKING:
    from ..engine.law.rulebook import Rule, Rulebook
    from ..rules.graph import Graph

FORMAT = click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")

#: Links of a rule that are shown in full with it.
SHOWN_WITH_A_RULE = (
    "stands in", "cites", "turns on the reading", "authority for it", "authority against it", "authority on it",
)  # fmt: skip
#: The longest act of the Union has a few million letters.
MOST_OF_A_TEXT = 20_000_000


@click.group()
def rules() -> None:
    """The rules of Articles 1 to 3, the ledger of provisions, and checks on both."""


rules.add_command(graph)


@rules.command("list")
@click.option(
    "--kind", type=click.Choice(["gate", "condition", "relief", "exception", "purpose", "consistency", "note"])
)
@FORMAT
def list_(kind: str | None, format_: str) -> None:
    """List the rules in the act's order."""
    from .. import rulebook

    book = rulebook()
    chosen = [rule for rule in book.rules if kind is None or rule.kind == kind]
    if format_ == "json":
        show_json([rule_data(rule, book, cited_for(rule, book)) for rule in chosen])
        return
    rows = [(rule.provision, rule.kind, rule.subject, rule.id, rule.title) for rule in chosen]
    show_table(("Provision", "Kind", "Subject", "Rule", "Title"), rows)


@rules.command()
@click.argument("name", metavar="PROVISION|NAME")
@FORMAT
def show(name: str, format_: str) -> None:
    """Show what is known of a provision (a citation in either style) or of a rule, and what each is linked with.

    NAME may also be a definition, fact, reading, choice (READING=CHOICE), authority, shipped case or mutant.
    """
    from .. import rulebook
    from ..api import law_graph
    from ..rules.ledger import load_ledger
    from ..showing.graph_page import links_data, node_document
    from ..showing.terminal import terminal

    book, whole = rulebook(), law_graph()
    node = node_of(whole, name)
    if node.kind not in ("provision", "rule"):
        if format_ == "json":
            show_json(
                {"node": node.id, "title": node.title, "about": dict(node.said), "links": links_data(whole, node.id)}
            )
        else:
            click.echo(terminal(node_document(whole, node.id)))
        return
    path = book.by_id[node.name].provision if node.kind == "rule" else node.name
    found = [rule for rule in book.rules if rule.id == node.name or (rule.provision == path == node.name)]
    entries = [entry for entry in load_ledger().provisions if entry.path == path]
    if format_ == "json":
        show_json(
            {
                "provision": path,
                "ledger": [_entry(e) for e in entries],
                "rules": [rule_data(r, book, cited_for(r, book)) for r in found],
                "links": {
                    each: links_data(whole, each) for each in (f"provision:{path}", *(f"rule:{r.id}" for r in found))
                },
            }
        )
        return
    click.echo(book.cite(path))
    for entry in entries:
        span = f"{entry.first_day} to {entry.last_day}" if entry.last_day.year < 9999 else f"from {entry.first_day}"
        click.echo(f"  {entry.gist} [{entry.treatment.replace('_', ' ')}; {span}; {entry.celex}]")
        if entry.reason:
            click.echo(f"  Why no rule of its own: {entry.reason}")
    _show_links(whole, f"provision:{path}")
    for rule in found:
        _show_rule(rule, book)
        _show_links(whole, f"rule:{rule.id}")


def _show_links(whole: Graph, node: str) -> None:
    from ..showing.graph_page import link_lines

    for text in link_lines(whole, node, SHOWN_WITH_A_RULE if node.startswith("rule:") else ()):
        click.echo(shown(f"  {text}"))


def _show_rule(rule: Rule, book: Rulebook) -> None:
    click.echo(f"\n{rule.kind} {rule.id}: {rule.title} [{rule.subject}]")
    if rule.outcome:
        click.echo(f"  leads to: {rule.outcome}")
    for part, lines in parts_of(rule).items():
        click.echo(f"  {part}:")
        for depth, text in lines:
            click.echo(f"    {'  ' * depth}{text}")
    for quote in rule.quotes:
        click.echo(f"  quotes: \u201c{quote}\u201d")
    if rule.authority:
        click.echo(f"  see: {', '.join(map(book.cite, rule.authority))}")
    for name in rule.readings:
        reading = book.readings[name]
        click.echo(f"  reading {name}: {reading.question}")
        for choice in reading.choices:
            default = " (default)" if choice is reading.choices[0] else ""
            click.echo(f"    {choice.id}{default}: {choice.title}. {choice.argument}")
    if rule.note:
        click.echo(f"  note: {rule.note}")
    for each in cited_for(rule, book):
        of = "" if each.kind == "rule" else f"{each.target}, "
        click.echo(f"  authority {of}{line(each)}")


@rules.command()
@click.option("--on", "on", type=Day(), help="Mark those later than this day.")
@click.option("--of", "target", metavar="TARGET", help="Only on this reading's choice, rule, provision or fact.")
@click.option("--authorities", "file", type=click.Path(exists=True, dir_okay=False), help="A file of your own, too.")
@FORMAT
def authorities(on: date | None, target: str | None, file: str | None, format_: str) -> None:
    """List the authorities on the law: what each holds, for or against what, and how well it is known."""
    from .. import rulebook
    from ..rules.authorities import load_authorities, read_own_authorities, refuse_unattached, resolve
    from ..rules.cited import cited_on

    book = rulebook()
    own = read_own_authorities(file) if file is not None else ()
    refuse_unattached(own, book)
    if target is not None and not resolve(target, book):
        raise click.UsageError(
            f"{target!r} is no reading's choice, rule, provision or fact; see `derogation rules list`"
        )
    targets = (
        resolve(target, book)
        if target is not None
        else tuple(
            each
            for authority in (*load_authorities(), *own)
            for point in authority.points
            for named in point.targets.values()
            for every in named
            for each in resolve(every, book)
        )
    )
    found = cited_on(targets, book, on or date.max, own)
    if format_ == "json":
        show_json(authorities_data(found))
        return
    listed = dict.fromkeys(each.authority.id for each in found)
    for authority in (*load_authorities(), *own):
        if authority.id in listed:
            for depth, text in authority_lines(authority, authority.later_than(on) if on else False):
                click.echo("    " * depth + shown(text))
            click.echo()


@rules.command()
@FORMAT
def ledger(format_: str) -> None:
    """List every provision of the act and what the rulebook does with it."""
    from .. import rulebook
    from ..rules.ledger import load_ledger

    entries = load_ledger().provisions
    if format_ == "json":
        show_json([_entry(entry) for entry in entries])
        return
    by_provision: dict[str, list[str]] = {}
    for rule in rulebook().rules:
        by_provision.setdefault(rule.provision, []).append(rule.id)
    rows = [
        (
            entry.path,
            entry.first_day.isoformat(),
            entry.treatment.replace("_", " "),
            ", ".join(by_provision.get(entry.path, [])) or entry.reason,
            entry.gist,
        )
        for entry in entries
    ]
    show_table(("Provision", "From", "Treatment", "Rule, or why none", "Gist"), rows)


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "provision": entry.path,
        "gist": entry.gist,
        "addressee": list(entry.addressee),
        "treatment": entry.treatment,
        "reason": entry.reason,
        "celex": entry.celex,
        "from": entry.first_day.isoformat(),
        "until": entry.last_day.isoformat() if entry.last_day.year < 9999 else None,
        "recitals": list(entry.recitals),
    }


@rules.command()
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An official text of the Regulation; every quote must stand in it.",
)
@click.option("--of", metavar="ACT", default="", help="The text is of this act (2026/1881): its own rules' quotes.")
@click.option(
    "--rules",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Check the rule files in this folder in place of the program's own.",
)
@FORMAT
def check(text: Path | None, of: str, folder: Path | None, format_: str) -> None:
    """Check the rulebook: provisions, quotes, and cases for both sides of every condition. Exit code 4 if defective."""
    from .. import rulebook
    from ..cases.links import statuses_reached
    from ..cases.vocabulary import vocabulary
    from ..reading.document import read_bytes
    from ..rules import load as load_rules
    from ..rules.authorities import load_authorities
    from ..rules.check import defects
    from ..rules.citations import ACTS
    from ..rules.ledger import load_ledger

    if of not in ACTS:
        raise click.UsageError(f"no act is called {of!r}; acts: {', '.join(filter(None, ACTS))}")
    book = rulebook() if folder is None else load_rules(vocabulary(), folder)
    official = read_bytes(text, MOST_OF_A_TEXT).decode("utf-8", "replace") if text else None
    found = list(
        defects(
            book, load_ledger(), text=official, of=of, statuses=statuses_reached(book), authorities=load_authorities()
        )
    )
    if format_ == "json":
        show_json([{"check": d.check, "where": d.where, "message": d.message, "hint": d.hint} for d in found])
    else:
        for defect in found:
            click.echo(f"{defect.check}: {defect.where}: {defect.message}\n    {defect.hint}")
        missing = sum(defect.check == "quote not in the text" for defect in found)
        quotes = (
            "no text given (--text), so quotes were not compared"
            if text is None
            else f"{missing} quotes are not in the text given"
            if missing
            else "every quote stands in the text given"
        )
        summary = f"{len(book.rules)} rules, {len(load_ledger().provisions)} provisions; {quotes}"
        click.echo(f"{len(found)} defects. {summary}." if found else f"No defect. {summary}.")
    if found:
        raise SystemExit(4)


@rules.command()
@FORMAT
def findings(format_: str) -> None:
    """Drafting findings about the law, each proven on the readings encoded, by a witness or exhaustively."""

    from msgspec import to_builtins

    from .. import rulebook
    from ..rules.proofs.findings import findings as drafting_findings
    from ..showing.findings_page import findings_document
    from ..showing.terminal import terminal

    book = rulebook()

    found = drafting_findings(book)
    if format_ == "json":
        show_json(to_builtins(found))
        return
    click.echo(terminal(findings_document(found, book)))


@rules.command()
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text")
def prove(format_: str) -> None:
    """Prove about the rules, anew, what holds whatever the facts; with what was covered and what is not proved.

    Exit code 1 where a proof fails; its witness is shown. Takes some twenty seconds.
    """
    from .. import rulebook
    from ..cases.vocabulary import vocabulary
    from ..rules.proofs.mutation_run import last_run
    from ..rules.proofs.prove import prove as proved
    from ..showing.markdown import markdown
    from ..showing.prove_page import prove_data, prove_document
    from ..showing.terminal import terminal

    found = proved(rulebook(), vocabulary())
    if format_ == "json":
        show_json(prove_data(found, rulebook()))
    else:
        document = prove_document(found, rulebook(), last_run())
        click.echo(markdown(document) if format_ == "markdown" else terminal(document))
    if not all(proof.holds for proof in found):
        from ..reading.errors import Problem, Unsatisfied

        raise Unsatisfied(Problem("not every proof holds"))


@rules.command()
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--case", "names", multiple=True, metavar="CASE", help="Look at this case (default: every shipped one).")
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text")
def diff(old: Path, new: Path | None, names: tuple[str, ...], format_: str) -> None:
    """Which rules two versions of the rulebook have otherwise, and in which cases that shows.

    OLD and NEW are folders of rule files, or decision records, which hold the rules they were made by; without NEW the
    program's own rules.
    """
    from .. import rulebook
    from ..api import compare_rulebooks, load_profile, rulebook_in
    from ..cases.catalogue import shipped
    from ..showing.markdown import markdown
    from ..showing.rulebooks_page import rulebooks_data, rulebooks_document
    from ..showing.terminal import terminal
    from .common import load

    books = rulebook_in(old), rulebook_in(new) if new is not None else rulebook()
    cases = {name: load(name) for name in names} or {name: load_profile(path) for name, path in shipped().items()}
    found = compare_rulebooks(*books, cases)
    if format_ == "json":
        show_json(rulebooks_data(found))
        return
    called = str(new) if new is not None else "the program's rules"
    document = rulebooks_document(str(old), called, found, books[1])
    click.echo(markdown(document) if format_ == "markdown" else terminal(document))
