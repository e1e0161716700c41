"""Times the desk as a team uses it: people who each change a fact every two seconds, from the request to the last byte
of the answer, each change kept durably; beside a page of the framework alone, asked as often in the same minutes.

    python -m benchmarks.desk [--users 10] [--seconds 60] [--case NAME] [--database postgresql://…] [--processes N]
    python -m benchmarks.desk --minutes 60        # a soak: memory of the server, minute by minute

The server is ``derogation desk serve`` in a process of its own; people have a matter each and sessions of their own.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from derogation.desk.processes import usual
from msgspec import Struct, field

EVERY = 2.0  # seconds between two changes of one person
PROXIED = {"Host": "desk.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}

#: A page of the framework alone, on the same server: what any answer costs.
BARE = """
import sys
from django.conf import settings
settings.configure(ROOT_URLCONF="__main__", ALLOWED_HOSTS=["*"], SECRET_KEY="x", DEBUG=False)
import django
from django.http import HttpResponse
from django.urls import path
django.setup()
urlpatterns = [path("", lambda request: HttpResponse("<p>Bare.</p>"))]
from django.core.wsgi import get_wsgi_application
import waitress
waitress.serve(get_wsgi_application(), host="127.0.0.1", port=int(sys.argv[1]), threads=8)
"""

#: People with a matter and a session each; the facts of the matter that are yes or no.
SEED = """
import json, sys
from pathlib import Path
from benchmarks.desk import facts_of
from derogation.desk.server import prepare_team
from derogation.desk.team_file import read_team_file
prepare_team(read_team_file(Path(sys.argv[1])))
from django.contrib.auth import get_user_model
from django.test import Client
from derogation.cases.catalogue import find_shipped
from derogation.desk.models import Member
from derogation.desk.services import matters
told = []
for number in range(int(sys.argv[3])):
    user = get_user_model().objects.create(username=f"user{number}")
    Member.objects.create(user=user, role="author")
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    matter = matters.create(user, find_shipped(sys.argv[2]).read_bytes(), sys.argv[2])
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    told.append({"matter": str(matter.id), "cookies": cookies})
data = json.loads(matters.version(matter).document)
print(json.dumps({"people": told, "facts": facts_of(data), "bytes": len(json.dumps(data))}))
"""


class Person(Struct):
    """One browser: a connection that is kept, cookies, and what it measured, in milliseconds."""

    port: int
    bare_port: int
    matter: str
    cookies: dict[str, str]
    facts: list[tuple[str, bool]]
    feature: str
    seed: int
    changes: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    bytes: int = 0

    def work(self, until: float) -> None:
        chance = random.Random(self.seed)
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        bare = http.client.HTTPConnection("127.0.0.1", self.bare_port)
        page = f"/matters/{self.matter}/feature/{self.feature}/"
        token = self._open(connection, page)
        state = dict(self.facts)
        due = time.monotonic() + chance.random() * EVERY
        while max(due, time.monotonic()) < until:
            time.sleep(max(0.0, due - time.monotonic()))
            path = chance.choice(self.facts)[0]
            state[path] = not state[path]
            form = urlencode({"path": path, "quick": "1", "kind": "yes" if state[path] else "no"})
            headers = self._headers() | {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": token,
                "HX-Request": "true",
                "Origin": "https://desk.example",
            }
            self.changes.append(self._timed(connection, "POST", f"{page}fact", form, headers))
            time.sleep(max(0.0, due + EVERY / 2 - time.monotonic()))
            self.bare.append(self._timed(bare, "GET", "/", None, {}))
            due += EVERY

    def _open(self, connection: http.client.HTTPConnection, page: str) -> str:
        """The token of the forms, from the page itself."""
        connection.request("GET", page, headers=self._headers())
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, (answer.status, text[:500])
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        found = re.search(r'"X-CSRFToken": "(\w+)"', text)
        assert found is not None
        return found[1]

    def _headers(self) -> dict[str, str]:
        return PROXIED | {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}

    def _timed(
        self, connection: http.client.HTTPConnection, verb: str, path: str, body: str | None, headers: dict[str, str]
    ) -> float:
        began = time.perf_counter()
        connection.request(verb, path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        took = (time.perf_counter() - began) * 1000
        assert answer.status == 200, (answer.status, text[:2000])
        if body is not None:
            self.bytes = len(text)
        return took


@contextmanager
def process(*command: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server that listens."""
    started = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            assert started.poll() is None
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield started
    finally:
        started.terminate()
        started.wait()


