"""Mutants of the law: the rule files with one word changed, each named as a lawyer would name the change.

A rule is held by the cases and points of law only if something notices when it says something else. Every operator,
negation, day, number, limb, quantifier, reading default, burden and bound of validity is changed, one at a time.

Source: R. A. DeMillo, R. J. Lipton, F. G. Sayward, Hints on Test Data Selection (1978), carried over from programs to
law as data. One mutant for each change of one place; as many as the rules have such places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, cast

from msgspec import Struct

from ...engine.case.vocabulary import Vocabulary
from ...engine.case.words import long_date
from ...reading.document import Document, Place, path_text

#: The kinds of change, in the order in which they are reported.
KINDS = (
    "operator", "negation", "day", "number", "word", "all or any", "limb", "quantifier", "constant",
    "reading default", "burden", "part", "rule", "validity", "series",
)  # fmt: skip
#: An operator and its neighbour: what differs between the two is one boundary.
NEIGHBOURS = {
    "before": "by", "by": "before", "from": "after", "after": "from",
    "at most": "less than", "less than": "at most", "at least": "more than", "more than": "at least",
}  # fmt: skip
_ATOM = re.compile(rf"(?P<not>not )?(?P<left>\S+) (?P<op>{'|'.join(NEIGHBOURS)}|is|has) (?P<right>.+)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"(?<![\d-])\d+(?![\d-])")
PARTS = ("applies", "holds", "relief", "unless")
DAY = timedelta(days=1)
#: A mutant that must be noticed, whatever else is: 3 September 2021 becomes 4 September in Article 3(2)(b).
CANARY = "consultation_started_in_time.is: +1 day"
GONE = object()


class Mutant(Struct, frozen=True):
    """One change of one place. ``id`` stays the same as long as that place does; ``words`` say what became what.

    ``name`` is the rule, definition, reading or series, ``provision`` where it stands ("" where it names none).
    """

    id: str
    kind: str
    name: str
    title: str
    provision: str
    words: str
    file: int
    place: Place
    value: Any


def sentence(mutant: Mutant, cite: Callable[[str], str]) -> str:
    """What it would mean that nothing notices, in a sentence."""
    at = f" in {cite(mutant.provision)}" if mutant.provision else ""
    return f"nothing would notice if {mutant.words}{at} ({mutant.title})"


def mutated(documents: Sequence[Document], mutant: Mutant) -> list[Document]:
    """The rule files with the change made; none of those given is touched."""
    found = list(documents)
    document = found[mutant.file]
    found[mutant.file] = Document(document.file, _with(document.data, mutant.place, mutant.value), document.lines)
    return found


def _with(data: Any, place: Place, value: Any) -> Any:
    """Data with another value at a place; nothing shared is changed."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(data, list):
        items = list(cast("list[Any]", data))
        if not rest and value is GONE:
            del items[cast("int", step)]
        else:
            items[cast("int", step)] = _with(items[cast("int", step)], rest, value)
        return items
    entries = dict(cast("dict[str, Any]", data))
    if not rest and value is GONE:
        del entries[cast("str", step)]
    else:
        entries[cast("str", step)] = _with(entries[cast("str", step)], rest, value)
    return entries


class _Holder(Struct, frozen=True):
    """The rule, definition or other entry in which a place lies."""

    file: int
    place: Place
    name: str
    title: str
    provision: str

    def mutant(self, kind: str, words: str, place: Place, value: Any, mark: str) -> Mutant:
        inner = path_text(place[len(self.place) :])
        ident = f"{self.name}{f'.{inner}' if inner else ''}: {mark}"
        return Mutant(ident, kind, self.name, self.title, self.provision, words, self.file, place, value)


