"""Which misconceptions a learner has: Bayes over sets of beliefs, from the answers to several cases.

A set of up to three misconceptions is a hypothesis, as are none, and answering at random. Each answer is as likely as
a hypothesis predicts it, slips allowed; an answer that another shipped reading supports is evidence of nothing. A
misconception is *named* only where it is nearly certain and showed in two cases. Sources: J. S. Brown, R. R. Burton
(1978) for bugs and compound bugs; K. VanLehn, Mind Bugs (1990) for slips; the next case is the one whose answer is
expected to tell most (D. V. Lindley, On a measure of the information provided by an experiment, 1956). Work: sets of
beliefs times cases answered, a table lookup each.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache, cached_property
from typing import Literal

from msgspec import Struct, field

from ..engine.law.rulebook import STATUS_ORDER, Rulebook
from .answer import DONT_KNOW
from .catalogue import Catalogue, Misconception, beliefs
from .predict import NOBODY, Beliefs, Key, Predictions

Verdict = Literal["found", "none", "undecided"]
#: How often somebody says what he does not mean.
SLIP = 0.03
#: What is supposed before anything is answered: so many misconceptions, or answers at random.
PRIOR = {0: 0.5, 1: 0.3, 2: 0.12, 3: 0.06}
AT_RANDOM = 0.02
NAMED, SUSPECTED = 0.95, 0.2
#: In so many cases a misconception must have shown before it is named.
CASES = 2
#: Hypotheses that are weighed when the next case is chosen.
WEIGHED = 300
#: Below so many points the outcome stated counts beside them.
FEW = 3
#: Of fewer answers it is not said that they follow no rule.
ENOUGH = 12
#: How many bits it is worth that a case shows again what has shown once.
AGAIN = 2


class Answered(Struct, frozen=True, dict=True):
    """One case as a learner answered it: what would be predicted, and what was said of its points.

    ``outcome`` is the one stated; it counts where hardly a point was answered, since it follows from them.
    """

    predictions: Predictions
    said: Mapping[Key, str]
    outcome: str = ""
    _likely: dict[Beliefs, float] = field(default_factory=dict[Beliefs, float])

    @cached_property
    def counting(self) -> dict[Key, str]:
        """What was said that may be evidence: of points that are predicted, and not supported by another reading."""
        base, supported = self.predictions.base, self.predictions.supported
        return {
            key: said
            for key, said in self.said.items()
            if said in STATUS_ORDER and key in base and (said == base[key] or said not in supported.get(key, ()))
        }

    @property
    def outcome_counts(self) -> bool:
        """Whether the outcome stated is evidence beside the points answered."""
        return self.outcome not in ("", DONT_KNOW) and len(self.counting) < FEW

    def likelihood(self, believed: Beliefs, rulebook: Rulebook) -> float:
        """The logarithm of how likely somebody with these beliefs says what was said; worked out once."""
        here = believed & self.predictions.active
        if here not in self._likely:
            if not self._likely and here:
                self.likelihood(NOBODY, rulebook)
            self._likely[here] = self._worked_out(here, rulebook)
        return self._likely[here]

    def _worked_out(self, believed: Beliefs, rulebook: Rulebook) -> float:
        base, counting = self.predictions.base, self.counting
        if believed:
            differing = self.predictions.differing(believed)
            said = [(key, counting[key]) for key in differing if key in counting]
            found = self._likely[NOBODY] + sum(
                _said(word, differing[key], base[key]) - _said(word, base[key], base[key]) for key, word in said
            )
        else:
            found = sum(_said(word, base[key], base[key]) for key, word in counting.items())
        if self.outcome_counts:
            same = self.predictions.outcome(believed, rulebook) == self.outcome
            found += math.log(1 - SLIP if same else SLIP / 8)
        return found


def _said(word: str, expected: str, base: str) -> float:
    """The logarithm of how likely a status is said where another is expected.

    Where a belief leaves open what the law decides, its holder may not have noticed.
    """
    if expected == "undetermined" != base:
        return math.log((1 - SLIP) / 2 if word in (expected, base) else SLIP / 3)
    return math.log(1 - SLIP if word == expected else SLIP / 4)


class Evidence(Struct, frozen=True):
    """One answer that a misconception explains: what was said of a point of a case, and what it is."""

    case: str
    rule: str
    technology: str
    said: str
    status: str


class Suspicion(Struct, frozen=True):
    """A misconception that explains answers: how probable it is, and by which."""

    misconception: Misconception
    probability: float
    evidence: tuple[Evidence, ...]

    @property
    def cases(self) -> int:
        """In how many cases it showed."""
        return len({each.case for each in self.evidence})


class Diagnosis(Struct, frozen=True):
    """What is suspected. ``verdict``: *found*, where the misconceptions ``named`` explain the answers; *none*, where
    the law as it stands does; *undecided* otherwise, ``why`` says why. ``suspected`` may be so, and is not certain.
    ``cases`` and ``answers`` are how much it rests on; ``slips`` the answers that it does not explain."""

    verdict: Verdict
    why: str
    named: tuple[Suspicion, ...]
    suspected: tuple[Suspicion, ...]
    cases: int
    answers: int
    slips: int


class Hypotheses(Struct, frozen=True):
    """Every set of beliefs with its prior, as bits, and the names of the bits."""

    names: tuple[str, ...]
    sets: tuple[int, ...]
    prior: tuple[float, ...]
    _named: dict[int, Beliefs] = field(default_factory=dict[int, Beliefs])

    def bits(self, names: Collection[str]) -> int:
        return sum(1 << at for at, name in enumerate(self.names) if name in names)

    def beliefs(self, bits: int) -> Beliefs:
        if bits not in self._named:
            self._named[bits] = frozenset(name for at, name in enumerate(self.names) if bits >> at & 1)
        return self._named[bits]


def hypotheses(known: Catalogue) -> Hypotheses:
    """The sets of beliefs of a catalogue, each size sharing its prior."""
    return _hypotheses(tuple((each.id, each.not_with) for each in known.values()))


@cache
def _hypotheses(entries: tuple[tuple[str, tuple[str, ...]], ...]) -> Hypotheses:
    names = tuple(name for name, _ in entries)
    known = {name: Misconception(name, "", "", (), not_with=not_with) for name, not_with in entries}
    chosen = list(beliefs(known))
    sizes = {size: sum(len(each) == size for each in chosen) for size in PRIOR}
    bits = tuple(sum(1 << names.index(name) for name in each) for each in chosen)
    return Hypotheses(names, bits, tuple(math.log(PRIOR[len(each)] / sizes[len(each)]) for each in chosen))


class Weighed(Struct, frozen=True):
    """The hypotheses that are left, heaviest first, with their probabilities; and that of answers at random."""

    sets: tuple[tuple[Beliefs, float], ...]
    at_random: float

    def of(self, name: str) -> float:
        """How probable one misconception is, with whichever others."""
        return sum(weight for beliefs, weight in self.sets if name in beliefs)


def weigh(answers: Sequence[Answered], known: Catalogue, rulebook: Rulebook) -> Weighed:
    """The probabilities of all hypotheses after these answers."""
    space = hypotheses(known)
    scores = list(space.prior)
    random = math.log(AT_RANDOM)
    for answered in answers:
        active = space.bits(answered.predictions.active)
        likely: dict[int, float] = {}
        for at, bits in enumerate(space.sets):
            here = bits & active
            if here not in likely:
                likely[here] = answered.likelihood(space.beliefs(here), rulebook)
            scores[at] += likely[here]
        random += len(answered.counting) * math.log(1 / len(STATUS_ORDER))
        if answered.outcome_counts:
            random -= math.log(len(rulebook.verdicts.order) + 1)
    most = max(*scores, random)
    weights = [math.exp(score - most) for score in scores]
    total = sum(weights) + math.exp(random - most)
    ordered = sorted(range(len(weights)), key=lambda at: -weights[at])
    left = [(space.beliefs(space.sets[at]), weights[at] / total) for at in ordered if weights[at] > 1e-9 * total]
    return Weighed(tuple(left), math.exp(random - most) / total)


def diagnose(answers: Sequence[Answered], known: Catalogue, rulebook: Rulebook) -> Diagnosis:
    """What the answers to several cases say of a learner; says too when they cannot tell."""
    weighed = weigh(answers, known, rulebook)
    best, certainty = weighed.sets[0] if weighed.sets else (frozenset[str](), 0.0)
    every = [
        _suspicion(known[name], weighed, next(beliefs for beliefs, _ in weighed.sets if name in beliefs), answers)
        for name in known
        if weighed.of(name) > SUSPECTED
    ]
    every.sort(key=lambda each: -each.probability)
    named = tuple(
        each for each in every if each.probability >= NAMED and each.cases >= CASES and each.misconception.id in best
    )
    number = sum(len(each.counting) for each in answers)
    slips = sum(said != each.predictions.answers(best)[key] for each in answers for key, said in each.counting.items())
    verdict, why = _verdict(weighed, best, certainty, named, number)
    if verdict != "found":
        named = ()
    suspected = tuple(each for each in every if each not in named) if weighed.at_random < 0.5 else ()
    return Diagnosis(verdict, why, named, suspected, len(answers), number, slips)


def _verdict(
    weighed: Weighed, best: Beliefs, certainty: float, named: tuple[Suspicion, ...], number: int
) -> tuple[Verdict, str]:
    if not number and certainty < NAMED:
        return "undecided", "Nothing was answered from which anything follows."
    if weighed.at_random >= 0.5 and number < ENOUGH:
        return "undecided", "Too few answers to tell."
    if weighed.at_random >= 0.5:
        return "undecided", "The answers follow no rule, neither the law's nor one that is known here."
    if not best and certainty >= 0.8:
        return "none", "The law as it stands explains the answers."
    if best and len(named) == len(best):
        return "found", ""
    if named:
        return "found", "There may be more than is named."
    if best and certainty >= NAMED:
        return "undecided", "What is suspected has shown in one case only."
    return "undecided", "Several explanations are left; another case would tell them apart."


def _suspicion(each: Misconception, weighed: Weighed, best: Beliefs, answers: Sequence[Answered]) -> Suspicion:
    """A misconception with the answers that it explains and the other beliefs alone do not."""
    found: list[Evidence] = []
    for answered in answers:
        predictions = answered.predictions
        with_it, without = predictions.answers(best), predictions.answers(best - {each.id})
        for key, said in answered.counting.items():
            if said == with_it[key] != without[key]:
                found.append(Evidence(predictions.case, *key, said, predictions.base[key]))
    return Suspicion(each, weighed.of(each.id), tuple(found))


def next_case(
    answers: Sequence[Answered], pool: Mapping[str, Predictions], known: Catalogue, rulebook: Rulebook
) -> str | None:
    """The case of the pool, not yet answered, whose answer is expected to tell most; ``None`` where none would.

    Where what is suspected has shown in too few cases, one that would show it again counts for more.
    """
    asked = {answered.predictions.case for answered in answers}
    weighed = weigh(answers, known, rulebook)
    left = weighed.sets[:WEIGHED]
    best = left[0][0] if left else frozenset[str]()
    shown = {
        name
        for name in best
        if _suspicion(known[name], weighed, best, answers).cases < CASES and weighed.of(name) > 0.5
    }
    gains: dict[str, float] = {}
    for name, predictions in pool.items():
        if name in asked:
            continue
        shares: dict[frozenset[tuple[Key, str]], float] = {}
        for believed, weight in left:
            answer = predictions.signature(believed)
            shares[answer] = shares.get(answer, 0.0) + weight
        total = sum(shares.values())
        gain = -sum(share / total * math.log2(share / total) for share in shares.values() if share)
        again = sum(predictions.signature(best) != predictions.signature(best - {each}) for each in shown)
        gains[name] = gain + AGAIN * again
    chosen = max(gains, key=lambda name: gains[name], default=None)
    return chosen if chosen is not None and gains[chosen] > 1e-3 else None
