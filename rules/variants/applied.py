"""A rulebook with the changes of a variant made to it: the rules of the act, those changed, those added."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from datetime import date
from functools import cache
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from ...engine.case.vocabulary import Vocabulary
from ...engine.law.loader import rulebook_of
from ...engine.law.rulebook import Rulebook
from ...reading.document import Document, Place, read_file
from ...reading.errors import BadRulebook, Problem
from ...reading.values import did_you_mean
from .. import rule_files
from ..acts import load_acts, load_periods
from ..citation_styles import citation
from .model import PERIOD, Change, Variant

#: Before every outcome under a variant.
WOULD_BE = "would_be_"
DRAFT = "draft"
KEYS = {"rules": "rule", "definitions": "define", "readings": "reading"}


class Form(Struct, frozen=True):
    """What one side makes of one rule (or of its period): a change of this variant."""

    variant: Variant
    change: Change | None = None


class Cite(Struct, frozen=True):
    """How provisions are cited where those of a draft, which have no number known here, go by its name."""

    draft: str

    def __call__(self, provision: str) -> str:
        return self.draft if provision == DRAFT else citation(provision)


@cache
def act_documents() -> tuple[Document, ...]:
    """The rule files of the program, read once."""
    return tuple(read_file(path, error=BadRulebook, name=f"rules/act/{path.name}") for path in rule_files())


def forms_of(variant: Variant | None) -> dict[str, Form]:
    """What a variant changes, by name of rule, its period among them; nothing where there is none."""
    if variant is None:
        return {}
    return {PERIOD: Form(variant), **{rule: Form(variant, change) for rule, change in variant.changes.items()}}


def rulebook_with(
    forms: Mapping[str, Form],
    vocabulary: Vocabulary,
    *,
    also_as_long_as_the_act: bool = False,
    name: str = "",
    cite: str = "",
) -> Rulebook:
    """The rulebook of the program with these changes made to it, outcomes under the names that the act's have.

    With ``also_as_long_as_the_act`` the variant is taken to apply on its own days and on those of the act.
    Raises :class:`BadRulebook` for a change of a rule that does not exist and for what the loader refuses.
    """
    base = [copy(document) for document in act_documents()]
    order = [str(rule["rule"]) for document in base for rule in document.data.get("rules", [])]
    by_id = {str(rule["rule"]): rule for document in base for rule in document.data.get("rules", [])}
    added: dict[str, list[tuple[Document, Place, Mapping[str, Any]]]] = {key: [] for key in KEYS}
    gone: dict[str, set[str]] = {key: set() for key in KEYS}
    for rule, form in forms.items():
        if rule == PERIOD:
            base = [_of_act(document, form.variant.of) for document in base]
            definitions = _period(form.variant, also_as_long_as_the_act)
            added["definitions"] += [(form.variant.document, (PERIOD,), each) for each in definitions]
            if form.variant.kind == "hypothesis":
                added["rules"].append((form.variant.document, (), UNREAD))
            continue
        assert form.change is not None
        if form.change.change != "absent":
            added["rules"].append((form.variant.document, form.change.place, _rule(form, by_id.get(rule))))
        elif rule not in by_id:
            _unknown(form, by_id)
        gone["rules"].add(rule)
        for key, entries in (("definitions", form.change.define), ("readings", form.change.readings)):
            added[key] += [(form.variant.document, place, each) for place, each in entries]
    for key in ("definitions", "readings"):
        gone[key] |= {str(each[KEYS[key]]) for _, _, each in added[key] if KEYS[key] in each}
    documents = [_without(document, gone) for document in base]
    for variant in dict.fromkeys(form.variant for form in forms.values()):
        documents.append(_additions(variant.document, added))
    found = rulebook_of(
        documents,
        vocabulary,
        name=name or act_documents()[0].data["act"],
        cite=Cite(cite or "the draft"),
        all_used=False,
    )
    rank = {rule: number for number, rule in enumerate(order)}
    return replace(found, rules=tuple(sorted(found.rules, key=lambda rule: rank.get(rule.id, len(rank)))))


def under(variant: Variant, vocabulary: Vocabulary, *, also_as_long_as_the_act: bool = False) -> Rulebook:
    """The rulebook of a variant, in whose words every outcome *would be*."""
    found = rulebook_with(
        forms_of(variant),
        vocabulary,
        also_as_long_as_the_act=also_as_long_as_the_act,
        name=variant.label,
        cite=variant.short,
    )
    verdicts = found.verdicts
    return replace(
        found,
        rules=tuple(replace(rule, outcome=would_be(rule.outcome)) for rule in found.rules),
        verdicts=replace(
            verdicts,
            **{key: would_be(getattr(verdicts, key)) for key in ("passed", "failed", "mixed", "none", "open")},
            order=tuple(would_be(each) for each in verdicts.order),
            titles={would_be(each): f"{variant.short}: {title}" for each, title in verdicts.titles.items()},
            unneeded=tuple(would_be(each) for each in verdicts.unneeded),
            consequences={},
        ),
    )


def would_be(outcome: str) -> str:
    """The name that an outcome has under a variant."""
    return f"{WOULD_BE}{outcome}" if outcome else ""


#: A condition that nothing satisfies and nothing fails: under a hypothesis nothing would be covered.
UNREAD: Mapping[str, Any] = {
    "rule": "conditions_not_read",
    "provision": DRAFT,
    "title": "The conditions that this hypothesis puts in place are those of the act",
    "subject": "provider",
    "holds": {"open": "The conditions themselves were not read; that they are those supposed cannot be said."},
}


def _rule(form: Form, base: Mapping[str, Any] | None) -> dict[str, Any]:
    """A rule as it is after a change."""
    change = form.change
    assert change is not None
    if change.change == "added":
        if base is not None:
            _complain(form, f"the act has a rule {change.rule!r} already", "call it stricter, weaker or altered")
        return {"provision": DRAFT, **change.data, "rule": change.rule}
    if base is None:
        _unknown(form, [str(rule["rule"]) for document in act_documents() for rule in document.data.get("rules", [])])
        raise AssertionError
    kept = {key: value for key, value in base.items() if key not in ("quotes", "valid")}
    if change.change == "open":
        unread = f"Not known of {form.variant.short}: {change.gist[:1].lower()}{change.gist[1:]}"
        kept["holds"] = {"any": [base["holds"], {"open": unread}]}
        return kept
    return {**kept, **change.data}


def _of_act(document: Document, act: str) -> Document:
    """The rules of an act alone: what later acts lay down is left out, and what they cut off goes on."""
    others = [each.key for each in load_acts().values() if each.version and each.key.partition("@")[0] != act]
    gone = {
        str(rule["rule"])
        for rule in document.data.get("rules", [])
        if any(str(rule["provision"]).startswith(f"{other} ") for other in others)
    }
    kept = _without(document, {"rules": gone})
    rules = [_unbounded(rule) for rule in kept.data.get("rules", [])]
    return replace(kept, data={**kept.data, **({"rules": rules} if rules else {})})


def _unbounded(rule: dict[str, Any]) -> dict[str, Any]:
    if rule.get("kind") in ("split", "note"):
        return rule
    return {key: value for key, value in rule.items() if key != "valid"}


def _period(variant: Variant, also_as_long_as_the_act: bool) -> list[dict[str, Any]]:
    """The definitions that say when a variant applies and that its rules decide."""
    spans: list[tuple[date | None, date | None]] = [(variant.first_day, variant.last_day)]
    if also_as_long_as_the_act:
        spans += [(p.first_day, p.last_day) for p in load_periods() if p.act.partition("@")[0] == variant.of]
    ways = [
        {
            "all": [
                *([f"assessed_on from {first}"] if first is not None else []),
                *([f"assessed_on by {last}"] if last is not None else []),
            ]
        }
        for first, last in spans
    ]
    return [
        {
            "define": "derogation_in_force",
            "title": "The derogation would be in force on the day assessed",
            "is": {"any": ways} if all(way["all"] for way in ways) else True,
        },
        {"define": "law_known", "title": "The rules supposed decide", "is": True},
    ]


def _without(document: Document, gone: Mapping[str, Collection[str]]) -> Document:
    """A rule file without some of its rules, definitions and readings; what stays keeps its lines."""
    data = dict(cast("dict[str, Any]", document.data))
    moved: dict[tuple[str, int], int] = {}
    for key, names in gone.items():
        entries = cast("list[dict[str, Any]]", data.get(key, []))
        kept = [number for number, entry in enumerate(entries) if entry.get(KEYS[key]) not in names]
        if len(kept) < len(entries):
            data[key] = [entries[number] for number in kept]
            moved |= {(key, number): -1 for number in range(len(entries))}
            moved |= {(key, number): place for place, number in enumerate(kept)}
    if not moved:
        return document
    lines: dict[Place, int] = {}
    for place, line in document.lines.items():
        to = moved.get(cast("tuple[str, int]", place[:2]))
        if to != -1:
            lines[place if to is None else (place[0], to, *place[2:])] = line
    return Document(document.file, data, lines)


def _additions(document: Document, added: Mapping[str, list[tuple[Document, Place, Mapping[str, Any]]]]) -> Document:
    """What comes from one variant, as a rule file whose lines are those of the variant's file."""
    data: dict[str, Any] = {}
    lines: dict[Place, int] = {(): document.line(()) or 1}
    for key, entries in added.items():
        own = [(place, entry) for source, place, entry in entries if source is document]
        data[key] = [dict(entry) for _, entry in own]
        for number, (place, _) in enumerate(own):
            lines[(key, number)] = document.line(place) or 1
            for prefix in ((*place, "as"), place):
                for at, line in document.lines.items():
                    if at[: len(prefix)] == prefix and len(at) > len(prefix):
                        lines.setdefault((key, number, *at[len(prefix) :]), line)
    return Document(document.file, data, lines)


def _unknown(form: Form, known: Collection[str]) -> None:
    assert form.change is not None
    _complain(form, f"the act has no rule {form.change.rule!r}", did_you_mean(form.change.rule, known))


def _complain(form: Form, message: str, hint: str) -> None:
    assert form.change is not None
    document = form.variant.document
    raise BadRulebook(Problem(message, document.file, document.line(form.change.place), hint=hint))
