"""The desk set up once in this process; each test in a transaction that is undone; browsers of one person or a team."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

django: Any = pytest.importorskip("django", reason="the extra desk is not installed")
TOKEN = "token-of-the-tests"
PORT = "8765"


FOLDER = Path(tempfile.mkdtemp(prefix="desk-"))
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "derogation.desk.settings",
    "DEROGATION_DESK_FOLDER": str(FOLDER),
    "DEROGATION_DESK_TOKEN": TOKEN,
    "DEROGATION_DESK_PORT": PORT,
}
django.setup()  # here, since the models of a test's imports need it
django.conf.settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a second for each, else


@pytest.fixture(scope="session")
def prepared() -> Iterator[Path]:
    """The database of the tests, brought up to date; gone after them."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    yield FOLDER
    shutil.rmtree(FOLDER)


@pytest.fixture(autouse=True)
def undone(prepared: Path) -> Iterator[None]:
    """Whatever a test writes is gone after it."""
    from django.core.cache import cache
    from django.db import connection, transaction

    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture
def local() -> Any:
    """A browser that came in by the first address of a desk for one person."""
    from django.test import Client

    client = Client(HTTP_HOST=f"127.0.0.1:{PORT}")
    client.get(f"/enter/{TOKEN}")
    return client


@pytest.fixture
def team() -> Iterator[Callable[..., Any]]:
    """The desk for a team: ``team("ana", role="author")`` is a browser in which Ana has signed in."""
    from derogation.desk.models import Member
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client, override_settings

    options = replace(settings.OPTIONS, token="", hosts=("testserver",))
    changed = override_settings(OPTIONS=options, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False)

    def person(name: str, role: str = "reader", *, administrator: bool = False) -> Any:
        user, _ = get_user_model().objects.get_or_create(username=name)
        Member.objects.update_or_create(user=user, defaults={"role": role, "administrator": administrator})
        client = Client()
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        client.user = user  # pyright: ignore[reportAttributeAccessIssue]
        return client

    with changed:
        yield person
