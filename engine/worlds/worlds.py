"""The worlds of a case: every way in which its unknown facts, and lists that may hold more, may turn out.

A world completes the case so that nothing goes against the limits of the vocabulary (the loader would accept it). What
is so in every world is so, whatever turns out; what is so in one is possible, and the world is its witness. On the
record a matter of burden is no matter of worlds any more: the evaluator has decided it.

What the evaluator (strong Kleene logic) decides is final; only what it leaves open is searched.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache, partial
from types import MappingProxyType

from msgspec import Struct

from ..case.facts import View
from ..case.vocabulary import ROOT
from ..law import terms as t
from ..law.rulebook import Rulebook
from ..truth.evaluator import Evaluation, Evaluator, Step
from ..truth.outcomes import named_terms, untouched
from .cuts import Cuts, Group, groups_of
from .encoding import Encoding
from .formula import Formula
from .grounding import Env
from .solver import Exhausted
from .unknowns import Seen, Unknowns
from .witness import Witness, witness_of

#: Decisions and conflicts after which a search is given up; no shipped case takes a fiftieth.
MOST_STEPS = 40_000


NO_ITEMS: Env = MappingProxyType(dict[str, View]())


@cache
def groups(rulebook: Rulebook) -> dict[str, Group]:
    """The facts that an answer can rest on, in the groups in which they are compared."""
    roots: list[t.Term] = [*named_terms(rulebook)]
    constant = {rulebook.vocabulary.lists[name].item for name in rulebook.series}
    return groups_of(roots, rulebook.vocabulary, constant)


class Worlds(Struct):
    """The worlds of one case for one question. ``gave_up`` turns true where a search was given up.

    ``beside`` are the worlds of the same case and day on other readings, with which variables, clauses, and the
    formulas of what turns on none of the readings that differ are shared.
    """

    rulebook: Rulebook
    evaluator: Evaluator
    run: Evaluation
    beside: Worlds | None = None
    gave_up: bool = False
    _encoding: Encoding | None = None
    _unknowns: Unknowns | None = None

    def truth(self, term: t.Named, items: Env = NO_ITEMS) -> t.Truth:
        """What a term is in every world; ``None`` where worlds differ, or where the search was given up."""
        known = self.evaluator.ask(term, self.run, **items).truth
        if known is not None:
            return known
        if self._is_free(term, items):
            return None
        if not self.may_be(term, items=items):
            return False
        return None if self.may_be(term, items=items, sign=False) else True

    def may_be(self, *terms: t.Term, items: Env = NO_ITEMS, sign: bool = True) -> bool:
        """Whether all terms are true (with ``sign`` false: false) in some world; yes where the search is given up."""
        try:
            encoding, unknowns = self._ground()
            formulas = [unknowns.formula(term, items, sign=sign) for term in terms]
            return encoding.shown(*formulas) or encoding.solve(*formulas)
        except Exhausted:
            if self._left_alone():
                return self.may_be(*terms, items=items, sign=sign)
            self.gave_up = True
            return True

    def witness(self, *terms: t.Term, items: Env = NO_ITEMS, sign: bool = True) -> Witness | None:
        """A world in which all terms are true (or false); ``None`` where there is none, or the search is given up."""
        encoding, unknowns = self._ground()
        try:
            formulas = [unknowns.formula(term, items, sign=sign) for term in terms]
            found = encoding.solve(*formulas)
        except Exhausted:
            if self._left_alone():
                return self.witness(*terms, items=items, sign=sign)
            self.gave_up = True
            return None
        return witness_of(encoding, formulas, self.run.case, self.rulebook.vocabulary) if found else None

    def _is_free(self, term: t.Named, items: Env) -> bool:
        try:
            return self._ground()[1].is_free(term, items)
        except Exhausted:
            return False  # the search says so too, or goes on alone

    def _left_alone(self) -> bool:
        """Whether worlds were shared, which are its own from now on: what is shared may grow too large."""
        shared, self.beside = self.beside is not None, None
        if shared:
            self._encoding = self._unknowns = None
        return shared

    def _ground(self) -> tuple[Encoding, Unknowns]:
        if self._encoding is None or self._unknowns is None:
            question, case = self.run.question, self.run.case
            # functions of what they need and not of these worlds, so that all is free as soon as nobody holds it
            known = partial(_known, self.evaluator, self.run)
            shown = partial(_decided, self.evaluator, self.run, dict[int, Step]()) if question.on_the_record else None
            if self.beside is not None:
                self._encoding, theirs = self.beside._ground()
                self._unknowns = theirs.on(Seen(question.readings, known, shown, self._made_beside(theirs)))
            else:
                cuts = Cuts(groups(self.rulebook), case, question.assessed_on)
                self._unknowns = Unknowns(self.rulebook.vocabulary, cuts, case, question.readings, known, shown)
                self._encoding = Encoding(self._unknowns, MOST_STEPS)
        return self._encoding, self._unknowns

    def _made_beside(self, theirs: Unknowns) -> dict[tuple[Hashable, ...], Formula]:
        """The formulas of terms that turn on none of the readings that differ."""
        ours = self.run.question.readings
        differ = frozenset(name for name, choice in theirs.readings.items() if ours[name] != choice)
        kept = untouched(self.rulebook, differ)
        return {key: formula for key, formula in theirs.made.items() if key[0] in kept}


def _known(evaluator: Evaluator, run: Evaluation, term: t.Named, env: Env) -> t.Truth:
    """What the evaluator makes of a term; of new items it knows nothing."""
    items: dict[str, View] = {}
    for item in term.about:
        items[item] = view = env[item]
        if not view.address.given:
            return None
    return evaluator.ask(term, run, **items).truth


def _decided(evaluator: Evaluator, run: Evaluation, steps: dict[int, Step], term: t.Shown, env: Env) -> t.Truth:
    """What the burden of proof makes of a matter; ``steps`` are those made before."""
    if id(term) not in steps:
        steps[id(term)] = t.fold(term, evaluator)
    return steps[id(term)]({ROOT: run.case, **env}, run).truth