def facts_of(document: dict[str, Any]) -> list[tuple[str, bool]]:
    """The facts of a profile that are stated as yes or no, by their places, with what is stated."""
    parts = ("service", "technologies", "provider")
    return [each for key in parts for each in _stated(document.get(key), key)]


def _stated(value: Any, path: str) -> Iterator[tuple[str, bool]]:
    if isinstance(value, list):
        for number, inner in enumerate(cast("list[Any]", value)):
            yield from _stated(inner, f"{path}[{number}]")
    elif isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        if isinstance(held.get("value"), bool):
            yield path, held["value"]
        elif isinstance(held.get("known"), list):
            yield from _stated(held["known"], path)
        elif "value" not in held and "positions" not in held:
            for key, inner in held.items():
                yield from _stated(inner, f"{path}.{key}")
    elif isinstance(value, bool):
        yield path, value


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serving(pid: int) -> list[int]:
    """The processes of a server."""
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def memory(pid: int) -> float:
    """Megabytes that the processes of a server hold in memory, what they share once; without pages of files (programs,
    libraries), which count for less the more other processes of the machine have them."""
    rollups = [Path(f"/proc/{each}/smaps_rollup").read_text() for each in serving(pid)]
    return sum(int(re.search(r"^Pss_Anon:\s+(\d+)", each, re.MULTILINE)[1]) for each in rollups) / 1024  # pyright: ignore[reportOptionalSubscript]


def cpu(pid: int) -> float:
    """Milliseconds of processor time that the processes of a server have used."""
    fields = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in serving(pid)]
    return sum(int(each[11]) + int(each[12]) for each in fields) * 1000 / os.sysconf("SC_CLK_TCK")


def line(what: str, times: list[float]) -> str:
    ranked = sorted(times)
    at = [ranked[min(len(ranked) - 1, int(len(ranked) * part))] for part in (0.5, 0.95, 0.99)]
    return f"| {what} | {len(times):,} | " + " | ".join(f"{value:.1f}" for value in (*at, ranked[-1])) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--minutes", type=float, default=0, help="a soak of so long")
    parser.add_argument("--case", default="hash-passes-classifier-fails", help="a shipped case")
    parser.add_argument("--feature", default="-")
    parser.add_argument("--database", default="")
    parser.add_argument("--processes", type=int, default=usual())
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port, bare_port = free(), free()
        config = folder / "desk.yaml"
        team = {"hosts": ["desk.example"], "folder": str(folder / "data"), "listen": f"127.0.0.1:{port}"}
        config.write_text(json.dumps(team | {"database": given.database, "processes": given.processes}))
        config.chmod(0o600)
        seed = [sys.executable, "-c", SEED, str(config), given.case, str(given.users)]
        told = json.loads(subprocess.run(seed, check=True, capture_output=True).stdout)
        server = stack.enter_context(process("-m", "derogation", "desk", "serve", "--config", str(config), port=port))
        stack.enter_context(process("-c", BARE, str(bare_port), port=bare_port))
        facts = [(path, value) for path, value in told["facts"]]
        people = [
            Person(port, bare_port, each["matter"], each["cookies"], facts, given.feature, number)
            for number, each in enumerate(told["people"])
        ]
        began, before, used = time.monotonic(), memory(server.pid), cpu(server.pid)
        seconds = given.minutes * 60 or given.seconds
        threads = [threading.Thread(target=person.work, args=(began + seconds,)) for person in people]
        for thread in threads:
            thread.start()
        minute = 0
        while any(thread.is_alive() for thread in threads):
            time.sleep(1)
            if given.minutes and time.monotonic() - began > 60 * (minute + 1):
                minute += 1
                recent = [value for person in people for value in person.changes[-25:]]
                print(
                    f"minute {minute}: {memory(server.pid):.0f} MB, median {statistics.median(recent):.0f} ms",
                    flush=True,
                )
        changes = [value for person in people for value in person.changes]
        spent = (cpu(server.pid) - used) / len(changes)
        kind = "PostgreSQL" if given.database else "SQLite"
        print(
            f"{given.users} people, {seconds:.0f} s, {given.case} ({told['bytes']:,} bytes, {len(facts)} facts), "
            f"{kind}, {given.processes} processes; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
            f"{spent:.0f} ms of the server's processor a change; "
            f"answers of {people[0].bytes:,} bytes; server {before:.0f} MB before, {memory(server.pid):.0f} MB after\n"
        )
        print("| ms from request to last byte | n | median | p95 | p99 | worst |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        print(line("a fact changed, kept, answered", changes))
        print(line("a page of the framework alone", [value for person in people for value in person.bare]))


if __name__ == "__main__":
    main()
