"""The fictional Lighthouse Keepers Act: its vocabulary, its rulebook, and short ways to state facts.

Nothing here comes from the rest of the program but ``derogation.engine``: an engine that measures lamps against this
act knows no act by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from derogation.engine.answer import Derivation, derive
from derogation.engine.case.facts import CASE, Entity, Items, PartialSet, Position, Statement, View
from derogation.engine.case.standpoint import Parties, seen_from
from derogation.engine.case.vocabulary import FactSpec, Indicator, ListSpec, Vocabulary
from derogation.engine.law.loader import load_rulebook, rulebook_of
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.evaluator import Question
from derogation.engine.why.assessment import Facts
from derogation.reading.document import read_text
from derogation.reading.errors import BadRulebook
from msgspec.structs import replace

HERE = Path(__file__).parent
FUELS = ("oil", "gas", "electric", "none")
COLOURS = ("white", "red", "green")
PURPOSES = ("guiding", "warning", "luring")


def _fact(path: str, type_: Any, question: str, **more: Any) -> FactSpec:
    return FactSpec(path=path, type=type_, question=question, **more)


FACTS = (
    _fact("light.shines_seaward", "bool", "Does the light shine to sea?", provisions=("LKA 1",)),
    _fact("light.height_m", "number", "How high does the light stand?", unit="metres", provisions=("LKA 1",)),
    _fact("light.character", "choice", "What is the character of the light?", choices=("fixed", "flashing")),
    _fact("light.lit_since", "date", "When was it first lit?", never="never lit", fixed=True),
    _fact("light.harbour.inside", "bool", "Does the light stand inside a harbour?", provisions=("LKA 2",)),
    _fact("light.harbour.minor", "bool", "Is it minor?", finding=True, provisions=("LKA 2",)),
    _fact("light.harbour.boats_only", "bool", "Does it serve boats only?", provisions=("LKA 2",), who="keeper"),
    _fact("light.history", "text", "What is told of it?"),
    _fact("keeper.licensed_on", "date", "When was the keeper licensed?", never="never", provisions=("LKA 5",)),
    _fact(
        "keeper.watchful",
        "bool",
        "Is the keeper watchful?",
        finding=True,
        provisions=("LKA 6",),
        indicators=(
            Indicator("keeper.wrecks", 0, supports=True),
            Indicator("keeper.hobbies", "sleeping", supports=False),
            Indicator("light.character", "flashing", supports=True),
        ),
    ),
    _fact("keeper.wrecks", "number", "How many wrecks were there?", unit="wrecks"),
    _fact("keeper.hobbies", "set", "What does the keeper do at night?", choices=("sleeping", "knitting", "chess")),
    _fact("lamp.purposes", "set", "What is the lamp for?", choices=PURPOSES, provisions=("LKA 3",)),
    _fact("lamp.colours", "set", "Which colours does it show?", choices=COLOURS),
    _fact("lamp.fuel", "choice", "What does it burn?", choices=FUELS, provisions=("LKA 4",)),
    _fact("lamp.range_miles", "number", "How far is it seen?", unit="miles", provisions=("LKA 4",)),
    _fact("lamp.trimmed", "bool", "Is its wick trimmed?", provisions=("LKA 4",)),
    _fact("lamp.spare_wick", "bool", "Is there a spare wick?", provisions=("LKA 4",)),
    _fact("lamp.inspected_on", "date", "When was it inspected?", never="never", provisions=("LKA 7",)),
    _fact("lamp.applied_on", "date", "When was inspection applied for?", never="never", provisions=("LKA 8",)),
    _fact("lamp.inspector_kept_waiting", "bool", "Was the inspector kept waiting?", provisions=("LKA 8",)),
    _fact(
        "lamp.lens_clean",
        "bool",
        "Is the lens clean?",
        finding=True,
        provisions=("LKA 9",),
        indicators=(
            Indicator("lamp.trimmed", True, supports=True),
            Indicator("lamp.colours", "green", supports=False),
            Indicator("light.harbour.inside", True, supports=False),
        ),
    ),
    _fact("watch.since", "date", "When did the watch begin?", provisions=("LKA 10",)),
    _fact("watch.until", "date", "When did it end?", never="still kept", provisions=("LKA 10",)),
    _fact("watch.awake", "bool", "Was the watch awake?", provisions=("LKA 10",)),
    _fact("logbook.year", "number", "Of which year is the logbook?", unit="year"),
    _fact("logbook.filed_on", "date", "When was it filed?", never="never", provisions=("LKA 11",)),
)
LISTS = (
    ListSpec("lamps", "lamp", "Which lamps are there?", provisions=("LKA 3",)),
    ListSpec("lamp.watches", "watch", "Which watches were kept?", provisions=("LKA 10",)),
    ListSpec("logbooks", "logbook", "Which logbooks were kept?", closed=True),
)
VOCABULARY = Vocabulary({spec.path: spec for spec in FACTS}, {spec.path: spec for spec in LISTS})


def rule_files() -> list[Path]:
    return sorted((HERE / "act").glob("*.yaml"))


@cache
def act() -> Rulebook:
    """The Lighthouse Keepers Act."""
    return load_rulebook(rule_files(), VOCABULARY)


def rulebook_from(*texts: str, vocabulary: Vocabulary = VOCABULARY) -> Rulebook:
    """A rulebook of rule files given as text."""
    documents = [
        read_text(text, f"rules-{number}.yaml", error=BadRulebook) for number, text in enumerate(texts, start=1)
    ]
    return rulebook_of(documents, vocabulary)


#: Verdicts for rulebooks of a few lines: a lamp counts while it burns something.
VERDICTS = """\
verdicts:
  units: lamps
  in_use: burning
  decided_when: always
  passed: kept
  failed: breach
  mixed: partly_kept
  none: dark
  open: undecided
  outcomes: {no_duty: No duty, dark: Dark, decoy: A decoy, breach: Broken, partly_kept: In part, kept: Kept}
