"""Both engines follow the strong Kleene tables, connective by connective, and so say the same of every term.

A term is true, false or open by its connective and the truth of its parts. If each engine gives each connective its
value for every assignment of truths to the parts, then by induction over terms both give every term the same value in
every world, whether all facts are known or not, provided that they agree on comparisons and on which item is which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from msgspec import Struct

from ...engine.answer import machine
from ...engine.case.facts import Entity, View, Views
from ...engine.law import terms as t
from ...engine.law.rulebook import Rulebook
from ...engine.truth.evaluator import Evaluation, Evaluator, Question
from ...engine.truth.forward.chaining import ForwardEngine, Ruleset
from ...engine.truth.forward.layers import Item
from ...engine.truth.forward.memory import conclusions
from ...engine.truth.forward.patterns import ON_THE_RECORD
from .law_days import BEGINS
from .proof import Proof

TRUTHS: tuple[t.Truth, ...] = (True, False, None)
WORDS = {True: "true", False: "false", None: "open"}
#: Parts up to which every assignment is tried; of more, every one in which all but two parts are alike.
FEW = 6
#: Items of a list, at the most, on which the evaluator is tried; durable_rules takes them one by one, and is tried so.
MOST_ITEMS = 3


def engines_follow_kleene(rulebook: Rulebook) -> Proof:
    """Every rule that durable_rules is given, and every connective of the evaluator, against the tables."""
    forward = machine(rulebook).second()
    kinds: Counter[str] = Counter()
    tried, wrong = 0, tuple[str, ...]()
    trials = list(_of_evaluator(rulebook))
    if forward is not None:
        for ruleset in forward.rulesets:
            for item in ruleset.items:
                kinds[item.kind] += 1
                trials += _of_item(forward, ruleset, item)
    for trial in trials:
        tried += 1
        if trial.found != (trial.expected,) and not wrong:
            wrong = trial.lines()
    missing = () if forward is not None else ("anything of durable_rules: it cannot be imported here",)
    return Proof(
        id="engines_follow_kleene",
        statement="Both engines give every connective the value of the strong Kleene tables, whatever its parts; so "
        "both say the same of every term in every world, known or not, as far as comparisons come out the same.",
        holds=not wrong,
        tried=tried,
        over=f"each of the {sum(kinds.values())} rules that durable_rules is given and each connective of the "
        f"evaluator, every part true, false or open (of more than {FEW} parts all but two alike), on the record and "
        "off it, on each choice of a reading, item by item of lists that are complete and that are not",
        readings="each",
        named=tuple(f"{kind}: {count} rules" for kind, count in kinds.items()),
        not_proved=(
            *missing,
            "comparisons of facts: one function decides them for both engines, and the points of law hold it",
            "that terms are laid out in rules as they are written, and each rule is handed the parts of the right "
            "item: the next proof and generated profiles hold that",
            f"lists of more than {MOST_ITEMS} items in the evaluator",
        ),
        witness=wrong,
    )


class Trial(Struct, frozen=True):
    """What an engine made of some truths (``found``: every value that it concluded), and what the tables say."""

    engine: str
    connective: str
    truths: tuple[t.Truth, ...]
    context: str
    found: tuple[t.Truth, ...]
    expected: t.Truth

    def lines(self) -> tuple[str, ...]:
        """The trial for a reader."""
        parts = ", ".join(WORDS[truth] for truth in self.truths) or "none"
        said = " and ".join(WORDS[truth] for truth in self.found)
        where = f" ({self.context})" if self.context else ""
        return (f"{self.engine}, {self.connective}{where}", f"parts: {parts}", f"{said}, not {WORDS[self.expected]}")


def conjunction(truths: Sequence[t.Truth]) -> t.Truth:
    """The strong Kleene table of *and*."""
    return False if False in truths else None if None in truths else True


def disjunction(truths: Sequence[t.Truth]) -> t.Truth:
    """The strong Kleene table of *or*."""
    return True if True in truths else None if None in truths else False


TABLES = {"all": conjunction, "each": conjunction, "any": disjunction, "some": disjunction}


def assignments(parts: int) -> Iterator[tuple[t.Truth, ...]]:
    """The truths of some parts that are tried."""
    if parts <= FEW:
        yield from product(TRUTHS, repeat=parts)
        return
    for alike in TRUTHS:
        for one, other in combinations(range(parts), 2):
            for first, second in product(TRUTHS, repeat=2):
                found = [alike] * parts
                found[one], found[other] = first, second
                yield tuple(found)


# --- durable_rules ---------------------------------------------------------------------------------------------------


def _of_item(forward: ForwardEngine, ruleset: Ruleset, item: Item) -> Iterator[Trial]:
    """The rules of one item, as they are registered, on facts made up for them."""
    names = tuple(dict.fromkeys(part.name for part in item.parts if part.name))
    terms = [name for name, literal in forward.plan.names.items() if literal.name == item.name]
    connective = f"{item.kind} of {len(item.parts)}{f' in {terms[0]}' if terms else ''}"
    for truths in assignments(len(names)):
        by_name = dict(zip(names, truths, strict=True))
        fact = {name: truth for name, truth in by_name.items() if truth is not None}
        parts = [_literal(by_name.get(part.name), part.name, part.wanted) for part in item.parts]
        for context, more, expected in _contexts(item, by_name, parts):
            drawn = conclusions(forward.engine, ruleset.handle, {**fact, **more})
            found = tuple(truth for name, truth in drawn if name == item.name) or (None,)
            yield Trial("durable_rules", connective, tuple(parts), context, found, expected)


def _literal(truth: t.Truth, name: str, wanted: t.Truth) -> t.Truth:
    return wanted if not name else None if truth is None else truth is wanted


def _contexts(
    item: Item, by_name: Mapping[str, t.Truth], parts: list[t.Truth]
) -> Iterator[tuple[str, dict[str, bool], t.Truth]]:
    """What else a rule rests on, in words and as properties, and what follows."""
    match item.kind:
        case "choose":
            for at, choice in enumerate(item.choices):
                yield choice, {f"r_{each}": each == choice for each in item.choices}, parts[at]
        case "shown":
            unknown = {f"u_{name}": True for name, truth in by_name.items() if truth is None}
            yield "", {**unknown, ON_THE_RECORD: False}, parts[0]
            left = item.otherwise if parts[0] is None else parts[0]
            yield "on the record", {**unknown, ON_THE_RECORD: True}, left
        case "each" | "some":
            for so_far in TRUTHS:
                before = {f"a_{item.name}": so_far} if so_far is not None else {}
                words = f"after items that gave {WORDS[so_far]}"
                yield words, {"real": True, **before}, TABLES[item.kind]((so_far, parts[0]))
                if by_name and parts[0] is None:
                    yield f"{words}, others not listed", before, TABLES[item.kind]((so_far, None))
        case _:
            yield "", {}, TABLES[item.kind](parts)


# --- the evaluator ---------------------------------------------------------------------------------------------------


def _of_evaluator(rulebook: Rulebook) -> Iterator[Trial]:
    """Each connective of the evaluator, of as many parts as some term of the rulebook has."""
    terms = [
        part for rule in rulebook.rules for each in (rule.applies, rule.holds, rule.relief) for part in t.walk(each)
    ]
    widest = max(len(t.children(term)) for term in terms)
    for parts in range(widest + 1):
        atoms = tuple(t.Compare(t.Fact("", f"a{at}"), "is", t.Literally(True)) for at in range(parts))
        for truths in assignments(parts):
            case = View(Entity(), {f"a{at}": truth for at, truth in enumerate(truths) if truth is not None})
            for kind, term in (("all", t.All(atoms)), ("any", t.Any(atoms))):
                yield _asked(kind, term, case, truths, TABLES[kind](truths))
    yield from _of_one(t.Compare(t.Fact("", "a0"), "is", t.Literally(True)))
    inner = t.Compare(t.Fact("thing", "a"), "is", t.Literally(True))
    over = {"each": t.Each("", "things", "thing", inner), "some": t.Some("", "things", "thing", inner)}
    for size in range(MOST_ITEMS + 1):
        for truths, complete in product(product(TRUTHS, repeat=size), (True, False)):
            items = tuple(View(Entity(), {} if truth is None else {"a": truth}) for truth in truths)
            case = View(Entity(), lists={"things": Views(items, complete)})
            left, words = (truths, "") if complete else ((*truths, None), "others not listed")
            for kind, term in over.items():
                yield _asked(kind, term, case, truths, TABLES[kind](left), words)


def _of_one(atom: t.Term) -> Iterator[Trial]:
    """Connectives of one part, and choices between two."""
    for truth in TRUTHS:
        case = View(Entity(), {} if truth is None else {"a0": truth})
        yield _asked("not", t.Not(atom), case, (truth,), None if truth is None else not truth)
        for otherwise in (True, False):
            left = otherwise if truth is None else truth
            yield _asked("shown", t.Shown(atom, otherwise), case, (truth,), left, "on the record", record=True)
            yield _asked("shown", t.Shown(atom, otherwise), case, (truth,), truth)
        for choice, other in product(("one", "other"), TRUTHS):
            term = t.Choose("reading", (("one", atom), ("other", t.Const(other))))
            expected = truth if choice == "one" else other
            yield _asked("choose", term, case, (truth, other), expected, choice, choice=choice)


def _asked(
    kind: str,
    term: t.Term,
    case: View,
    truths: tuple[t.Truth, ...],
    expected: t.Truth,
    context: str = "",
    *,
    choice: str = "",
    record: bool = False,
) -> Trial:
    question = Question(BEGINS, {"reading": choice}, record)
    found = Evaluator().ask(t.Named("tried", "", term), Evaluation(case, question)).truth
    return Trial("the evaluator", f"{kind} of {len(truths)}", truths, context, (found,), expected)
