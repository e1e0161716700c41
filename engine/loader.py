"""Loads rule files into a rulebook and checks them: every defect is reported with file, line, rule and remedy."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from . import terms as t
from .errors import BadRulebook, Problem
from .facts import Entity, Items, Statement
from .language import Parser, Place, fail_if
from .reasons import long_date
from .rulebook import KINDS, Choice, Reading, Rule, Rulebook, Verdicts
from .source import Document, path_text, read_file
from .vocabulary import FactSpec, FactType, ListSpec, Vocabulary

FILE_KEYS = {"act", "title", "definitions", "rules", "readings", "series", "verdicts"}
RULE_KEYS = {
    "rule", "kind", "provision", "title", "subject", "applies", "holds", "relief", "outcome", "burden", "quotes",
    "because", "authority", "note", "valid",
}  # fmt: skip
STATUSES = ("met", "not_met", "relieved", "not_applicable", "undetermined")


@dataclass(slots=True)
class _Draft:
    """What has been read so far."""

    vocabulary: Vocabulary
    documents: Sequence[Document]
    problems: list[Problem] = field(default_factory=list[Problem])
    readings: dict[str, Reading] = field(default_factory=dict[str, Reading])
    series: dict[str, Items] = field(default_factory=dict[str, Items])
    defined: dict[str, tuple[Document, Place, dict[str, Any]]] = field(
        default_factory=dict[str, tuple[Document, Place, dict[str, Any]]]
    )
    terms: dict[str, t.Named] = field(default_factory=dict[str, t.Named])
    underway: list[str] = field(default_factory=list[str])
    used: set[str] = field(default_factory=set[str])

    def complain(self, document: Document, place: Place, message: str, hint: str = "") -> None:
        self.problems.append(Problem(message, document.file, document.line(place), path_text(place), hint))

    def parser(self, document: Document) -> Parser:
        choices = {name: tuple(c.id for c in reading.choices) for name, reading in self.readings.items()}
        return Parser(self.vocabulary, document, self.define, tuple(self.defined), choices, self.problems)

    def define(self, name: str) -> t.Named | None:
        """The term of a definition, parsed on first use; a definition that rests on itself is a defect."""
        self.used.add(name)
        if name in self.terms:
            return self.terms[name]
        if name not in self.defined:
            return None
        document, place, data = self.defined[name]
        if name in self.underway:
            circle = " -> ".join([*self.underway[self.underway.index(name) :], name])
            self.complain(document, place, f"the definition rests on itself: {circle}", "break the circle")
            return t.Named(name, name, t.TRUE)
        self.underway.append(name)
        child = self.parser(document).condition(data.get("is"), (*place, "is"), ("*",))
        self.underway.pop()
        term = t.Named(name, str(data.get("title", name)), child, self.ordered(t.scopes(child)))
        self.terms[name] = term
        return term

    def ordered(self, items: Iterable[str]) -> tuple[str, ...]:
        order = [spec.item for spec in self.vocabulary.lists.values()]
        return tuple(sorted(items, key=order.index))


def load_rulebook(
    paths: Iterable[str | Path],
    vocabulary: Vocabulary,
    *,
    name: str = "",
    cite: Callable[[str], str] = str,
) -> Rulebook:
    """Read rule files as one rulebook; ``cite`` turns a provision's path into the citation that lawyers use.

    Raises :class:`BadRulebook` with every defect found: unknown facts, wrong types, unreachable branches, missing
    provisions, overlapping validity, unknown readings or definitions.
    """
    documents = [read_file(path, error=BadRulebook) for path in paths]
    return rulebook_of(documents, vocabulary, name=name, cite=cite)


def rulebook_of(
    documents: Sequence[Document],
    vocabulary: Vocabulary,
    *,
    name: str = "",
    cite: Callable[[str], str] = str,
) -> Rulebook:
    """Build a rulebook of documents already read; raises :class:`BadRulebook`."""
    draft = _Draft(vocabulary, documents)
    for document in documents:
        _check_file(draft, document)
    fail_if(draft.problems)
    for document in documents:
        _read_readings(draft, document)
        _read_series(draft, document)
        _collect_definitions(draft, document)
    fail_if(draft.problems)
    for defined in list(draft.defined):
        draft.define(defined)
    draft.used.clear()
    rules = [rule for document in documents for rule in _read_rules(draft, document)]
    verdicts = _read_verdicts(draft)
    _check_rules(draft, rules)
    _check_use(draft, rules, verdicts)
    fail_if(draft.problems)
    assert verdicts is not None
    digest = hashlib.sha256()
    for document in documents:
        digest.update(json.dumps(document.data, sort_keys=True, default=str).encode())
    return Rulebook(
        name=name or str(documents[0].data.get("act", "")),
        rules=tuple(rules),
        definitions=draft.terms,
        readings=draft.readings,
        series=draft.series,
        vocabulary=draft.vocabulary,
        verdicts=verdicts,
        digest=digest.hexdigest(),
        cite=cite,
    )


def _check_file(draft: _Draft, document: Document) -> None:
    if not isinstance(document.data, dict):
        draft.complain(document, (), "a rule file is a map of keys to values", f"keys: {', '.join(sorted(FILE_KEYS))}")
        return
    _check_keys(draft, document, (), cast("dict[str, Any]", document.data), FILE_KEYS)
    for key in ("rules", "definitions", "readings"):
        entries = document.data.get(key, [])
        if not isinstance(entries, list):
            draft.complain(document, (key,), f"{key}: expects a list", "begin each entry with `- `")
            continue
        for index, entry in enumerate(cast("list[Any]", entries)):
            if not isinstance(entry, dict):
                draft.complain(document, (key, index), f"an entry of {key} is a map of keys to values")


def _check_keys(draft: _Draft, document: Document, place: Place, data: Mapping[str, Any], known: set[str]) -> None:
    for key in data:
        if key not in known:
            close = get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(sorted(known))}"
            draft.complain(document, (*place, key), f"unknown key {key!r}", hint)


def _read_readings(draft: _Draft, document: Document) -> None:
    for index, data in enumerate(document.data.get("readings", [])):
        place: Place = ("readings", index)
        _check_keys(draft, document, place, data, {"reading", "question", "provisions", "choices"})
        name, choices = data.get("reading"), data.get("choices")
        if not isinstance(name, str) or not isinstance(choices, dict) or len(cast("Any", choices)) < 2:
            draft.complain(document, place, "a reading has a name and at least two choices", "the first is the default")
            continue
        if name in draft.readings:
            draft.complain(document, place, f"the reading {name!r} stands twice", "remove one")
        parsed: list[Choice] = []
        for choice, described in cast("dict[str, Any]", choices).items():
            if not isinstance(described, dict) or not {"title", "argument"} <= set(cast("Any", described)):
                draft.complain(document, (*place, "choices", choice), "a choice has a title and an argument")
                continue
            entry = cast("dict[str, Any]", described)
            parsed.append(Choice(choice, entry["title"], entry["argument"], tuple(entry.get("authority", ()))))
        provisions = tuple(data.get("provisions", ()))
        draft.readings[name] = Reading(name, str(data.get("question", "")), provisions, tuple(parsed))


def _read_series(draft: _Draft, document: Document) -> None:
    """Series are lists of constants; their columns become facts that rules may compare."""
    facts, lists = dict(draft.vocabulary.facts), dict(draft.vocabulary.lists)
    for name, data in cast("dict[str, Any]", document.data.get("series", {})).items():
        item, rows = data.get("item", ""), data.get("rows", [])
        if not item or not rows:
            draft.complain(document, ("series", name), "a series has an item name and rows", "add `item:` and `rows:`")
            continue
        lists[name] = ListSpec(name, item, str(data.get("title", "")), closed=True)
        for column, value in rows[0].items():
            type_: FactType = "date" if isinstance(value, date) else "bool" if isinstance(value, bool) else "number"
            path = f"{item}.{column}"
            facts[path] = FactSpec(path, type_, path, fixed=True)
        draft.series[name] = Items(
            tuple(
                Entity(
                    f"{name}[{index}]",
                    _label(data.get("label", "{}"), next(iter(row.values()))),
                    {
                        column: Statement(f"{name}[{index}].{column}", value, "supplied")
                        for column, value in row.items()
                    },
                )
                for index, row in enumerate(rows)
            )
        )
    draft.vocabulary = Vocabulary(facts, lists)


def _label(pattern: str, first: object) -> str:
    """The name of a row: the pattern with its first value, days written out."""
    return pattern.replace("{}", long_date(first) if isinstance(first, date) else str(first))


def _collect_definitions(draft: _Draft, document: Document) -> None:
    for index, data in enumerate(document.data.get("definitions", [])):
        place: Place = ("definitions", index)
        _check_keys(draft, document, place, data, {"define", "title", "is", "provision", "note"})
        name = data.get("define")
        if not isinstance(name, str) or "." in name or "is" not in data:
            draft.complain(document, place, "a definition has a name without dots and `is:`", "add what is missing")
        elif name in draft.defined:
            draft.complain(document, place, f"the definition {name!r} stands twice", "remove one")
        else:
            draft.defined[name] = (document, place, data)


def _read_rules(draft: _Draft, document: Document) -> list[Rule]:
    rules: list[Rule] = []
    for index, data in enumerate(cast("list[dict[str, Any]]", document.data.get("rules", []))):
        place: Place = ("rules", index)
        before = len(draft.problems)
        rule = _read_rule(draft, document, place, data)
        name = data.get("rule")
        for number in range(before, len(draft.problems)):
            problem = draft.problems[number]
            draft.problems[number] = Problem(
                f"rule {name!r}: {problem.message}", problem.file, problem.line, problem.path, problem.hint
            )
        if rule is not None:
            rules.append(rule)
    return rules


def _read_rule(draft: _Draft, document: Document, place: Place, data: dict[str, Any]) -> Rule | None:
    _check_keys(draft, document, place, data, RULE_KEYS)
    kind = data.get("kind", "condition")
    for key in ("rule", "provision", "title"):
        if not isinstance(data.get(key), str) or not data[key]:
            draft.complain(document, place, f"the key {key!r} is missing or empty", f"add `{key}: ...`")
    if kind not in KINDS:
        draft.complain(document, (*place, "kind"), f"no kind of rule is called {kind!r}", f"one of {', '.join(KINDS)}")
    units = {spec.item for spec in draft.vocabulary.lists.values() if "." not in spec.path}
    subject = data.get("subject", "")
    bound = (subject,) if subject in units else ()
    if "holds" not in data:
        draft.complain(document, place, "has no `holds:`, so it can never be measured", "add `holds: ...`")
    if kind == "gate" and not data.get("outcome"):
        draft.complain(document, place, "is a gate without an outcome", "add `outcome: ...`")
    if kind != "condition":
        for key in ("applies", "relief"):
            if key in data:
                draft.complain(document, (*place, key), f"a {kind} has no {key!r}", "only conditions have it")
    because = cast("dict[str, str]", data.get("because", {}))
    _check_keys(draft, document, (*place, "because"), because, set(STATUSES))
    if len(draft.problems) and not isinstance(data.get("rule"), str):
        return None
    valid = cast("dict[str, Any]", data.get("valid", {}))
    _check_keys(draft, document, (*place, "valid"), valid, {"from", "until"})
    parser = draft.parser(document)
    burden = str(data.get("burden", ""))
    parts: dict[str, t.Named] = {}
    for part, default, otherwise in (
        ("applies", True, True),
        ("holds", True, False),
        ("relief", False, False),
    ):
        term = parser.condition(data.get(part, default), (*place, part), bound)
        _check_contradiction(draft, document, (*place, part), term)
        if burden and not isinstance(term, t.Const):
            term = t.Shown(term, otherwise)
        parts[part] = t.Named(f"{data['rule']}.{part}", str(data["title"]), term, bound)
    return Rule(
        id=data["rule"],
        kind=kind,
        provision=str(data.get("provision", "")),
        title=str(data.get("title", "")),
        subject=subject,
        applies=parts["applies"],
        holds=parts["holds"],
        relief=parts["relief"],
        outcome=str(data.get("outcome", "")),
        burden=burden,
        quotes=tuple(data.get("quotes", ())),
        because=because,
        authority=tuple(data.get("authority", ())),
        note=str(data.get("note", "")),
        readings=_readings_of(parts.values()),
        valid_from=valid.get("from"),
        valid_until=valid.get("until"),
        file=document.file,
        line=document.line(place),
    )


def _readings_of(parts: Iterable[t.Term]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for part in parts:
        for term in t.walk(part):
            if isinstance(term, t.Choose):
                found[term.reading] = None
    return tuple(found)


def _check_contradiction(draft: _Draft, document: Document, place: Place, term: t.Term) -> None:
    for part in t.walk(term):
        if isinstance(part, t.All | t.Any):
            opposed = [c for c in part.children if isinstance(c, t.Not) and c.child in part.children]
            if opposed:
                word = "can never hold" if isinstance(part, t.All) else "always holds"
                draft.complain(document, place, f"{word}: it names a condition and its opposite", "remove one of them")


def _check_rules(draft: _Draft, rules: Sequence[Rule]) -> None:
    """Versions of one rule must not overlap, nor leave a hole that nobody declared."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        earlier = seen.get(rule.id)
        if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
            _complain_rule(draft, rule, "its law ends before it begins", "correct `valid:`")
        if earlier is not None:
            end, start = earlier.valid_until or date.max, rule.valid_from or date.min
            if start <= end:
                _complain_rule(
                    draft, rule, f"overlaps in validity with the rule of the same name in line {earlier.line}",
                    "give each version `valid: {from: ..., until: ...}`, one after the other",
                )  # fmt: skip
            elif (start - end).days > 1:
                _complain_rule(draft, rule, f"leaves a hole after {end}", "name the versions apart, or close the hole")
        seen[rule.id] = rule


