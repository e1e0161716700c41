"""How the desk is run: by one person on this machine, or for a team. Read from the environment, once, and so never
from the command line of a process, which everybody on a machine can see."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

from ..reading.errors import BadInput, CannotWrite, Problem

PREFIX = "DEROGATION_DESK_"
DATABASE = "desk.sqlite3"
SIGN_ON = "sign-on"


class Options(Struct, frozen=True):
    """``token``: the secret of the first address, in use by one person; empty for a team, whose people sign in.

    ``hosts`` are the names under which a team reaches the desk; ``secret`` signs sessions and forms; ``sign_on`` is the
    provider of OpenID Connect, as :class:`~derogation.desk.team_file.SignOn` has it.
    """

    folder: Path
    token: str
    secret: str
    port: int
    database: str
    hosts: tuple[str, ...]
    sign_on: dict[str, str]

    @property
    def local(self) -> bool:
        return bool(self.token)


def folder_of_data(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the desk keeps its data: the user's data folder, by the XDG base directory specification."""
    if chosen := environ.get(f"{PREFIX}FOLDER"):
        return Path(chosen)
    base = environ.get("XDG_DATA_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "share") / "derogation"


def options(environ: Mapping[str, str] = os.environ) -> Options:
    """The options as the command ``desk`` hands them to the application, in variables ``DEROGATION_DESK_…``."""

    def given(name: str, default: str = "") -> str:
        return environ.get(f"{PREFIX}{name}", default)

    folder = folder_of_data(environ)
    return Options(
        folder=folder,
        token=given("TOKEN"),
        secret=given("SECRET") or kept_secret(folder),
        port=int(given("PORT", "8765")),
        database=given("DATABASE"),
        hosts=tuple(host for host in given("HOSTS").split(",") if host),
        sign_on=json.loads(given("SIGN_ON") or "{}"),
    )


def kept_secret(folder: Path) -> str:
    """The secret that signs sessions and forms: made at the first start, kept in a file that only its owner reads.

    Raises :class:`CannotWrite`.
    """
    file = folder / "secret"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_text(encoding="ascii").strip()
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            secret = secrets.token_urlsafe(48)
            stream.write(secret)
            return secret
    except OSError as failure:
        raise CannotWrite(Problem(f"the desk's folder cannot be used ({failure.strerror})", str(folder))) from None


def set_apart(database: str) -> tuple[str, str]:
    """A database's address without its password, and the password."""
    address = urlsplit(database)
    secret = unquote(address.password or "") or dict(parse_qsl(address.query)).get("password", "")
    shown = address._replace(netloc=address.netloc.rpartition("@")[2], query="")
    return shown.geturl() if database else "", secret


def database_settings(options: Options) -> dict[str, object]:
    """The database as Django wants it: SQLite in the data folder, or what ``postgresql://…`` names.

    SQLite writes ahead and waits for the disk at every commit, so that what was acknowledged survives; a transaction
    takes the write lock when it begins, so that two of them never deadlock on upgrading. PostgreSQL is told to wait for
    its disk as well, whatever its default. Raises :class:`BadInput`.
    """
    if not options.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": options.folder / DATABASE,
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    address = urlsplit(options.database)
    if address.scheme not in ("postgresql", "postgres") or not address.path.strip("/"):
        hint = "Write it as postgresql://USER:PASSWORD@HOST:PORT/NAME."
        raise BadInput(Problem("this names no PostgreSQL database", set_apart(options.database)[0], hint=hint))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.strip("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(address.hostname or ""),
        "PORT": str(address.port or ""),
        "OPTIONS": {"options": "-c synchronous_commit=on"} | dict(parse_qsl(address.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sign_on_apps(sign_on: Mapping[str, str]) -> list[dict[str, object]]:
    """The provider of OpenID Connect as django-allauth wants it; none without one."""
    if not sign_on:
        return []
    return [
        {
            "provider_id": SIGN_ON,
            "name": sign_on["name"],
            "client_id": sign_on["client_id"],
            "secret": sign_on["client_secret"],
            "settings": {"server_url": sign_on["issuer"], "oauth_pkce_enabled": True},
        }
    ]
