"""Reads a matter's file into its features, each a case, with the place in the file of every defect."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from pydantic import ValidationError

from ...engine.law.rulebook import Rulebook
from ...reading.document import Document, read_file, read_text
from ...reading.errors import BadInput, NoSuchName, Problem
from ...reading.values import did_you_mean, shown
from ..defects import problems_of
from ..loader import Case, case_of
from .across import Part, cross
from .drafts import Draft
from .expand import Override, expand
from .model import MATTER_FORMAT, MatterFile


class Matter(Struct, frozen=True):
    """A matter as read: its features, each a case, by their ids and in their order, and what these override."""

    file: MatterFile
    document: Document
    features: Mapping[str, Case]
    overrides: tuple[Override, ...] = ()

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def digest(self) -> str:
        """SHA-256 of the matter's data, whatever the order of its keys and the layout of its file."""
        text = json.dumps(self.document.data, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def feature(self, name: str) -> Case:
        """The case of one feature. Raises :class:`BadInput` naming those that there are."""
        if name in self.features:
            return self.features[name]
        near = did_you_mean(name, self.features)
        hint = f"{near} Features: {', '.join(self.features)}.".strip()
        raise NoSuchName(Problem(f"the matter has no feature {name!r}", self.document.file, hint=hint))


def is_matter(document: Document) -> bool:
    """Whether a document says that it is a matter."""
    data: object = document.data
    return isinstance(data, dict) and "matter" in data and "profile" not in data


def load_matter(path: str | Path, rulebook: Rulebook, *, name: str | None = None) -> Matter:
    """Read a matter from a YAML or JSON file; it may name report files in its folder and below.

    Raises :class:`BadInput` naming file, line, path and remedy of every defect found.
    """
    return matter_of(read_file(path, name=name), rulebook, Path(path).parent)


def read_matter(text: str | bytes, rulebook: Rulebook, file: str = "<text>", files: Path | None = None) -> Matter:
    """Read a matter from text; ``files`` is the folder whose report files it may name. Raises :class:`BadInput`."""
    return matter_of(read_text(text, file), rulebook, files)


def matter_of(document: Document, rulebook: Rulebook, files: Path | None = None) -> Matter:
    """Validate a document as a matter and make its cases; raises :class:`BadInput`."""
    data: object = document.data
    if not isinstance(data, dict):
        hint = f"Begin with `matter: {MATTER_FORMAT}` and `name: ...`, each on a line of its own."
        message = f"a matter is a map of keys to values, not {shown(data)}"
        raise BadInput(Problem(message, document.file, document.line(()) or 1, hint=hint))
    try:
        matter = MatterFile.model_validate(data)
    except ValidationError as error:
        raise BadInput(*problems_of(error, document)) from None
    drafts: list[Draft] = []
    overrides: list[Override] = []
    problems: list[Problem] = []
    for index in range(len(matter.features)):
        draft, overridden, wrong = expand(matter, document, index)
        drafts.append(draft)
        overrides += overridden
        problems += wrong
    _refuse(problems)
    features = list(zip(matter.features, drafts, strict=True))
    parts = [Part(feature, draft, case) for (feature, draft), case in zip(features, _cases(drafts, files), strict=True)]
    if len(parts) > 1:
        _refuse(cross(matter, parts, rulebook))
        for part, case in zip(parts, _cases(drafts, files), strict=True):
            part.case = case
    return Matter(matter, document, {part.feature.id: part.case for part in parts}, tuple(overrides))


def _cases(drafts: list[Draft], files: Path | None) -> list[Case]:
    found: list[Case] = []
    problems: list[Problem] = []
    for draft in drafts:
        with _collecting(problems, draft):
            found.append(case_of(draft.document(), files))
    _refuse(problems)
    return found


@contextmanager
def _collecting(problems: list[Problem], draft: Draft) -> Generator[None]:
    """Keep what is wrong with one feature, so that all are told at once."""
    try:
        yield
    except BadInput as refused:
        problems += [draft.in_matter(problem) for problem in refused.problems]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise BadInput(*sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0))
