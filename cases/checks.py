"""What a profile may not say although every line of it fits the model: names that name nothing, and contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from itertools import islice
from typing import Any, cast

from ..engine.case.entailment import closed
from ..engine.case.facts import View
from ..reading.document import MAX_PROBLEMS, Document, Place, path_text
from ..reading.errors import Problem
from ..reading.values import did_you_mean, or_list
from .defects import fact_at
from .fact import DateOrNever
from .profile import Profile
from .vocabulary import vocabulary

#: More than any case has; each name is compared with every other.
MAX_PARTIES, LONGEST_NAME = 200, 200
#: What a party may stand for. Parties of different interests are opposed; one of interest "other" stands for itself.
INTERESTS = ("provider", "authority", "users", "victims", "organisation", "other")


def contradictions(profile: Profile, document: Document) -> list[Problem]:
    """The names in a profile that name nothing; of each kind no more than anyone reads."""
    kinds = (
        _unknown_sources(profile, document),
        _interests(profile, document),
        _misspelt_parties(profile, document),
        _two_positions_on_a_reading(profile, document),
        _reports_before_their_year(profile, document),
        _signed_plain_facts(document.data, (), document),
    )
    return [problem for kind in kinds for problem in islice(kind, MAX_PROBLEMS)]


def unknown_readings(profile: Profile, document: Document, known: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Readings and choices that the rulebook does not have, the first of them; ``known`` gives its choices."""
    yield from islice(_unknown_readings(profile, document, known), MAX_PROBLEMS)


def _unknown_readings(profile: Profile, document: Document, known: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    for name, stated in profile.readings.items():
        place: Place = ("readings", name)
        chosen: list[tuple[Place, str]] = [
            ((*place, "positions", index, "choice"), position.choice) for index, position in enumerate(stated.positions)
        ]
        if stated.choice is not None:
            chosen.append(((*place, "choice"), stated.choice))
        if name not in known:
            yield _problem(document, place, *wrong_reading(name, known))
        for where, choice in chosen if name in known else ():
            if choice not in known[name]:
                yield _problem(document, where, *wrong_choice(name, choice, known))


def wrong_reading(name: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """What to say of a reading that the rulebook does not have, and what to do."""
    return f"no reading is called {name!r}", did_you_mean(name, known) or f"The readings are {', '.join(known)}."


def wrong_choice(name: str, choice: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """What to say of a choice that a reading does not have, and what to do."""
    hint = did_you_mean(choice, known[name]) or f"Write {or_list(known[name])}."
    return f"the reading {name!r} has no choice {choice!r}", hint


def _problem(document: Document, place: Place, message: str, hint: str) -> Problem:
    return Problem(message, document.file, document.line(place), path_text(place), hint)


def _unknown_sources(profile: Profile, document: Document) -> Iterator[Problem]:
    for place, key in _values_of("source", document.data):
        if key and key not in profile.sources:
            hint = did_you_mean(key, profile.sources, 0.5) or "List it under `sources:`, with its title and author."
            yield _problem(document, place, f"no source is called {key!r}", hint)


def _values_of(wanted: str, data: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text under the key ``wanted`` in what a profile states; not in its lists of sources and authorities nor
    what it expects, and not in the signature of a finding."""
    if isinstance(data, dict):
        for key, value in cast("dict[str, Any]", data).items():
            if key == "signed" or (place == () and key in ("sources", "expect", "authorities")):
                continue
            if key == wanted and isinstance(value, str):
                yield (*place, key), value
            else:
                yield from _values_of(wanted, value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(cast("list[Any]", data)):
            yield from _values_of(wanted, value, (*place, index))


def _signed_plain_facts(data: Any, place: Place, document: Document) -> Iterator[Problem]:
    """A plain fact has a source; a signature would lend it the weight of a judgement that nobody made."""
    if isinstance(data, list):
        for at, inner in enumerate(cast("list[Any]", data)):
            yield from _signed_plain_facts(inner, (*place, at), document)
    if not isinstance(data, dict):
        return
    stated = cast("dict[str, Any]", data)
    spec = fact_at(place) if "signed" in stated else None
    if spec is not None and not (spec.finding or spec.indicators):
        hint = "Give it a `source:`, and the day as `stated_on:`; findings are signed (`derogation facts --findings`)."
        yield _problem(document, (*place, "signed"), "a plain fact is not signed", hint)
    for key, inner in stated.items():
        if place or key not in ("sources", "expect", "authorities"):
            yield from _signed_plain_facts(inner, (*place, key), document)


def _interests(profile: Profile, document: Document) -> Iterator[Problem]:
    """A misspelt interest would make allies opponents, whose agreement settles a fact."""
    for name, party in profile.parties.items():
        if party.interest and party.interest not in INTERESTS:
            hint = did_you_mean(party.interest, INTERESTS) or f"Write {or_list(INTERESTS)}."
            message = f"{party.interest!r} is no interest that a party may have"
            yield _problem(document, ("parties", name, "interest"), message, hint)


def _misspelt_parties(profile: Profile, document: Document) -> Iterator[Problem]:
    """A position of somebody whose name is almost that of a declared party is a slip, not another party."""
    declared = {name.casefold()[:LONGEST_NAME]: name for name in profile.parties}
    others: dict[str, Place] = {}
    for place, by in _values_of("by", document.data):
        if by not in profile.parties:
            others.setdefault(by, place)
    if len(declared) + len(others) > MAX_PARTIES:
        message = f"names {len(declared) + len(others):,} parties; at most {MAX_PARTIES} are read"
        yield _problem(document, ("parties",), message, "Name groups of parties instead.")
        return
    for by, place in others.items():
        near = get_close_matches(by.casefold()[:LONGEST_NAME], declared, n=1, cutoff=0.85)
        if near:
            hint = f"Did you mean {declared[near[0]]!r}? If it is another, list it under `parties:` too."
            yield _problem(document, place, f"no party is called {by!r}", hint)


def _two_positions_on_a_reading(profile: Profile, document: Document) -> Iterator[Problem]:
    for name, stated in profile.readings.items():
        seen: set[str] = set()
        for index, position in enumerate(stated.positions):
            if position.by in seen:
                message = f"has two positions of {position.by}"
                hint = "A party takes one position on a reading; keep one of them."
                yield _problem(document, ("readings", name, "positions", index), message, hint)
            seen.add(position.by)


def _reports_before_their_year(profile: Profile, document: Document) -> Iterator[Problem]:
    """A report cannot look back on a year that had not begun; one from within its year is only doubtful."""
    for index, report in enumerate(profile.reports.known if profile.reports is not None else ()):
        year = report.year.value if report.year is not None else None
        for name in ("published_on", "to_authority_on", "to_commission_on"):
            stated = cast("DateOrNever | None", getattr(report, name))
            day = stated.value if stated is not None else None
            if year is not None and isinstance(day, date) and day.year < year:
                message = f"a report on {year} cannot be published or submitted on {day}, before that year began"
                yield _problem(document, ("reports", index, name), message, "Correct the day, or the year.")


def excluded(case: View, document: Document) -> list[Problem]:
    """Facts that cannot be together, whatever the law, at the one that does not fit."""
    places = {path_text(place): place for place in document.lines}
    found: list[Problem] = []
    for each in closed(case, vocabulary())[1]:
        path = case.at(each.facts[-1].thing).statement(each.facts[-1].key).path
        hint = "Correct one of the two days." if each.days is not None else "Correct one of them."
        found.append(Problem(each.text, document.file, document.line(places.get(path, ())), path, hint))
    return list(dict.fromkeys(found))  # what is said of every technology is wrong once
