"""``derogation change CASE``."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import checked_party, chosen_readings, inputs_of, load, show_json, standpoint_options

if TYPE_CHECKING:
    from ..cases.loader import Case
    from ..engine.change.smallest_changes import Changes


@click.command()
@click.argument("case")
@click.option("--to", "goals", metavar="OUTCOME", multiple=True, help="Reach this outcome (default: see below).")
@click.option("--rule-out", "ruled_out", metavar="OUTCOME", multiple=True, help="Make this outcome impossible.")
@standpoint_options
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    help="Sets to show of each goal with all their facts (default: 10; in text the first, where there are more).",
)
@click.option(
    "--all",
    "every_fact",
    is_flag=True,
    help="Propose other facts too where they are taken as notorious or say what the service is.",
)
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option(
    "--profiles",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write each set shown as a changed profile to this folder, for `assess`.",
)
def change(
    case: str,
    goals: tuple[str, ...],
    ruled_out: tuple[str, ...],
    on: datetime.date | None,
    standpoint: str | None,
    on_the_record: bool,
    readings: tuple[tuple[str, str], ...],
    limit: int | None,
    every_fact: bool,
    format_: str,
    profiles: Path | None,
) -> None:
    """What would change the outcome of CASE: what cures each failing condition, from which later day on it could pass,
    and the smallest sets of facts to change or establish.

    Without --to and --rule-out: for a case that cannot be decided, what would settle it each way; else, what would
    make it eligible, or no longer eligible.
    """
    from .. import rulebook
    from ..engine.answer import derive
    from ..engine.case.standpoint import seen_from
    from ..engine.change.answers import answer, worth_asking
    from ..engine.why.assessment import question_of

    verdicts = rulebook().verdicts
    for outcome in (*goals, *ruled_out):
        if outcome not in verdicts.order:
            raise click.UsageError(f"no outcome is called {outcome!r}; outcomes: {', '.join(verdicts.order)}")
    loaded = load(case)
    facts = loaded.engine_facts()
    day = on or loaded.profile.assess_on or datetime.date.today()
    party = checked_party(loaded, standpoint)
    asked = question_of(rulebook(), facts, day, party, on_the_record=on_the_record, readings=chosen_readings(readings))
    derivation = derive(rulebook(), seen_from(facts.entity, facts.parties, party, rulebook().series), asked)
    wanted = [*((goal, True) for goal in goals), *((goal, False) for goal in ruled_out)]
    found = answer(derivation, wanted or worth_asking(derivation), limit=limit or 10, every_fact=every_fact)
    if profiles is not None:
        _write_profiles(loaded, found.goals, profiles, inputs_of(case))
    if format_ == "json":
        from ..showing.change_json import change_data

        show_json(change_data(loaded.profile.name, derivation, found, party))
        return
    from ..showing.change_page import document_of_changes
    from ..showing.markdown import markdown
    from ..showing.terminal import terminal

    document = document_of_changes(loaded.profile.name, derivation, found, limit)
    click.echo(markdown(document) if format_ == "markdown" else terminal(document))


def _write_profiles(case: Case, found: Sequence[Changes], folder: Path, inputs: list[Path]) -> None:
    from ..cases.changed import changed_profile
    from ..cases.profile import Profile
    from ..interview.write import profile_text
    from ..reading.errors import CannotWrite, Problem
    from ..reading.write_whole import make_folder, write_whole

    texts = {
        folder / f"{'' if one.reached else 'without-'}{one.goal}-{number}.yaml": profile_text(
            Profile.model_validate(changed_profile(case, change_set))
        )
        for one in found
        for number, change_set in enumerate(one.sets, 1)
    }
    if not texts:
        click.echo("no profile is written: there is no set of changes to make", err=True)
        return
    others = [file for file, text in texts.items() if file.exists() and file.read_bytes() != text.encode()]
    if others:
        hint = "Name another folder with --profiles, or move what is there."
        raise CannotWrite(*(Problem("another profile has this name", str(file), hint=hint) for file in others))
    make_folder(folder)
    for file, text in texts.items():
        write_whole(file, text, inputs=inputs)
