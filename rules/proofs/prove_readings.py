"""Each reading makes a difference, or is named as idle."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ...engine.law.rulebook import Rulebook
from ...engine.truth.outcomes import outcome_terms
from .points import Point, answer, load_points
from .proof import Proof
from .prove_outcomes import Abstract, abstract_cases


def readings_differ(rulebook: Rulebook) -> Proof:
    """For each choice of each reading a point of law, or a case, that it answers otherwise than the default."""
    tried, idle, named = 0, list[str](), list[str]()
    points = load_points()
    for reading in rulebook.readings.values():
        for choice in reading.choices[1:]:
            found = ""
            for point in _asking(points, reading.id, choice.id):
                tried += 1
                default = replace(point, readings={**point.readings, reading.id: reading.default})
                taken, before = answer(rulebook, point), answer(rulebook, default)
                if taken != before:
                    found = f"{point.ask} says {taken} and not {before} (points.yaml:{point.line})"
                    break
            if not found and rulebook.verdicts.joint == (reading.id, choice.id):
                found, cases = _jointly(rulebook)
                tried += cases
            if found:
                named.append(f"{reading.id}={choice.id}: {found}")
            else:
                idle.append(
                    f"{reading.id}={choice.id} is idle: no point of law is answered otherwise than by the default"
                )
    return Proof(
        id="readings_differ",
        statement="Each choice of each reading makes a difference somewhere.",
        holds=not idle,
        tried=tried,
        over="the points of law that take a choice, each asked again with the default in its place",
        readings="each choice against its default, alone",
        named=tuple(named),
        not_proved=(
            "that two choices other than the default differ from each other",
            "that a difference turns an outcome",
        ),
        witness=tuple(idle),
    )


def _asking(points: tuple[Point, ...], reading: str, choice: str) -> Iterator[Point]:
    return (point for point in points if point.readings.get(reading) == choice)


def _jointly(rulebook: Rulebook) -> tuple[str, int]:
    """An abstract case of two technologies that has another outcome where they stand and fall together."""
    reading = rulebook.readings[(rulebook.verdicts.joint or ("", ""))[0]]
    tried = 0
    for case in abstract_cases(rulebook):
        tried += 1
        if case.readings[reading.id] == reading.default:
            before = _outcome(case)
            for choice in reading.choices[1:]:
                after = _outcome(replace(case, readings={reading.id: choice.id}))
                if after != before:
                    return f"a case of {case.units} technologies is {after} and not {before}", tried
    return "", tried


def _outcome(case: Abstract) -> str:
    return next(outcome for outcome, term in outcome_terms(case.rulebook).case if case.truth(term))
