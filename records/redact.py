"""Withholds facts from a record: their commitments stay in their place, so that it verifies as before.

Whatever quotes a withheld fact is withheld too. What is said of it by name (its path, its question, its value and note
as they stand in the profile) is looked for in every text; and a part of the answer that rests on it (a condition, a
finding) keeps its status and loses its words. Titles, provisions and statuses are of the rules, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, cast

from ..cases.vocabulary import vocabulary
from ..reading.document import path_steps
from ..reading.errors import BadInput, Problem
from ..showing.words import wording
from . import verify_record as v
from .make import canonical_bytes

Data = dict[str, Any]

#: Keys of the answer whose text is of the rules or a word of a closed list, and quotes no fact.
OF_RULES = frozenset(
    "schema version rule provision citation title status kind on outcome covered covered_on_record needed id chosen by "  # noqa: SIM905
    "celex eli act rulebook_digest method".split()
)
#: Digests of all the facts: from them a withheld one could be found by trying its values.
DIGESTS = ("/profile_digest",)


def redacted(record: Data, paths: Collection[str]) -> bytes:
    """The record without the facts at these paths of the profile, as bytes; what is withheld already stays so.

    A path names a fact, or a part with all that is in it (``service.numbering``). Raises :class:`BadInput` for one at
    which nothing is stated.
    """
    facts = v.disclosed(record["facts"], "facts")
    pointers = {path: f"/profile/{'/'.join(map(str, _steps(path)))}" for path in paths}
    for path, pointer in pointers.items():
        if not any(not isinstance(leaf, str) and _within(leaf[0], pointer) for leaf in facts):
            hint = "`derogation record show` lists what it states."
            raise BadInput(Problem("the record states nothing there", path=path, hint=hint))
    hidden = tuple(pointers.values())
    tells = _tells(facts, hidden, paths)
    resting = _resting(record["answer"], tells, tuple(paths))
    told: Data = {}
    for name in v.PARTS:
        found: list[Any] = []
        for leaf in v.disclosed(record[name], name):
            if isinstance(leaf, str):
                found.append(leaf)
                continue
            pointer, value, salt = leaf
            if name == "facts":
                gone = any(_within(pointer, each) for each in hidden) or _quotes(value, tells)
            else:
                gone = pointer in DIGESTS or any(_within(pointer, each) for each in resting) or _quotes(value, tells)
            found.append(v.commitments([leaf])[0] if gone else [pointer, value, salt])
        told[name] = {"leaves": found}
    return canonical_bytes({**told, "body": record["body"], "signature": record["signature"]})


def _steps(path: str) -> tuple[str | int, ...]:
    try:
        return path_steps(path)
    except ValueError as error:
        raise BadInput(Problem(str(error), path=path)) from None


def _within(pointer: str, whole: str) -> bool:
    return pointer == whole or pointer.startswith(f"{whole}/")


def _tells(facts: list[Any], hidden: tuple[str, ...], paths: Collection[str]) -> tuple[re.Pattern[str], ...]:
    """What gives a withheld fact away in a text: its path, its question, its words, and texts and days stated of it."""
    words: set[str] = set(paths)
    for leaf in facts:
        if not isinstance(leaf, str) and any(_within(leaf[0], each) for each in hidden) and isinstance(leaf[1], str):
            words.add(leaf[1])
    known = vocabulary()
    for path in paths:
        generic = _generic(path)
        for fact, spec in known.facts.items():
            if fact == generic or fact.startswith(f"{generic}."):
                words.add(spec.question)
                words |= {text for text in wording().facts.get(fact, {}).values() if "{" not in text}
                words.add(fact)
    long = [word for word in sorted(words) if len(word) > 3]
    return tuple(re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE) for word in long)


def _generic(path: str) -> str:
    """The path by which rules speak of a fact, whichever technology states it."""
    if path.startswith("every_technology."):
        return f"technology.{path.removeprefix('every_technology.')}"
    plain = path.replace("technologies.known[", "technologies[").replace("reports.known[", "reports[")
    try:
        return vocabulary().address(plain).generic
    except LookupError:
        return path


def _quotes(value: Any, tells: tuple[re.Pattern[str], ...]) -> bool:
    """Whether a leaf, or a text or key in it where it is a map or list, gives a withheld fact away."""
    return any(tell.search(text) for text in _texts(value) for tell in tells)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        stated = cast("Data | list[Any]", value)
        for inner in [*stated, *stated.values()] if isinstance(stated, dict) else stated:
            yield from _texts(inner)


def _resting(part: Data, tells: tuple[re.Pattern[str], ...], paths: tuple[str, ...]) -> set[str]:
    """The pointers of all words of entries of the answer that name a withheld fact in one of their leaves."""
    found = [leaf for leaf in v.disclosed(part, "answer") if not isinstance(leaf, str)]
    entries = {_entry(leaf[0]) for leaf in found if _quotes(leaf[1], tells) or set(_texts(leaf[1])) & set(paths)}
    gone = {pointer for pointer, value, _ in found if _entry(pointer) in entries and _words(pointer, value)}
    if entries:  # the answer's own sentences are made of whatever decides
        gone |= {pointer for pointer, value, _ in found if pointer.startswith("/answer/") and _words(pointer, value)}
    return gone


def _entry(pointer: str) -> str:
    """The entry of a list at the top of the answer in which a leaf stands: ``/conditions/3``."""
    return "/".join(pointer.split("/")[:3])


def _words(pointer: str, value: Any) -> bool:
    key = pointer.rpartition("/")[2]
    return key not in OF_RULES and (not isinstance(value, list | dict) or any(_texts(value)))
