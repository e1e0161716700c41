"""How many questions the interview asks, in two parts and in the shortest way; writes ``docs/interview-counts.md``.

    python -m benchmarks.interview [CASE...]        counts and times, printed
    python -m benchmarks.interview --write          and the table in docs

The shipped cases answer for themselves: a case is interviewed from nothing, on its day, with its own sources, parties
and readings, and each question gets the answer that the case gives, or "unknown" where it is silent.

*Client* and *counsel* are the questions of the interview in two parts until the outcome is determined or all are asked:
the client's, every plain fact for which some rule or some conclusion still waits; counsel's, the conclusions that can
still turn the outcome. *All* is what `--all` asks of both, whatever is settled. The cases say little of indicators, so
that many of these questions stay open here, as they would with a client who does not know.

*In the Act's order* asks every fact that a gate or condition reads, gates first, then the technologies and their
periods of use, then the conditions as the Regulation numbers them, each for one technology after the other; a fact
is not asked twice. *Relevant only* asks in the same order and leaves out what cannot matter any more. *Shortest*
(`--shortest`, the interview as it was before it had two parts) asks anyone anything that decides, the most decisive
question first. These three stop where the outcome is determined, or no answer to any question left can determine it.

*At least* is a bound below which no such order can come: it counts the questions of the shortest way that every order
must put, because without the answer, everything else that the case says being known, the outcome would not be
determined (or, where it stays open, could still be determined). Where the shortest way asks no more, it cannot be
shorter. To come near the bound an order would mostly have to know the answers beforehand.

What the two parts ask beyond the shortest way is the price of asking a client once, by subject, and of asking on
when the first fatal answer is given or somebody does not know. No order is the shortest on every case. Where the
condition that fails stands early in the Act and takes several answers, asking for what is relevant in order finds it
sooner; the shortest way asks first what a single answer can decide. Nor can any order be short on both of two cases of
which one is decided by the first question and the other by the second.
"""

from __future__ import annotations

import copy
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from derogation import load_profile, rulebook
from derogation.cases.catalogue import shipped
from derogation.cases.loader import Case
from derogation.cases.places import UNITS, for_everyone, generic, members
from derogation.cases.profile import PROFILE_FORMAT
from derogation.engine.answer import Derivation
from derogation.engine.case.facts import View
from derogation.engine.case.vocabulary import FactSpec, ListSpec
from derogation.engine.law import terms as t
from derogation.interview.choosing.in_parts import in_parts, part_of
from derogation.interview.choosing.next_question import answers_to_try, outcomes_after, shortest
from derogation.interview.choosing.open_questions import Askable, OpenQuestion, outlook, place_of
from derogation.interview.script import Script
from derogation.interview.session import Given, Session, State, Way
from derogation.reading.document import path_steps
from msgspec import Struct

TABLE = Path(__file__).parent.parent / "docs" / "interview-counts.md"


def act_order(derivation: Derivation, askable: Askable) -> tuple[OpenQuestion, ...]:
    """The next question when asking in the Act's order, whether or not it can still matter."""
    if derivation.determined or not outlook(derivation, askable).questions:
        return ()
    return tuple(islice(_in_order(derivation, askable), 1))


def relevant_in_order(derivation: Derivation, askable: Askable) -> tuple[OpenQuestion, ...]:
    """The questions that can still matter, in the Act's order."""
    if derivation.determined:
        return ()
    return tuple(sorted(outlook(derivation, askable).questions, key=lambda question: question.stage))


