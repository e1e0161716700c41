"""What the law says, as data, and the code that loads and checks it."""

from __future__ import annotations

from pathlib import Path

from ..engine.case.vocabulary import Vocabulary
from ..engine.law.loader import load_rulebook
from ..engine.law.rulebook import Rulebook
from .citation_styles import citation

HERE = Path(__file__).parent
NAME = "Regulation (EU) 2021/1232"


def rule_files() -> list[Path]:
    """The rule files of the act, in its order."""
    return sorted((HERE / "act").glob("*.yaml"))


def load(vocabulary: Vocabulary, folder: Path | None = None) -> Rulebook:
    """The rulebook, checked against the facts that a profile may state; raises :class:`BadRulebook`.

    ``folder`` holds rule files to be read in place of the program's own, such as an edited copy of them.
    """
    files = rule_files() if folder is None else sorted(folder.glob("*.yaml"))
    return load_rulebook(files, vocabulary, name=NAME, cite=citation)
