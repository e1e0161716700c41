"""The facts of one feature as they stand on a page: by subject and topic, findings apart, each with what is stated.

What is stated comes from the document, so that a draft that cannot be read yet is shown all the same; what it counts
for, and what bears on a finding, come from the answer, where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from ...cases.rulebook import rulebook
from ...cases.vocabulary import vocabulary
from ...engine.case.facts import View
from ...engine.case.vocabulary import FactSpec, ListSpec
from ...engine.why.indicators import indications_of
from ...engine.why.reasons import FactUse, fact_use
from ...interview.places import EVERYONE, UNITS, complete, members
from ...reading.errors import Problem
from ...showing.answer_reasons import fact_in_words
from ...showing.words import topic, wording
from .answers import Answered
from .documents import Data, digest_of, stated_at, text_of
from .stated import Stated, fields_of, in_words

#: What a statement comes to where it is not simply as stated.
COUNTS = {
    "disputed": "in dispute, so open",
    "uncorroborated": "one party's word, so open until confirmed",
    "agreed": "agreed, so it counts",
    "admitted": "said against itself, so it counts",
    "own_word": "of its own conduct, so it counts",
    "claimed": "as the party claims",
}
EXCEPTION = "service.ancillary_exception"


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: where it stands, what is asked, what is stated, and what that comes to.

    ``elsewhere`` says where it comes from when the feature itself states nothing (a preset, every technology, a
    report); ``bearing`` are the facts on file for and against a finding, in words; ``of`` names the item of a list that
    has the fact; ``digest`` tells two statements of it apart.
    """

    path: str
    spec: FactSpec
    stated: Stated
    text: str
    counts: str = ""
    elsewhere: str = ""
    evidence: str = ""
    shared: bool = False
    bearing: tuple[tuple[str, tuple[str, ...]], ...] = ()
    problems: tuple[str, ...] = ()
    of: str = ""
    digest: str = ""

    @property
    def anchor(self) -> str:
        return anchor(self.path)

    @property
    def provisions(self) -> tuple[tuple[str, str], ...]:
        return tuple((each, rulebook().cite(each)) for each in self.spec.provisions)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The answers of a choice or a set, each with its word."""
        words = wording().members
        return tuple((each, words.get(each, each.replace("_", " "))) for each in self.spec.choices)

    @property
    def quick(self) -> bool:
        """Whether the answer can be given in the row itself: nothing beside it would become untrue by that."""
        return self.stated.bare and not self.elsewhere


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, with its facts."""

    path: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its question, its items, and whether these are all (``None``: nobody said that there is a list)."""

    path: str
    question: str
    item: str
    items: tuple[Item, ...]
    complete: bool | None

    @property
    def anchor(self) -> str:
        return anchor(self.path)


@dataclass(frozen=True, slots=True)
class Topic:
    """The facts of one topic, findings apart, and its lists."""

    title: str
    rows: tuple[Row, ...]
    findings: tuple[Row, ...] = ()
    lists: tuple[Listed, ...] = ()

    @property
    def anchor(self) -> str:
        return f"topic-{anchor(self.title.casefold())}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The document and the answer that rows are made from; ``problems`` are what is wrong with the document."""

    data: Data
    feature: str
    found: Answered | None = None
    problems: Sequence[Problem] = ()

    # --- rows ----------------------------------------------------------------------------------------------------

    def row(self, path: str) -> Row | None:
        """The row of a fact by its place; ``None`` where there is no such fact."""
        spec = spec_of(path)
        if spec is None:
            return None
        raw, shared = stated_at(self.data, self.feature, path)
        stated = fields_of(raw)
        wrong = tuple(f"{each.message}. {each.hint}".strip() for each in self.problems if self._about(each, path))
        text, counts, elsewhere, evidence = in_words(stated, spec), "", "", ""
        bearing: tuple[tuple[str, tuple[str, ...]], ...] = ()
        holder, key = self._holder(path)
        if holder is not None:
            use = fact_use(holder, key, spec)
            if raw is None and use.standing != "not_asked":
                text, elsewhere, evidence = use.text, _origin(use, holder, key), use.evidence
            elif use.standing in COUNTS:
                counts = COUNTS[use.standing]
            elif use.value is None and stated.kind == "nothing" and use.note:
                evidence = use.note
            if spec.indicators and self.found is not None:
                bearing = _bearing(holder, key, spec, self.found)
        named, digest = self._named(path), digest_of(text_of(raw))[:16]
        return Row(path, spec, stated, text, counts, elsewhere, evidence, shared, bearing, wrong, named, digest)

    def _named(self, path: str) -> str:
        """The item that has a fact, by its title or id; empty for facts of the feature as a whole."""
        head, bracket, rest = path.partition("[")
        if not bracket:
            return "every technology" if head.startswith(EVERYONE) else ""
        known = members(stated_at(self.data, self.feature, head)[0])
        at = int(rest.partition("]")[0])
        item = cast("dict[str, Any]", known[at]) if at < len(known) else {}
        return str(item.get("title") or item.get("id") or f"{head} {at + 1}")

    def _about(self, problem: Problem, path: str) -> bool:
        """Whether a problem is about a fact; a matter names its features by number."""
        where = re.sub(r"^features\[\d+\]\.", "", problem.path)
        return where == path or where.startswith(f"{path}.")

    def _holder(self, path: str) -> tuple[View | None, str]:
        """The thing that has the fact, as the answer saw it."""
        if self.found is None or path.startswith(EVERYONE):
            return None, ""
        address = vocabulary().address(path)
        here: View | None = self.found.assessment.derivation.case
        for step in address.steps:
            known = here.items(step.list).known if here is not None else ()
            here = known[step.at] if isinstance(step.at, int) and step.at < len(known) else None
        return here, address.key

    # --- subjects ------------------------------------------------------------------------------------------------

    def subjects(self) -> tuple[tuple[str, str], ...]:
        """The subjects of the page, each by its key and title."""
        units = members(stated_at(self.data, self.feature, UNITS)[0])
        named = [(f"technology-{at}", str(each.get("title") or each.get("id"))) for at, each in enumerate(units)]
        return (
            ("next", "Asked next"),
            ("about", "The file"),
            ("service", "The service"),
            ("exception", "The exception"),
            ("provider", "The provider"),
            *named,
            ("technologies", "Technologies"),
            ("reports", "Annual reports"),
            ("parties", "Sources and parties"),
        )

    def topics(self, subject: str) -> tuple[Topic, ...]:
        """The topics of a subject; of ``all``, of every one."""
        if subject == "next":
            return self._next()
        if subject == "all":
            names = [name for name, _ in self.subjects() if name not in ("next", "about", "parties")]
            return tuple(each for name in names for each in self.topics(name))
        if subject in ("service", "exception"):
            inside = subject == "exception"
            return self._by_topic(path for path in _of("service") if path.startswith(EXCEPTION) is inside)
        if subject == "provider":
            return self._by_topic((*_of("provider"), *_of("law")))
        if subject == "technologies":
            every = self._by_topic(f"{EVERYONE}.{path.partition('.')[2]}" for path in _of("technology"))
            said = tuple(Topic(f"Every technology: {each.title.lower()}", each.rows, each.findings) for each in every)
            return (Topic("Which technologies", (), lists=(self._list(UNITS),)), *said)
        if subject == "reports":
            return (Topic("Annual reports", (), lists=(self._list("reports"),)),)
        if subject.startswith("technology-") and subject.removeprefix("technology-").isdigit():
            return self._technology(int(subject.removeprefix("technology-")))
        return ()

    def sought(self, words: str) -> tuple[Topic, ...]:
        """The facts whose question, place or answer has these words."""
        wanted = words.casefold().split()

        def fits(row: Row) -> bool:
            text = f"{row.spec.question} {row.path} {row.text} {row.stated.note}".casefold()
            return all(word in text for word in wanted)

        found = (
            replace(each, rows=tuple(filter(fits, each.rows)), findings=tuple(filter(fits, each.findings)), lists=())
            for each in self.topics("all")
        )
        return tuple(each for each in found if each.rows or each.findings)

    def _technology(self, at: int) -> tuple[Topic, ...]:
        if at >= len(members(stated_at(self.data, self.feature, UNITS)[0])):
            return ()
        here = f"{UNITS}[{at}]"
        found = self._by_topic(f"{here}.{path.partition('.')[2]}" for path in _of("technology"))
        use = Topic("Periods of use", (), lists=(self._list(f"{here}.periods_of_use"),))
        cases = Topic("Recorded cases", (), lists=(self._list(f"{here}.suspicions.recorded"),))
        return (found[0], use, *found[1:], cases)

    def _next(self) -> tuple[Topic, ...]:
        """What the answer asks for, most decisive first, plain facts before findings."""
        if self.found is None:
            return ()
        rows: list[Row] = []
        lists: list[Listed] = []
        for asked in self.found.answer.ask:
            path = asked.path.replace(f"{UNITS}[?].", f"{EVERYONE}.")
            if path in vocabulary().lists or path.partition("].")[2] == "periods_of_use":
                lists.append(self._list(path))
            elif (row := self.row(path)) is not None:
                rows.append(row)
        plain = [row for row in rows if not row.spec.finding]
        judged = [row for row in rows if row.spec.finding]
        return (Topic("", tuple(plain[:10]), tuple(judged[:6]), tuple(lists[:2])),) if rows or lists else ()

    def _by_topic(self, paths: Iterator[str] | Sequence[str]) -> tuple[Topic, ...]:
        found: dict[str, list[Row]] = {}
        for path in paths:
            row = self.row(path)
            if row is not None:
                found.setdefault(topic(row.spec.path), []).append(row)
        return tuple(
            Topic(
                title,
                tuple(row for row in rows if not row.spec.finding),
                tuple(row for row in rows if row.spec.finding),
            )
            for title, rows in found.items()
        )

    def _list(self, path: str) -> Listed:
        """A list with its items; what is known of the technologies stands on pages of their own."""
        spec = vocabulary().lists[_generic(path)]
        raw, _ = stated_at(self.data, self.feature, path)
        keys = () if path == UNITS else tuple(each.partition(".")[2] for each in _of(spec.item))
        items: list[Item] = []
        for at, each in enumerate(cast("list[Mapping[str, Any]]", members(raw))):
            here = f"{path}[{at}]"
            rows = (self.row(f"{here}.{key}") for key in keys)
            title = str(each.get("title") or each.get("id") or f"{spec.item.replace('_', ' ')} {at + 1}")
            items.append(Item(here, title, tuple(row for row in rows if row is not None)))
        whole = None if raw is None and not spec.closed else complete(raw) if raw is not None else True
        return Listed(path, spec.question, spec.item, tuple(items), whole)


