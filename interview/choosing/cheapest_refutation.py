"""Where only a failing condition can still settle the outcome: which one is most likely to be found failing, soonest.

Tests of which one failure ends the search are best done in the order of the chance of failing to the cost (L. G.
Mitten, An analytic solution to the least cost testing sequence problem, 1960). The cost is how many questions it takes
to find a condition failing, in the cheapest way; the chance is that all of them are answered so. Yes and no are taken
to be as likely. That there is an answer at all is as likely as questions on the same condition, or about the same
thing, have found one before, whichever is more; where none was put, as likely as questions on all conditions have.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from ...engine.case.facts import View
from ...engine.law import terms as t
from ...engine.law.rulebook import Rule
from ...engine.truth.evaluator import Node
from .open_questions import CONDITION, Askable, OpenQuestion, Outlook, place_of
from .reachability import needs


class Attempt(Struct, frozen=True):
    """Questions that would settle a node as wanted, in the law's order, the chance that their answers do, and how many
    of them are put on average, since the first answer that is not as wanted ends the attempt."""

    paths: tuple[str, ...] = ()
    chance: float = 1.0
    cost: float = 0.0

    @property
    def worth(self) -> float:
        return self.chance / max(self.cost, 1.0)


class Refuting(Struct):
    """Looks for the attempt most worth its questions."""

    found: Outlook
    askable: Askable
    overall: float = 1.0
    least: float = 0.0
    about: dict[str, float] = field(default_factory=dict[str, float])

    def question(self) -> OpenQuestion | None:
        """The first question of the best attempt; ``None`` where a condition can still help by being satisfied."""
        parts = [part for part in self.found.waiting if part.stage == CONDITION and part.rule is not None]
        if not parts or len(parts) < len(self.found.waiting) or any(part.wanted[0] for part in parts):
            return None
        self.overall = self._of_all()
        attempts: list[Attempt] = []
        for part in parts:
            rule, node = part.rule, self.found.derivation.node
            if rule is not None:
                self.least = self._of_rule(rule, part.unit)
                wanted = ((rule.applies, True), (rule.holds, False), (rule.relief, False))
                attempt = _all(self.attempt(node(term, part.unit), truth) for term, truth in wanted)
                if attempt is not None and attempt.paths:
                    attempts.append(attempt)
        if not attempts:
            return None
        best = max(attempts, key=lambda attempt: attempt.worth)
        questions = {question.path: question for question in self.found.questions}
        return next((questions[path] for path in best.paths if path in questions), None)

    def attempt(self, node: Node, wanted: bool) -> Attempt | None:
        """The attempt to give a node a truth; ``None`` where no question can."""
        if node.truth is not None:
            return Attempt() if node.truth is wanted else None
        match node.term:
            case t.Const():
                return None
            case t.Compare():
                return self._leaf(node)
            case t.Not():
                return self.attempt(node.children[0], not wanted)
            case t.All() | t.Any() | t.Each() | t.Some():
                return self._group(node, wanted)
            case _:
                return self.attempt(node.children[0], wanted)

    def _group(self, node: Node, wanted: bool) -> Attempt | None:
        parts = (self.attempt(child, wanted) for child in node.children)
        conjunction = isinstance(node.term, t.All | t.Each)
        own = self._leaf(node) if isinstance(node.term, t.Each | t.Some) else None
        if conjunction is wanted:
            return _all([*parts, *([own] if own is not None else [])])
        options = [attempt for attempt in (*parts, own) if attempt is not None]
        return max(options, key=lambda attempt: attempt.worth, default=None)

    def _leaf(self, node: Node) -> Attempt | None:
        """The questions that a comparison or an open list waits for."""
        wanted = list(needs(node, self.found.derivation.machine.rulebook.vocabulary))
        paths = [place_of(scope, key) for scope, key, _ in wanted]
        if not wanted or any(not scope.address.listed or not self.askable(path) for (scope, _, _), path in
                             zip(wanted, paths, strict=True)):  # fmt: skip
            return None
        chance = 0.5
        for path in paths:
            chance *= self.answered(path)
        return Attempt(tuple(paths), chance, len(paths))

    # --- is there an answer? -----------------------------------------------------------------------------------------

    def answered(self, path: str) -> float:
        """How likely a question is to be answered: as those on the same condition, or as those about the same thing."""
        about = path.rpartition(".")[0]
        if about not in self.about:
            self.about[about] = self._likely(*self._of_thing(about))
        return max(self.least, self.about[about])

    def _likely(self, answered: int, open_: int) -> float:
        if answered + open_ == 0:
            return self.overall
        return (answered + 0.1) / (answered + 2 * open_) if open_ else 1.0

    def _of_all(self) -> float:
        derivation = self.found.derivation
        book = derivation.machine.rulebook
        answered: set[str] = set()
        open_: set[str] = set()
        for rule in book.of_kind("condition"):
            if rule.in_force_on(derivation.question.assessed_on):
                for unit in derivation.units if book.about_unit(rule) else [None]:
                    self._read(rule, unit, answered, open_)
        return (len(answered) + 1) / (len(answered) + len(open_) + 2)

    def _of_rule(self, rule: Rule, unit: View | None) -> float:
        answered: set[str] = set()
        open_: set[str] = set()
        self._read(rule, unit, answered, open_)
        return self._likely(len(answered), len(open_))

    def _read(self, rule: Rule, unit: View | None, answered: set[str], open_: set[str]) -> None:
        """Which facts a condition reads that are known, and which were asked for and are not."""
        waiting = [self.found.derivation.node(term, unit) for term in (rule.applies, rule.holds, rule.relief)]
        while waiting:
            node = waiting.pop()
            waiting += node.children
            if isinstance(node.term, t.Compare):
                for fact in (*t.operand_facts(node.term.left), *t.operand_facts(node.term.right)):
                    self._sort_in(node.bound[fact.scope], fact.key, answered, open_)

    def _of_thing(self, about: str) -> tuple[int, int]:
        """How many facts about a thing are known, and how many were asked for and are not."""
        vocabulary = self.found.derivation.machine.rulebook.vocabulary
        answered: set[str] = set()
        open_: set[str] = set()
        for scope in self.found.derivation.case.walk():
            for spec in vocabulary.facts.values():
                holder, key = vocabulary.split(spec.path)
                if holder == scope.address.item and place_of(scope, key).rpartition(".")[0] == about:
                    self._sort_in(scope, key, answered, open_)
        return len(answered), len(open_)

    def _sort_in(self, scope: View, key: str, answered: set[str], open_: set[str]) -> None:
        place = place_of(scope, key)
        if key in scope.values:
            answered.add(place)
        elif not self.askable(place):
            open_.add(place)


def _all(attempts: Iterable[Attempt | None]) -> Attempt | None:
    """All of several attempts; ``None`` where one of them cannot be made."""
    paths: dict[str, None] = {}
    chance, cost = 1.0, 0.0
    for attempt in attempts:
        if attempt is None:
            return None
        if attempt.paths and attempt.paths[0] in paths:
            continue
        paths |= dict.fromkeys(attempt.paths)
        cost += chance * attempt.cost
        chance *= attempt.chance
    return Attempt(tuple(paths), chance, cost)
