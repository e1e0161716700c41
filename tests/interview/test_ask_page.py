"""The page on the interview: its example runs."""

from __future__ import annotations

import re
from pathlib import Path

import derogation
from click.testing import CliRunner
from derogation.commands.ask import ask

PAGE = Path(derogation.__file__).parent / "docs" / "ask.md"


def test_the_script_on_the_page_runs(tmp_path: Path) -> None:
    """Every answer of the example is one that the interview can take."""
    found = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    script, file = tmp_path / "answers.yaml", tmp_path / "case.yaml"
    script.write_text(found[1], encoding="utf-8")
    result = CliRunner().invoke(ask, ["-o", str(file), "--script", str(script)], catch_exceptions=False)
    assert result.exit_code == 0
    profile = derogation.load_profile(file).profile
    assert profile.service.publicly_available is not None
    assert profile.service.publicly_available.source == "terms"
    assert derogation.assess(derogation.load_profile(file)).outcome == "undetermined"
