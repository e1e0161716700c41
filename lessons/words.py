"""What is said to a learner, in sentences: the only place where a grade becomes words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..engine.law.rulebook import Rulebook
from ..engine.why.results import Assessment
from ..showing.words import clause, listed, open_clause, wording
from ..showing.words import sentence as as_sentence
from .result import CitedFact, FactUse, Limb, OnReading, PointResult

STATUSES = {
    "met": "met",
    "not_met": "not met",
    "relieved": "relieved",
    "not_applicable": "not applicable",
    "undetermined": "undetermined",
    "dont_know": "I don't know",
}
#: Of a gate, a status says whether it holds.
#: A status as what is said of a condition, and of a gate.
IS = {status: f"is {word}" for status, word in STATUSES.items()}
GATE_IS = {"met": "holds", "not_met": "does not hold", "undetermined": "is open"}
GATES = {**STATUSES, "met": "holds", "not_met": "does not hold", "undetermined": "open"}
PARTS = {"applies": "whether it applies", "holds": "whether it is met", "relief": "whether a relief lifts it"}
SHOWN = 3
#: Why a fact is not known, before the question that it leaves open.
OPEN = {
    "disputed": "disputed",
    "uncorroborated": "on one party's word",
    "not_disclosed": "not disclosed",
    "does_not_apply": "said not to apply",
}


def status(point: PointResult, which: str) -> str:
    """A status of a point in a word or two."""
    return (GATES if point.kind_of_rule == "gate" else STATUSES)[which]


def is_so(point: PointResult, which: str = "") -> str:
    """A status, the assessed one unless another is given, as a verb: "is not met", "does not hold"."""
    words = {**IS, **GATE_IS} if point.kind_of_rule == "gate" else IS
    return words[which or point.status]


def fact(use: FactUse, rulebook: Rulebook) -> str:
    """A fact of the file as a clause, with its place."""
    spec = rulebook.vocabulary.facts.get(use.fact)
    if spec is None:
        return f"“{use.question}”: {use.text} ({use.path})"
    if use.value is None:
        return f"{OPEN.get(use.standing, 'not on file')}: {open_clause(spec)} ({use.path})"
    return f"{clause(spec, use.value)} ({use.path})"


def facts(uses: Iterable[FactUse], rulebook: Rulebook, most: int = SHOWN) -> str:
    """Facts of the file in a row, the first few."""
    every = [fact(use, rulebook) for use in uses]
    more = [f"{len(every) - most} more"] if len(every) > most else []
    return listed([*every[:most], *more])


def limb(each: Limb, rulebook: Rulebook) -> str:
    """A limb by its words, its provision and the facts behind it."""
    at = f" ({rulebook.cite(each.provision)})" if each.provision else ""
    behind = f": {facts(each.facts, rulebook)}" if each.facts else ""
    return f"“{each.title}”{at}{behind}"


def unanswered(point: PointResult) -> str:
    """What is said where the learner says nothing, or does not know."""
    if point.said:
        return f"It is {status(point, point.status)}."
    return (
        f"You say nothing of it, and the outcome rests on it: it is {status(point, point.status)}."
        if point.matters
        else ""
    )


def right(point: PointResult, rulebook: Rulebook) -> str:
    """What is said where the status is right, at least on a reading."""
    said = status(point, point.said)
    begin = f"{said[:1].upper()}{said[1:]} is right"
    if point.on_reading is not None:
        begin = on_reading(point.on_reading, rulebook)
        begin += f" By default it {is_so(point)}"
    parts = [f"{begin}{_because(point)}."]
    parts += [_idle(each) for each in point.cited if not each.bears]
    parts += [f"It does not rest on {rulebook.cite(each)}." for each in point.foreign]
    if point.kind == "no_reason":
        rests = f" It rests on this: {facts(point.rests_on, rulebook)}." if point.rests_on else ""
        parts.append(f"You give no reason.{rests}")
    elif point.overlooked:
        many = "s" if len(point.overlooked) > 1 else ""
        parts.append(f"Overlooked limb{many}: {'; '.join(limb(each, rulebook) for each in point.overlooked)}.")
    return " ".join(parts)


def _because(point: PointResult) -> str:
    if point.kind == "wrong_reason":
        return (
            ", but not for this reason"
            if any(not each.bears for each in point.cited) or point.foreign
            else (", but the reason is not whole")
        )
    return "" if point.on_reading is not None or point.kind == "no_reason" else ", and for this reason"


def _idle(each: CitedFact) -> str:
    """That a fact named does not bear on the rule, and on what it does."""
    if each.indicates:
        return f"{each.path} is an indicator and no more: the finding asked for is “{each.indicates}”"
    if not each.question:
        return f"{each.path} takes in too much that does not bear on it: name the facts."
    of = f"; it bears on {each.of}" if each.of else ""
    return f"{each.path} does not bear on it{of}."


def wrong(point: PointResult, rulebook: Rulebook) -> str:
    """What is said where the status is wrong on every reading."""
    parts = [f"It {is_so(point)}; you say that it {is_so(point, point.said)}."]
    if point.parted is not None:
        truth = {True: "is so", False: "is not so", None: "is open"}[point.parted.truth]
        behind = f": {facts(point.parted.facts, rulebook)}" if point.parted.facts else ""
        at = f" ({rulebook.cite(point.parted.provision)})" if point.parted.provision else ""
        parts.append(
            f"You part from the proof at {PARTS[point.parted.part]}: “{point.parted.title}”{at} {truth}{behind}."
        )
        if point.parted.truth is None:
            parts.append("What the file leaves open is neither yes nor no.")
    parts += [_idle(each) for each in point.cited if not each.bears]
    return " ".join(parts)


def on_reading(on: OnReading, rulebook: Rulebook) -> str:
    """That something is right on a reading, and why the default is another."""
    why = as_sentence(" ".join(on.argument.split()))
    grounds = listed(rulebook.cite(each) for each in on.authority)
    return (
        f"Right on the reading {on.reading}={on.choice} (“{on.title}”); the default is {on.default} "
        f"(“{on.default_title}”), because: {why}{f' [{grounds}]' if grounds else ''}"
    )


# --- the outcome -----------------------------------------------------------------------------------------------------


def outcome_open(kind: str) -> str:
    """What is said of an outcome not stated."""
    return "You say that you do not know the outcome." if kind == "dont_know" else "You state no outcome."


def outcome_on_reading(on: OnReading, rulebook: Rulebook) -> str:
    """What is said of an outcome that is right on another reading."""
    return on_reading(on, rulebook)


def outcome_right(missed: Sequence[PointResult], rulebook: Rulebook) -> str:
    """What is said of an outcome that is right, and seen to rest on what decides it."""
    more = f" It rests on {_points(missed, rulebook)} as well." if missed else ""
    return f"Right.{more}"


def outcome_reason(kind: str, missed: Sequence[PointResult], rulebook: Rulebook) -> str:
    """What is said of an outcome that is right while nothing that decides it was seen."""
    why = "you say nothing of what decides it" if kind == "no_reason" else "not for what you say"
    return f"Right, but {why}: it rests on {_points(missed, rulebook)}."


def outcome_wrong(assessment: Assessment, said: str, decisive: Sequence[PointResult]) -> str:
    """What is said of an outcome that is wrong on every reading."""
    rulebook = assessment.rulebook
    rests = f" It rests on {_points(decisive, rulebook)}." if decisive else ""
    possible = assessment.possible_outcomes
    also = " That is one of the outcomes still possible." if len(possible) > 1 and said in possible else ""
    return f"It is {outcome_word(assessment.outcome)}; you say {outcome_word(said)}.{also}{rests}"


def outcome_word(outcome: str) -> str:
    """An outcome in a few words: "not covered"; one under a draft by its own name."""
    known = wording().outcomes.get(outcome)
    return known.short if known is not None else "undetermined" if outcome == "undetermined" else outcome


def _points(points: Sequence[PointResult], rulebook: Rulebook) -> str:
    shown = [f"{rulebook.cite(point.provision)}{f' [{point.technology}]' if point.technology else ''}, "
             f"{status(point, point.status)}" for point in points[:4]]  # fmt: skip
    more = [f"{len(points) - 4} more"] if len(points) > 4 else []
    return "; ".join([*shown, *more])
