"""A search for a completion of the unknown facts under which a term is true, or the proof that there is none.

The term is taken apart from the top: a conjunction asks for all its parts, a disjunction for one of them, a comparison
narrows what a fact may still be (:mod:`.bounds`). *Some item* of a list that may hold more asks for an item listed or
for a new one; *each item* asks its part of every item, new ones included. What is known already decides at once, by
the evaluator. A disjunction of which one part is left is no choice; where choices contradict each other, the search
goes back to the last one that took part in the contradiction, and tries no other choice between (it could not help).

The search ends: every part of the term is taken apart once for each binding of items, and only *some item* makes new
items, one each. It is complete: whenever a completion exists, it satisfies one part of every disjunction met, so some
path of the search is never contradicted. See ``docs/decisions/exact-outcomes.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from ..case.address import Address
from ..case.facts import Entity, View, Views
from ..case.vocabulary import ROOT
from ..law import terms as t
from ..law.rulebook import Rulebook
from ..truth.evaluator import Evaluation, Evaluator, Question, Step
from . import bounds as b
from .unknowns import Env, Exhausted, Unknowns, Wanted

#: New items of one list in one completion; more are never needed by any act seen, and would not end.
MOST_NEW_ITEMS = 24

#: Levels of groups that a quick look goes through.
LOOK_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A disjunction still to be satisfied. ``of`` names the list where a new item would do as well."""

    options: tuple[Wanted, ...]
    why: int
    of: tuple[View, t.Each | t.Some, Env] | None = None


