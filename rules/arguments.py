"""The strongest argument on each side of what an answer turns on, with the authority that it stands on.

A choice among what :mod:`.cited` finds: nothing is argued here that no authority or reading says. *For* is what helps
whoever runs the processing: that it is covered, or that nothing has to cover it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..engine.law.rulebook import Reading, Rulebook
from ..engine.why.answer_record import Argument
from ..engine.why.exceptions import ExceptionResult
from ..engine.why.results import Assessment, ReadingResult, RuleResult
from ..engine.why.verdict import deciding_gates, open_gates
from .citation_styles import cited_together
from .cited import Cited

MOST = 3
#: From what binds most to what binds least.
WEIGHT = (
    "judgment",
    "national_decision",
    "legislation",
    "regulator",
    "opinion",
    "institution",
    "proposal",
    "doctrine",
)


def arguments_of(
    assessment: Assessment, exceptions: Sequence[ExceptionResult], cited: Iterable[Cited]
) -> tuple[tuple[Argument, ...], tuple[Argument, ...]]:
    """For and against, strongest first.

    What helps stands on what others have said before it stands on a reading; what is against begins with the reading,
    for that is the law's own words.
    """
    side_of = dict(_sides(assessment, exceptions))
    found: dict[bool, dict[tuple[str, str], list[Cited]]] = {True: {}, False: {}}
    for each in cited:
        if each.target in side_of and each.side != "bears_on":
            helps = side_of[each.target] is (each.side == "for")
            found[helps].setdefault((each.authority.id, each.point.holds), []).append(each)
    sides: dict[bool, list[Argument]] = {}
    for helps, groups in found.items():
        authorities = [_argument(group[0]) for group in sorted(groups.values(), key=_strength)]
        readings = list(_on_readings(assessment, exceptions, helps=helps))
        sides[helps] = [*authorities[:2], *readings] if helps else [*readings[:1], *authorities, *readings[1:]]
    return tuple(sides[True][:MOST]), tuple(sides[False][:MOST])


def _sides(assessment: Assessment, exceptions: Sequence[ExceptionResult]) -> Iterator[tuple[str, bool]]:
    """Every target that the answer turns on, and whether what is *for* it helps whoever runs the processing."""
    unneeded = assessment.rulebook.verdicts.unneeded
    for exception in exceptions:
        for limb in exception.limbs:
            yield limb.result.rule.id, True
        if exception.reading:
            easiest, strictest = _extremes(exception)
            yield f"{exception.reading}={easiest}", True
            yield f"{exception.reading}={strictest}", False
    for gate in (*deciding_gates(assessment), *open_gates(assessment)):
        if gate.proofs is not None and gate.proofs[1].truth is True:
            yield gate.rule.id, gate.rule.outcome in unneeded
    for condition in assessment.conditions:
        if condition.blocking or (condition.status == "not_met") or _open_on_file(condition):
            yield condition.rule.id, True


def _open_on_file(result: RuleResult) -> bool:
    return result.status == "undetermined" and result.decisive and any(use.value is not None for use in result.facts)


def _extremes(exception: ExceptionResult) -> tuple[str, str]:
    """The choices of an exception's reading on which fewest and most limbs are needed."""
    counts = {choice: sum(limb.needed[choice] for limb in exception.limbs) for choice in exception.limbs[0].needed}
    return min(counts, key=counts.__getitem__), max(counts, key=counts.__getitem__)


def _on_readings(assessment: Assessment, exceptions: Sequence[ExceptionResult], *, helps: bool) -> Iterator[Argument]:
    book = assessment.rulebook
    told: set[str] = set()
    for exception in exceptions:
        if exception.reading:
            told.add(exception.reading)
            yield _reading_argument(book, book.readings[exception.reading], _extremes(exception)[0 if helps else 1])
    for reading in assessment.readings:
        if reading.turns_outcome and reading.id not in told:
            choice = _choice(assessment, reading, helps=helps)
            if choice:
                yield _reading_argument(book, book.readings[reading.id], choice)


def _choice(assessment: Assessment, reading: ReadingResult, *, helps: bool) -> str:
    """The choice of a reading on which whoever runs the processing stands best, or worst."""
    outcomes = {reading.chosen: assessment.outcome, **reading.others}
    ranks = {choice: _rank(outcome, assessment.rulebook) for choice, outcome in outcomes.items()}
    best = (max if helps else min)(ranks, key=ranks.__getitem__)
    return best if len(set(ranks.values())) > 1 else ""


def _rank(outcome: str, book: Rulebook) -> int:
    verdicts = book.verdicts
    good = {verdicts.passed: 3, verdicts.mixed: 2, verdicts.open: 1, **dict.fromkeys(verdicts.unneeded, 3)}
    return good.get(outcome, 0)


def _reading_argument(book: Rulebook, reading: Reading, chosen: str) -> Argument:
    choice = next(each for each in reading.choices if each.id == chosen)
    authority = cited_together(choice.authority, book.cite) or book.cite(reading.provisions[0])
    return Argument(authority, " ".join(choice.argument.split()), (f"reading {choice.id}",))


def _strength(group: list[Cited]) -> tuple[int, bool, bool, int]:
    """What binds comes before what persuades; what was said of this very question before analogy."""
    authority = group[0].authority
    kind = WEIGHT.index(authority.kind) if authority.kind in WEIGHT else len(WEIGHT)
    return kind, group[0].later is not False, authority.analogy, -len(group)


def _argument(each: Cited) -> Argument:
    authority = each.authority
    limits = {
        "later": each.later is True,
        "undated": each.later is None,
        "by analogy": authority.analogy,
        "second-hand": authority.grade == "secondary",
        "your own": authority.own,
    }
    at = f", {each.point.at}" if each.point.at else ""
    named = f"{authority.id}, {authority.name}" if authority.kind == "judgment" and authority.name else authority.id
    return Argument(
        f"{named}{at}", " ".join(each.point.holds.split()), tuple(words for words, so in limits.items() if so)
    )
