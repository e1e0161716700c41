"""A variant as read: which rules it changes, how, how well each change is known, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from msgspec import Struct

from ...reading.document import Document, Place, read_file
from ...reading.errors import BadRulebook, NoSuchName, Problem
from ...reading.rows import Row, row_at
from ..acts import load_acts

HERE = Path(__file__).parent
Kind = Literal["draft", "hypothesis"]
KINDS: tuple[Kind, ...] = ("draft", "hypothesis")
#: What a change does to a rule. *open*: its wording is not known; as far as it is satisfied as adopted it is presumed
#: to be, else nothing is said.
CHANGES = ("absent", "added", "stricter", "weaker", "altered", "open")
#: How well a change is known, the best first. *presumed*: nothing was read; what was adopted stands in.
GRADES = ("primary", "fragment", "official_summary", "secondary", "derived", "presumed")
LABELS: Mapping[Kind, str] = {"draft": "DRAFT, NEVER LAW", "hypothesis": "HYPOTHESIS, NOT LAW"}
#: The period of a variant is changed like a rule, and has this name among the changes.
PERIOD = "period"
RULE_KEYS = (
    "provision",
    "title",
    "subject",
    "burden",
    "kind",
    "outcome",
    "applies",
    "holds",
    "relief",
    "because",
    "note",
)


class Change(Struct, frozen=True):
    """One change to one rule: ``data`` are the keys of the rule that it gives anew, ``place`` where they stand.

    ``define`` and ``readings`` are definitions and readings that come with it, with their places.
    """

    rule: str
    change: str
    grade: str
    gist: str
    source: str
    data: Mapping[str, Any]
    place: Place
    define: tuple[tuple[Place, Mapping[str, Any]], ...] = ()
    readings: tuple[tuple[Place, Mapping[str, Any]], ...] = ()


class LeftOut(Struct, frozen=True):
    """What is said of a draft and was not taken up, and why not."""

    what: str
    why: str


class Variant(Struct, frozen=True, eq=False):
    """A draft or hypothesis: changes against the act ``of``, by the name of the rule that each concerns.

    ``first_day`` and ``last_day`` are the days on which it would have applied, both included; ``None`` is open.
    """

    id: str
    name: str
    short: str
    kind: Kind
    of: str
    first_day: date | None
    last_day: date | None
    grade: str
    source: str
    changes: Mapping[str, Change]
    left_out: tuple[LeftOut, ...]
    document: Document

    @property
    def label(self) -> str:
        """What stands in the first line of whatever is derived from it."""
        return f"{LABELS[self.kind]}: {self.name}"

    def __contains__(self, day: date) -> bool:
        return (self.first_day or date.min) <= day <= (self.last_day or date.max)


@cache
def shipped_variants() -> Mapping[str, Path]:
    """The files of the variants that come with the program, by name."""
    return {path.stem: path for path in sorted(HERE.glob("*.yaml"))}


def load_variant(name_or_path: str) -> Variant:
    """A shipped variant by its name, or a user's own by the path of its file.

    Raises :class:`BadInput` for what is neither and :class:`BadRulebook` for a file that is no variant.
    """
    shipped = shipped_variants()
    if name_or_path in shipped:
        return read_variant(
            read_file(shipped[name_or_path], error=BadRulebook, name=f"rules/variants/{name_or_path}.yaml")
        )
    path = Path(name_or_path)
    if path.suffix not in (".yaml", ".yml", ".json") and len(path.parts) == 1:
        close = get_close_matches(name_or_path, list(shipped), n=1, cutoff=0.4)
        hint = f"did you mean {close[0]!r}? " if close else ""
        listed = f"{hint}drafts and hypotheses: {', '.join(shipped)}; or give the path of a file (docs/variants.md)"
        raise NoSuchName(Problem(f"no draft or hypothesis is called {name_or_path!r}", hint=listed))
    return read_variant(read_file(path, error=BadRulebook))


def read_variant(document: Document) -> Variant:
    """A document as a variant; raises :class:`BadRulebook` with file, line and place of what is wrong."""
    row = row_at(document, (), document.data)
    row.only("variant", "name", "short", "kind", "of", "period", "changes", "left_out")
    of = row.text("of", among=[act.key for act in load_acts().values() if act.version and "@" not in act.key])
    period = row_at(document, ("period",), row.data.get("period"))
    period.only("from", "to", "grade", "source")
    changes: dict[str, Change] = {}
    for each in row.each("changes", _changes):
        for change in each:
            if change.rule in changes:
                _refuse(document, change.place, f"the rule {change.rule!r} is changed twice", "keep one change of it")
            changes[change.rule] = change
    first, last = period.day("from"), period.day("to")
    if first is not None and last is not None and last < first:
        period.refuse("it ends before it begins", "to")
    name = row.text("name")
    return Variant(
        id=row.text("variant"),
        name=name,
        short=row.text("short", name),
        kind=cast("Kind", row.text("kind", among=KINDS)),
        of=of,
        first_day=first,
        last_day=last,
        grade=period.text("grade", among=GRADES),
        source=period.text("source", ""),
        changes=changes,
        left_out=row.each("left_out", lambda each: LeftOut(each.text("what"), each.text("why"))),
        document=document,
    )


def _changes(row: Row) -> tuple[Change, ...]:
    """What one entry of a file changes: one rule, or several alike."""
    row.only("change", "rule", "rules", "grade", "gist", "source", "as", "define", "readings")
    rules = row.texts("rules") or (row.text("rule"),)
    change = row.text("change", among=CHANGES)
    data = row_at(row.document, (*row.place, "as"), row.data.get("as", {}))
    data.only(*RULE_KEYS)
    given = bool(data.data) or "define" in row.data
    if change in ("absent", "open") and given:
        row.refuse(f"a rule that is {change} is given no words of its own; leave out `as:` and `define:`", "as")
    if change not in ("absent", "open") and not given:
        row.refuse(f"a rule that is {change} says how: add `as:` with what is different", "change")
    define, readings = (_entries(row, key) for key in ("define", "readings"))
    return tuple(
        Change(
            rule=rule,
            change=change,
            grade=row.text("grade", among=GRADES),
            gist=" ".join(row.text("gist").split()),
            source=" ".join(row.text("source", "").split()),
            data=data.data,
            place=row.place,
            define=define if number == 0 else (),
            readings=readings if number == 0 else (),
        )
        for number, rule in enumerate(rules)
    )


def _entries(row: Row, key: str) -> tuple[tuple[Place, Mapping[str, Any]], ...]:
    return row.each(key, lambda each: (each.place, each.data))


def _refuse(document: Document, place: Place, message: str, hint: str) -> None:
    raise BadRulebook(Problem(message, document.file, document.line(place), hint=hint))
