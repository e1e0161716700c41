"""What an answer would be if: readings, standpoints and answers to disputes, tried and not stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ...engine.why.results import Assessment
from ...showing.words import worded
from ..models import Matter
from . import attachments
from .answers import Answered, Stance, answered, feature_of
from .documents import Data, text_of, with_fact
from .standing import spec_of

#: The field of a form that supposes an answer to a disputed fact begins so.
FIELD = "fact:"
NOTE = "Supposed to see what it would come to."


class Dispute(Struct, frozen=True):
    """A fact that rests on parties' words: what they say, what it may be supposed to be, and what is supposed now."""

    path: str
    question: str
    said: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    supposed: str


def disputes(found: Assessment, supposed: Mapping[str, Any]) -> tuple[Dispute, ...]:
    """The facts of an assessment that rest on parties' words, those that may decide first."""
    told: list[Dispute] = []
    for fact in sorted(found.disputed_facts, key=lambda each: not each.decisive):
        options = _options(found, fact.path)
        spec = spec_of(fact.path)
        if options and spec is not None:
            said = tuple(f"{each.by} says {worded(each.value, spec)}" for each in fact.positions)
            now = next(
                (
                    key
                    for key, _ in options
                    if fact.path in supposed and _value(key, found, fact.path) == supposed[fact.path]
                ),
                "",
            )
            told.append(Dispute(fact.path, fact.question, said, options, now))
    return tuple(told)


def supposed(form: Mapping[str, Any], found: Assessment) -> dict[str, Any]:
    """What a form supposes of the disputed facts, by their place; only what may be supposed is taken."""
    given: dict[str, Any] = {}
    for fact in found.disputed_facts:
        choice = str(form.get(f"{FIELD}{fact.path}", ""))
        if choice in dict(_options(found, fact.path)):
            given[fact.path] = _value(choice, found, fact.path)
    return given


def tried(matter: Matter, data: Data, feature: str, given: Mapping[str, Any], stance: Stance) -> Answered:
    """The answer as it would be. Raises :class:`BadInput` where what is supposed cannot be, and for a wrong stance."""
    for path, value in given.items():
        data = with_fact(data, feature, path, {"value": value, "note": NOTE})
    cases = attachments.cases_in(matter, text_of(data))
    return answered(feature_of(cases, feature), feature, stance)


def _options(found: Assessment, path: str) -> tuple[tuple[str, str], ...]:
    """What a fact may be supposed to be: yes or no, or what some party says."""
    spec = spec_of(path)
    if spec is None:
        return ()
    if spec.type == "bool":
        return (("yes", "yes"), ("no", "no"))
    fact = next(each for each in found.disputed_facts if each.path == path)
    return tuple((str(at), worded(each.value, spec)) for at, each in enumerate(fact.positions))


def _value(choice: str, found: Assessment, path: str) -> Any:
    if choice in ("yes", "no"):
        return choice == "yes"
    fact = next(each for each in found.disputed_facts if each.path == path)
    return fact.positions[int(choice)].value
