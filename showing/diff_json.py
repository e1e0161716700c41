"""The JSON form of what two drafts differ by: the contract ``derogation/diff/1``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from .contract import Day, closed, schema_of
from .diff_record import DiffRecord

SCHEMA = "derogation/diff/1"


@closed
class ChangeJson(TypedDict):
    """Something that is stated otherwise."""

    kind: str
    """fact, finding, signature, evidence, position, source, party, reading, day or note."""
    path: str
    """Where it stands; [hashing] is the technology or report of that id."""
    happened: Literal["added", "gone", "changed"]
    """What happened to it."""
    old: str
    """As it was, in words; empty where it was not stated."""
    new: str
    """As it is, in words; empty where it is no longer stated."""
    question: str
    """What a fact answers; empty for what is none."""
    sentence: str
    """The change as a cover note says it."""


@closed
class EffectJson(TypedDict):
    """An outcome or a status that is another."""

    what: Literal["outcome", "status"]
    """Which of the two."""
    subject: str
    """The technology; empty for the case and for the provider's conditions."""
    provision: str
    """The condition's provision, as rules write it; empty for the outcome."""
    title: str
    """The condition in short; empty for the outcome."""
    before: str
    """As it was."""
    after: str
    """As it is."""
    because: list[int]
    """The changes, counted from 0, that alone make it so in the old draft; empty where the search was given up."""
    smallest: bool
    """Whether no smaller set of changes makes it so; else none of these can be left out."""


@closed
class OvertakenJson(TypedDict):
    """A finding that is the same in both drafts, though facts on which it rests are not."""

    path: str
    """Its place in the new draft."""
    finding: str
    """What was found, as a clause."""
    by: str
    """Who signed it; empty where nobody has."""
    on: Day | None
    """The day of the signature."""
    facts: list[str]
    """The facts as they are now, as clauses."""
    paths: list[str]
    """Their places in the new draft."""


@closed
class DraftJson(TypedDict):
    """Two drafts of one case."""

    feature: str
    """The feature of a matter; empty elsewhere."""
    name: str
    """The case's name in the new draft."""
    before: str
    """The outcome before; empty where the old draft has no such feature."""
    after: str
    """The outcome now; empty where the new draft has no such feature."""
    changes: list[ChangeJson]
    """What is stated otherwise."""
    effects: list[EffectJson]
    """What that did."""
    overtaken: list[OvertakenJson]
    """Findings made before a fact on which they rest changed."""


@closed
class DiffJson(TypedDict):
    """What two drafts differ by."""

    schema: Literal["derogation/diff/1"]
    """The name of this contract."""
    old: str
    """What the old draft is called."""
    new: str
    """What the new draft is called."""
    drafts: list[DraftJson]
    """Each case: one, or the features of a matter."""


def diff_data(old: str, new: str, drafts: Sequence[DiffRecord]) -> DiffJson:
    """What two drafts differ by, as plain data."""
    return {
        "schema": SCHEMA,
        "old": old,
        "new": new,
        "drafts": [
            {
                "feature": draft.feature,
                "name": draft.name,
                "before": draft.before,
                "after": draft.after,
                "changes": [
                    {
                        "kind": each.kind,
                        "path": each.path,
                        "happened": each.happened,
                        "old": each.old,
                        "new": each.new,
                        "question": each.question,
                        "sentence": each.sentence,
                    }
                    for each in draft.changes
                ],
                "effects": [
                    {
                        "what": each.what,
                        "subject": each.subject,
                        "provision": each.provision,
                        "title": each.title,
                        "before": each.before,
                        "after": each.after,
                        "because": list(each.because),
                        "smallest": each.smallest,
                    }
                    for each in draft.effects
                ],
                "overtaken": [
                    {
                        "path": each.path,
                        "finding": each.finding,
                        "by": each.by,
                        "on": each.on.isoformat() if each.on else None,
                        "facts": list(each.facts),
                        "paths": list(each.paths),
                    }
                    for each in draft.overtaken
                ],
            }
            for draft in drafts
        ],
    }


def diff_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of the contract."""
    return schema_of(DiffJson, SCHEMA, "What two drafts differ by", rulebook)
