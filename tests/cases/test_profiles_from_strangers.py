"""Profiles that somebody else wrote: they read no file of the reader's, and cost bounded time and memory."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
import pytest
from derogation import api
from derogation.cases.loader import Case, load_case, read_case
from derogation.cases.profile import MAX_TECHNOLOGIES
from derogation.commands.common import checked_party
from derogation.engine.days.timeline import timeline
from derogation.reading.document import MAX_PROBLEMS
from derogation.reading.errors import BadInput, Problem

HEAD = "profile: derogation/profile/1\nname: A stranger\n"
REPORT = Path(api.__file__).parents[1] / "reports" / "library" / "google-2025.yaml"
SECRET = "password: hunter2\n"


def problems(text: str, files: Path | None = None) -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as refused:
        read_case(f"{HEAD}{text}", files=files)
    return refused.value.problems


def naming(file: str) -> str:
    return f"reports: [{{file: {file!r}}}]"


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a report in it, and a secret beside it."""
    (tmp_path / "secret.yaml").write_text(SECRET)
    mine = tmp_path / "mine"
    (mine / "reports").mkdir(parents=True)
    (mine / "reports" / "ours.yaml").write_bytes(REPORT.read_bytes())
    (mine / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (mine / "inside.yaml").symlink_to(mine / "reports" / "ours.yaml")
    (mine / "loop.yaml").symlink_to(mine / "loop.yaml")
    (mine / "up").symlink_to(tmp_path)
    return mine


@pytest.mark.parametrize(
    "file", ["../secret.yaml", "reports/../../secret.yaml", "link.yaml", "up/secret.yaml", "/etc/passwd", "/dev/zero"]
)
def test_a_profile_names_no_file_outside_its_folder(folder: Path, file: str) -> None:
    """Neither upwards, nor by an absolute name, nor through a link; and nothing of the file is quoted."""
    (problem,) = problems(naming(file), folder)
    assert "does not lie in the folder of the profile" in problem.message
    assert problem.path == "reports[0].file"
    assert "hunter2" not in str(problem)
    assert "password" not in str(problem)


@pytest.mark.parametrize("file", ["../nothing.yaml", "/nothing/at/all", "../" * 40 + "etc/passwd"])
def test_whether_a_file_outside_is_there_is_not_said(folder: Path, file: str) -> None:
    """The same words for a file that is there and one that is not."""
    assert "does not lie in the folder" in problems(naming(file), folder)[0].message


@pytest.mark.parametrize("file", ["nothing.yaml", "loop.yaml", "a" * 5000, "reports"])
def test_what_is_no_file_inside_is_said_to_be_none(folder: Path, file: str) -> None:
    """Missing, a circle of links, a name longer than any file's, a folder."""
    assert "there is no report file" in problems(naming(file), folder)[0].message


@pytest.mark.parametrize("file", ["reports/ours.yaml", "inside.yaml", "./reports/../inside.yaml", "google-2025"])
def test_files_below_the_folder_and_the_library_are_read(folder: Path, file: str) -> None:
    """Wherever a link stands, what counts is where it leads."""
    assert read_case(f"{HEAD}{naming(file)}", files=folder).reports


def test_a_profile_from_elsewhere_names_no_file_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder of its own only the library is read, even where the working directory has the file."""
    (tmp_path / "ours.yaml").write_bytes(REPORT.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert "is not read" in problems(naming("ours.yaml"))[0].message
    assert read_case(f"{HEAD}{naming('google-2025')}").reports
    (tmp_path / "case.yaml").write_text(f"{HEAD}{naming('ours.yaml')}")
    assert load_case("case.yaml").reports


# --- parties ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiktok() -> Case:
    from derogation.cases.catalogue import shipped

    return load_case(shipped()["tiktok-direct-messages"])


@pytest.mark.parametrize("name", ["TikTok", "tiktok", " TIKTOK "])
def test_a_party_is_found_whatever_the_case_of_its_letters(tiktok: Case, name: str) -> None:
    """In Python as on the command line; the answer bears the name as the case spells it."""
    result = api.assess(tiktok, standpoint=name)
    assert (result.outcome, result.standpoint) == ("not_needed", "TikTok")
    assert checked_party(tiktok, name) == "TikTok"


@pytest.mark.parametrize("name", ["TikTock", "Nobody", ""])
def test_a_party_that_there_is_not_is_refused(tiktok: Case, name: str) -> None:
    """It would get the answer of nobody as its own."""
    with pytest.raises(BadInput, match="takes no position in this case") as refused:
        api.assess(tiktok, standpoint=name)
    assert "TikTok" in refused.value.problems[0].hint
    with pytest.raises(click.UsageError, match="takes no position in this case"):
        checked_party(tiktok, name)


def test_the_engine_itself_takes_no_misspelt_party(tiktok: Case) -> None:
    """Whoever calls a part of the engine cannot get round it."""
    from derogation import rulebook

    day = tiktok.profile.assess_on
    assert day is not None
    with pytest.raises(BadInput, match="is spelt 'TikTok'"):
        timeline(rulebook(), tiktok.engine_facts(), day, day, standpoint="tiktok")


# --- time and memory -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("".join(f"k{n}: 1\n" for n in range(3000)), "and 2,950 more problems"),
        (f"technologies: [{', '.join(f'{{id: a{n}}}' for n in range(MAX_TECHNOLOGIES + 1))}]", "at most 100 are read"),
        (f"reports: [{', '.join(['{year: 2022}'] * 1001)}]", "at most 1,000 are read"),
        (f"parties: {{{', '.join(f'P{n}: {{}}' for n in range(201))}}}", "at most 200 are read"),
        (f"parties: {{{', '.join(f'P{n}: {{interest: x}}' for n in range(100))}}}", "no interest"),
    ],
)
def test_more_than_anyone_needs_is_refused(text: str, says: str) -> None:
    """Lists, parties and defects are bounded, so that no profile takes minutes to be refused."""
    found = problems(text)
    assert len(found) <= MAX_PROBLEMS + 1
    assert says in found[-1].message


@pytest.mark.parametrize("day", [date.min, date.max, date(1899, 12, 31), datetime(2024, 6, 3)])
def test_a_day_at_the_end_of_the_calendar_is_refused_in_python(tiktok: Case, day: date) -> None:
    """As on the command line and in a profile: no day comes before the first or after the last."""
    for ask in (
        lambda: api.assess(tiktok, day),
        lambda: api.timeline(tiktok, day, date(2025, 1, 1)),
        lambda: api.calendar(tiktok, date(2021, 1, 1), day),
    ):
        with pytest.raises(BadInput):
            ask()
