"""One rule of exit codes for every command: 2 for a name that means nothing, 3 for a file that is something else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from derogation.commands.failure import report
from derogation.commands.group import derogation as program

NOTHING = "nothing-is-called-so"
#: Commands whose arguments name what is made, or narrow what a desk or folder of one's own holds.
OF_THEIR_OWN = {"desk", "mcp", "generate"}
#: What else a command must be told, so that it comes to the name.
MORE = {
    "ask": ["-o", "out.yaml"],
    "batch": ["-o", "out.parquet"],
    "cases generate": ["--status", "met"],
    "law compare": ["--law", NOTHING],
    "memo": ["-o", "out.md"],
    "proposals sign": ["--by", "A", "--why", "B"],
    "record redact": ["--withhold", "x", "-o", "out.json"],
    "report compare": [NOTHING],
}


def commands(group: click.Group = program, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


NAMING = {
    path: sum(isinstance(each, click.Argument) for each in command.params)
    for path, command in commands()
    if path.split()[0] not in OF_THEIR_OWN and path != "record key new"
}


def code(*arguments: str) -> int:
    done = CliRunner().invoke(program, arguments, standalone_mode=False)
    return done.return_value or 0 if done.exception is None else report(done.exception, arguments)


@pytest.mark.parametrize("path", [path for path, names in NAMING.items() if names])
def test_a_name_that_means_nothing_is_a_word_of_the_command_line(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert code(*path.split(), *[NOTHING] * NAMING[path], *MORE.get(path, [])) == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "path", ["assess", "calendar", "change", "cases show", "lessons check", "readings", "rules diff"]
)
def test_a_file_that_is_not_what_it_should_be_is_bad_input(path: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(b"caf\xe9")
    assert code(*path.split(), str(file)) == 3


def test_json_stays_json_where_a_requirement_is_not_satisfied(capsys: pytest.CaptureFixture[str]) -> None:
    """The answer stands whole on standard output, and what was found in one object on standard error."""
    arguments = ["assess", "gmail", "--engines", "evaluator", "--require", "eligible", "--format", "json"]
    done = CliRunner().invoke(program, arguments, standalone_mode=False)
    assert json.loads(done.stdout)["outcome"] == "undetermined"
    assert done.exception is not None
    assert report(done.exception, arguments) == 1
    told = json.loads(capsys.readouterr().err)
    assert (told["code"], told["message"]) == ("unsatisfied", "required eligible, found undetermined")


def test_folders_and_files_without_rules_are_told_what_to_name(tmp_path: Path) -> None:
    """A folder above the rules names the folder in which they lie; an empty file is called empty."""
    (tmp_path / "act").mkdir()
    (tmp_path / "act" / "a.yaml").touch()
    (tmp_path / "empty.json").touch()
    for source, words in ((tmp_path, f"Did you mean {tmp_path / 'act'}?"), (tmp_path / "empty.json", "is empty")):
        done = CliRunner().invoke(program, ["rules", "diff", str(source)], standalone_mode=False)
        assert words in str(done.exception)