@dataclass(slots=True)
class Tableau:
    """The search in one case for one question; it can be asked for one term after the other."""

    rulebook: Rulebook
    evaluator: Evaluator
    run: Evaluation
    budget: int
    spent: int = 0
    decisions: int = 0
    pending: list[Choice] = field(default_factory=list[Choice])
    waiting: list[Choice] = field(default_factory=list[Choice])
    said: dict[Any, tuple[bool, int]] = field(default_factory=dict[Any, tuple[bool, int]])
    universals: dict[Any, tuple[tuple[Wanted, int], ...]] = field(
        default_factory=dict[Any, tuple[tuple[Wanted, int], ...]]
    )
    used: dict[Any, int] = field(default_factory=dict[Any, int])
    spare: dict[Any, list[View]] = field(default_factory=dict[Any, list[View]])
    case: View = field(init=False)
    question: Question = field(init=False)
    unknowns: Unknowns = field(init=False)
    store: b.Store = field(init=False)
    steps: dict[int, Step] = field(default_factory=dict[int, Step])
    needs: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])

    def __post_init__(self) -> None:
        self.case, self.question = self.run.case, self.run.question
        self.unknowns = Unknowns(self.rulebook.vocabulary, self.question.assessed_on)
        self.store = self.unknowns.store
        self.run = Evaluation(self.case, self.question, dict(self.run.memo))

    def find(self, term: t.Term, items: Env) -> bool:
        """Whether some completion makes the term true; if so, it is left in the store until ``reset``.

        Raises :class:`Exhausted`.
        """
        self.reset()
        self.spent = 0
        if self.assume((term, {ROOT: self.case, **items}, True), 0) is not None:
            return False
        return self._search() is None

    def reset(self) -> None:
        self.store.undo(0)
        self.pending, self.waiting = [], []
        self.decisions = 0

    # --- the search --------------------------------------------------------------------------------------------------

    def _search(self) -> int | None:
        """Satisfy every choice; ``None``, or the decisions that contradict each other.

        Each choice is looked at once when it is met, and again when its turn comes: often it is none by then.
        """
        while self.pending or self.waiting:
            first_look = bool(self.pending)
            choice = self.pending.pop() if first_look else self.waiting.pop()
            options, why = self._left(choice)
            if options is None:
                continue
            if len(options) <= 1:
                clash = why if not options else self._take(choice, options[0], why)
                if clash is not None:
                    return clash
            elif first_look:
                self.waiting.append(choice)
            else:
                return self._decide(choice, options, why)
        return None

    def _decide(self, choice: Choice, options: list[Wanted | None], why: int) -> int | None:
        level = 1 << self.decisions
        self.decisions += 1
        mark, waiting = len(self.store.trail), list(self.waiting)
        for option in options:
            self.pending, self.waiting = [], list(waiting)
            clash = self._take(choice, option, choice.why | level)
            if clash is None:
                clash = self._search()
            if clash is None:
                return None
            self.store.undo(mark)
            if not clash & level:
                why = clash
                break
            why |= clash & ~level
        self.decisions -= 1
        return why

    def _left(self, choice: Choice) -> tuple[list[Wanted | None] | None, int]:
        """The options not contradicted yet (``None`` among them: a new item), or no list where one is satisfied."""
        left: list[Wanted | None] = []
        why = choice.why
        options = choice.options if choice.of is None else (*choice.options, *self._over_new_items(choice))
        for option in options:
            truth, because = self.peek(option)
            if truth is True:
                return None, 0
            if truth is False:
                why |= because
            else:
                left.append(option)
        if choice.of is not None:
            left.append(None)
        return left, why

    def _over_new_items(self, choice: Choice) -> Iterator[Wanted]:
        holder, term, env = cast("tuple[View, t.Each | t.Some, Env]", choice.of)
        key = (holder.address, term.list)
        for item in self.spare.get(key, [])[: self.used.get(key, 0)]:
            yield term.child, {**env, term.item: item}, isinstance(term, t.Some)

    def _take(self, choice: Choice, option: Wanted | None, why: int) -> int | None:
        if option is not None:
            return self.assume(option, why)
        holder, term, env = cast("tuple[View, t.Each | t.Some, Env]", choice.of)
        item = self._new_item(holder, term.list, term.item)
        clash = self.assume((term.child, {**env, term.item: item}, isinstance(term, t.Some)), why)
        for (universal, bound, wanted), because in self.universals.get((holder.address, term.list), ()):
            if clash is not None:
                break
            body = cast("t.Each | t.Some", universal)
            clash = self.assume((body.child, {**bound, body.item: item}, wanted), because | why)
        return clash

    def _new_item(self, holder: View, name: str, item: str) -> View:
        key = (holder.address, name)
        number = self.used.get(key, 0)
        if number >= MOST_NEW_ITEMS:
            raise Exhausted(f"more than {MOST_NEW_ITEMS} new items of {name}")
        pool = self.spare.setdefault(key, [])
        if number == len(pool):
            address = holder.address.member(name, item, f"+{number + 1}")
            pool.append(new_item(holder.items(name).other, address, f"new {item} {number + 1}"))
        self.store.put(self.used, key, number + 1)
        return pool[number]

    # --- taking a term apart -----------------------------------------------------------------------------------------

    def assume(self, wanted: Wanted, why: int) -> int | None:
        """Ask for a term; ``None``, or the decisions that contradict each other."""
        term, env, sign = wanted
        self.spent += 1
        if self.spent > self.budget:
            raise Exhausted("the search took too long")
        match term:
            case t.Const():
                if term.value is not None:
                    return None if term.value is sign else why
                return self.unknowns.answer(term, env, sign, why)
            case t.Compare():
                clash = self.unknowns.compare(term, env, sign, why)
                if isinstance(clash, tuple):
                    self.pending.append(Choice(clash, why))
                    return None
                return clash
            case t.Not():
                return self.assume((term.child, env, not sign), why)
            case t.Named():
                return self._named(term, env, sign, why)
            case t.Choose():
                return self.assume((_branch(term, self.question), env, sign), why)
            case t.Shown():
                if self.question.on_the_record:
                    return None if self._truth(term, env) is sign else why
                return self.assume((term.child, env, sign), why)
            case t.All() | t.Any():
                if isinstance(term, t.All) is sign:
                    for child in term.children:
                        clash = self.assume((child, env, sign), why)
                        if clash is not None:
                            return clash
                else:
                    self.pending.append(Choice(tuple((child, env, sign) for child in term.children), why))
                return None
            case t.Each() | t.Some():
                return self._items(term, env, sign, why)

    def _named(self, term: t.Named, env: Env, sign: bool, why: int) -> int | None:
        key = (term.name, *(env[item].address for item in term.about))
        truth = self._truth(term, env)
        if truth is not None:
            return None if truth is sign else why
        said = self.said.get(key)
        if said is not None:
            return None if said[0] is sign else why | said[1]
        self.store.put(self.said, key, (sign, why))
        bound = {item: env[item] for item in (ROOT, *term.about)}
        return self.assume((term.child, bound, sign), why)

    def _items(self, term: t.Each | t.Some, env: Env, sign: bool, why: int) -> int | None:
        holder = env[term.scope]
        known, complete = holder.items(term.list).known, holder.items(term.list).complete
        key = (id(term), sign, *(env[item].address for item in self._needs(term)))
        if key in self.said:
            return None
        self.store.put(self.said, key, (sign, why))
        if isinstance(term, t.Some) is sign:
            options = tuple((term.child, {**env, term.item: item}, sign) for item in known)
            self.pending.append(Choice(options, why, None if complete else (holder, term, env)))
            return None
        items = known
        if not complete:
            place = (holder.address, term.list)
            self.store.put(self.universals, place, (*self.universals.get(place, ()), ((term, env, sign), why)))
            items = (*known, *self.spare.get(place, [])[: self.used.get(place, 0)])
        for item in items:
            clash = self.assume((term.child, {**env, term.item: item}, sign), why)
            if clash is not None:
                return clash
        return None

    def _needs(self, term: t.Each | t.Some) -> tuple[str, ...]:
        if id(term) not in self.needs:
            self.needs[id(term)] = tuple(sorted(t.scopes(term)))
        return self.needs[id(term)]

    def _truth(self, term: t.Named | t.Shown, env: Env) -> t.Truth:
        """What the evaluator makes of it on the facts that are known."""
        if isinstance(term, t.Named):
            step = self.evaluator.steps.get(term.name) or t.fold(term, self.evaluator)
        else:
            if id(term) not in self.steps:
                self.steps[id(term)] = t.fold(term, self.evaluator)
            step = self.steps[id(term)]
        return step(env, self.run).truth

    # --- a quick look: decided already, or still open? ----------------------------------------------------------------

    def peek(self, wanted: Wanted, depth: int = LOOK_AHEAD) -> tuple[t.Truth, int]:
        """Whether a term is satisfied or contradicted already, with the decisions that contradict it.

        Looks through ``depth`` levels of groups; what lies deeper counts as open.
        """
        term, env, sign = wanted
        while True:
            match term:
                case t.Named():
                    truth = self._truth(term, env)
                    if truth is not None:
                        return truth is sign, 0
                    said = self.said.get((term.name, *[env[item].address for item in term.about]))
                    if said is not None:
                        return said[0] is sign, said[1]
                    term = term.child
                case t.Compare():
                    return self.unknowns.peek(term, env, sign)
                case t.All() | t.Any():
                    return self._peek_parts(term, env, sign, depth - 1) if depth else (None, 0)
                case t.Not():
                    term, sign = term.child, not sign
                case t.Shown():
                    if self.question.on_the_record:
                        return self._truth(term, env) is sign, 0
                    term = term.child
                case t.Choose():
                    term = _branch(term, self.question)
                case t.Const():
                    if term.value is not None:
                        return term.value is sign, 0
                    return self.unknowns.peek_open(term, env, sign)
                case t.Each() | t.Some():
                    return None, 0

    def _peek_parts(self, term: t.All | t.Any, env: Env, sign: bool, depth: int) -> tuple[t.Truth, int]:
        every = isinstance(term, t.All) is sign
        truth: t.Truth = every
        all_why = 0
        for child in term.children:
            part, why = self.peek((child, env, sign), depth)
            if part is (not every):
                return part, why
            if part is None:
                truth = None
            all_why |= why
        return truth, all_why


def _branch(term: t.Choose, question: Question) -> t.Term:
    choice = question.readings[term.reading]
    return next(branch for name, branch in term.branches if name == choice)


def new_item(base: View | None, address: Address, name: str) -> View:
    """A new item: it has what is known of items that are not listed (``base``)."""
    if base is None:
        return View(Entity(address, name))

    def moved(view: View, to: Address) -> View:
        lists = {
            key: Views(
                tuple(
                    moved(member, to.member(key, member.address.item, member.address.steps[-1].at))
                    for member in members.known
                ),
                members.complete,
                members.other,
            )
            for key, members in view.lists.items()
        }
        return View(Entity(to, name, view.entity.statements), view.values, view.standings, lists)

    return moved(base, address)
