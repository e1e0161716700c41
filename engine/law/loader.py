"""Loads rule files into a rulebook and checks them: every defect is reported with file, line, rule and remedy."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, cast

from msgspec import Struct, field

from ...reading.document import Document, path_text, read_file
from ...reading.errors import BadRulebook, Problem
from ..case.facts import Items
from ..case.vocabulary import Vocabulary
from . import terms as t
from .language import Parser, Place, fail_if
from .rulebook import KINDS, LIMBS, SHOWN, Choice, Reading, Rule, Rulebook, Verdicts
from .rulefile_shape import VERDICTS, misshapen
from .series import read_series

DEFINITION_NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")


class _Draft(Struct):
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
    versions: dict[str, int] = field(default_factory=dict[str, int])

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
        part = "is" if "define" in data else "holds"
        child = self.parser(document).condition(data.get("is"), (*place, part), ("*",))
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
    all_used: bool = True,
) -> Rulebook:
    """Build a rulebook of documents already read; raises :class:`BadRulebook`.

    With ``all_used`` false, definitions and readings may be left over, as they are where rules were taken out.
    """
    draft = _Draft(vocabulary, documents)
    if not documents:
        fail_if([Problem("there are no rule files", hint="give at least one file with `verdicts:` and `rules:`")])
    for document in documents:
        draft.problems += misshapen(document)
    fail_if(draft.problems)
    for document in documents:
        _read_readings(draft, document)
        draft.vocabulary, series = read_series(
            document.data.get("series", {}), draft.vocabulary, partial(draft.complain, document)
        )
        draft.series.update(series)
        _collect_definitions(draft, document)
    for document in documents:
        _collect_limbs(draft, document)
    fail_if(draft.problems)
    for defined in list(draft.defined):
        draft.define(defined)
    draft.used.clear()
    rules = [rule for document in documents for rule in _read_rules(draft, document)]
    verdicts = _read_verdicts(draft)
    _check_versions(draft, rules)
    fail_if(draft.problems)
    assert verdicts is not None
    _check_fit(draft, rules, verdicts)
    if all_used:
        _check_use(draft, rules, verdicts)
    fail_if(draft.problems)
    digest = hashlib.sha256()
    for document in documents:
        digest.update(json.dumps(document.data, default=str).encode())  # the order of choices and outcomes counts
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


def _read_readings(draft: _Draft, document: Document) -> None:
    for index, data in enumerate(cast("list[dict[str, Any]]", document.data.get("readings", []))):
        place: Place = ("readings", index)
        name, choices = data.get("reading", ""), cast("dict[str, dict[str, Any]]", data.get("choices", {}))
        if not name or len(choices) < 2:
            draft.complain(document, place, "a reading has a name and at least two choices", "the first is the default")
            continue
        if name in draft.readings:
            draft.complain(document, place, f"the reading {name!r} stands twice", "remove one")
        parsed: list[Choice] = []
        for choice, entry in choices.items():
            if not {"title", "argument"} <= set(entry):
                where = (*place, "choices", choice)
                draft.complain(document, where, "a choice has a title and an argument", "add what is missing")
                continue
            parsed.append(Choice(choice, entry["title"], entry["argument"], tuple(entry.get("authority", ()))))
        provisions = tuple(data.get("provisions", ()))
        draft.readings[name] = Reading(name, data.get("question", ""), provisions, tuple(parsed))


def _collect_limbs(draft: _Draft, document: Document) -> None:
    """A limb of a relief or exception is a definition too, under the name of its rule: what a relief is made of is
    written once, so that what is shown is what decides."""
    for index, data in enumerate(cast("list[dict[str, Any]]", document.data.get("rules", []))):
        name = str(data.get("rule", ""))
        if data.get("kind") in LIMBS and name and "holds" in data:
            if name in draft.defined:
                draft.complain(document, ("rules", index), f"the name {name!r} is taken", "choose another name")
            draft.defined[name] = (document, ("rules", index), {"title": data.get("title", name), "is": data["holds"]})


def _collect_definitions(draft: _Draft, document: Document) -> None:
    for index, data in enumerate(cast("list[dict[str, Any]]", document.data.get("definitions", []))):
        place: Place = ("definitions", index)
        name = data.get("define", "")
        if not DEFINITION_NAME.fullmatch(name) or "is" not in data:
            message = "a definition has a name of letters, digits and _, and `is:`"
            draft.complain(document, place, message, "add or correct it")
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
        rules.append(rule)
    return rules


def _read_rule(draft: _Draft, document: Document, place: Place, data: dict[str, Any]) -> Rule:
    kind = data.get("kind", "condition")
    for key in ("rule", "provision", "title"):
        if not data.get(key):
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
    name = str(data.get("rule", ""))
    draft.versions[name] = version = draft.versions.get(name, 0) + 1
    part_of = name if version == 1 else f"{name}#{version}"
    valid = cast("dict[str, date]", data.get("valid", {}))
    parser = draft.parser(document)
    burden = str(data.get("burden", ""))
    title = str(data.get("title", ""))
    parts: dict[str, t.Named] = {}
    if kind not in SHOWN and "unless" in data:
        draft.complain(document, (*place, "unless"), f"a {kind} has no 'unless'", f"only {', '.join(SHOWN)} have it")
    for part, default in (("applies", True), ("holds", True), ("relief", False)):
        limb = draft.terms.get(name) if kind in LIMBS and part == "holds" else None
        key = "unless" if kind in SHOWN and part == "relief" else part
        term = limb or parser.condition(data.get(key, default), (*place, key), bound)
        _check_contradiction(draft, document, (*place, part), term)
        if burden and kind != "condition" and not isinstance(term, t.Const):
            term = t.Shown(t.Named(f"{part_of}.{part}.itself", title, term, bound), otherwise=False)
        parts[part] = t.Named(f"{part_of}.{part}", title, term, bound)
    # the matter on which somebody bears the burden of a condition is the whole of it: whichever way it is satisfied
    ways: t.Term = t.Any((t.Not(parts["applies"]), parts["holds"], parts["relief"]))
    if burden and kind == "condition":
        ways = t.Shown(t.Named(f"{part_of}.ways", title, ways, bound), otherwise=False)
    return Rule(
        id=name,
        kind=kind,
        provision=str(data.get("provision", "")),
        title=title,
        subject=subject,
        applies=parts["applies"],
        holds=parts["holds"],
        relief=parts["relief"],
        satisfied=t.Named(f"{part_of}.satisfied", title, ways, bound),
        outcome=str(data.get("outcome", "")),
        burden=burden,
        quotes=tuple(data.get("quotes", ())),
        because=data.get("because", {}),
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


def _check_versions(draft: _Draft, rules: Sequence[Rule]) -> None:
    """Versions of one rule must not overlap, nor leave a hole that nobody declared."""
    seen: dict[str, Rule] = {}
    for rule in rules:
        earlier = seen.get(rule.id)
        if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
            _complain_rule(draft, rule, "its law ends before it begins", "correct `valid:`")
        if earlier is not None:
            end, start = earlier.valid_until or date.max, rule.valid_from or date.min
            if start <= end:
                message = f"overlaps in validity with the rule of the same name at {earlier.file}:{earlier.line}"
                hint = "give each version `valid: {from: ..., until: ...}`, one after the other"
                _complain_rule(draft, rule, message, hint)
            elif (start - end).days > 1:
                _complain_rule(draft, rule, f"leaves a hole after {end}", "name the versions apart, or close the hole")
        seen[rule.id] = rule


def _complain_rule(draft: _Draft, rule: Rule, message: str, hint: str) -> None:
    draft.problems.append(Problem(f"rule {rule.id!r}: {message}", rule.file, rule.line, "", hint))


def _check_use(draft: _Draft, rules: Sequence[Rule], verdicts: Verdicts) -> None:
    """Definitions and readings that nothing uses are mistakes more often than not."""
    spoken: set[str] = {reading for rule in rules for reading in rule.readings}
    spoken |= set(_readings_of([verdicts.in_use, verdicts.decided]))
    if verdicts.joint is not None:
        spoken.add(verdicts.joint[0])
    reached: set[str] = set(draft.used)
    for name in list(reached):
        for part in t.walk(draft.terms[name]) if name in draft.terms else []:
            if isinstance(part, t.Named):
                reached.add(part.name)
    for name, (document, place, _) in draft.defined.items():
        if name not in reached:
            what = "definition" if "define" in draft.defined[name][2] else "limb"
            draft.complain(document, place, f"the {what} {name!r} is never used", "use it, or remove it")
    for document in draft.documents:
        for index, data in enumerate(document.data.get("readings", [])):
            if data.get("reading") in draft.readings and data["reading"] not in spoken:
                where = ("readings", index)
                draft.complain(document, where, f"no rule uses the reading {data['reading']!r}", "use it, or remove it")


def _check_fit(draft: _Draft, rules: Sequence[Rule], verdicts: Verdicts) -> None:
    """Gates lead to outcomes that the verdicts describe, and only units are assessed one by one."""
    for rule in rules:
        if rule.kind == "gate" and rule.outcome not in verdicts.order:
            message = f"the verdicts describe no outcome {rule.outcome!r}"
            _complain_rule(draft, rule, message, _nearest(rule.outcome, verdicts.order))
        if rule.holds.about and rule.subject != verdicts.unit:
            path = draft.vocabulary.items[rule.subject].path
            message = f"a {rule.subject} is not assessed; the units of assessment are the {verdicts.units}"
            _complain_rule(draft, rule, message, f"use `each: {path}` and another subject")


def _nearest(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else f"one of {', '.join(known)}"


def _read_verdicts(draft: _Draft) -> Verdicts | None:
    found = [document for document in draft.documents if "verdicts" in document.data]
    if len(found) != 1:
        document = found[1] if found else draft.documents[0]
        message = "the verdicts are described twice" if found else "no file describes the verdicts"
        draft.complain(document, ("verdicts",), message, "one file has `verdicts:`")
        return None
    document, data = found[0], cast("dict[str, Any]", found[0].data["verdicts"])
    place: Place = ("verdicts",)
    missing = sorted(set(VERDICTS.keys) - {"jointly", "unneeded", "consequences"} - set(data))
    if missing:
        draft.complain(document, place, f"lacks {', '.join(missing)}", "add what is missing")
        return None
    spec = draft.vocabulary.lists.get(data["units"])
    if spec is None or "." in spec.path:
        lists = [path for path in draft.vocabulary.lists if "." not in path]
        message = f"no list of the case itself is called {data['units']!r}"
        draft.complain(document, (*place, "units"), message, _nearest(data["units"], lists))
        return None
    parser = draft.parser(document)
    in_use = parser.condition(data["in_use"], (*place, "in_use"), (spec.item,))
    decided = parser.condition(data["decided_when"], (*place, "decided_when"), ())
    outcomes, joint = cast("dict[str, str]", data["outcomes"]), _read_joint(draft, document, data.get("jointly", {}))
    _check_outcomes(draft, document, data)
    return Verdicts(
        units=spec.path,
        unit=spec.item,
        in_use=t.Named("verdict:in_use", "In use on the day assessed", in_use, (spec.item,)),
        decided=t.Named("verdict:decided", "The law of that day decides", decided),
        passed=data["passed"],
        failed=data["failed"],
        mixed=data["mixed"],
        none=data["none"],
        open=data["open"],
        joint=joint,
        order=tuple(outcome for outcome in outcomes if outcome != data["open"]),
        titles=outcomes,
        unneeded=tuple(data.get("unneeded", ())),
        consequences={outcome: " ".join(text.split()) for outcome, text in data.get("consequences", {}).items()},
    )


def _read_joint(draft: _Draft, document: Document, data: dict[str, str]) -> tuple[str, str] | None:
    """The reading and choice on which one failing unit fails all."""
    place: Place = ("verdicts", "jointly")
    if len(data) > 1:
        draft.complain(document, place, "jointly: names one reading and one choice", "keep one of them")
    for reading, choice in data.items():
        choices = [c.id for c in draft.readings[reading].choices] if reading in draft.readings else []
        if choice not in choices:
            hint = _nearest(choice, choices) if choices else _nearest(reading, draft.readings)
            draft.complain(document, (*place, reading), f"no reading {reading!r} has the choice {choice!r}", hint)
        return reading, choice
    return None


def _check_outcomes(draft: _Draft, document: Document, data: dict[str, Any]) -> None:
    """Each verdict is an outcome of its own, and described; what is said of outcomes is said of those there are."""
    for key in ("unneeded", "consequences"):
        for outcome in data.get(key, ()):
            if outcome not in data["outcomes"]:
                message = f"the verdicts describe no outcome {outcome!r}"
                draft.complain(document, ("verdicts", key), message, _nearest(outcome, data["outcomes"]))
    taken: dict[str, str] = {}
    for key in ("passed", "failed", "mixed", "none", "open"):
        outcome = data[key]
        if outcome in taken:
            message = f"{outcome!r} is the outcome of {taken[outcome]} and of {key}"
            draft.complain(document, ("verdicts", key), message, "give each an outcome of its own")
        elif outcome not in data["outcomes"] and key != "open":
            message = f"the verdicts describe no outcome {outcome!r}"
            draft.complain(document, ("verdicts", key), message, _nearest(outcome, data["outcomes"]))
        taken[outcome] = key
