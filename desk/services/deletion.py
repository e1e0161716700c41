"""That what was deleted does not stay in the database's own files.

SQLite overwrites what it frees (``secure_delete``), but the write-ahead log holds the old pages until it is emptied.
PostgreSQL keeps deleted rows in its tables until they are vacuumed and their room is used again; ``VACUUM FULL`` writes
the tables anew. Its own log, replicas and backups are the administrator's (docs/security.md).
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection, transaction


def after_deletion() -> None:
    """Empty SQLite's log once the transaction has ended; PostgreSQL waits for :func:`purge`, which locks its tables."""
    if connection.vendor == "sqlite":
        transaction.on_commit(_empty_log)


def purge() -> str:
    """Overwrite what deleted rows left; what was done, in a sentence."""
    if connection.vendor == "sqlite":
        done = _empty_log()
        return "The log is empty." if done else "Somebody reads the database; the log will be emptied later."
    tables = [model._meta.db_table for model in apps.get_app_config("desk").get_models()]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
    return f"{len(tables)} tables were written anew; see docs/security.md on PostgreSQL's log and on backups."


def _empty_log() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return cursor.fetchall()[0][0] == 0  # a row: busy, pages in the log, pages moved