def _complain_rule(draft: _Draft, rule: Rule, message: str, hint: str) -> None:
    draft.problems.append(Problem(f"rule {rule.id!r}: {message}", rule.file, rule.line, "", hint))


def _check_use(draft: _Draft, rules: Sequence[Rule], verdicts: Verdicts | None) -> None:
    """Definitions and readings that nothing uses are mistakes more often than not."""
    spoken: set[str] = {reading for rule in rules for reading in rule.readings}
    if verdicts is not None and verdicts.joint is not None:
        spoken.add(verdicts.joint[0])
    reached: set[str] = set(draft.used)
    for name in list(reached):
        for part in t.walk(draft.terms[name]) if name in draft.terms else []:
            if isinstance(part, t.Named):
                reached.add(part.name)
            if isinstance(part, t.Choose):
                spoken.add(part.reading)
    for name, (document, place, _) in draft.defined.items():
        if name not in reached:
            draft.complain(document, place, f"the definition {name!r} is never used", "use it, or remove it")
    for document in draft.documents:
        for index, data in enumerate(document.data.get("readings", [])):
            if data.get("reading") in draft.readings and data["reading"] not in spoken:
                draft.complain(document, ("readings", index), f"no rule uses the reading {data['reading']!r}")


def _read_verdicts(draft: _Draft) -> Verdicts | None:
    found = [document for document in draft.documents if "verdicts" in document.data]
    if len(found) != 1:
        document = found[1] if found else draft.documents[0]
        message = "the verdicts are described twice" if found else "no file describes the verdicts"
        draft.complain(document, (), message, "one file has `verdicts:`")
        return None
    document, data = found[0], cast("dict[str, Any]", found[0].data["verdicts"])
    place: Place = ("verdicts",)
    known = {
        "units",
        "in_use",
        "decided_when",
        "passed",
        "failed",
        "mixed",
        "none",
        "open",
        "jointly",
        "outcomes",
    }
    _check_keys(draft, document, place, data, known)
    missing = sorted(known - {"jointly"} - set(data))
    spec = draft.vocabulary.lists.get(str(data.get("units")))
    if missing or spec is None:
        what = f"lacks {', '.join(missing)}" if missing else f"no list is called {data.get('units')!r}"
        draft.complain(document, place, what)
        return None
    parser = draft.parser(document)
    in_use = parser.condition(data["in_use"], (*place, "in_use"), (spec.item,))
    decided = parser.condition(data["decided_when"], (*place, "decided_when"), ())
    jointly = cast("dict[str, str]", data.get("jointly", {}))
    joint = next(iter(jointly.items()), None)
    if joint and (joint[0] not in draft.readings or joint[1] not in {c.id for c in draft.readings[joint[0]].choices}):
        draft.complain(document, (*place, "jointly"), f"no reading {joint[0]!r} has the choice {joint[1]!r}")
    outcomes = cast("dict[str, str]", data["outcomes"])
    return Verdicts(
        units=spec.path,
        unit=spec.item,
        in_use=t.Named("in_use", "In use on the day assessed", in_use, (spec.item,)),
        decided=t.Named("decided", "The law of that day decides", decided),
        passed=data["passed"],
        failed=data["failed"],
        mixed=data["mixed"],
        none=data["none"],
        open=data["open"],
        joint=joint,
        order=tuple(outcome for outcome in outcomes if outcome != data["open"]),
        titles=outcomes,
    )
