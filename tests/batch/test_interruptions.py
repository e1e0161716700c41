"""Runs that are stopped: by Ctrl-C, by a full disk, for want of a package. Nothing that looks complete is left."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from derogation import rulebook
from derogation.batch.columns import Layout, layout_of
from derogation.batch.run import Job, run
from derogation.batch.summary import summary_of, write_summary
from derogation.batch.writing import write_profiles
from derogation.commands.group import derogation
from derogation.reading.errors import BadInput, DerogationError, MissingPackage
from waiting import PATIENCE, attentive, ended, until

FORMATS = ("parquet", "ndjson", "csv")


@cache
def layout() -> Layout:
    return layout_of(rulebook())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve hundred lines, of which one in three hundred is malformed."""
    path = tmp_path_factory.mktemp("source") / "in.ndjson"
    write_profiles(300, 9, path, layout())
    path.write_text((path.read_text() + "{\n") * 4)
    return path


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the undisturbed answers, in every format."""
    folder = tmp_path_factory.mktemp("whole")
    for kind in FORMATS:
        run(rulebook(), Job(source, folder / f"out.{kind}"))
    return folder


def command(source: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "derogation", "batch", str(source), "-o", str(out), *options]


def looks_complete(out: Path) -> list[str]:
    """The files beside an output that somebody could take for it or for its summary."""
    return sorted(path.name for path in out.parent.iterdir() if path.is_file() and "rejects" not in path.name)


def test_ctrl_c_leaves_no_output_and_says_how_to_go_on(source: Path, whole: Path, tmp_path: Path) -> None:
    """Ctrl-C ends a run with exit code 130 and the word on `--resume`, which then ends with the same bytes."""
    out = tmp_path / "out.csv"
    part = tmp_path / "out.csv.parts" / "000000.part"
    with (
        subprocess.Popen(
            command(source, out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, preexec_fn=attentive
        ) as process,
        ended(process),
    ):
        until(lambda: part.exists() or process.poll() is not None, "the first segment")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "interrupted; the same command with --resume goes on" in said
    assert "Traceback" not in said
    assert looks_complete(out) == []
    subprocess.run(command(source, out, "--resume"), check=True, stdout=subprocess.DEVNULL)
    assert out.read_bytes() == (whole / "out.csv").read_bytes()
    assert looks_complete(out) == ["out.csv", "out.csv.summary.json", "out.csv.summary.svg"]


@pytest.mark.parametrize(
    ("kind", "share"),
    [
        ("parquet", 0.05),
        ("csv", 0.999),
        *(
            pytest.param(*each, marks=pytest.mark.long)
            for each in [("parquet", 0.6), ("parquet", 0.999), ("ndjson", 0.6)]
        ),
    ],
)
def test_when_no_more_can_be_written_nothing_looks_complete(
    source: Path, whole: Path, tmp_path: Path, kind: str, share: float
) -> None:
    """When a file cannot grow any more, in a part, at its end or while joining, the run says so and can be resumed."""
    out, size = tmp_path / f"out.{kind}", (whole / f"out.{kind}").stat().st_size
    done = run_limited(source, out, int(size * share))
    assert done.returncode == 6
    assert "error: " in done.stderr
    assert "cannot be written: File too large" in done.stderr
    assert "--resume" in done.stderr
    assert "Traceback" not in done.stderr
    assert looks_complete(out) == []
    run(rulebook(), Job(source, out, resume=True))
    assert out.read_bytes() == (whole / f"out.{kind}").read_bytes()
    assert not Path(f"{out}.parts").exists()


def run_limited(source: Path, out: Path, size: int) -> subprocess.CompletedProcess[str]:
    """Run a batch in a process whose files cannot become larger than ``size`` bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return subprocess.run(
        command(source, out), check=False, capture_output=True, text=True, preexec_fn=limit,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


def test_a_summary_that_cannot_be_written_is_explained(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers that are whole stay; that their summary could not be written is said, and no draft of it is left."""
    job = Job(source, tmp_path / "out.csv")
    summary = summary_of(run(rulebook(), job), rulebook(), job)

    def full(self: Path, *_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DerogationError, match="No space left on device") as caught:
        write_summary(summary, job.output)
    assert "the answers themselves are whole" in str(caught.value)
    assert looks_complete(job.output) == ["out.csv"]


def test_an_input_that_cannot_be_read_is_not_taken_for_a_full_disk(tmp_path: Path) -> None:
    """A file that ceases to be readable is named as such."""
    path = tmp_path / "in.ndjson"
    path.write_text("{}\n")
    path.rename(tmp_path / "moved")
    (tmp_path / "in.ndjson").symlink_to(tmp_path / "in.ndjson")
    with pytest.raises((BadInput, DerogationError), match=r"in\.ndjson"):
        run(rulebook(), Job(path, tmp_path / "out.csv"))


@pytest.mark.parametrize(("options", "missing"), [((), "numpy"), (("--engine", "spark"), "pyspark")])
def test_a_package_that_is_missing_is_named_with_the_line_to_type(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], missing: str
) -> None:
    """Without the extra a command says which package is missing and how to install it, and leaves nothing."""
    monkeypatch.setitem(sys.modules, missing, None)
    arguments = ["batch", str(source), "-o", str(tmp_path / "out.csv"), *options]
    with pytest.raises(MissingPackage, match=f"needs the package {missing}") as caught:
        CliRunner().invoke(derogation, arguments, catch_exceptions=False)
    assert f'pip install "derogation[{"spark" if options else "batch"}]"' in str(caught.value)
    assert list(tmp_path.iterdir()) == []