def mutants(documents: Sequence[Document], vocabulary: Vocabulary) -> list[Mutant]:
    """Every mutant of the rule files, in their order."""
    found: list[Mutant] = []
    for number, document in enumerate(documents):
        for key, name, title in (("definitions", "define", "title"), ("rules", "rule", "title")):
            for index, entry in enumerate(cast("list[dict[str, Any]]", document.data.get(key, []))):
                holder = _Holder(
                    number, (key, index), str(entry[name]), str(entry.get(title, "")), str(entry.get("provision", ""))
                )
                found += (
                    _of_definition(holder, entry, vocabulary)
                    if key == "definitions"
                    else _of_rule(holder, entry, vocabulary)
                )
        for index, entry in enumerate(cast("list[dict[str, Any]]", document.data.get("readings", []))):
            found += _of_reading(number, index, entry)
        for name, series in cast("dict[str, dict[str, Any]]", document.data.get("series", {})).items():
            found += _of_series(number, name, series)
    return found


def _of_definition(holder: _Holder, entry: dict[str, Any], vocabulary: Vocabulary) -> Iterator[Mutant]:
    yield from _condition(holder, (*holder.place, "is"), entry["is"], vocabulary)


def _of_rule(holder: _Holder, entry: dict[str, Any], vocabulary: Vocabulary) -> Iterator[Mutant]:
    for part in PARTS:
        if part in entry:
            place = (*holder.place, part)
            yield from _condition(holder, place, entry[part], vocabulary)
            if part != "holds":
                what = {"applies": "it applied always", "relief": "nothing lifted it", "unless": "nothing silenced it"}
                yield holder.mutant("part", what[part], place, GONE, "gone")
    if "burden" in entry:
        yield holder.mutant("burden", "nobody bore the burden", (*holder.place, "burden"), GONE, "gone")
    yield holder.mutant("rule", "the rule were not there", holder.place, GONE, "gone")
    for end, day in cast("dict[str, date]", entry.get("valid", {})).items():
        for step, mark in ((DAY, "+1 day"), (-DAY, "-1 day")):
            words = f"{end} {long_date(day)} became {end} {long_date(day + step)}"
            yield holder.mutant("validity", words, (*holder.place, "valid", end), day + step, mark)


def _of_reading(file: int, index: int, entry: dict[str, Any]) -> Iterator[Mutant]:
    choices = cast("dict[str, Any]", entry["choices"])
    first, *others = choices
    holder = _Holder(file, ("readings", index), str(entry["reading"]), str(entry["question"]), entry["provisions"][0])
    for other in others:
        order = {other: choices[other], **{key: value for key, value in choices.items() if key != other}}
        words = f"the default were “{choices[other]['title']}” and not “{choices[first]['title']}”"
        yield holder.mutant("reading default", words, (*holder.place, "choices"), order, other)


def _of_series(file: int, name: str, series: dict[str, Any]) -> Iterator[Mutant]:
    rows = cast("list[dict[str, Any]]", series.get("rows", []))
    holder = _Holder(file, ("series", name), name, str(series["title"]), "3(1)(g)(vii)" if name == "duties" else "")
    for index, row in enumerate(rows):
        place: Place = (*holder.place, "rows", index)
        yield holder.mutant("series", f"row {index + 1} were not there", place, GONE, "gone")
        for key, value in row.items():
            changed: list[tuple[Any, str]] = []
            if isinstance(value, bool):
                changed = [(not value, "not")]
            elif isinstance(value, date):
                changed = [(value + DAY, "+1 day"), (value - DAY, "-1 day")]
            elif isinstance(value, int):
                changed = [(value + 1, "+1"), (value - 1, "-1")]
            for new, mark in changed:
                words = f"{key} {_said(value)} became {_said(new)}"
                yield holder.mutant("series", words, (*place, key), new, mark)


def _said(value: object) -> str:
    return long_date(value) if isinstance(value, date) else str(value).lower()


