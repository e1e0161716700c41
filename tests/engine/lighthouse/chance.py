"""Facts and rulebooks by chance, always the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from derogation.engine.case.facts import NEVER, PartialSet
from derogation.engine.case.vocabulary import FactSpec, ListSpec, Vocabulary
from derogation.engine.law.rulebook import Rulebook
from derogation.reading.errors import BadRulebook
from lighthouse.world import VOCABULARY, Listed, good_lamp, good_station, rulebook_from

#: Days around those that the act names.
DAYS = tuple(
    day + timedelta(days=shift)
    for day in (
        date(1860, 1, 1),
        date(1870, 1, 1),
        date(1872, 1, 31),
        date(1873, 6, 30),
        date(1875, 1, 1),
        date(1876, 7, 1),
        date(1890, 1, 1),
        date(1895, 12, 31),
        date(1900, 1, 1),
    )
    for shift in (-1, 0, 1)
)


def value(spec: FactSpec, source: random.Random) -> Any:
    """A value that a fact may have."""
    match spec.type:
        case "bool":
            return source.random() < 0.7
        case "date":
            return NEVER if spec.never and source.random() < 0.1 else source.choice(DAYS)
        case "number":
            return source.choice((0, 1, 5, 10, 11.5, 12, 41, 1871, 1872, 1873, 1874))
        case "choice":
            return source.choice(spec.choices)
        case "set":
            members = frozenset(member for member in spec.choices if source.random() < 0.4)
            return PartialSet(members) if source.random() < 0.2 else members
        case "text":
            return "a long story"


def facts(source: random.Random, vocabulary: Vocabulary = VOCABULARY, scope: str = "", share: float = -1) -> Any:
    """Facts of an entity, some unknown, with lists that are known, known in part, or unknown."""
    share = source.choice((0.2, 0.5, 0.8, 0.95, 1.0)) if share < 0 else share
    stated: dict[str, Any] = {}
    for path, spec in vocabulary.facts.items():
        holder, key = vocabulary.split(path)
        if holder == scope and source.random() < share:
            stated[key] = value(spec, source)
    for path, listing in vocabulary.lists.items():
        holder, name = vocabulary.split(path)
        if holder == scope and source.random() < max(share, 0.5):
            count = source.choice((0, 1, 1, 2, 3) if scope == "" else (0, 1, 1, 2))
            known = tuple(facts(source, vocabulary, listing.item, share) for _ in range(count))
            complete = source.random() < 0.7
            other = facts(source, vocabulary, listing.item, share / 2) if not complete and share < 0.9 else None
            stated[name] = Listed(known, complete, other)
    return stated


def nearly_good(source: random.Random) -> dict[str, Any]:
    """A station that keeps every rule but for a few facts changed or forgotten, so that every rule gets its turn."""
    share = source.choice((0.02, 0.05, 0.15))

    def changed(stated: dict[str, Any], scope: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, known in stated.items():
            path, dice = f"{scope}.{key}" if scope else key, source.random()
            if isinstance(known, Listed):
                item = VOCABULARY.lists[path].item
                members = tuple(changed(dict(member), item) for member in known.known)
                found[key] = Listed(members, complete=dice > share)
            elif key != "name" and dice < share:
                found[key] = value(VOCABULARY.facts[path], source)
            elif dice > share * 2:
                found[key] = known
        return found

    lamps = [good_lamp(name=f"lamp {number}") for number in range(source.choice((1, 1, 2, 3)))]
    return changed(good_station(*lamps), "")


# --- rulebooks by chance ---------------------------------------------------------------------------------------------

PLAIN = Vocabulary(
    {
        path: FactSpec(path, "bool", f"{path}?")
        for path in ("s.a", "s.b", "s.c", "s.d", "lamp.lit", "lamp.p", "lamp.q", "lamp.r", "watch.x", "watch.y")
    },
    {
        "lamps": ListSpec("lamps", "lamp", "Which lamps?"),
        "lamp.watches": ListSpec("lamp.watches", "watch", "Which watches?"),
    },
)
HEAD = """
verdicts:
  units: lamps
  in_use: {in_use}
  decided_when: {decided}
  passed: kept
  failed: breach
  mixed: partly_kept
  none: dark
  open: undecided
  jointly: {{fault: station}}
  outcomes: {{no_duty: N, exempt: E, dark: D, decoy: C, laid_up: L, breach: B, partly_kept: P, kept: K}}
readings:
  - reading: fault
    choices: {{lamp: {{title: t, argument: a}}, station: {{title: t, argument: a}}}}
  - reading: eyes
    choices: {{left: {{title: t, argument: a}}, right: {{title: t, argument: a}}, both: {{title: t, argument: a}}}}
