"""How a command ends: its exit code, and what it leaves on standard error, whatever stops it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from derogation.commands import failure, streams
from derogation.reading.errors import BadInput, BadRulebook, EngineDisagreement, Problem

PROGRAM = (sys.executable, "-c", "from derogation.cli import main; main()")
HEAD = "profile: derogation/profile/1\nprovider: {name: P}\nassess_on: 2024-06-03\n"
PATIENCE = 120  # seconds that a loaded machine may take
posix = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and devices of POSIX")


def run(*arguments: str, encoding: str = "utf-8", **options: Any) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONIOENCODING": encoding, "DEROGATION_TRACEBACK": ""}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **options}
    return subprocess.run([*PROGRAM, *arguments], env=env, timeout=PATIENCE, check=False, **options)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "cp437", "cp932", "gbk"])
def test_a_terminal_that_lacks_the_signs_gets_ascii(encoding: str) -> None:
    """An eligible case satisfies the requirement in every encoding, and its signs are readable."""
    result = run("assess", "relief-missed-by-a-day", "--require", "not_eligible", encoding=encoding)
    assert (result.returncode, result.stderr) == (0, b"")
    text = result.stdout.decode(encoding)
    assert "2021" in text
    assert "\\u" not in text


def test_json_stays_json_where_the_encoding_lacks_a_letter(tmp_path: Path) -> None:
    """Letters that the encoding lacks are escaped in JSON, which reads back unchanged."""
    case = tmp_path / "a.yaml"
    case.write_text(f"{HEAD}name: Žofie 😀\nservice: {{name: č}}\n", encoding="utf-8")
    result = run("assess", str(case), "--format", "json", encoding="cp1252")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["case"] == "Žofie 😀"


def test_every_sign_that_the_program_prints_has_an_ascii_form() -> None:
    """The signs in the program's own texts all stand in the table."""
    root = Path(streams.__file__).parents[1]
    for folder in ("showing", "commands", "interview", "reports", "duties"):
        for file in (root / folder).glob("*.py"):
            if file.name == "streams.py":
                continue
            lacking = {char for char in file.read_text("utf-8") if ord(char) > 0x2000} - set(streams.SIGNS)
            assert not lacking, f"{file.name}: {lacking}"


@posix
@pytest.mark.parametrize("arguments", [("assess", "gmail"), ("assess", "gmail", "--format", "json"), ("--version",)])
def test_a_full_disk_is_unforeseen(arguments: tuple[str, ...]) -> None:
    """Output that cannot be written ends with 6, in one sentence, never with 1."""
    with Path("/dev/full").open("wb") as full:
        result = run(*arguments, stdout=full)
    assert result.returncode == 6
    assert b"the output cannot be written" in result.stderr
    assert b"Traceback" not in result.stderr


@posix
def test_a_closed_output_is_unforeseen() -> None:
    """Where the shell closed standard output, the answer cannot be given, which is said."""
    result = run("assess", "gmail", stdout=None, preexec_fn=lambda: os.close(1))
    assert result.returncode == 6
    assert b"the output cannot be written" in result.stderr


@posix
def test_a_reader_that_closes_the_pipe_ends_the_program_silently() -> None:
    """As other programs do: 141 and not a word."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        result = run("assess", "gmail", stdout=pipe)
    assert (result.returncode, result.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("arguments", "code", "word", "words"),
    [
        (("assess", "nope", "--format", "json"), 2, "usage", "no case is called"),
        (("assess", "a" * 300 + ".yaml", "--format=json"), 3, "bad_input", "cannot be reached"),
        (("assess", "gmail", "--format", "json", "--as", "Nobody"), 2, "usage", "takes no position"),
        (("report", "check", "nope", "--format", "json"), 2, "usage", "there is no such file"),
    ],
)
def test_with_json_a_failure_is_json(arguments: tuple[str, ...], code: int, word: str, words: str) -> None:
    """One object on standard error, of one shape, and nothing on standard output."""
    result = run(*arguments)
    told = json.loads(result.stderr)
    assert (result.returncode, result.stdout) == (code, b"")
    assert (told["schema"], told["code"], told["exit_code"]) == ("derogation/error/1", word, code)
    assert words in told["message"]
    assert told["problems"][0] == {key: told[key] for key in ("message", "file", "line", "path", "cure")}


def test_a_failure_names_file_line_path_and_cure(tmp_path: Path) -> None:
    """The parts of a problem are parts of the object."""
    case = tmp_path / "a.yaml"
    case.write_text(f"{HEAD}name: x\nservice: {{nmae: S}}\n", encoding="utf-8")
    told = json.loads(run("assess", str(case), "--format", "json").stderr)
    assert (told["file"], told["line"], told["path"]) == (str(case), 5, "service.nmae")
    assert told["cure"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadInput(Problem("x")), 3),
        (BadRulebook(Problem("x")), 4),
        (EngineDisagreement(Problem("x")), 5),
        (RuntimeError("x"), 6),
        (MemoryError(), 6),
        (RecursionError("x"), 6),
        (OSError(28, "No space left on device"), 6),
        (PermissionError(13, "Permission denied", "/elsewhere/x"), 6),
        (BrokenPipeError(), 141),
        (KeyboardInterrupt(), 130),
        (SystemExit(1), 1),
        (SystemExit(), 0),
    ],
)
def test_every_end_has_its_code(error: BaseException, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """1 is kept for a requirement that is not satisfied; what nobody foresaw is 6 and says where it was."""
    assert failure.report(error, ()) == code
    told = capsys.readouterr().err
    assert bool(told) is (code in (2, 3, 4, 5, 6))
    if isinstance(error, RuntimeError | MemoryError):
        assert "something unforeseen happened" in told


@pytest.mark.parametrize("make", [lambda file: file.mkdir(), lambda file: file.write_bytes(b"caf\xe9: 1")])
@pytest.mark.parametrize("command", [("assess",), ("cases", "show"), ("change",), ("timeline",)])
def test_what_is_no_text_is_bad_input(make: Callable[[Path], None], command: tuple[str, ...], tmp_path: Path) -> None:
    """A folder, or bytes that are no text, where a case is read: exit code 3 and the name."""
    file = tmp_path / "a.yaml"
    make(file)
    result = run(*command, str(file))
    assert result.returncode == 3, result.stderr
    assert str(file).encode() in result.stderr


@posix
def test_a_pipe_may_be_named(tmp_path: Path) -> None:
    """A profile can come through a named pipe, as from a shell's process substitution."""
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    command = [*PROGRAM, "assess", str(pipe), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            pipe.write_text(f"{HEAD}name: x\nservice: {{name: S}}\n")
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, err) == (0, b"")
    assert json.loads(out)["case"] == "x"


#: A program whose standard input, when it is read, interrupts it as Ctrl-C does.
INTERRUPTED = """
import os, signal, sys, time, types
signal.signal(signal.SIGINT, signal.default_int_handler)
def read(*_):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)
sys.stdin = types.SimpleNamespace(buffer=types.SimpleNamespace(read=read))
from derogation.cli import main
main()
"""


@posix
@pytest.mark.parametrize("command", [("assess", "-"), ("change", "-"), ("timeline", "-"), ("memo", "-", "-o", "m.md")])
def test_an_interrupted_command_ends_with_130(command: tuple[str, ...], tmp_path: Path) -> None:
    """Ctrl-C while a command waits or works: 130, no traceback, no file."""
    result = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, *command], cwd=tmp_path, capture_output=True, timeout=PATIENCE, check=False
    )
    assert (result.returncode, result.stdout, result.stderr.strip()) == (130, b"", b"")
    assert not list(tmp_path.iterdir())
