"""``kill -9`` of the server itself while people save over HTTP, scripts by their key and browsers by their forms."""

from __future__ import annotations

import http.client
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from saver import PATH
from test_commands import free
from test_crash import Desk, crashing

__all__ = ["crashing"]  # the fixture
CSRF = "c" * 32
PROXIED = {"Host": "desk.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


@dataclass
class Saver:
    """Somebody who changes a fact of a matter of his own and saves it, again and again, until the server is gone.

    ``acknowledged``: number and digest of each version, by a key; ``noted``: the note of each version, by forms.
    """

    port: int
    matter: str
    key: str
    session: str
    by_forms: bool
    acknowledged: list[tuple[str, int, str]] = field(default_factory=list[tuple[str, int, str]])
    noted: list[str] = field(default_factory=list[str])
    unexpected: list[object] = field(default_factory=list[object])

    def work(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            number = 0 if self.by_forms else self._ask(connection, "GET", "")["version"]
            while True:
                number = self._by_form(connection) if self.by_forms else self._by_key(connection, number)
        except (OSError, http.client.HTTPException):
            return  # the server was killed
        except Exception as failure:
            self.unexpected.append(failure)
        finally:
            connection.close()

    def _by_key(self, connection: http.client.HTTPConnection, base: int) -> int:
        stated = {"value": base % 2 == 0, "note": f"change {base}"}
        body = {"base": base, "facts": [{"path": PATH, "stated": stated}]}
        told = self._ask(connection, "POST", "/facts", json.dumps(body))
        self.acknowledged.append((self.matter, told["version"], told["digest"]))
        return told["version"]

    def _ask(self, connection: http.client.HTTPConnection, verb: str, path: str, body: str | None = None) -> dict:
        headers = PROXIED | {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        connection.request(verb, f"/api/v1/matters/{self.matter}{path}", body, headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        return json.loads(text)

    def _by_form(self, connection: http.client.HTTPConnection) -> int:
        note = f"{self.matter} {len(self.noted)} {random.random()}"
        fact = {"path": PATH, "kind": "known", "value": "yes" if len(self.noted) % 2 else "no", "note": note}
        self._send(connection, f"/matters/{self.matter}/feature/-/fact", fact)
        self._send(connection, f"/matters/{self.matter}/save", {"note": note})
        self.noted.append(note)
        return 0

    def _send(self, connection: http.client.HTTPConnection, path: str, form: dict[str, str]) -> None:
        cookies = f"__Host-desk_session={self.session}; __Host-desk_csrf={CSRF}"
        headers = {"Cookie": cookies, "X-CSRFToken": CSRF, "Origin": "https://desk.example"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", path, urlencode(form), PROXIED | headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 302, (answer.status, text)


@contextmanager
def serving(desk: Desk, config: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The server of a team, until it is killed; it comes up again on what the one before left."""
    command = [sys.executable, "-m", "derogation", "desk", "serve", "--config", str(config)]
    process = subprocess.Popen(command, env=desk.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline(), process.communicate()[1]  # it says where it listens
        yield process
    finally:
        process.kill()
        process.communicate()


def killed_while_serving(desk: Desk, config: Path, saves: int, chance: random.Random) -> int:
    """People save until the server is killed; how much it had acknowledged, all of which is there."""
    key, session = desk.run("enter").split()
    port = int(json.loads(config.read_text())["listen"].rpartition(":")[2])
    people = [Saver(port, matter, key, session, at % 2 == 1) for at, matter in enumerate(desk.matters)]
    threads = [threading.Thread(target=each.work) for each in people]
    with serving(desk, config, port) as server:
        for thread in threads:
            thread.start()
        wanted = chance.randrange(saves // 2, saves)
        while sum(len(each.acknowledged) + len(each.noted) for each in people) < wanted:
            assert any(thread.is_alive() for thread in threads), [each.unexpected for each in people]
            time.sleep(0.005)
        time.sleep(chance.random() * 0.05)
        server.kill()
        for thread in threads:
            thread.join(120)
    assert not [thread for thread in threads if thread.is_alive()]
    assert [each.unexpected for each in people if each.unexpected] == []
    versions = desk.is_whole([one for each in people for one in each.acknowledged])
    notes = [note for *_, note in versions]
    for each in people:
        assert all(notes.count(note) == 1 for note in each.noted)
    return sum(len(each.acknowledged) + len(each.noted) for each in people)


@pytest.mark.long
@pytest.mark.parametrize("crashing", ["sqlite", "postgresql"], indirect=True)
def test_kills_of_the_server_in_the_middle_of_a_thousand_saves_over_http_lose_nothing_acknowledged(
    crashing: Callable[[int], Desk], tmp_path: Path
) -> None:
    chance, desk, config = random.Random(3), crashing(4), tmp_path / "desk.yaml"
    database = desk.environ["DEROGATION_DESK_DATABASE"]
    team = {"hosts": ["desk.example"], "folder": str(tmp_path), "listen": f"127.0.0.1:{free()}", "database": database}
    config.write_text(json.dumps(team))
    config.chmod(0o600)
    acknowledged = list[int]()
    while sum(acknowledged) < 1000:
        acknowledged.append(killed_while_serving(desk, config, 250, chance))
    print(f"{sum(acknowledged)} saves were acknowledged before one of {len(acknowledged)} kills of the server")
    assert len(acknowledged) >= 4
