"""``derogation desk``: opened by one person; served to a team and kept by its administrator."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from ..desk.team_file import TeamFile

CONFIG, DATABASE = "DEROGATION_DESK_CONFIG", "DEROGATION_DESK_DATABASE"
#: What the desk of one person has use for as well.
ALONE = ("check", "purge", "verify", "export")
ROLES = click.Choice(["reader", "author", "reviewer"])


@click.group(invoke_without_command=True)
@click.option("--port", default=8765, show_default=True, help="The port on this machine; 0 takes any that is free.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the matters are kept (default: the user's data folder).",
)
@click.option("--open/--no-open", "opened", default=True, help="Open the first page in a browser.")
@click.pass_context
def desk(context: click.Context, port: int, folder: Path | None, opened: bool) -> None:
    """Open the desk in a browser: matters, facts and answers on pages of this machine alone.

    The address printed holds a secret of this start; nobody without it is answered. Ctrl-C ends the desk.
    The commands below serve a team (docs/desk-team.md).
    """
    from ..reading.extras import require

    require("desk", "the desk", "django", "waitress", "whitenoise", "allauth")
    context.obj = folder
    if context.invoked_subcommand is not None:
        return
    from ..desk.server import free_port, prepare, serve

    port = free_port(port)
    address = f"http://127.0.0.1:{port}/enter/{prepare(folder, port)}"

    def ready() -> None:
        click.echo(address)
        if opened:
            click.launch(address)

    serve(port, ready)


def of_a_team(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say which desk, which is then set up, with the team's file as the context's object; without any
    of them the desk of this person."""

    @click.option("--config", type=click.Path(dir_okay=False, path_type=Path), envvar=CONFIG, show_envvar=True)
    @click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Where SQLite and the secret are.")
    @click.option("--database", default="", envvar=DATABASE, help="postgresql://… (default: SQLite in the folder).")
    @click.option("--host", "hosts", multiple=True, help="A name under which the team reaches the desk, by HTTPS.")
    @click.pass_context
    @wraps(command)
    def prepared(
        context: click.Context,
        config: Path | None,
        folder: Path | None,
        database: str,
        hosts: tuple[str, ...],
        **rest: Any,
    ) -> None:
        from ..desk.server import prepare, prepare_team, team_of
        from ..desk.team_file import read_team_file

        folder = folder or context.obj
        context.obj = None
        seen_by_all = context.get_parameter_source("database") is ParameterSource.COMMANDLINE
        if config is not None:
            context.obj = read_team_file(config)
        elif hosts:
            context.obj = team_of(database, hosts, seen_by_all=seen_by_all)
        elif context.command.name in ALONE:
            prepare(folder, 0)
        else:
            raise click.UsageError(f"Name the team's desk: --config FILE, or {CONFIG}, or --host NAME.")
        if context.obj is not None:
            prepare_team(context.obj, folder)
        command(**rest)

    return prepared


@desk.command()
@of_a_team
@click.pass_obj
def serve(team: TeamFile) -> None:
    """Serve a team, behind a proxy that speaks HTTPS. SIGTERM and Ctrl-C end it; nothing acknowledged is lost."""
    from ..desk.server import free_port, warm
    from ..desk.server import serve as answer

    host, _, wanted = team.listen.rpartition(":")
    port = free_port(int(wanted), host)
    told = f"listening on {host}:{port} for https://{team.hosts[0]}/"
    warm()
    answer(port, lambda: click.echo(told), host, team.proxy, team.processes)


@desk.command()
@of_a_team
def check() -> None:
    """Hold the installation against what a safe one needs: settings, files, database, people, audit trail."""
    from ..desk.services.checks import defects

    found = list(defects())
    for defect in found:
        click.echo(f"- {defect}")
    click.echo(f"{len(found)} defects." if found else "No defect.")
    raise click.exceptions.Exit(1 if found else 0)


@desk.command()
@of_a_team
def purge() -> None:
    """Overwrite what deleted matters leave in the database's own files."""
    from ..desk.services.deletion import purge as overwritten

    click.echo(overwritten())


@desk.group()
def user() -> None:
    """People of a team."""


@user.command("list")
@of_a_team
def list_people() -> None:
    """Print the people with their roles."""
    from ..desk.services import people

    for member in people.everybody(_console()):
        states = [member.role, *(["administrator"] if member.administrator else [])]
        states += [] if member.user.is_active else ["ended"]
        click.echo(f"{member.user.get_username():<24} {', '.join(states)}")


@user.command()
@click.argument("name")
@click.option("--role", type=ROLES, default="author", show_default=True)
@click.option("--administrator", is_flag=True, help="Keeps accounts; opens no closed matter.")
@click.option("--email", default="", help="The address by which single sign-on finds the person.")
@of_a_team
@click.pass_obj
def add(team: TeamFile, name: str, role: str, administrator: bool, email: str) -> None:
    """Add a person; prints the link by which the person sets a password, once, within three days."""
    from ..desk.services import people

    _, path = people.add(_console(), name, role, administrator=administrator, email=email)
    click.echo(f"https://{team.hosts[0]}{path}")


@user.command("role")
@click.argument("name")
@click.argument("role", type=ROLES)
@click.option("--administrator/--no-administrator", default=False)
@of_a_team
def give_role(name: str, role: str, administrator: bool) -> None:
    """Give a person another role."""
    from ..desk.services import people

    people.set_role(_console(), _person(name), role, administrator=administrator)


@user.command()
@click.argument("name")
@of_a_team
@click.pass_obj
def link(team: TeamFile, name: str) -> None:
    """Print a link for a new password; the one until now opens nothing any more."""
    from ..desk.services import people

    click.echo(f"https://{team.hosts[0]}{people.link(_console(), _person(name))}")


@user.command()
@click.argument("name")
@of_a_team
def end(name: str) -> None:
    """End a person's account, sessions and keys; what the person made stays."""
    from ..desk.services import people

    people.end(_console(), _person(name))


@desk.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
@click.option("--known", default="", help="A digest written down earlier, that the chain must have.")
@of_a_team
def verify(known: str) -> None:
    """Follow the chain from its first link; exit code 1 where it is broken. Write the last digest down elsewhere."""
    from ..desk.services import audit as trail

    found = trail.verify(known)
    if found.broken_at is not None:
        click.echo(f"Broken at link {found.broken_at}: it, or one before it, was changed or taken out.")
    elif not found.found:
        click.echo(f"Whole, but without the digest {known}: it was made anew or cut short.")
    else:
        click.echo(f"Whole: {found.links} links. The last digest is {found.head}")
    raise click.exceptions.Exit(0 if found.broken_at is None and found.found else 1)


@audit.command("export")
@of_a_team
def export_trail() -> None:
    """Print every link as a line of JSON, newest first, with salt and content where they are still there."""
    from ..desk.services import audit as trail

    for line in trail.exported(None):
        click.echo(line, nl=False)


def _console() -> Any:
    from ..desk.services.people import Console

    return Console(getpass.getuser())


def _person(name: str) -> Any:
    from ..desk.services.people import person

    return person(name)
