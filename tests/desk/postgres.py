"""A PostgreSQL of the tests' own: in a folder of its own, on a socket of that folder, gone after them."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 60
NONE = "no PostgreSQL is installed (Debian: apt-get install postgresql)"


def programs() -> Path | None:
    """The folder with ``initdb``, the newest where there are several, or none."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    on_path = shutil.which("initdb")
    found += [Path(on_path).resolve().parent] if on_path else []
    return max(found, key=lambda path: int("".join(filter(str.isdigit, path.parent.name)) or 0), default=None)


@dataclass
class Cluster:
    """One server that can be started, killed outright, and started again on what it left."""

    folder: Path
    programs: Path
    safe: bool
    process: subprocess.Popen[bytes] | None = None
    as_user: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"postgresql://desk@/desk?host={self.folder}"

    def start(self) -> None:
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder)]
        command += ["-c", "listen_addresses=", "-c", "max_connections=40", "-c", "shared_buffers=32MB"]
        command += [] if self.safe else ["-c", "fsync=off"]
        log = (self.folder / "log").open("ab")
        with log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **self.as_user)
        end = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.05)

    def answers(self) -> bool:
        import psycopg

        with suppress(psycopg.OperationalError), psycopg.connect(f"host={self.folder} user=desk dbname=postgres"):
            return True
        return False

    def kill(self) -> None:
        """End every process of it at once, as a power cut would, short of the disk."""
        assert self.process is not None
        os.killpg(self.process.pid, 9)
        for child in children(self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(child, 9)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # a fast shutdown: it waits for nobody
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
            if self.process.poll() is None:
                self.kill()


def children(parent: int) -> list[int]:
    """The processes that a process started (each of PostgreSQL's makes a session of its own)."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


@contextmanager
def cluster(*, safe: bool = False) -> Iterator[Cluster]:
    """A running server with an empty database ``desk``; ``safe`` waits for the disk, as one in use does."""
    bin_folder = programs()
    assert bin_folder is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    made = Cluster(folder, bin_folder, safe)
    if os.geteuid() == 0:  # it refuses to run as root
        user = next(pwd.getpwnam(name) for name in ("postgres", "nobody") if _known(name))
        os.chown(folder, user.pw_uid, user.pw_gid)
        made.as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": folder}
    try:
        command = [str(bin_folder / "initdb"), "-D", str(folder / "data"), "-U", "desk", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*command, "--no-sync", "--locale=C"], check=True, capture_output=True, **made.as_user)
        made.start()
        import psycopg

        with psycopg.connect(f"host={folder} user=desk dbname=postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE desk")
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _known(name: str) -> bool:
    with suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False
