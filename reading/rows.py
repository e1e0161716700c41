"""Typed access to the rows of a document: what is wrong in one is refused with its file, line and place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, NoReturn, TypeVar, cast

from msgspec import Struct

from .document import Document, Place, path_text
from .errors import BadRulebook, Problem

Built = TypeVar("Built")


class Row(Struct, frozen=True):
    """One mapping of a document, and where it stands; getters raise ``BadRulebook`` for a wrong value."""

    document: Document
    place: Place
    data: Mapping[str, Any]

    def refuse(self, message: str, key: str = "") -> NoReturn:
        """Raise ``BadRulebook``, pointing at this row or at one of its keys."""
        place = (*self.place, key) if key else self.place
        raise BadRulebook(Problem(message, self.document.file, self.document.line(place), path_text(place)))

    def only(self, *keys: str) -> None:
        """Refuse keys other than these."""
        for key in self.data:
            if key not in keys:
                self.refuse(f"there is no such key here; known are {', '.join(keys)}", key)

    def text(self, key: str, default: str | None = None, among: Collection[str] = ()) -> str:
        """A text, one of ``among`` if given; ``default`` stands for a missing or null one."""
        value = self.data.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (among and value not in among):
            self.refuse(f"this must be {'one of ' + ', '.join(sorted(among)) if among else 'text'}", key)
        return value

    def day(self, key: str) -> date | None:
        """A date, or ``None`` where the key is missing or null."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, date):
            self.refuse("this must be a date such as 2021-08-02", key)
        return value

    def required_day(self, key: str) -> date:
        """A date that must be there."""
        return self.day(key) or self.refuse("a date is missing", key)

    def flag(self, key: str) -> bool:
        """``true`` or ``false``, required."""
        value = self.data.get(key)
        return value if isinstance(value, bool) else self.refuse("this must be true or false", key)

    def texts(self, key: str, among: Collection[str] = ()) -> tuple[str, ...]:
        """A list of texts, empty where the key is missing."""
        values = cast("list[object]", self._container(key, list))
        texts = tuple(value for value in values if isinstance(value, str) and (not among or value in among))
        if len(texts) != len(values):
            self.refuse(f"each item must be {'one of ' + ', '.join(sorted(among)) if among else 'text'}", key)
        return texts

    def each(self, key: str, build: Callable[[Row], Built]) -> tuple[Built, ...]:
        """One value built from every row of a list, empty where the key is missing."""
        rows = cast("list[object]", self._container(key, list))
        return tuple(build(row_at(self.document, (*self.place, key, at), row)) for at, row in enumerate(rows))

    def items(self, key: str) -> tuple[tuple[str, Row], ...]:
        """The entries of a mapping whose values are rows, empty where the key is missing."""
        rows = cast("dict[str, object]", self._container(key, dict))
        return tuple((name, row_at(self.document, (*self.place, key, name), row)) for name, row in rows.items())

    def mapping(self, key: str) -> Mapping[str, Any]:
        """The mapping at a key, empty where the key is missing."""
        return cast("dict[str, Any]", self._container(key, dict))

    def over(self, defaults: Mapping[str, Any]) -> Row:
        """This row, with ``defaults`` for the keys it lacks."""
        return Row(self.document, self.place, {**defaults, **self.data})

    def _container(self, key: str, kind: type) -> object:
        value = self.data.get(key, kind())
        if not isinstance(value, kind):
            self.refuse("this must be a list" if kind is list else "this must be a mapping", key)
        return value


def row_at(document: Document, place: Place, data: object) -> Row:
    """The mapping at a place of a document as a row; raises ``BadRulebook`` for anything else."""
    if isinstance(data, dict):
        return Row(document, place, cast("dict[str, Any]", data))
    return Row(document, place, {}).refuse("this must be a mapping")
