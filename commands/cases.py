"""``derogation cases``: the cases that come with the program, and whether cases do what their authors expect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .common import load, show_json, show_table
from .common import show as show_text

FORMAT = click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")


HARDER = "1: one condition; 2: one more fails or falls away; 3: one more open; 4: a dispute; 5: a reading that matters."


@click.group()
def cases() -> None:
    """List, show and test cases: real ones (library), constructed ones (training), and your own."""


@cases.command("list")
@FORMAT
def list_(format_: str) -> None:
    """List the cases that come with the program."""
    from ..api import load_cases
    from ..cases.catalogue import shipped, shipped_matters

    rows: list[dict[str, Any]] = []
    for name, feature, profile in (
        (name, feature, case.profile)
        for name, path in {**shipped(), **shipped_matters()}.items()
        for feature, case in load_cases(path).items()
    ):
        rows.append(
            {
                "case": f"{name}#{feature}" if feature else name,
                "kind": profile.kind,
                "assess_on": profile.assess_on.isoformat() if profile.assess_on else None,
                "expects": profile.expect.outcome if profile.expect else None,
                "name": profile.name,
                "summary": profile.summary,
            }
        )
    if format_ == "json":
        show_json(rows)
        return
    show_table(
        ("Case", "Kind", "On", "Expects", "Name"),
        [(r["case"], r["kind"], r["assess_on"] or "", r["expects"] or "", r["name"]) for r in rows],
    )


@cases.command()
@click.argument("case")
@click.option("--solution", is_flag=True, help="Show what the case expects, and why, as well.")
def show(case: str, solution: bool) -> None:
    """Show the file of CASE; what it expects is left out, so that a learner can predict it.

    Of MATTER#FEATURE it shows the profile that the feature becomes.
    """
    from ..cases.catalogue import feature_of, find
    from ..interview.write import profile_text
    from ..reading.document import decoded, read_bytes
    from ..reading.safe_text import shown

    file = find(case)
    text = decoded(read_bytes(file), str(file)) if not feature_of(case)[1] else profile_text(load(case).profile)
    if not solution:
        text = _without_expectations(text)
    click.echo(shown(text))


def _without_expectations(text: str) -> str:
    """The file without its top-level ``expect:`` and ``lesson:`` blocks."""
    kept: list[str] = []
    skipping = False
    for line in text.splitlines():
        if line[:1] not in ("", " ", "\t", "#", "-"):
            skipping = line.startswith(("expect:", "lesson:"))
        if not skipping:
            kept.append(line)
    return "\n".join(kept).rstrip()


@cases.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option(
    "--engines",
    type=click.Choice(["both", "evaluator"]),
    default="both",
    help="Leave the check by the second engine out; the suite says so.",
)
def export(output: Path | None, engines: str) -> None:
    """Write a suite of over a thousand cases with answers, for other engines (docs/conformance.md). Takes a minute."""
    from .. import rulebook
    from ..cases.conformance import suite
    from ..engine.answer import ENGINES, machine
    from ..showing.conformance_json import conformance_data
    from ..showing.contract import json_text

    wanted = ENGINES if engines == "both" and machine(rulebook()).second() is not None else ENGINES[:1]
    data = conformance_data(suite(rulebook(), wanted), rulebook(), wanted)
    show_text(json_text(data) + "\n", output)


@cases.command()
@click.argument("condition")
@click.option(
    "--status", required=True, help="The status wanted: met, not_met, relieved, not_applicable, undetermined."
)
@click.option("--difficulty", type=click.IntRange(1, 5), default=1, show_default=True, help=HARDER)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="The same seed, the same cases.")
@click.option("--number", type=click.IntRange(min=1), default=1, show_default=True, help="Which case of the seed.")
@click.option("--count", type=click.IntRange(min=1), help="So many cases from this number on, into the folder of -o.")
@click.option("--solution", is_flag=True, help="Print what the case expects, and why, as well.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file, or with --count a folder.")
def generate(
    condition: str,
    status: str,
    difficulty: int,
    seed: int,
    number: int,
    count: int | None,
    solution: bool,
    output: Path | None,
) -> None:
    """Make up a case in which CONDITION (a provision, or the name of a rule; a gate too) has a status.

    Fictional provider, facts in a paragraph, a day on which much turns. No two cases of one seed have the same facts,
    so that each learner of a class can have one of their own. Files hold the solution; `cases show` hides it.
    """
    from ..api import generate_case
    from ..lessons.making.generated import case_text
    from ..reading.write_whole import make_folder

    if count is not None and output is None:
        raise click.UsageError("--count writes files: name their folder with -o")
    if count is not None and output is not None:
        make_folder(output)
    for at in range(number, number + (count or 1)):
        case = generate_case(condition, status, difficulty=difficulty, seed=seed, number=at)
        file = output / f"case-{at:04}.yaml" if count is not None and output is not None else output
        show_text(case_text(case, solution=solution or file is not None), file)
        if file is not None:
            click.echo(f"{file}: {case.profile.name}", err=True)


@cases.command()
@click.argument("paths", nargs=-1)
@FORMAT
def test(paths: tuple[str, ...], format_: str) -> None:
    """Assess cases and compare with what they expect, verdict and reasons. Exit code 1 on any difference.

    PATHS are files, folders or names; without them, all cases that come with the program.
    """
    from .. import assess
    from ..api import load_cases
    from ..cases.catalogue import check_case, folder_cases, shipped, shipped_matters

    files = folder_cases(paths) if paths else [*shipped().values(), *shipped_matters().values()]
    found = {
        f"{path if paths else path.stem}{f'#{feature}' if feature else ''}": check_case(case, assess)
        for path in files
        for feature, case in load_cases(path).items()
    }
    if format_ == "json":
        show_json([{"case": name, "differences": differences} for name, differences in found.items()])
    else:
        for name, differences in found.items():
            click.echo(f"{'ok  ' if not differences else 'DIFF'} {name}")
            for difference in differences:
                click.echo(f"     {difference}")
        failing = sum(1 for differences in found.values() if differences)
        click.echo(f"{len(found)} cases, {failing} with differences")
    if any(found.values()):
        from ..reading.errors import Problem, Unsatisfied

        raise Unsatisfied(
            Problem(f"{sum(map(bool, found.values()))} of {len(found)} cases differ from what they expect")
        )
