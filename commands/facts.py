"""``derogation facts``."""

from __future__ import annotations

import click

from .common import show_json, show_table


@click.command()
@click.argument("prefix", default="")
@click.option("--findings", is_flag=True, help="Only legal judgements that a person must make.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def facts(prefix: str, findings: bool, format_: str) -> None:
    """List the facts that a profile may state, with question, type, unit and provision; PREFIX narrows the list."""
    from ..cases.vocabulary import vocabulary

    specs = [
        spec for path, spec in vocabulary().facts.items() if path.startswith(prefix) and (spec.finding or not findings)
    ]
    if not specs:
        raise click.UsageError(f"no fact begins with {prefix!r}; `derogation facts` lists all")
    if format_ == "json":
        from ..showing.lists_json import facts_data

        show_json(facts_data(specs))
        return
    rows = [
        (
            spec.path,
            f"{spec.type}{f', {spec.unit}' if spec.unit else ''}{', finding' if spec.finding else ''}",
            spec.question + (f" One of: {', '.join(spec.choices)}." if spec.choices else ""),
            ", ".join(spec.provisions),
        )
        for spec in specs
    ]
    show_table(("Fact", "Type", "Question", "Provision"), rows)
