"""What every reader of reports needs: the tree it reads, and the problems it notes by file, line and path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, cast

from msgspec import Struct, field

from ..reading.document import Place, path_text
from ..reading.errors import Problem
from . import values


class Tree(Struct, frozen=True):
    """Plain data, the name shown for its file, and where (file and line) each path was written."""

    file: str
    data: Any
    locate: Callable[[Place], tuple[str, int | None]]


class Reading(Struct):
    """A tree being read, and the problems found so far; every method notes what it cannot read."""

    tree: Tree
    problems: list[Problem] = field(default_factory=list[Problem])

    def wrong(self, path: Place, message: str, hint: str) -> None:
        file, line = self.tree.locate(path)
        self.problems.append(Problem(message, file, line, path_text(path), hint))

    def mapping(self, raw: object, path: Place, allowed: Sequence[str] | None) -> Mapping[str, Any]:
        """``raw`` as a mapping, empty where there is nothing; keys outside ``allowed`` are problems."""
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            hint = f"Write a mapping of {', '.join(allowed)}." if allowed else "Write a mapping."
            self.wrong(path, "a mapping is expected here", hint)
            return {}
        found = cast("dict[str, Any]", raw)
        for key in found:
            if allowed is not None and key not in allowed:
                self.wrong((*path, key), f'there is no entry "{clip(key)}" here', suggest(key, allowed))
        return found

    def read(self, raw: object, path: Place, reader: Callable[[object], Any], default: Any = None) -> Any:
        """``raw`` read by a function of ``values``; ``default`` where it is absent or cannot be read."""
        if raw is None or raw == "":
            return default
        try:
            return reader(raw)
        except values.UnreadableError as problem:
            self.wrong(path, problem.message, problem.hint)
            return default

    def text(self, raw: object, path: Place) -> str:
        return self.read(raw, path, values.text, "")

    def choice(self, raw: object, path: Place, allowed: Sequence[str], default: Any = None) -> Any:
        if raw is None or raw == "":
            return default
        if isinstance(raw, str) and raw in allowed:
            return raw
        nearest = _nearest(str(raw), allowed)
        hint = (
            f"Did you mean {nearest}?"
            if nearest
            else "Write the one that fits best; the report's own words are a note."
        )
        self.wrong(path, f'"{clip(str(raw))}" is not one of {", ".join(allowed)}', hint)
        return default

    def entries(self, raw: object, path: Place) -> list[Any]:
        """``raw`` as a list, empty where there is nothing."""
        if raw is None or isinstance(raw, list):
            return cast("list[Any]", raw or [])
        self.wrong(path, "a list is expected here", "Begin each entry with a dash.")
        return []


def suggest(key: str, allowed: Sequence[str]) -> str:
    nearest = _nearest(key, allowed)
    return f"Did you mean {nearest}?" if nearest else f"Possible here: {', '.join(allowed)}."


def _nearest(key: str, allowed: Sequence[str]) -> str:
    """The known word nearest to a word, capitals aside; empty where none is near."""
    return next(iter(get_close_matches(key.casefold().replace(" ", "_"), allowed, n=1, cutoff=0.6)), "")


def clip(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
