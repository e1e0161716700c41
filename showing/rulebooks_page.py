"""Two versions of the rulebook as a page and as JSON (``derogation/rulebook-diff/1``)."""

from __future__ import annotations

from typing import Any, Literal, cast

from msgspec.structs import asdict
from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..rules.citation_styles import pinpoints
from .contract import closed, schema_of
from .document import Block, Document, Heading, Listing, Paragraph
from .rulebooks_record import CaseChange, RulebookDiff, RuleChange
from .words import listed, sentence

SCHEMA = "derogation/rulebook-diff/1"


@closed
class RuleChangeJson(TypedDict):
    """Something of the rulebook that is another."""

    kind: Literal["rule", "definition", "reading", "series", "verdicts"]
    """What it is."""
    name: str
    """Its name."""
    provision: str
    """The provision of a rule, as rules write it; empty for others."""
    title: str
    """What a rule says, in short; empty for others."""
    happened: Literal["added", "gone", "changed"]
    """What happened to it."""
    what: list[str]
    """Of a rule that changed, which parts of it."""


@closed
class StatusChangeJson(TypedDict):
    """A condition whose status is another."""

    provision: str
    """Its provision, as rules write it."""
    subject: str
    """The technology; empty for the provider's conditions."""
    before: str
    """Its status before; empty where there was no such rule."""
    after: str
    """Its status now; empty where there is no such rule."""


@closed
class CaseChangeJson(TypedDict):
    """A case that comes out otherwise."""

    name: str
    """The case."""
    before: str
    """The outcome before."""
    after: str
    """The outcome now."""
    statuses: list[StatusChangeJson]
    """The conditions whose status is another."""
    by: list[str]
    """The changed rules that alone make some of it so; empty where only all together do."""


@closed
class RulebookDiffJson(TypedDict):
    """What two versions of the rulebook differ by."""

    schema: Literal["derogation/rulebook-diff/1"]
    """The name of this contract."""
    old: str
    """SHA-256 of the old rulebook."""
    new: str
    """SHA-256 of the new one."""
    changes: list[RuleChangeJson]
    """What is another."""
    looked_at: int
    """How many cases were assessed under both."""
    cases: list[CaseChangeJson]
    """Those that come out otherwise."""


def rulebooks_data(diff: RulebookDiff) -> RulebookDiffJson:
    """The differences as plain data."""
    keys = ("provision", "subject", "before", "after")
    return {
        "schema": SCHEMA,
        "old": diff.old,
        "new": diff.new,
        "changes": [cast("RuleChangeJson", {**asdict(each), "what": list(each.what)}) for each in diff.changes],
        "looked_at": diff.looked_at,
        "cases": [
            {
                "name": each.name,
                "before": each.before,
                "after": each.after,
                "statuses": [
                    cast("StatusChangeJson", dict(zip(keys, status, strict=True))) for status in each.statuses
                ],
                "by": list(each.by),
            }
            for each in diff.cases
        ],
    }


def rulebooks_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of the contract."""
    return schema_of(RulebookDiffJson, SCHEMA, "What two versions of the rulebook differ by", rulebook)


def rulebooks_document(old: str, new: str, diff: RulebookDiff, rulebook: Rulebook) -> Document:
    """The page: which rules are others, and in which cases it shows."""
    return Document(f"Changes of the rules from {old} to {new}", tuple(_blocks(diff, rulebook)))


def _blocks(diff: RulebookDiff, rulebook: Rulebook) -> list[Block]:
    if not diff.changes:
        same = diff.old == diff.new
        return [Paragraph("The rules are the same." if same else "The rules say the same in other words or order.")]
    blocks: list[Block] = [Listing(tuple(_change(each, rulebook) for each in diff.changes))]
    if not diff.cases:
        blocks.append(Paragraph(f"It shows in none of {diff.looked_at} cases."))
        return blocks
    blocks.append(Heading(f"It shows in {len(diff.cases)} of {diff.looked_at} cases"))
    blocks.append(Listing(tuple(_case(each, rulebook) for each in diff.cases)))
    return blocks


def _change(each: RuleChange, rulebook: Rulebook) -> str:
    if each.kind != "rule":
        return sentence(f"{each.kind} {each.name} is {each.happened}")
    what = f": {listed(each.what)}" if each.what else ""
    return sentence(f"{rulebook.cite(each.provision)}, {each.title} ({each.name}): {each.happened}{what}")


def _case(each: CaseChange, rulebook: Rulebook) -> str:
    outcome = f"{each.after}, before {each.before}" if each.after != each.before else f"{each.after} as before"
    groups: dict[tuple[str, str, str], list[str]] = {}
    for provision, unit, before, after in each.statuses:
        groups.setdefault((unit, before, after), []).append(provision)
    order = [rule.provision for rule in rulebook.of_kind("condition")]
    told = [
        f"{pinpoints(provisions, order, cite=rulebook.cite)}{f' [{unit}]' if unit else ''} "
        f"{(after or 'no rule').replace('_', ' ')}, before {(before or 'no rule').replace('_', ' ')}"
        for (unit, before, after), provisions in groups.items()
    ]
    by = f"; by {listed(each.by)}" if each.by else "; by the changes together"
    return f"{each.name}: {'; '.join([outcome.replace('_', ' '), *told])}{by}."