rules:
  - rule: eyes
    kind: note
    provision: N
    title: t
    subject: s
    holds: {{reading: eyes, left: true, right: true, both: false}}
"""


def rulebook(source: random.Random, depth: int = 2, *, nested: bool = True, conditions: int = 4) -> Rulebook:
    """A rulebook of random conditions over ``PLAIN``; without ``nested`` it speaks of no watch."""

    def condition(depth: int, items: tuple[str, ...]) -> str:
        facts = [
            path
            for path in PLAIN.facts
            if (path.startswith("s.") or path.split(".")[0] in items) and path != "lamp.lit"
        ]
        kinds = ["fact", "fact", "not", "all", "any"] + ["reading", "open", "each", "some"] * (depth > 0)
        kind = source.choice(kinds) if depth > 0 else source.choice(("fact", "not"))
        match kind:
            case "all" | "any":
                parts = dict.fromkeys(condition(depth - 1, items) for _ in range(source.choice((2, 3, 3, 4))))
                chosen = [part for part in parts if f"{{not: {part}}}" not in parts]
                return f"{{{kind}: [{', '.join(chosen or list(parts)[:1])}]}}"
            case "not":
                return f"{{not: {condition(depth - 1, items)}}}"
            case "reading":
                branches = [condition(depth - 1, items) for _ in range(3)]
                return f"{{reading: eyes, left: {branches[0]}, right: {branches[1]}, both: {branches[2]}}}"
            case "open" if source.random() < 0.3:
                return "{open: nobody knows}"
            case "each" | "some" if nested and "lamp" not in items:
                return f"{{{kind}: lamps, is: {condition(depth - 1, (*items, 'lamp'))}}}"
            case "each" | "some" if nested and "watch" not in items and "lamp" in items:
                return f"{{{kind}: lamp.watches, is: {condition(depth - 1, (*items, 'watch'))}}}"
            case _:
                return source.choice(facts)

    def rules() -> Iterator[str]:
        number = iter(range(1000))
        for subject, outcomes in (("s", ("no_duty", "exempt")), ("lamp", ("decoy", "laid_up"))):
            items = ("lamp",) if subject == "lamp" else ()
            for outcome in outcomes:
                holds = f"{{all: [{condition(depth, items)}, {{not: {condition(0, items)}}}, {source.choice(BRAKES)}]}}"
                yield (
                    f"  - {{rule: g{next(number)}, kind: gate, provision: G, title: t, subject: {subject}, "
                    f"outcome: {outcome}, holds: {holds}}}\n"
                )
            for _ in range(conditions):
                extras = "".join(
                    f", {part}: {condition(depth, items)}" for part in ("applies", "relief") if source.random() < 0.4
                )
                burden = ", burden: keeper" if source.random() < 0.5 else ""
                yield (
                    f"  - {{rule: c{next(number)}, provision: C, title: t, subject: {subject}{burden}{extras}, "
                    f"holds: {condition(depth, items)}}}\n"
                )

    in_use = source.choice(
        ("lamp.lit", "{any: [lamp.lit, s.d]}", "{reading: eyes, left: lamp.lit, right: s.a, both: true}")
    )
    decided = source.choice(("true", "true", "s.d", "{reading: eyes, left: true, right: s.d, both: true}"))
    head = HEAD.format(in_use=in_use, decided=decided)
    for _ in range(50):  # chance writes contradictions, which are refused
        try:
            return rulebook_from(head + "".join(rules()), vocabulary=PLAIN)
        except BadRulebook as refused:
            if any("opposite" not in each.message and "twice" not in each.message for each in refused.problems):
                raise
    raise AssertionError("no rulebook came about")


#: Keeps gates from holding too often to leave anything to conditions.
BRAKES = ("s.c", "{not: s.c}", "s.b")


def complete(known: dict[str, Any], scope: str = "") -> Iterator[dict[str, Any]]:
    """Every completion of facts of ``PLAIN`` whose lists are known: each unknown fact true and false."""
    keys = [PLAIN.split(path)[1] for path in PLAIN.facts if PLAIN.split(path)[0] == scope]
    lists = {name: value for name, value in known.items() if isinstance(value, Listed)}
    options: list[list[Any]] = [[known[key]] if key in known else [True, False] for key in keys]
    for name, items in lists.items():
        item = PLAIN.lists[f"{scope}.{name}" if scope else name].item
        each = [list(complete(dict(member), item)) for member in items.known]
        options.append([Listed(members) for members in product(*each)])
    for chosen in product(*options):
        yield dict(zip([*keys, *lists], chosen, strict=True))
