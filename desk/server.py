"""Starts the desk: the folder, the database brought up to date, the server, the first address."""

from __future__ import annotations

import gc
import os
import secrets
import socket
import stat
from collections.abc import Callable
from pathlib import Path

from ..reading.errors import BadInput, CannotWrite, Problem
from .options import DATABASE, PREFIX, folder_of_data, kept_secret, set_apart
from .processes import divided
from .team_file import TeamFile

MOST = 256 << 20  # bytes of one request: the largest table that is uploaded, and no disk filled
THREADS = 8
WAITING = 1024  # connections that wait to be taken, as many as waitress itself has


def prepare(folder: Path | None, port: int) -> str:
    """Set the application up in this process for one person; the token of the first address.

    Raises :class:`CannotWrite`.
    """
    token = secrets.token_urlsafe(32)
    _set_up(folder, {"TOKEN": token, "PORT": str(port)})
    return token


def prepare_team(team: TeamFile, folder: Path | None = None) -> None:
    """Set the application up in this process for a team. Raises :class:`CannotWrite` and :class:`BadInput`."""
    given = {
        "PORT": team.listen.rpartition(":")[2],
        "DATABASE": team.database,
        "HOSTS": ",".join(team.hosts),
        "SIGN_ON": team.sign_on.model_dump_json() if team.sign_on else "{}",
    }
    _set_up(folder or (Path(team.folder) if team.folder else None), given)


def team_of(database: str, hosts: tuple[str, ...], *, seen_by_all: bool) -> TeamFile:
    """A team without a file. Raises :class:`BadInput` for a password where ``seen_by_all``, on the command line."""
    if seen_by_all and set_apart(database)[1]:
        hint = "Everybody on this machine can read a command line: put it into DEROGATION_DESK_DATABASE or the file."
        raise BadInput(Problem("a password does not belong on the command line", set_apart(database)[0], hint=hint))
    return TeamFile(hosts=hosts, database=database)


def _set_up(folder: Path | None, given: dict[str, str]) -> None:
    """Hand the options to the application and bring its database up to date."""
    if folder is not None:
        os.environ[f"{PREFIX}FOLDER"] = str(folder)
    folder = folder_of_data()
    kept_secret(folder)
    empty = dict.fromkeys(("TOKEN", "PORT", "DATABASE", "HOSTS", "SIGN_ON"), "") | {"SIGN_ON": "{}"}
    os.environ |= {f"{PREFIX}{name}": value for name, value in (empty | given).items()}
    os.environ["DJANGO_SETTINGS_MODULE"] = "derogation.desk.settings"
    database = os.environ[f"{PREFIX}DATABASE"]
    if not database:
        _own_file(folder / DATABASE)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("clearsessions")
    except DatabaseError as failure:
        message = f"the desk's database cannot be used ({str(failure).splitlines()[0]})"
        raise CannotWrite(Problem(message, set_apart(database)[0] or str(folder / DATABASE))) from None


def _own_file(file: Path) -> None:
    """Make the database's file before SQLite does, so that nobody else can ever read it."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        if stat.S_IMODE(file.stat().st_mode) != 0o600:
            file.chmod(0o600)
    except OSError as failure:
        raise CannotWrite(Problem(f"the desk's database cannot be made ({failure.strerror})", str(file))) from None


def free_port(wanted: int, host: str = "127.0.0.1") -> int:
    """The port wanted; with 0 any that is free. Raises :class:`CannotWrite` where it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError as failure:
            raise CannotWrite(Problem(f"port {wanted} cannot be used ({failure.strerror})")) from None
        return probe.getsockname()[1]


def warm() -> None:
    """Work out a case of which nothing is known, and read the pages, so that nobody waits for what is made once: the
    law, the engines, the search, the templates. Processes of one server share it."""
    from django.template.loader import get_template

    from ..api import answer_record, assess, load_profile
    from ..cases.catalogue import shipped

    answer_record(assess(load_profile(shipped()["unknown-everything"])))
    pages = Path(__file__).parent / "templates"
    for page in pages.rglob("*.html"):
        get_template(page.relative_to(pages).as_posix())


def settle() -> None:
    """What is loaded stays. Requests leave some two hundred objects in circles each, which a collection takes away. It
    walks the answers that are kept too, for half a second, so it is to come seldom: once in a hundred changes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 20, 10)


def serve(port: int, ready: Callable[[], None], host: str = "127.0.0.1", proxy: str = "", processes: int = 1) -> None:
    """Answer requests until interrupted; ``ready`` is called as soon as they are taken. Of ``proxy``, and of nobody
    else, the server believes from which address and over which scheme a visitor came; ``processes`` answer."""
    from django.db import connections
    from waitress.server import create_server

    from .services.portfolios import take_up
    from .wsgi import application

    take_up()
    settle()
    connections.close_all()  # a connection is one process's own
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(WAITING)
        ready()
        if divided(processes):
            create_server(
                application,
                sockets=[listening],
                threads=THREADS,
                ident="",
                max_request_body_size=MOST,
                clear_untrusted_proxy_headers=True,
                trusted_proxy=proxy or None,
                trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"} if proxy else set(),
            ).run()
