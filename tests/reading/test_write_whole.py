"""Files are written whole or not at all, by every command in the same way."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from derogation.commands.group import derogation
from derogation.reading.errors import CannotWrite
from derogation.reading.write_whole import make_folder, whole_file, write_whole

PROFILE = "profile: derogation/profile/1\nname: A case\nassess_on: 2022-01-01\n"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("step", ["replace", "chmod"])
def test_where_writing_fails_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Whichever step fails, the old content stays, no draft lies about, and the reason is said."""
    target = tmp_path / "memo.md"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, step, fail)
    with pytest.raises(CannotWrite, match="No space left") as caught:
        write_whole(target, "new")
    assert caught.value.exit_code == 6
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["memo.md"]


def test_a_block_that_is_left_by_an_error_leaves_nothing(tmp_path: Path) -> None:
    """An interruption in the middle of a long file makes no file, and is passed on as it is."""

    def interrupted() -> None:
        with whole_file(tmp_path / "big.csv") as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert names(tmp_path) == []


def test_of_two_writers_of_one_file_one_is_whole(tmp_path: Path) -> None:
    """Whoever ends last has the file, and no byte of the other stands in it."""
    file = tmp_path / "a.txt"
    with whole_file(file) as first:
        first.write(b"a" * 10_000)
        with whole_file(file) as second:
            second.write(b"b" * 9_000)
            first.write(b"a" * 10_000)
        assert file.read_bytes() == b"b" * 9_000
    assert file.read_bytes() == b"a" * 20_000
    assert list(tmp_path.iterdir()) == [file]


def test_nothing_is_seen_before_the_end(tmp_path: Path) -> None:
    """Until the block ends, a reader finds what the file held before."""
    target = tmp_path / "table.csv"
    target.write_text("old")
    with whole_file(target) as stream:
        stream.write(b"new")
        stream.flush()
        assert target.read_text() == "old"
    assert target.read_text() == "new"


def test_a_new_file_has_the_usual_rights_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    """A file is not more private than others, nor less than the one it replaces; nor is its draft."""
    mask = os.umask(0o022)
    try:
        target = tmp_path / "new.md"
        write_whole(target, b"x")
        assert target.stat().st_mode & 0o777 == 0o644
        target.chmod(0o600)
        with whole_file(target) as stream:
            assert os.fstat(stream.fileno()).st_mode & 0o077 == 0
        assert target.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(mask)


def test_a_link_stays_and_its_file_is_written(tmp_path: Path) -> None:
    """Symbolic links are written through, also where the file is not there yet; a circle of links is refused."""
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.md"
    link.symlink_to("there/real.md")
    for content in ("one", "two"):
        write_whole(link, content)
        assert link.is_symlink()
        assert (tmp_path / "there" / "real.md").read_text() == content
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(CannotWrite, match="circle"):
        write_whole(tmp_path / "a", "x")
    assert (tmp_path / "a").is_symlink()


def test_what_is_read_is_not_written_over(tmp_path: Path) -> None:
    """An input is refused as output under whatever name, a link or another spelling of the path."""
    source = tmp_path / "case.yaml"
    source.write_text("facts")
    (tmp_path / "link.yaml").symlink_to(source)
    os.link(source, tmp_path / "hard.yaml")
    for name in ("case.yaml", "link.yaml", "hard.yaml", "../" + tmp_path.name + "/case.yaml"):
        with pytest.raises(CannotWrite, match="being read"):
            write_whole(tmp_path / name, "verdict", inputs=[tmp_path / "gone.yaml", source])
    assert source.read_text() == "facts"


def test_what_cannot_be_replaced_is_written_straight(tmp_path: Path) -> None:
    """A device stays a device."""
    write_whole(Path("/dev/null"), "x")
    assert not Path("/dev/null").is_file()


def test_a_folder_in_the_way_and_a_folder_that_is_missing_are_named(tmp_path: Path) -> None:
    """The message says what is wrong and what to do."""
    with pytest.raises(CannotWrite, match="this is a folder"):
        write_whole(tmp_path, "x")
    with pytest.raises(CannotWrite, match=r"no such folder(?s:.*)mkdir -p .*nowhere"):
        write_whole(tmp_path / "nowhere" / "memo.md", "x")
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        make_folder(tmp_path / "file" / "below")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everything")
def test_a_protected_file_is_not_replaced(tmp_path: Path) -> None:
    """That its folder would let it be replaced is no right to write it."""
    target = tmp_path / "kept.md"
    target.write_text("old")
    target.chmod(0o400)
    with pytest.raises(CannotWrite, match="write-protected"):
        write_whole(target, "new")


def test_a_name_of_full_length_can_be_written(tmp_path: Path) -> None:
    """The draft does not need a longer name than the file."""
    target = tmp_path / ("n" * 251 + ".csv")
    write_whole(target, "x")
    assert target.read_text() == "x"


@pytest.mark.parametrize(
    ("command", "output"),
    [
        (["timeline", "case.yaml", "-o", "case.yaml"], "case.yaml"),
        (["memo", "./case.md", "-o", "case.md"], "case.md"),
        (["report", "check", "report.yaml", "-o", "report.yaml"], "report.yaml"),
        (["report", "compare", "report.yaml", "other.yaml", "-o", "other.yaml"], "other.yaml"),
        (["report", "template", "--year", "2023", "--fill", "report.yaml", "-o", "report.yaml"], "report.yaml"),
        (["calendar", "./case.ics", "-o", "case.ics"], "case.ics"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_no_command_writes_over_what_it_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], output: str
) -> None:
    """A profile or a report given as input is whole after a slip with -o, and the command says so."""
    monkeypatch.chdir(tmp_path)
    for name in ("case.yaml", "case.md", "case.ics"):
        Path(name).write_text(PROFILE, encoding="utf-8")
    library = Path(__file__).parents[2] / "reports" / "library"
    for name in ("report.yaml", "other.yaml"):
        shutil.copy(next(library.glob("*.yaml")), name)
    before = Path(output).read_bytes()
    result = CliRunner().invoke(derogation, command)
    assert (result.exit_code == 6) or (isinstance(result.exception, CannotWrite))
    assert Path(output).read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))
