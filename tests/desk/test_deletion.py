"""What was deleted is gone: from the tables, and from the bytes of the database's files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import postgres
import pytest
from lacking import lacking

#: A matter with marks in its name, a version, a draft, a file's name and an attachment, made; then deleted.
WORK = """
import sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from django.contrib.auth import get_user_model
from derogation.desk.models import Attachment, Matter, Member
from derogation.desk.services import deletion, documents, matters

user, _ = get_user_model().objects.get_or_create(username="ana")
Member.objects.get_or_create(user=user, role="reviewer")
if sys.argv[1] == "make":
    text = "profile: derogation/profile/1\\nname: MARK-name\\nsummary: " + "MARK-summary " * 3000
    made = matters.create(user, text, "MARK-file.yaml", client="MARK-client")
    for number in range(8):
        data = matters.working(user, made.id).data
        stated = {"value": True, "note": f"MARK-note-{number}"}
        matters.change(user, made.id, documents.with_fact(data, "", "service.users_in_union", stated))
        if number % 2:
            matters.save(user, made.id, "MARK-saved")
    Attachment.objects.create(
        matter=made, name="MARK-attached", kind="report", content=b"MARK-bytes" * 5000, digest="x", added_by=user
    )
    matters.create(user, "profile: derogation/profile/1\\nname: KEPT-name", "kept.yaml")
else:
    matters.delete(user, Matter.objects.get(name="MARK-name").id)
    if sys.argv[1] == "purge":
        deletion.purge()
"""


def work(word: str, folder: Path, database: str = "") -> None:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("DEROGATION_DESK")} | {
        "DJANGO_SETTINGS_MODULE": "derogation.desk.settings",
        "DEROGATION_DESK_FOLDER": str(folder),
        "DEROGATION_DESK_HOSTS": "desk.example",
        "DEROGATION_DESK_DATABASE": database,
    }
    subprocess.run([sys.executable, "-c", WORK, word], env=environ, check=True, timeout=300)


def marks(folder: Path) -> set[str]:
    """The files that hold a mark; the database must hold what was kept."""
    found: set[str] = set()
    kept = False
    for file in folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            kept |= b"KEPT-name" in data
            if b"MARK" in data:
                found.add(str(file.relative_to(folder)))
    assert kept
    return found


def test_a_deleted_matter_is_in_no_byte_of_the_database_s_files(tmp_path: Path) -> None:
    work("make", tmp_path)
    assert marks(tmp_path)
    work("delete", tmp_path)
    assert marks(tmp_path) == set()


@pytest.mark.long
def test_on_postgresql_it_is_in_no_table_s_file_after_a_purge(tmp_path: Path) -> None:
    """Its write-ahead log is recycled by time and size, and is the administrator's (docs/security.md)."""
    if postgres.programs() is None:
        lacking(postgres.NONE)
    with postgres.cluster() as cluster:
        work("make", tmp_path, cluster.address)
        cluster.stop()
        tables = cluster.folder / "data" / "base"
        assert marks(tables)
        cluster.start()
        work("purge", tmp_path, cluster.address)
        cluster.stop()
        assert marks(tables) == set()
