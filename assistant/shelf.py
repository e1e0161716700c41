"""The cases that an assistant may read: those that come with the program, and those of one folder, by their names."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from ..api import load_cases
from ..cases.catalogue import SUFFIXES, shipped, shipped_matters
from ..cases.loader import Case
from ..reading.errors import BadInput, Problem
from ..reading.values import did_you_mean


class Shelf(Struct, frozen=True):
    """``folder`` holds a person's own cases; nothing outside it, and no folder below it, is read."""

    folder: Path | None = None

    def files(self) -> dict[str, Path]:
        """The files by the names under which they are asked for."""
        own = sorted(self.folder.iterdir()) if self.folder is not None else []
        kept = {path.stem: path for path in own if path.suffix in SUFFIXES and path.is_file() and not path.is_symlink()}
        return {**shipped(), **shipped_matters(), **kept}

    def case(self, name: str) -> Case:
        """A case by its name; a feature of a matter as ``MATTER#FEATURE``. Raises :class:`BadInput`."""
        named, _, feature = name.partition("#")
        known = self.files()
        if named not in known:
            hint = did_you_mean(named, known) or f"Cases: {', '.join(known)}."
            raise BadInput(Problem("no such case is within reach", name[:200], hint=hint))
        try:
            cases = load_cases(known[named])
        except BadInput as refused:
            hint = "Run `derogation assess` on it: the messages quote it, and so are not passed on."
            message = f"this file cannot be read as a case ({len(refused.problems)} problems)"
            raise BadInput(Problem(message, named, hint=hint)) from None
        if feature in cases:
            return cases[feature]
        hint = f"Name a feature: {', '.join(f'{named}#{each}' for each in cases if each)}."
        raise BadInput(
            Problem("this is a matter, of several cases" if not feature else "no such feature", named, hint=hint)
        )
