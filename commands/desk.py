"""``derogation desk``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--port", default=8765, show_default=True, help="The port on this machine; 0 takes any that is free.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the matters are kept (default: the user's data folder).",
)
@click.option("--open/--no-open", "opened", default=True, help="Open the first page in a browser.")
@click.option("--database", default="", help="postgresql://… for a team (default: SQLite in the folder).")
@click.option("--host", "hosts", multiple=True, help="A name under which a team reaches the desk, behind HTTPS.")
def desk(port: int, folder: Path | None, opened: bool, database: str, hosts: tuple[str, ...]) -> None:
    """Open the desk in a browser: matters, facts and answers on pages of this machine alone.

    The address printed holds a secret of this start; nobody without it is answered. Ctrl-C ends the desk.
    """
    from ..reading.extras import require

    require("desk", "the desk", "django", "waitress", "whitenoise", "allauth")
    from ..desk.server import free_port, prepare, serve

    port = free_port(port)
    token = prepare(folder, port, database, hosts)
    address = f"http://127.0.0.1:{port}/" + (f"enter/{token}" if token else "")
    click.echo(address)
    if opened and token:
        click.launch(address)
    serve(port)
