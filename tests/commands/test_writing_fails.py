"""Every command that writes or prints, where that fails: nothing looks whole and is not, and the exit code says so."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from derogation.commands import failure
from derogation.commands.group import COMMANDS, derogation
from waiting import PATIENCE

resource = pytest.importorskip("resource", reason="limits of POSIX")

#: Every command that writes files, with what it writes (``{}``: a folder) beside its other arguments.
WRITERS: dict[str, tuple[str, ...]] = {
    "assess": ("gmail", "--record", "{}/out.json", "--sign-with", "key"),
    "ask": ("gmail", "--script", "answers.yaml", "-o", "{}/out.yaml"),
    "batch": ("in.ndjson", "-o", "{}/out.csv"),
    "calendar": ("gmail", "-o", "{}/out.ics"),
    "cases generate": ("no_users_in_union", "--status", "met", "-o", "{}/out.yaml"),
    "change": ("gmail", "--to", "eligible", "--limit", "2", "--profiles", "{}"),
    "law compare": ("gmail", "--law", "com-2020-568", "--format", "svg", "-o", "{}/out.svg"),
    "generate": ("20", "-o", "{}/out.ndjson"),
    "record key new": ("{}/out",),
    "record redact": ("record.json", "--withhold", "service.users_in_union", "-o", "{}/out.json"),
    "class": ("results", "--format", "csv", "-o", "{}/out.csv"),
    "hearing": ("skypeout", "-o", "{}/out.md"),
    "lessons grade": ("sheet.yaml", "-o", "{}"),
    "lessons handout": ("tiny.yaml", "-o", "{}/out.md"),
    "lessons sheet": ("tiny.yaml", "-o", "{}/out.yaml"),
    "lessons show": ("safeguards", "-o", "{}/out.md"),
    "memo": ("skypeout", "-o", "{}/out.md"),
    "report check": ("google-2025", "-o", "{}/out.txt"),
    "report compare": ("google-2025", "google-2025", "-o", "{}/out.txt"),
    "report letter": ("google-2025", "-o", "{}/out.md"),
    "report template": ("--year", "2025", "-o", "{}/out.csv"),
    "rules graph": ("human_oversight", "--format", "svg", "-o", "{}/out.svg"),
    "proposals sign": (
        ".",
        "mine",
        "service.ancillary_exception.minor",
        "--by",
        "A",
        "--why",
        "b",
        "-o",
        "{}/out.yaml",
    ),
    "timeline": ("skypeout", "--format", "svg", "-o", "{}/out.svg"),
}
#: The rules of the program, as a folder.
RULES = str(Path(__file__).parents[2] / "rules" / "act")
#: Every command that prints, by its first words, with arguments.
PRINTERS: dict[str, tuple[str, ...]] = {
    "assess": ("gmail",),
    "calendar": ("skypeout",),
    "cases generate": ("no_users_in_union", "--status", "met"),
    "cases list": (),
    "cases show": ("gmail",),
    "cases test": ("gmail",),
    "change": ("skypeout",),
    "diff": ("gmail", "skypeout"),
    "desk audit verify": ("--folder", "desk"),
    "desk check": ("--folder", "desk"),
    "desk purge": ("--folder", "desk"),
    "facts": (),
    "record chain": ("records",),
    "rules diff": (RULES, "--case", "gmail"),
    "record replay": ("record.json",),
    "record show": ("record.json",),
    "record verify": ("record.json",),
    "class": ("results",),
    "hearing": ("skypeout",),
    "lessons check": ("tiny.yaml",),
    "lessons grade": ("sheet.yaml",),
    "lessons handout": ("skypeout",),
    "lessons list": (),
    "lessons sheet": ("tiny.yaml",),
    "lessons show": ("safeguards",),
    "law compare": ("gmail", "--law", "com-2020-568"),
    "law hashes": ("in.ndjson",),
    "law status": (),
    "law variants": (),
    "law verify": ("32021R1232", "in.ndjson"),
    "proposals list": (".",),
    "readings": ("skypeout",),
    "report check": ("google-2025",),
    "report compare": ("google-2025", "google-2025"),
    "report letter": ("google-2025",),
    "report template": ("--year", "2025"),
    "rules authorities": (),
    "rules check": (),
    "rules findings": (),
    "rules graph": ("human_oversight",),
    "rules ledger": (),
    "rules list": (),
    "rules prove": (),
    "rules show": ("3(1)(c)",),
    "schema": ("assessment",),
    "teach": ("--answers", "lesson.yaml"),
    "timeline": ("skypeout",),
}
#: A lesson, a sheet of answers to it, and a lesson taken.
LESSON = "lesson: derogation/lesson/1\ntitle: T\naim: A\ntasks: [{case: skypeout, ask: [not_number_independent]}]\n"
SHEET = "answers: derogation/lesson-answers/1\nlesson: tiny.yaml\ncases: []\n"
TAKEN = (
    '{"schema": "derogation/lesson-taken/1", "lesson": {"id": "a", "title": "A"}, "learner": "", "seed": 0,'
    ' "number": 1, "passed": true, "points": {"right": 0, "asked": 0, "needed": 75},'
    ' "outcomes": {"right": 0, "asked": 0, "needed": 75}, "cases": []}'
)
#: Takes a minute; what it writes goes the way of all.
SLOW = {"cases export"}
#: Commands that end only when they are told to; their own tests start and stop them.
SERVERS = {"desk serve", "mcp"}
#: Commands that keep a team's desk: they write to its database alone (tests/desk/test_commands.py).
KEEPERS = {"desk audit export", *(f"desk user {word}" for word in ("add", "end", "link", "list", "role"))}
QUICK = ("cases list", "schema", "report template")


def commands(group: click.Group = derogation, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command by its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        words = f"{before} {name}".strip()
        if isinstance(found, click.Group):
            yield from commands(found, words)
        else:
            yield words, found


def writes(command: click.Command) -> bool:
    return any({"-o", "--output", "--profiles", "--record"} & set(option.opts) for option in command.params)


def test_every_command_is_tried() -> None:
    """A command that is new stands in one of the tables above, or in both."""
    found = dict(commands())
    assert set(WRITERS) >= {words for words, command in found.items() if writes(command)} - SLOW
    known = {words.split()[0] for words in (*WRITERS, *PRINTERS, *SERVERS)}
    assert known == set(COMMANDS)
    tried = {*WRITERS, *PRINTERS, *SLOW, *SERVERS, *KEEPERS}
    assert tried == {"schema" if words.startswith("schema ") else words for words in found}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what is written, in the folder with what is read."""
    (tmp_path / "answers.yaml").write_text("service.users_in_union: no\n")
    (tmp_path / "lesson.yaml").write_text("answer: derogation/lesson-answer/1\ncase: skypeout\n")
    (tmp_path / "in.ndjson").write_text('{"name": "a", "service_users_in_union": false}\n')
    (tmp_path / "mine.yaml").write_text("profile: derogation/profile/1\nname: Mine\n")
    said = {"case": "mine", "at": "", "path": "service.ancillary_exception.minor", "question": "", "stated": True}
    (tmp_path / "proposals.ndjson").write_text(json.dumps({**said, "because": "finding"}) + "\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "tiny.yaml").write_text(LESSON)
    (tmp_path / "sheet.yaml").write_text(SHEET)
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "a.json").write_text(TAKEN)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "out"


