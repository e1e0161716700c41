"""The commands by which an administrator keeps a team's desk."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from derogation.commands.group import derogation
from derogation.desk.logs import WithoutSecrets
from derogation.desk.team_file import read_team_file
from derogation.reading.errors import BadInput

TEAM = """
hosts: [desk.example]
folder: {folder}
listen: 127.0.0.1:{port}
sign_on: {{name: Firm, issuer: "https://login.example", client_id: desk, client_secret: TOP-SECRET}}
"""


def configured(folder: Path, port: int = 8765, text: str = TEAM) -> Path:
    file = folder / "desk.yaml"
    file.write_text(text.format(folder=folder / "data", port=port))
    file.chmod(0o600)
    return file


#: Commands one after the other, in a process of their own, since the desk is set up once in each.
COMMANDS = """
import json, sys
from click.testing import CliRunner
from derogation.commands.failure import report
from derogation.commands.group import derogation
told = []
for arguments in json.loads(sys.argv[1]):
    result = CliRunner().invoke(derogation, ["desk", *arguments])
    raised = None if isinstance(result.exception, SystemExit) else result.exception
    told.append((report(raised, ()) if raised else result.exit_code, result.output + str(raised or "")))
print(json.dumps(told))
"""


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("DEROGATION_DESK", "DJANGO"))}


def run(*commands: tuple[str, ...]) -> list[tuple[int, str]]:
    """The exit code of each command and what it said."""
    process = [sys.executable, "-c", COMMANDS, json.dumps(commands)]
    ended = subprocess.run(process, env=environment(), capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    return [(code, text) for code, text in json.loads(ended.stdout)]


def test_a_team_is_set_up_and_kept_by_commands_alone(tmp_path: Path) -> None:
    config = ("--config", str(configured(tmp_path)))
    empty, added, checked, last, listed, verified, exported, known = run(
        ("check", *config),
        ("user", "add", "boss", "--administrator", *config),
        ("check", *config),
        ("user", "end", "boss", *config),
        ("user", "list", *config),
        ("audit", "verify", *config),
        ("audit", "export", *config),
        ("audit", "verify", "--known", "f" * 64, *config),
    )
    assert empty[0] == 1
    assert "There is no administrator" in empty[1]
    assert re.fullmatch(r"https://desk\.example/accounts/password/reset/key/\w+-[\w-]+/\n", added[1])
    assert checked == (0, "No defect.\n")  # the framework's checks for deployment among them
    assert last[0] == 3
    assert "last administrator" in last[1]
    assert "boss" in listed[1]
    assert verified[1].startswith("Whole: 1 links.")
    told = json.loads(exported[1])
    assert (told["digest"], json.loads(told["content"])["person"]) == (verified[1].split()[-1], "boss")
    assert known[0] == 1
    assert "cut short" in known[1]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("hosts: []", "hosts"),
        ("database: postgresql:///x", "hosts"),
        ("hosts: [a]\nport: 3", "port"),
        ("hosts: [a]\nsign_on: {name: x, issuer: ftp://x, client_id: y, client_secret: z}", "sign_on.issuer"),
        ("hosts: [a]\nlisten: somewhere", "listen"),
        ("[]", ""),
    ],
)
def test_a_file_that_says_what_it_may_not_is_refused_with_place_and_cure(tmp_path: Path, text: str, what: str) -> None:
    file = configured(tmp_path, text=text.replace("{", "{{").replace("}", "}}"))
    with pytest.raises(BadInput, match=r"docs/desk-team.md") as refused:
        read_team_file(file)
    assert refused.value.problems[0].path == what


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = configured(tmp_path)
    file.chmod(0o644)
    with pytest.raises(BadInput, match="chmod o="):
        read_team_file(file)


def test_no_secret_of_the_file_is_told_when_it_is_refused(tmp_path: Path) -> None:
    file = configured(tmp_path, text=TEAM.replace("client_id: desk", "client_id: ''"))
    with pytest.raises(BadInput) as refused:
        read_team_file(file)
    assert "TOP-SECRET" not in str(refused.value)


def test_a_password_on_the_command_line_is_refused_unread() -> None:
    arguments = ["desk", "check", "--host", "a.example", "--database", "postgresql://a:SECRET@nowhere.invalid/x"]
    result = CliRunner().invoke(derogation, arguments)
    assert isinstance(result.exception, BadInput)
    assert "command line" in str(result.exception)
    assert "SECRET" not in str(result.exception)


# --- the server behind its proxy


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(*arguments: str | Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "derogation", "desk", *map(str, arguments)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=environment(), stdout=pipe, stderr=pipe, text=True)
    try:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, process.communicate()
                time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def asked(port: int, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    """Status, and where one is sent."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, named)
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=60) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers.get("Location", "")