def _in_order(derivation: Derivation, askable: Askable) -> Iterator[OpenQuestion]:
    book = derivation.machine.rulebook
    readings, verdicts = derivation.question.readings, book.verdicts

    def asks(scope: View, key: str, spec: FactSpec | ListSpec) -> Iterator[OpenQuestion]:
        path = place_of(scope, key)
        if scope.address.listed and askable(path):
            yield OpenQuestion(path, key, spec, 0, [scope.address])

    def walk(term: t.Term, bound: dict[str, View]) -> Iterator[OpenQuestion]:
        match term:
            case t.Compare():
                for fact in (*t.operand_facts(term.left), *t.operand_facts(term.right)):
                    if fact.key not in bound[fact.scope].values:
                        yield from asks(bound[fact.scope], fact.key, book.vocabulary.facts[fact.path])
            case t.Each() | t.Some():
                scope = bound[term.scope]
                items, complete = scope.items(term.list).known, scope.items(term.list).complete
                spec = book.vocabulary.lists.get(f"{term.scope}.{term.list}" if term.scope else term.list)
                if spec is not None and not complete:
                    yield from asks(scope, term.list, spec)
                for item in items:
                    yield from walk(term.child, {**bound, term.item: item})
            case t.Choose():
                yield from walk(dict(term.branches)[readings[term.reading]], bound)
            case _:
                for child in t.children(term):
                    yield from walk(child, bound)

    case = {"": derivation.case}
    active = [rule for rule in book.rules if rule.in_force_on(derivation.question.assessed_on)]
    for rule in active:
        if rule.kind == "gate" and not book.about_unit(rule):
            yield from walk(rule.holds, case)
    if derivation.other is not None:
        yield from asks(derivation.case, verdicts.units, book.vocabulary.lists[verdicts.units])
    units = [{**case, verdicts.unit: unit} for unit in derivation.units]
    for unit in units:
        yield from walk(verdicts.in_use, unit)
    for kind in ("gate", "condition"):
        for rule in active:
            if rule.kind == kind and (kind == "condition" or book.about_unit(rule)):
                for bound in units if book.about_unit(rule) else [case]:
                    for part in (rule.applies, rule.holds, rule.relief):
                        yield from walk(part, bound)


class Counted(Struct, frozen=True):
    """An interview of a case: the answers given, the outcomes left possible, seconds taken to find each question."""

    given: list[Given]
    possible: tuple[str, ...]
    times: list[float]


def begun(case: Case, way: Way) -> tuple[Session, Script]:
    """The interview of a case from nothing, and the case as a script."""
    data = case.document.data
    start = {"profile": PROFILE_FORMAT, "name": data["name"], "assess_on": case.profile.assess_on, "parties": {}}
    start |= {key: data[key] for key in ("sources", "parties", "readings") if key in data}
    return Session(rulebook(), start, opening=False, given=[], way=way), Script({}, data)


def asked(session: Session, script: Script) -> Counted:
    """Go through an interview to its end."""
    before_it, times = len(session.given), list[float]()
    while True:
        before = time.process_time()
        asking = session.asking
        times.append(time.process_time() - before)
        if asking is None:
            return Counted(session.given[before_it:], session.state.derivation.possible, times)
        session.answer(asking.path, script.answer(asking, session.state))


def count(case: Case, way: Way) -> Counted:
    """Interview a case from nothing."""
    return asked(*begun(case, way))


def in_two_parts(case: Case) -> tuple[Counted, tuple[int, int, int]]:
    """The interview in two parts: the client's questions, counsel's, and all that are asked with ``--all``."""
    session, script = begun(case, in_parts)
    settled = asked(session, script)
    vocabulary = rulebook().vocabulary
    specs = [vocabulary.facts.get(path) or vocabulary.lists[path] for given in settled.given
             if (path := generic(given.path, vocabulary))]  # fmt: skip
    client = sum(part_of(spec) == "client" for spec in specs)
    session.go_on(partial(in_parts, everything=True))
    more = asked(session, script)
    return settled, (client, len(specs) - client, len(specs) + len(more.given))


class _AllBut(frozenset[str]):
    """Every path but those it has: all of them have been asked for."""

    def __contains__(self, path: object) -> bool:
        return not super().__contains__(path)


def needed(case: Case, counted: Counted) -> int:
    """How many of the questions put no order can do without.

    More facts never leave more outcomes possible, so an order that left such a question out would know less than the
    case without it, and could not have ended.
    """
    return sum(_cannot_do_without(case, given, len(counted.possible) == 1) for given in counted.given)


