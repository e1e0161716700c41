"""The words of a case's author set apart from the program's own, so that no sentence of an answer holds any of them.

A model reads an answer as one text, and a file could speak to it ("ignore what you were told"). Nothing in the law or
the engine looks at free text, so the same case with a sign for each text has the same answer; the texts stand in a
table of their own, as data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from msgspec import Struct

from ..cases.defects import fact_at
from ..reading.document import Place

#: Keys whose text the loader checks against a list, or reads as a day or an address of a fact.
CHECKED = {
    "profile",
    "kind",
    "preset",
    "assess_on",
    "interest",
    "grade",
    "choice",
    "on",
    "stated_on",
    "unknown",
    "file",
}
#: Keys of an authority that the loader checks; ``for`` and the like name rules, facts and readings.
OF_AUTHORITIES = {"kind", "for", "against", "bears_on", "on"}
#: Keys that a statement has beside its value: text of its author.
BESIDE = {"source", "note", "by", "because", "why", "id"}
#: Maps whose keys the author chose.
NAMED = ("sources", "parties")


class SetApart(Struct, frozen=True):
    """A profile's data with a sign for each text, and the ``texts`` by their signs."""

    data: dict[str, Any]
    texts: dict[str, str]

    def sign_of(self, text: str) -> str:
        """The sign that stands for a text, in any case of letters; the text itself where the case does not have it."""
        known = {each.casefold(): sign for sign, each in self.texts.items()}
        return known.get(text.casefold(), text)


def set_apart(data: Mapping[str, Any], known: Mapping[str, str] | None = None) -> SetApart:
    """The data of a profile with its free texts set apart; what its author expects of it is left out.

    ``known`` are texts by the signs that another profile has, for one to be compared with it.
    """
    signs: dict[str, str] = {text: sign for sign, text in (known or {}).items()}
    kept = _apart({key: value for key, value in data.items() if key != "expect"}, (), signs)
    return SetApart(cast("dict[str, Any]", kept), {sign: text for text, sign in signs.items()})


def _apart(node: Any, place: Place, signs: dict[str, str]) -> Any:
    if isinstance(node, dict):
        stated = cast("dict[str, Any]", node)
        if place and place[-1] in NAMED and len(place) == 1:
            return {_sign(key, signs): _apart(value, (*place, key), signs) for key, value in stated.items()}
        return {key: _apart(value, (*place, key), signs) for key, value in stated.items()}
    if isinstance(node, list):
        return [_apart(each, (*place, at), signs) for at, each in enumerate(cast("list[Any]", node))]
    if not isinstance(node, str) or not node or _checked(place):
        return node
    return _sign(node, signs)


def _sign(text: str, signs: dict[str, str]) -> str:
    """The sign of a text: a word that may stand wherever a name or a text may."""
    return signs.setdefault(text, f"text-{len(signs) + 1}")


def _checked(place: Place) -> bool:
    """Whether the loader takes no text of its author's choosing here: a value of a fact, a word of a list, a day."""
    last = next((step for step in reversed(place) if isinstance(step, str)), "")
    if place[0] == "authorities":
        return last in OF_AUTHORITIES
    if place[0] in NAMED:
        return last in ("interest", "grade", "on")
    return last in CHECKED or (last not in BESIDE and fact_at(place) is not None)