def _condition(holder: _Holder, place: Place, node: Any, vocabulary: Vocabulary) -> Iterator[Mutant]:
    """Every change of a condition: of its own word, then of its parts."""
    if isinstance(node, bool):
        yield holder.mutant("constant", f"{str(node).lower()} became {str(not node).lower()}", place, not node, "not")
        return
    if isinstance(node, str):
        yield from _atom(holder, place, node, vocabulary)
        return
    parts = cast("dict[str, Any]", node)
    for word, other in (("all", "any"), ("any", "all")):
        if word in parts:
            children = cast("list[Any]", parts[word])
            if len(children) > 1:
                words = f"{word} of {len(children)} limbs became {other} of them"
                yield holder.mutant("all or any", words, place, {other: children}, f"{word} -> {other}")
                for index, child in enumerate(children):
                    gone = (*place, word, index)
                    yield holder.mutant("limb", f"the limb “{_brief(child)}” were missing", gone, GONE, "gone")
            for index, child in enumerate(children):
                yield from _condition(holder, (*place, word, index), child, vocabulary)
    if "not" in parts:
        yield holder.mutant("negation", f"“not {_brief(parts['not'])}” lost its not", place, parts["not"], "not gone")
        yield from _condition(holder, (*place, "not"), parts["not"], vocabulary)
    for word, other in (("each", "some"), ("some", "each")):
        if word in parts:
            swapped = {other if key == word else key: value for key, value in parts.items()}
            words = f"{word} of the {parts[word]} became {other}"
            yield holder.mutant("quantifier", words, place, swapped, f"{word} -> {other}")
            if "is" in parts:
                yield from _condition(holder, (*place, "is"), parts["is"], vocabulary)
    if "reading" in parts:
        for choice, branch in parts.items():
            if choice != "reading":
                yield from _condition(holder, (*place, choice), branch, vocabulary)
    if "made_out" in parts:
        yield holder.mutant("burden", "nobody had to make it out", place, parts["made_out"], "made out gone")


def _atom(holder: _Holder, place: Place, text: str, vocabulary: Vocabulary) -> Iterator[Mutant]:
    """Every change of a comparison, a fact or a name."""
    bare = text.removeprefix("not ")
    if bare != text:
        yield holder.mutant("negation", f"“{text}” lost its not", place, bare, "not gone")
    else:
        yield holder.mutant("negation", f"“{text}” became “not {text}”", place, _negated(text), "not")
    match = _ATOM.fullmatch(text)
    if match is None:
        return
    head, op, right = f"{match['not'] or ''}{match['left']}", match["op"], match["right"]
    if op in NEIGHBOURS:
        new = NEIGHBOURS[op]
        words = f"“{text}” said “{new}” and not “{op}”"
        yield holder.mutant("operator", words, place, f"{head} {new} {right}", f"{op} -> {new}")
    for day in _DAY.findall(right):
        for step, mark in ((DAY, "+1 day"), (-DAY, "-1 day")):
            new = date.fromisoformat(day) + step
            words = f"{long_date(date.fromisoformat(day))} became {long_date(new)} in “{text}”"
            yield holder.mutant("day", words, place, f"{head} {op} {right.replace(day, new.isoformat())}", mark)
    if not _DAY.search(right):
        for number in _NUMBER.findall(right):
            for step in (1, -1):
                words = f"{number} became {int(number) + step} in “{text}”"
                new = _NUMBER.sub(str(int(number) + step), right)
                yield holder.mutant("number", words, place, f"{head} {op} {new}", f"{step:+d}")
    spec = vocabulary.facts.get(match["left"])
    if op in ("is", "has") and spec is not None and right in spec.choices:
        other = spec.choices[(spec.choices.index(right) + 1) % len(spec.choices)]
        words = f"“{right}” became “{other}” in “{text}”"
        yield holder.mutant("word", words, place, f"{head} {op} {other}", other)


def _negated(text: str) -> Any:
    """A comparison or a fact takes *not* before it; the name of a definition takes it as a condition of its own."""
    return f"not {text}" if "." in text or " " in text else {"not": text}


def _brief(node: Any) -> str:
    """A condition in a few words."""
    if isinstance(node, dict):
        (key, value), *_ = cast("dict[str, Any]", node).items()
        if key in ("all", "any"):
            return f"{key} of {len(cast('list[Any]', value))}"
        return f"{key} {_brief(value)}"
    return str(node).lower() if isinstance(node, bool) else " ".join(str(node).split())[:80]
