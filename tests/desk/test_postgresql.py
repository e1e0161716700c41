"""What the desk does it does on PostgreSQL as on SQLite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import postgres
from lacking import lacking

#: The tests of services; those of pages hold whatever is beneath.
SERVICES = ("test_matters", "test_keys", "test_signing")


def test_services_hold_on_postgresql() -> None:
    if postgres.programs() is None:
        lacking(postgres.NONE)
    files = [str(Path(__file__).with_name(f"{name}.py")) for name in SERVICES]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files]
    with postgres.cluster() as cluster:
        ended = subprocess.run(
            command,
            env=os.environ | {"DEROGATION_DESK_DATABASE": cluster.address, "PYTEST_ADDOPTS": ""},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    assert ended.returncode == 0, ended.stdout
    assert "passed" in ended.stdout or "[100%]" in ended.stdout