definitions:
  - {define: burning, is: lamp.fuel is not none}
  - {define: always, is: true}
"""


# --- stating facts ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """The items of a list, each as the facts stated of it; ``other`` is what is known of items not listed."""

    known: tuple[Mapping[str, Any], ...] = ()
    complete: bool = True
    other: Mapping[str, Any] | None = None


def listed(*known: Mapping[str, Any], complete: bool = True, other: Mapping[str, Any] | None = None) -> Listed:
    return Listed(known, complete, other)


def some_of(*members: str) -> PartialSet:
    """A set of which only these members are known."""
    return PartialSet(frozenset(members))


def says(by: str, value: Any, **more: Any) -> Position:
    return Position(by, value, **more)


def disputed(*positions: Position) -> Statement:
    return Statement("", standing="disputed", positions=positions)


def entity(facts: Mapping[str, Any], path: str = "", name: str = "", vocabulary: Vocabulary = VOCABULARY) -> Entity:
    """State facts by key: plain values, statements (their path is filled in), ``Listed`` for lists; None is silence."""
    statements: dict[str, Statement] = {}
    lists: dict[str, Items] = {}
    for key, value in facts.items():
        where = f"{path}.{key}" if path else key
        if isinstance(value, Listed):
            other = entity(value.other, f"{where}[?]", "?", vocabulary) if value.other is not None else None
            known = tuple(
                entity(
                    {k: v for k, v in item.items() if k != "name"},
                    f"{where}[{at}]",
                    item.get("name", f"{key}-{at}"),
                    vocabulary,
                )
                for at, item in enumerate(value.known)
            )
            lists[key] = Items(known, value.complete, other)
        elif isinstance(value, Statement):
            statements[key] = replace(value, path=where)
        elif value is not None:
            statements[key] = Statement(where, value, "supplied")
    return Entity(vocabulary.address(path) if path else CASE, name, statements, lists)


def scope_of(facts: Mapping[str, Any], rulebook: Rulebook | None = None) -> View:
    """The facts from the default standpoint."""
    book = rulebook or act()
    return seen_from(entity(facts, vocabulary=book.vocabulary), Parties(), None, book.series)


def ask(
    facts: Mapping[str, Any],
    on: date,
    rulebook: Rulebook | None = None,
    *,
    on_the_record: bool = False,
    **readings: str,
) -> Derivation:
    """Derive the outcome of facts on a day by the evaluator."""
    book = rulebook or act()
    question = Question(on, {**book.default_readings, **readings}, on_the_record)
    return derive(book, scope_of(facts, book), question)


def case(facts: Mapping[str, Any], name: str = "Skerry Rock", **more: Any) -> Facts:
    return Facts(name, entity(facts), **more)


# --- a station that keeps every rule ---------------------------------------------------------------------------------

#: A day on which the whole act is law.
DAY = date(1875, 6, 1)


def good_lamp(**changes: Any) -> dict[str, Any]:
    """A lamp that keeps every rule on ``DAY``, with changes (dots in keys written as double underscores)."""
    facts: dict[str, Any] = {
        "name": "upper",
        "purposes": frozenset({"guiding"}),
        "colours": frozenset({"white"}),
        "fuel": "oil",
        "range_miles": 15,
        "trimmed": True,
        "spare_wick": True,
        "inspected_on": date(1874, 5, 1),
        "applied_on": date(1874, 1, 1),
        "inspector_kept_waiting": False,
        "lens_clean": True,
        "watches": listed({"since": date(1870, 1, 1), "until": date.max, "awake": True}),
    }
    return {**facts, **{key.replace("__", "."): value for key, value in changes.items()}}


def good_station(*lamps: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """A station that keeps every rule on ``DAY``, with these lamps (default: one good lamp) and changes."""
    facts: dict[str, Any] = {
        "light.shines_seaward": True,
        "light.height_m": 41.5,
        "light.character": "flashing",
        "light.lit_since": date(1850, 1, 1),
        "light.harbour.inside": False,
        "light.harbour.minor": False,
        "light.harbour.boats_only": False,
        "keeper.licensed_on": date(1874, 9, 1),
        "keeper.watchful": True,
        "keeper.wrecks": 0,
        "keeper.hobbies": frozenset({"chess"}),
        "lamps": listed(*(lamps or (good_lamp(),))),
        "logbooks": listed(
            *({"year": year, "filed_on": date(year + 1, 1, 15)} for year in (1870, 1871, 1872, 1873, 1874))
        ),
    }
    return {**facts, **{key.replace("__", "."): value for key, value in changes.items()}}
