"""Facts that are missing or in dispute, as JSON, with whom to ask and what parties say."""

from __future__ import annotations

from typing_extensions import TypedDict

from ..engine.case.facts import Standing
from ..engine.why.results import DisputedFact, MissingFact
from .contract import Value, closed


@closed
class MissingJson(TypedDict):
    """An unknown fact on which the outcome may turn."""

    path: str
    """Its place in the profile."""
    question: str
    """What would have to be asked."""
    provisions: list[str]
    """The provisions for which it matters."""
    who: str
    """Who can supply it."""
    standing: Standing
    """Why it is not known."""


@closed
class PositionJson(TypedDict):
    """What one party says of a disputed fact."""

    by: str
    """The party."""
    value: Value
    """The value that it gives."""
    because: str
    """Its reason."""
    source: str
    """The source that the profile names for it."""
    inferred: bool
    """Whether the author of the profile infers it from what the party says."""


@closed
class DisputedJson(TypedDict):
    """A fact that parties contest, or that rests on one party's word."""

    path: str
    """Its place in the profile."""
    question: str
    """The question in dispute."""
    positions: list[PositionJson]
    """Who says what."""
    decisive: bool
    """Whether the outcome may turn on it."""
    standing: Standing
    """What the positions come to."""


def missing_data(missing: MissingFact) -> MissingJson:
    """A fact that is missing, whom to ask, and what it matters for."""
    return {
        "path": missing.path,
        "question": missing.question,
        "provisions": list(missing.provisions),
        "who": missing.who,
        "standing": missing.standing,
    }


def disputed_data(disputed: DisputedFact) -> DisputedJson:
    """A fact that parties dispute, with each position."""
    return {
        "path": disputed.path,
        "question": disputed.question,
        "positions": [
            {
                "by": position.by,
                "value": position.value,
                "because": position.because,
                "source": position.source,
                "inferred": position.inferred,
            }
            for position in disputed.positions
        ],
        "decisive": disputed.decisive,
        "standing": disputed.standing,
    }
