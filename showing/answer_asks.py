"""What to ask whom: questions that a client or the other side can answer, most decisive first, plain facts before
findings, and instead of a finding the indicators of it that are not on file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ..engine.case.address import UNLISTED
from ..engine.case.vocabulary import ROOT, FactSpec
from ..engine.why.answer_record import Asked
from ..engine.why.exceptions import ExceptionResult
from ..engine.why.indicators import indications_of
from ..engine.why.results import Assessment, MissingFact
from .answer_reasons import Told
from .positions import STANDING

#: Questions on one matter before another has its turn.
IN_A_ROW = 4


def asked(assessment: Assessment, exceptions: Sequence[ExceptionResult], told: Told) -> Iterator[Asked]:
    """The questions, each once; none that the file answers."""
    limbs = {path for each in exceptions for limb in each.limbs for path in limb.paths}
    plain: dict[str, Asked] = {}
    findings: dict[str, Asked] = {}
    for missing in assessment.missing_facts:
        spec = told.spec(missing.path)
        if spec is not None and (spec.finding or spec.indicators):
            for each in _instead(assessment, missing, spec):
                plain.setdefault(each.path, each)
            if missing.path not in limbs:
                findings.setdefault(missing.path, _question(missing, told, finding=True))
        else:
            plain.setdefault(missing.path, _question(missing, told))
    fresh = [each for each in plain.values() if each.path not in told.paths]
    ordered = _in_turns(sorted(_once(assessment, fresh), key=lambda each: (not each.note, each.who != "provider")))
    left = [each for each in findings.values() if each.path not in plain and each.path not in told.paths]
    yield from (*ordered, *_once(assessment, left))


def _once(assessment: Assessment, questions: list[Asked]) -> list[Asked]:
    """Each question once, with the things of which it is asked where these are several of a list."""
    same: dict[tuple[str, str], list[Asked]] = {}
    for each in questions:
        same.setdefault((each.question, each.note), []).append(each)
    found: list[Asked] = []
    for group in same.values():
        names = dict.fromkeys(_thing(assessment, each.path) for each in group)
        of = f" ({', '.join(filter(None, names))})" if any(names) else ""
        found.append(replace(group[0], question=f"{group[0].question}{of}"))
    return found


def _thing(assessment: Assessment, path: str) -> str:
    """The name of the thing in a list that a fact is about; "" where it is the only one, has none, or is every one."""
    address = assessment.rulebook.vocabulary.address(path)
    if not address.steps or address.steps[0].at == UNLISTED:
        return ""
    thing = assessment.derivation.case.at(address)
    items = assessment.derivation.case.items(address.steps[0].list).known
    return "" if len(items) < 2 or thing.entity.name.isdigit() else thing.entity.name


def _question(missing: MissingFact, told: Told, *, finding: bool = False) -> Asked:
    noted = told.note(missing.path) if missing.standing in ("not_asked", *STANDING) else ""
    note = noted or STANDING.get(missing.standing, "")
    return Asked(missing.question, missing.who, missing.path, finding, note)


def _instead(assessment: Assessment, missing: MissingFact, spec: FactSpec) -> Iterator[Asked]:
    """The indicators of a finding that are not on file."""
    derivation, book = assessment.derivation, assessment.rulebook
    scope, key = book.vocabulary.split(spec.path)
    if scope == ROOT:
        holder = derivation.case
    else:
        holder = next((unit for unit in derivation.units if missing.path.startswith(f"{unit.address.text}.")), None)
    if holder is None:
        return
    for use in indications_of(holder, key, spec, derivation.case, book).unknown:
        described = book.vocabulary.facts[use.fact]
        yield Asked(use.question, described.who, use.path, note=use.own_note or STANDING.get(use.standing, ""))


def _in_turns(questions: list[Asked]) -> list[Asked]:
    """Not all on one matter before any on another: after so many in a row the next matter has its turn."""
    matters: dict[str, list[Asked]] = {}
    for each in questions:
        matters.setdefault(each.path.rpartition(".")[0], []).append(each)
    found: list[Asked] = []
    while any(matters.values()):
        for waiting in matters.values():
            found += waiting[:IN_A_ROW]
            del waiting[:IN_A_ROW]
    return found