def _cannot_do_without(case: Case, given: Given, determined: bool) -> bool:
    data = copy.deepcopy(case.document.data)
    shared = for_everyone(given.path) if given.answer.everyone else None
    paths = {given.path}
    if shared is not None:
        technologies = range(len(members(data.get(UNITS))))
        paths |= {shared, *(f"{UNITS}[{at}].{shared.partition('.')[2]}" for at in technologies)}
    for path in paths:
        _leave_out(data, path)
    state = State(rulebook(), data, _AllBut(paths))
    if determined:
        return not state.derivation.determined
    found = next(
        (question for question in outlook(state.derivation, state.askable).questions if question.path in paths), None
    )
    answers = answers_to_try(state.derivation, found) if found is not None else ()
    return any(len(outcomes_after(state.derivation, found, answer)) == 1 for answer in answers if found is not None)


def _leave_out(data: Any, path: str) -> None:
    *way, last = path_steps(path)
    for step in way:
        items = members(data) if isinstance(step, int) else data
        data = items[step] if isinstance(step, int) and step < len(items) else isinstance(data, dict) and data.get(step)
        if not data:
            return
    if isinstance(data, dict):
        data.pop(last, None)


COLUMNS = (
    "Case", "Outcome reached", "In the Act's order", "Relevant only", "Shortest", "At least",
    "Client", "Counsel", "All",
)  # fmt: skip
ORDERS: dict[str, Way] = {"act": act_order, "relevant": relevant_in_order, "shortest": shortest}


def main(arguments: list[str]) -> None:
    write = "--write" in arguments
    names = [name for name in arguments if name != "--write"] or list(shipped())
    rows: list[tuple[str, str, list[int]]] = []
    slowest: list[float] = []
    for name in names:
        case = load_profile(shipped()[name])
        counted = {order: count(case, way) for order, way in ORDERS.items()}
        ours = counted["shortest"]
        parts, numbers = in_two_parts(case)
        slowest.append(max(*ours.times, *parts.times))
        outcome = ours.possible[0] if len(ours.possible) == 1 else rulebook().verdicts.open
        counts = [*(len(each.given) for each in counted.values()), needed(case, ours), *numbers]
        rows.append((name, outcome, counts))
        print(f"{name:36} {outcome:18} {' '.join(f'{number:4}' for number in counts)}  {_verdict(counts)}", flush=True)
    totals = [sum(row[2][column] for row in rows) for column in range(len(rows[0][2]))]
    columns = " ".join(f"{total:4}" for total in totals)
    print(f"{'total':55} {columns}; slowest question {max(slowest) * 1000:.0f} ms of processor time")
    print(summary(rows))
    if write:
        TABLE.write_text(table(rows, totals))


def _verdict(counts: list[int]) -> str:
    act, _, ours, least, *_ = counts
    return "fewer" if ours < act else "cannot be fewer" if ours == least else "as many" if ours == act else "MORE"


def summary(rows: list[tuple[str, str, list[int]]]) -> str:
    """On how many cases the shortest way asks fewer questions than the Act's order."""
    verdicts = Counter(_verdict(counts) for _, _, counts in rows)
    least = sum(counts[2] == counts[3] for _, _, counts in rows)
    told = f"The shortest way asks fewer than the Act's order on {verdicts['fewer']} of {len(rows)} cases"
    told += f"; as many on {len(rows) - verdicts['fewer'] - verdicts['MORE']}"
    told += f", of which {verdicts['cannot be fewer']} cannot be fewer; more on {verdicts['MORE']}."
    return f"{told} As few as any order can on {least}."


def table(rows: list[tuple[str, str, list[int]]], totals: list[int]) -> str:
    """The counts as a Markdown page."""
    described = (__doc__ or "").split("\n\n")
    lines = [
        "# Questions asked: in two parts, in the shortest way, in the Act's order",
        "",
        "Made by `python -m benchmarks.interview --write`.",
        "",
        *(" ".join(paragraph.split()) + "\n" for paragraph in described[2:]),
        summary(rows),
        "",
        f"| {' | '.join(COLUMNS)} | |",
        f"| --- | --- |{' ---: |' * (len(COLUMNS) - 2)} --- |",
        *(
            f"| {name} | {outcome} | {' | '.join(map(str, counts))} "
            f"| {'cannot be fewer' if counts[2] == counts[3] else ''} |"
            for name, outcome, counts in rows
        ),
        f"| **All {len(rows)}** | | {' | '.join(f'**{total}**' for total in totals)} | |",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
