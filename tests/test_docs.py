"""What the documentation shows is what the program does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from derogation.commands import group
from derogation.reading.errors import Unsatisfied

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str, tuple[str, ...]]]:
    """Every command shown in a console block, with the lines that its output must contain."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for page in PAGES:
        for block in BLOCK.findall(page.read_text("utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, *lines = part.rstrip().split("\n")
                found.append((page.name, command, tuple(line for line in lines if line.strip() not in ("", "..."))))
    return found


@pytest.mark.parametrize(("page", "command", "lines"), examples())
def test_examples_print_what_the_page_shows(
    page: str, command: str, lines: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A command shown runs and prints the lines shown, in any layout; a line after ! goes to standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    program, *arguments = shlex.split(command)
    assert program == "derogation", page
    result = CliRunner().invoke(group.derogation, arguments)
    told = result.exception
    assert told is None or isinstance(told, SystemExit | Unsatisfied), told
    unsatisfied = str(told) if isinstance(told, Unsatisfied) else ""  # which the door prints
    printed = {"": " ".join(result.stdout.split()), "!": " ".join(f"{result.stderr} {unsatisfied}".split())}
    for line in lines:
        stream = "!" if line.startswith("! ") else ""
        assert " ".join(line.removeprefix("! ").split()) in printed[stream], (page, command, line)


def test_links_between_pages_lead_somewhere() -> None:
    """No page links to a file that is not there."""
    for page in [*PAGES, *sorted((ROOT / "docs" / "decisions").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_python_example_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The Python lines in the README work as they stand."""
    monkeypatch.chdir(ROOT)
    code = re.search(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert code is not None
    exec(compile(code[1], "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("not_eligible ['3(1)(c)']")


@pytest.mark.parametrize(("page", "number"), [("docs/python.md", 4), ("docs/api.md", 1)])
def test_python_examples_of_the_documentation_run(page: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example on the page works as it stands, by itself."""
    monkeypatch.chdir(ROOT)
    examples = re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(examples) >= number
    for code in examples:
        exec(compile(code, page, "exec"), {})