@cache
def signed(folder: Path) -> Path:
    """A folder with a key and a record."""
    pytest.importorskip("cryptography", reason="cryptography is not installed (extra `records`)")
    for line in ("record key new {}/key", "assess gmail --record {}/record.json --sign-with {}/key"):
        assert CliRunner().invoke(derogation, line.format(*[folder] * 2).split()).exit_code == 0
    return folder


@pytest.fixture(autouse=True)
def _records(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Puts a key and a record in the working directory of tests of commands that take one."""
    words = request.node.callspec.params.get("words", "") if hasattr(request.node, "callspec") else ""
    if words.startswith("record") or (words == "assess" and "printed" not in request.node.name):
        place = request.getfixturevalue("place")
        made = signed(tmp_path_factory.getbasetemp())
        for name in ("key", "record.json"):
            shutil.copy(made / name, place.parent / name)
        (place.parent / "records").mkdir()
        shutil.copy(made / "record.json", place.parent / "records" / "0001.json")


def argued(words: str, arguments: tuple[str, ...], place: Path) -> list[str]:
    return [*words.split(), *(argument.replace("{}", str(place)) for argument in arguments)]


def invoke(words: str, place: Path) -> Result:
    return CliRunner().invoke(derogation, argued(words, WRITERS[words], place), standalone_mode=False)


def code_of(result: Result) -> int:
    """The exit code that the door gives what was raised."""
    assert result.exception is not None
    return failure.report(result.exception, ())


def held(place: Path) -> dict[str, bytes]:
    """What lies in a folder and looks like an output; the work of a batch that is not finished says so by its name."""
    files = (file for file in place.rglob("*") if file.is_file() and ".parts" not in str(file.parent))
    return {str(file.relative_to(place)): file.read_bytes() for file in files}


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond a few bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("words", WRITERS)
def test_a_full_disk_leaves_what_stood_there(words: str, place: Path) -> None:
    """No room while an output is written: exit code 6, the old file as it was or none, and nothing beside it."""
    with full_disk():
        assert code_of(invoke(words, place)) == 6
    assert {name: text for name, text in held(place).items() if not name.endswith(".interview")} == {}
    first = invoke(words, place)
    assert first.exit_code == 0, first.output
    before = held(place)
    assert before
    if words not in ("ask", "change", "record key new", "report template"):  # go on, or write the same again
        with full_disk():
            assert code_of(invoke(words, place)) == 6
        assert held(place) == before


@pytest.mark.parametrize("words", WRITERS)
def test_an_interruption_leaves_what_stood_there(words: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C when the content is written and has not its name yet: 130, and no file."""

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    assert code_of(invoke(words, place)) == 130
    assert {name: text for name, text in held(place).items() if not name.endswith(".interview")} == {}


#: The program, that is killed outright when it comes to put an output onto the disk.
KILLED = """
import os, signal
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
from derogation.cli import main
main()
"""


@pytest.mark.parametrize(
    "words",
    [pytest.param(w, marks=() if w == "memo" else pytest.mark.long) for w in WRITERS if w != "record key new"],
)
def test_a_program_that_is_killed_leaves_nothing_that_looks_whole(words: str, place: Path) -> None:
    """``kill -9`` while writing: no file has the output's name; a draft begins with a point and ends in ``.part``."""
    command = [sys.executable, "-c", KILLED, *argued(words, WRITERS[words], place)]
    ended = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    names = {Path(name).name for name in held(place)} - {"out.yaml.interview"}
    assert all(name.startswith(".") and name.endswith(".part") for name in names), names
    again = subprocess.run(
        [sys.executable, "-m", "derogation", *argued(words, WRITERS[words], place)],
        capture_output=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "words", [pytest.param(words, marks=() if words in QUICK else pytest.mark.long) for words in PRINTERS]
)
def test_what_cannot_be_printed_is_told_by_the_exit_code(words: str, place: Path) -> None:
    """A device that is full and an output that is closed: 6, in one sentence; a reader that is gone: 141, silently."""
    command = [sys.executable, "-m", "derogation", *argued(words, PRINTERS[words], place)]
    with Path("/dev/full").open("wb") as full:
        on_full = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=PATIENCE, check=False)
    closed = subprocess.run(
        command, stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1), timeout=PATIENCE, check=False
    )
    for ended in (on_full, closed):
        assert ended.returncode == 6, ended.stderr
        assert b"the output cannot be written" in ended.stderr
        assert b"Traceback" not in ended.stderr
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        gone = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, timeout=PATIENCE, check=False)
    assert (gone.returncode, gone.stderr) == (141, b"")