def anchor(path: str) -> str:
    """A place as the name of an element."""
    return "f-" + re.sub(r"[^a-z0-9_]+", "-", path.casefold()).strip("-")


def subject_of(path: str) -> str:
    """The subject under which a fact stands."""
    if path.startswith(EXCEPTION):
        return "exception"
    head = path.split(".")[0]
    name, bracket, at = head.partition("[")
    if name == UNITS and bracket:
        return f"technology-{at.rstrip(']')}"
    known = {"law": "provider", EVERYONE: "technologies", UNITS: "technologies", "provider": "provider"}
    return known.get(name, name if name in ("service", "reports") else "next")


def spec_of(path: str) -> FactSpec | None:
    """What the vocabulary says of the fact at a place; ``None`` where there is no such fact."""
    return vocabulary().facts.get(_generic(path))


def list_of(path: str) -> ListSpec | None:
    """What the vocabulary says of the list at a place; ``None`` where there is no such list."""
    return vocabulary().lists.get(_generic(path))


def _generic(path: str) -> str:
    one = f"{UNITS}[0].{path.partition('.')[2]}" if path.startswith(f"{EVERYONE}.") else path
    try:
        return vocabulary().address(one).generic if "?" not in one and "+" not in one else ""
    except LookupError:
        return ""


def _of(scope: str) -> Iterator[str]:
    """The facts of a scope, by the paths that rules use."""
    return (path for path in vocabulary().facts if path.split(".")[0] == scope)


def _origin(use: FactUse, holder: View, key: str) -> str:
    """Where a fact comes from that the feature itself does not state."""
    if use.standing == "entailed":
        return "follows from other facts"
    statement = holder.statement(key)
    if statement.path.startswith(EVERYONE):
        return "said of every technology"
    if statement.note.startswith("Preset "):
        return "from the preset"
    return "from the report" if holder.address.within("reports") else "from the matter"


def _bearing(holder: View, key: str, spec: FactSpec, found: Answered) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is on file for a finding, in words, by the way in which it points."""
    book = found.assessment.rulebook
    seen = indications_of(holder, key, spec, found.assessment.derivation.case, book)
    groups = (("Points to yes", seen.to_yes), ("Points to no", seen.to_no), ("On file besides", seen.besides))
    told = tuple((title, tuple(fact_in_words(use, book) for use in uses)) for title, uses in groups if uses)
    asked = tuple(use.question for use in seen.unknown)
    return (*told, *((("Not on file", asked),) if asked else ()))
