"""Starts the desk: the folder, the database brought up to date, the server, the first address."""

from __future__ import annotations

import os
import secrets
import socket
import stat
from pathlib import Path

from ..reading.errors import CannotWrite, Problem
from .options import DATABASE, PREFIX, folder_of_data, kept_secret


def prepare(folder: Path | None, port: int, database: str = "", hosts: tuple[str, ...] = ()) -> str:
    """Set the application up in this process, its database brought up to date; the token of the first address.

    With ``hosts`` the desk is for a team, whose people sign in, and the token is empty. Raises :class:`CannotWrite`
    and :class:`BadInput`.
    """
    if folder is not None:
        os.environ[f"{PREFIX}FOLDER"] = str(folder)
    folder = folder_of_data()
    kept_secret(folder)
    token = "" if hosts else secrets.token_urlsafe(32)
    os.environ |= {
        f"{PREFIX}TOKEN": token,
        f"{PREFIX}PORT": str(port),
        f"{PREFIX}DATABASE": database,
        f"{PREFIX}HOSTS": ",".join(hosts),
        "DJANGO_SETTINGS_MODULE": "derogation.desk.settings",
    }
    if not database:
        _own_file(folder / DATABASE)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as failure:
        message = f"the desk's database cannot be used ({str(failure).splitlines()[0]})"
        raise CannotWrite(Problem(message, database.split("@")[-1] or str(folder / DATABASE))) from None
    return token


def _own_file(file: Path) -> None:
    """Make the database's file before SQLite does, so that nobody else can ever read it."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
        if stat.S_IMODE(file.stat().st_mode) != 0o600:
            file.chmod(0o600)
    except OSError as failure:
        raise CannotWrite(Problem(f"the desk's database cannot be made ({failure.strerror})", str(file))) from None


def free_port(wanted: int) -> int:
    """The port wanted; with 0 any that is free. Raises :class:`CannotWrite` where it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError as failure:
            raise CannotWrite(Problem(f"port {wanted} cannot be used ({failure.strerror})")) from None
        return probe.getsockname()[1]


def serve(port: int, host: str = "127.0.0.1", threads: int = 8) -> None:
    """Answer requests until interrupted."""
    import waitress

    from .wsgi import application

    waitress.serve(application, host=host, port=port, threads=threads, ident="", clear_untrusted_proxy_headers=True)