def test_the_server_believes_its_proxy_and_tells_its_log_no_secret(tmp_path: Path) -> None:
    port = free()
    file = configured(tmp_path, port)
    [(_, added)] = run(("user", "add", "boss", "--administrator", "--config", str(file)))
    link = added.strip().partition("desk.example")[2]
    with serving("serve", "--config", file, port=port) as server:
        proxied = {"Host": "desk.example", "X_Forwarded_Proto": "https", "X_Forwarded_For": "203.0.113.9"}
        assert asked(port, "/", Host="desk.example") == (301, "https://desk.example/")
        assert asked(port, "/", **proxied) == (302, "/accounts/login/?next=/")
        assert asked(port, "/", **proxied | {"Host": "evil.example"})[0] == 400
        assert asked(port, link, **proxied)[0] == 302
        assert asked(port, link[:-4] + "abc/", **proxied)[0] == 200
        assert asked(port, "/accounts/login/", b"login=boss&password=PASSWORD-1", **proxied)[0] == 403
        assert asked(port, "/nowhere?token=TOKEN-1", Authorization="Bearer drg_KEY-1", **proxied)[0] == 302
        server.send_signal(signal.SIGTERM)
        out, err = server.communicate(timeout=60)
    told = out + err
    secrets = ["TOP-SECRET", "PASSWORD-1", "TOKEN-1", "KEY-1", link.split("-", 1)[1].strip("/")]
    secrets.append((tmp_path / "data" / "secret").read_text())
    for secret in secrets:
        assert secret not in told, told
    assert "Traceback" not in told


def parts_of(server: subprocess.Popen[str]) -> list[int]:
    """The processes in which a server answers."""
    try:
        return [int(each) for each in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def soon(so: Callable[[], bool]) -> bool:
    """Whether it comes to be so within a minute."""
    end = time.monotonic() + 60
    while not (found := so()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def is_there(process: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux tells the children of a process")
def test_a_process_that_dies_is_begun_again_and_all_end_with_the_first(tmp_path: Path) -> None:
    port = free()
    file = configured(tmp_path, port, TEAM + "processes: 3\n")
    proxied = {"Host": "desk.example", "X_Forwarded_Proto": "https"}
    with serving("serve", "--config", file, port=port) as server:
        assert soon(lambda: len(parts_of(server)) == 3)
        first = parts_of(server)
        os.kill(first[0], signal.SIGKILL)
        assert asked(port, "/", **proxied) == (302, "/accounts/login/?next=/")
        assert soon(lambda: len(parts_of(server)) == 3 and first[0] not in parts_of(server))
        last = parts_of(server)
        server.kill()
        server.communicate(timeout=60)
    assert soon(lambda: not any(map(is_there, last)))


def test_a_traceback_is_written_without_the_secrets_in_it() -> None:
    try:
        raise ValueError("Bearer drg_KEY-2 at /enter/TOKEN-2")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "at /enter/%s", ("TOKEN-3",), sys.exc_info())
    told = WithoutSecrets().format(record)
    assert "ValueError" in told
    assert not re.search(r"KEY-2|TOKEN-[23]", told)


def test_the_desk_of_one_person_tells_its_log_no_secret_of_its_address(tmp_path: Path) -> None:
    port = free()
    with serving("--no-open", "--folder", tmp_path / "data", "--port", str(port), port=port) as server:
        assert asked(port, "/enter/GUESS-1")[0] == 403
        assert asked(port, "/")[0] == 403
        assert asked(port, "/", Host="evil.example")[0] == 400
        server.send_signal(signal.SIGTERM)
        out, err = server.communicate(timeout=60)
    assert len(out.splitlines()) == 1  # the address itself
    token = out.strip().rpartition("/")[2]
    assert token not in err
    assert "GUESS-1" not in err
    for file, most in (("", 0o700), ("secret", 0o600), ("desk.sqlite3", 0o600)):
        assert (tmp_path / "data" / file).stat().st_mode & 0o777 == most
