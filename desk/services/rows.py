"""One fact of a feature as a row of a page: what is stated, what that comes to, and what bears on it.

What is stated comes from the document, so that a draft that cannot be read yet is shown all the same; what it counts
for, and what bears on a finding, come from the answer, where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from msgspec import Struct

from ...cases.places import EVERYONE, members
from ...cases.rulebook import rulebook
from ...cases.vocabulary import vocabulary
from ...engine.case.facts import View
from ...engine.case.vocabulary import FactSpec
from ...engine.why.indicators import indications_of
from ...engine.why.reasons import FactUse, fact_use
from ...reading.errors import Problem
from ...showing.answer_reasons import fact_in_words
from ...showing.words import wording
from .answers import Answered
from .documents import Data, digest_of, stated_at, text_of
from .standing import anchor, spec_of
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


class Row(Struct, frozen=True):
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


class Filed(Struct, frozen=True):
    """A feature of a document with its answer, of which rows are made; ``problems`` are those of the document."""

    data: Data
    feature: str
    found: Answered | None = None
    problems: Sequence[Problem] = ()

    def at(self, path: str) -> Any:
        """What the document states at a place, for this feature or for all."""
        return stated_at(self.data, self.feature, path)[0]

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
        known = members(self.at(head))
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
