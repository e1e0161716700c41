"""What an administrator asks of an installation: is anything set up so that it could be harmed?"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection

from ..models import Member
from ..options import DATABASE
from . import audit


def defects() -> Iterator[str]:
    """Each defect in a sentence; the framework's own checks for deployment among them."""
    options = settings.OPTIONS
    for message in run_checks(include_deployment_checks=not options.local):
        yield f"{message.msg} ({message.id})"
    for file, most in ((options.folder, 0o700), (options.folder / "secret", 0o600), (options.folder / DATABASE, 0o600)):
        if file.exists() and stat.S_IMODE(Path(file).stat().st_mode) & ~most:
            yield f"{file} is open to others: chmod {most:o} it."
    if not options.local and not Member.objects.filter(administrator=True, user__is_active=True).exists():
        yield "There is no administrator: derogation desk user add NAME --administrator."
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for setting in ("fsync", "full_page_writes"):
                cursor.execute(f"SHOW {setting}")
                if cursor.fetchone() != ("on",):
                    yield f"PostgreSQL runs with {setting} off: what was acknowledged could be lost."
    found = audit.verify()
    if found.broken_at is not None:
        yield f"The audit trail is broken at link {found.broken_at}."
