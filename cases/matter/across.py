"""What one feature of a matter means for another: processing there makes reports owed here, and the same technology is
as new here as there.

Each feature is measured as it stands by the evaluator, without the others. What then crosses over is stated in the
profiles, so that each remains a case that says all it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, cast

from msgspec import Struct

from ...engine.answer import Derivation, derive
from ...engine.case.facts import View
from ...engine.case.standpoint import seen_from
from ...engine.law import terms as t
from ...engine.law.rulebook import Rulebook
from ...engine.truth.outcomes import named_terms
from ...engine.why.assessment import question_of
from ...reading.document import Place, path_text
from ...reading.errors import Problem
from ...reading.values import LAST_YEAR, did_you_mean
from ..facts import ELSEWHERE
from ..loader import Case
from .drafts import Draft, at
from .model import Feature, MatterFile

#: Outcomes that say that the derogation does not reach a feature, so that nothing on it is processed under it.
NOT_REACHED = ("not_needed", "not_available")
#: The rules' name for a technology whose scanning is no processing under the Regulation (Article 1(2)).
AUDIO_ALONE = "scans_audio_and_no_more"
#: What is a fact of a technology wherever it runs.
FIRST_USE = ("first_use.by_anyone_in_union_on", "first_use.by_provider_on")
#: A day on which every definition has its present form: the Code's have applied since 21 December 2020.
PRESENT = date(LAST_YEAR, 12, 31)


class Part(Struct):
    """A feature on its way into a case."""

    feature: Feature
    draft: Draft
    case: Case

    def technologies(self) -> list[tuple[Place, dict[str, Any]]]:
        """Its technologies as they stand in the profile, each with its place."""
        stated: Any = self.draft.get(("technologies",))
        place: Place = ("technologies", "known") if isinstance(stated, dict) else ("technologies",)
        return [((*place, index), each) for index, each in enumerate(at(self.draft.data, place) or [])]

    def stated(self, technology: Place, path: str) -> tuple[Any, Place | None]:
        """What is said of a technology, by itself or of every one, and where."""
        steps = tuple(path.split("."))
        for place in ((*technology, *steps), ("every_technology", *steps)):
            found = self.draft.get(place)
            if found is not None:
                return found, place
        return None, None


def cross(matter: MatterFile, parts: Sequence[Part], rulebook: Rulebook) -> list[Problem]:
    """State in each feature what others mean for it; returns what does not fit together."""
    derivations = [_derived(part.case, rulebook) for part in parts]
    problems = list(_first_uses(matter, parts, derivations, rulebook))
    for part in parts:
        others = [(other, found) for other, found in zip(parts, derivations, strict=True) if other is not part]
        _elsewhere(part, others, rulebook)
    return problems


def _derived(case: Case, rulebook: Rulebook) -> Derivation:
    facts = case.engine_facts()
    view = seen_from(facts.entity, facts.parties, None, rulebook.series)
    return derive(rulebook, view, question_of(rulebook, facts, PRESENT))


# --- reports ---------------------------------------------------------------------------------------------------------


def _elsewhere(part: Part, others: Sequence[tuple[Part, Derivation]], rulebook: Rulebook) -> None:
    rows: list[tuple[dict[str, Any], Part]] = []
    complete = True
    for other, derivation in others:
        found, whole = _uses(other, derivation, rulebook)
        rows += [(row, other) for row in found]
        complete = complete and whole
    if not rows and complete:
        return
    name = ELSEWHERE[0]
    listed: dict[str, Any] = {"known": [row for row, _ in rows], "complete": complete}
    part.draft.put((name,), listed, ("features",))


def _uses(part: Part, derivation: Derivation, rulebook: Rulebook) -> tuple[list[dict[str, Any]], bool]:
    """The periods in which something was processed under the Regulation on a feature, and whether these are all."""
    gates = [gate for outcome, gate in derivation.machine.terms.gates if outcome in NOT_REACHED]
    truths = [derivation.truth(gate) for gate in gates]
    if True in truths:
        return [], True
    units = derivation.case.items(rulebook.verdicts.units)
    if None in truths:
        return [], units.complete and not units.known
    rows, complete = list[dict[str, Any]](), units.complete
    for (place, technology), unit in zip(part.technologies(), units.known, strict=True):
        silent = derivation.truth(rulebook.definitions[AUDIO_ALONE], unit)
        if silent is True:
            continue
        stated, _ = part.stated(place, "periods_of_use")
        listed = cast("Any", stated["known"] if isinstance(stated, dict) and "known" in stated else stated)
        known = unit.items("periods_of_use")
        complete = complete and known.complete and silent is False
        if silent is None:
            complete = complete and not known.known
            continue
        for period in cast("list[dict[str, Any]]", listed if isinstance(listed, list) else []):
            about = {"feature": part.feature.id, "technology": technology["id"]}
            rows.append({**about, **{key: period[key] for key in ("since", "until") if key in period}})
    return rows, complete


# --- the same technology ---------------------------------------------------------------------------------------------


def _first_uses(
    matter: MatterFile, parts: Sequence[Part], derivations: Sequence[Derivation], rulebook: Rulebook
) -> Iterator[Problem]:
    groups = list[list[tuple[int, int]]]()
    yield from _linked(matter, parts, groups)
    for group in groups:
        for path in FIRST_USE:
            yield from _shared(group, path, parts, derivations, rulebook)


def _linked(matter: MatterFile, parts: Sequence[Part], groups: list[list[tuple[int, int]]]) -> Iterator[Problem]:
    """Which technologies are the same, as (feature, technology) by number; names that name nothing."""
    known = {
        f"{part.feature.id}/{technology['id']}": (number, index)
        for number, part in enumerate(parts)
        for index, (_, technology) in enumerate(part.technologies())
    }
    for number, feature in enumerate(matter.features):
        for index, technology in enumerate(feature.technologies.known if feature.technologies is not None else ()):
            if not technology.same_as:
                continue
            here, there = (number, index), known.get(technology.same_as)
            if there is None or there == here:
                origin = (*parts[number].draft.origins[parts[number].technologies()[index][0]], "same_as")
                document = parts[number].draft.matter
                others = [name for name, place in known.items() if place != here]
                hint = did_you_mean(technology.same_as, others) or f"Technologies: {', '.join(others) or 'none'}."
                message = f"no other technology is called {technology.same_as!r}"
                yield Problem(message, document.file, document.line(origin), path_text(origin), hint)
                continue
            joined = [group for group in groups if here in group or there in group]
            merged = list(dict.fromkeys([*(each for group in joined for each in group), there, here]))
            groups[:] = [*(group for group in groups if group not in joined), merged]


def _shared(
    group: Sequence[tuple[int, int]],
    path: str,
    parts: Sequence[Part],
    derivations: Sequence[Derivation],
    rulebook: Rulebook,
) -> Iterator[Problem]:
    """Let every technology of a group have the first use that one of them states, or that follows from its use."""
    members = [(parts[number], parts[number].technologies()[index][0]) for number, index in group]
    stated = [(part, place, *part.stated(place, path)) for part, place in members]
    said = [(part, value, where) for part, _, value, where in stated if where is not None]
    if said:
        first, value, where = said[0]
        origin = first.draft.origins.get(where, ())
        for part, other, place in said[1:]:
            if _plain(other) != _plain(value):
                document, here = part.draft.matter, part.draft.origins.get(place, ())
                line = document.line(origin)
                message = f"is {_plain(other)} here, and {_plain(value)} for the same technology (line {line})"
                hint = "It is one technology: state its first use once, or take `same_as` away."
                yield Problem(message, document.file, document.line(here), path_text(here), hint)
                return
        told: Any = value
    else:
        bounds = [
            (found, parts[number])
            for number, index in group
            for found in [_latest(derivations[number].case.items(rulebook.verdicts.units).known[index], path)]
            if found is not None
        ]
        if not bounds:
            return
        day, earliest = min(bounds, key=lambda bound: bound[0])
        if not all(day < other for other in _compared(f"{rulebook.verdicts.unit}.{path}", rulebook)):
            return
        note = f"At the latest: the same technology was in use on {earliest.feature.id} from that day"
        told, origin = {"value": day, "note": note}, ("features",)
    for part, place, value, _ in stated:
        if value is None:
            part.draft.put((*place, *path.split(".")), told, origin)


def _plain(stated: Any) -> Any:
    return cast("dict[str, Any]", stated).get("value", stated) if isinstance(stated, dict) else stated


def _latest(unit: View, path: str) -> date | None:
    """The latest day on which a first use can have been, as its use on this feature has it."""
    entailed = unit.entailed.get(path)
    return cast("date", entailed.high) if entailed is not None and entailed.high < date.max else None  # pyright: ignore[reportOperatorIssue]


def _compared(path: str, rulebook: Rulebook) -> list[date]:
    """The days with which rules compare a fact: before the first of them, all days are alike."""
    found: list[date] = []
    seen: set[int] = set()
    for named in named_terms(rulebook):
        for term in t.walk(named, seen):
            if isinstance(term, t.Compare) and isinstance(term.left, t.Fact) and term.left.path == path:
                right = term.right
                known = isinstance(right, t.Literally) and isinstance(right.value, date)
                found.append(cast("date", cast("t.Literally", right).value) if known else date.min)
    return found
