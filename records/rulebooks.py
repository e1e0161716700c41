"""Two versions of the rulebook: which rules are others, and in which cases that shows.

For each case whose outcome or some status is another under the new rules, the changed rules that do it: those that do
so alone in the old rulebook; where none does, all of them together.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from ..cases.loader import Case
from ..cases.vocabulary import vocabulary
from ..engine.law import terms as t
from ..engine.law.rulebook import Rule, Rulebook
from ..engine.why.results import Assessment
from ..reading.errors import BadInput, Problem
from ..reading.write_whole import write_whole
from ..rules import load
from ..showing.rulebooks_record import CaseChange, RulebookDiff, RuleChange
from .compare import OUTCOME, Target, state_of

#: Assesses a case under a rulebook, on the day that the case has.
Assess = Callable[[Rulebook, Case], Assessment]
#: Where a rule stands in its file is no part of what it says.
PLACE = ("file", "line")
PARTS = {"holds": "when it holds", "applies": "when it applies", "relief": "when it is lifted"}
WORDS = {"because": "its reasons", "quotes": "its quotations", "authority": "its authorities", "note": "its note"}
#: What of a rulebook besides its rules may be another.
BESIDES = {"definition": "definitions", "reading": "readings", "series": "series"}


@contextmanager
def recorded_rules(body: Mapping[str, Any]) -> Generator[Rulebook]:
    """The rulebook that a record's body holds. Raises :class:`BadRulebook` where this program cannot read it any more,
    :class:`BadInput` for names that lead elsewhere."""
    with TemporaryDirectory() as folder:
        for name, text in body["rulebook"]["files"].items():
            if "/" in name or "\\" in name:
                raise BadInput(Problem(f"the record names a rule file outside its folder: {name!r}"))
            write_whole(Path(folder, name), text)
        yield load(vocabulary(), Path(folder))


def changed_rules(old: Rulebook, new: Rulebook) -> tuple[RuleChange, ...]:
    """The rules that are added, gone or say something else, in the order of the new rulebook; then definitions,
    readings and series. A rule that uses a changed definition says something else."""
    found = [*_rules(old, new)]
    for kind, name in BESIDES.items():
        before, after = dict(getattr(old, name)), dict(getattr(new, name))
        for each in dict.fromkeys([*after, *before]):
            if before.get(each) != after.get(each):
                found.append(RuleChange(kind, each, "", "", _happened(each, before, after), ()))
    if old.verdicts != new.verdicts:
        found.append(RuleChange("verdicts", "outcomes and their words", "", "", "changed", ()))
    return tuple(found)


def _rules(old: Rulebook, new: Rulebook) -> Iterator[RuleChange]:
    before, after = old.by_id, new.by_id
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name), after.get(name)
        what = _parts(was, now) if was is not None and now is not None else ()
        if what or was is None or now is None:
            rule = now or before[name]
            yield RuleChange("rule", name, rule.provision, rule.title, _happened(name, before, after), what)


def _parts(was: Rule, now: Rule) -> tuple[str, ...]:
    """What of a rule is another, in words; ``satisfied`` follows from the rest."""
    found: list[str] = []
    for name in (name for name in Rule.__struct_fields__ if name not in (*PLACE, "satisfied")):
        old, new = getattr(was, name), getattr(now, name)
        if old != new:
            by_definition = name in PARTS and _own(old) == _own(new)
            said = PARTS.get(name) or WORDS.get(name) or f"its {name.replace('_', ' ')}"
            found.append(f"{said} (through a definition)" if by_definition else said)
    return tuple(found)


def _own(term: object, *, inside: bool = False) -> object:
    """A term with the definitions that it uses by name alone."""
    if isinstance(term, t.Named) and inside:
        return term.name
    if isinstance(term, tuple):
        return tuple(_own(each, inside=True) for each in cast("tuple[object, ...]", term))
    if isinstance(term, Struct):
        return (type(term), *(_own(getattr(term, name), inside=True) for name in term.__struct_fields__))
    return term


def _happened(name: str, before: Mapping[str, object], after: Mapping[str, object]) -> str:
    return "added" if name not in before else "gone" if name not in after else "changed"


def compared(old: Rulebook, new: Rulebook, cases: Mapping[str, Case], assess: Assess) -> RulebookDiff:
    """The changes, and the cases in which they show, by name."""
    changes = changed_rules(old, new)
    named = [each.name for each in changes if each.kind == "rule"]
    mixed = {name: _with(old, new, name) for name in named}
    found = (_case(name, case, (old, new), mixed, assess) for name, case in cases.items()) if changes else ()
    shown = tuple(each for each in found if each is not None)
    return RulebookDiff(old.digest, new.digest, changes, len(cases), shown)


def _with(old: Rulebook, new: Rulebook, name: str) -> Rulebook:
    """The old rulebook with one rule as the new one has it (added, gone or changed)."""
    now = new.by_id.get(name)
    rules = tuple(now if rule.id == name else rule for rule in old.rules)
    if name not in old.by_id:
        rules = (*rules, now)
    return replace(old, rules=tuple(rule for rule in rules if rule is not None))


def _case(
    name: str, case: Case, books: tuple[Rulebook, Rulebook], mixed: Mapping[str, Rulebook], assess: Assess
) -> CaseChange | None:
    old, new = books
    before, after = (state_of(assess(book, case)) for book in (old, new))
    targets = [each for each in dict.fromkeys([*after, *before]) if before.get(each) != after.get(each)]
    if not targets:
        return None
    alone = {rule: state_of(assess(book, case)) for rule, book in mixed.items()}
    by = [rule for rule, state in alone.items() if any(_is(state, after, each) for each in targets)]
    statuses = tuple(
        (_provision(each, books), each[1], before.get(each, ""), after.get(each, ""))
        for each in targets
        if each != OUTCOME
    )
    return CaseChange(name, before[OUTCOME], after[OUTCOME], statuses, tuple(by))


def _is(state: Mapping[Target, str], after: Mapping[Target, str], target: Target) -> bool:
    return state.get(target) == after.get(target)


def _provision(target: Target, books: tuple[Rulebook, Rulebook]) -> str:
    return next(book.by_id[target[0]].provision for book in reversed(books) if target[0] in book.by_id)
