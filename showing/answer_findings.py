"""Whose the judgements are on which an answer rests: signed by whom, unsigned, or overtaken by what came later.

The program makes no finding, so a page that rests on one says who did; whoever signs the page reads whose word it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ..engine.case.words import long_date
from ..engine.why.answer_record import Signing, SigningState
from ..engine.why.results import Assessment, FindingResult, LaterFact
from ..engine.why.verdict import conditions_count
from ..rules.citation_styles import pinpoints
from .words import clause, listed, open_clause

#: Kinds of rule on whose facts an answer rests whether or not its conditions are reached.
BEFORE = ("gate", "exception", "relief")
STATES: tuple[SigningState, ...] = ("overtaken", "unsigned", "signed")


def signings(assessment: Assessment) -> Iterator[Signing]:
    """The findings on file that the answer rests on, by their state and by who signed them when; overtaken first."""
    bearing = _bearing(assessment)
    groups: dict[tuple[SigningState, str, date | None], dict[str, list[FindingResult]]] = {}
    for each in assessment.findings:
        if each.path not in bearing or not (each.signed or each.unsigned):
            continue
        state: SigningState = "overtaken" if each.overtaken_by else "signed" if each.signed else "unsigned"
        by, on = (each.signed.by, each.signed.on) if each.signed else ("", None)
        groups.setdefault((state, by, on), {}).setdefault(each.path, []).append(each)
    for state in STATES:
        for (found, by, on), paths in groups.items():
            if found == state:
                yield Signing(state, by, on, _by_provision(assessment, paths), tuple(paths))


def _bearing(assessment: Assessment) -> set[str]:
    """The places of the facts that decide a gate, or a condition that is reached."""
    counts = conditions_count(assessment)
    rules = [each for each in assessment.other_rules if each.kind in BEFORE]
    rules += [each for each in assessment.conditions if counts and each.status != "not_applicable"]
    return {use.path for each in rules for use in each.facts}


def _by_provision(assessment: Assessment, paths: Mapping[str, list[FindingResult]]) -> str:
    """Findings in the order of the file, those on one provision together: "(b): state of the art, least intrusive"."""
    book = assessment.rulebook
    found: dict[str, list[str]] = {}
    for path, same in paths.items():
        provision = book.vocabulary.facts[same[0].fact].provisions[0]
        found.setdefault(provision, []).append(_in_words(assessment, path, same))
    return "; ".join(f"{pinpoints([each], [], cite=book.cite)}: {', '.join(names)}" for each, names in found.items())


def _in_words(assessment: Assessment, path: str, same: list[FindingResult]) -> str:
    """A finding in a word or two, as facts are called; where technologies differ, of which; and what overtakes it."""
    first = same[0]
    units = "" if path.startswith("every_") or not first.unit or len(assessment.units) < 2 else f" ({first.unit})"
    denied = "" if first.value is True else "not "
    name = f"{denied}{path.rpartition('.')[2].replace('_', ' ')}{units}"
    later = {each.use.path: each for finding in same for each in finding.overtaken_by}
    return f"{name}, since {later_in_words(assessment, list(later.values()))}" if later else name


def later_in_words(assessment: Assessment, later: list[LaterFact], most: int = 3) -> str:
    """What came after a finding, with the day: "the error rate is 12 % (4 May 2024)"."""
    facts = assessment.rulebook.vocabulary.facts
    said = [
        f"{clause(spec, each.use.value) if each.use.value is not None else f'{open_clause(spec)} is open'} "
        f"({long_date(each.on)})"
        for each in later
        for spec in [facts[each.use.fact]]
    ]
    left = len(said) - most
    return listed([*said[:most], *([f"{left} more"] if left > 0 else [])])
