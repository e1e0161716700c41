"""The shipped cases, how a name or a path leads to one, and whether a case does what its author expects."""

from __future__ import annotations

import datetime
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Protocol

from ..engine.why.results import Assessment, RuleResult
from ..reading.document import read_file
from ..reading.errors import BadInput, NoSuchName, Problem
from ..reading.safe_text import one_line
from .loader import Case
from .profile import Expect

HERE = Path(__file__).parent
FOLDERS = ("library", "training")
SUFFIXES = (".yaml", ".yml", ".json")


class Assess(Protocol):
    """The question put to the program, as ``derogation.assess`` answers it."""

    def __call__(
        self,
        case: Case,
        on: datetime.date | None = None,
        standpoint: str | None = None,
        *,
        on_the_record: bool = False,
        readings: Mapping[str, str] | None = None,
    ) -> Assessment: ...


# --- finding cases ---------------------------------------------------------------------------------------------------


def shipped() -> dict[str, Path]:
    """The cases that come with the program, by name: the library first, then the training cases."""
    return {path.stem: path for folder in FOLDERS for path in sorted((HERE / folder).glob("*.yaml"))}


def shipped_matters() -> dict[str, Path]:
    """The matters that come with the program, by name."""
    return {path.stem: path for path in sorted((HERE / "matters").glob("*.yaml"))}


def titles(files: Mapping[str, Path]) -> dict[str, str]:
    """Cases or matters that are shipped, with what each calls itself, by name."""
    return {name: _title(file) for name, file in files.items()}


@cache
def _title(file: Path) -> str:
    """What a file that is shipped calls itself; read once, since each costs some milliseconds and a list shows all."""
    return str(read_file(file, name=file.stem).data["name"])


def feature_of(name_or_path: str) -> tuple[str, str]:
    """What is named, and which feature of it: ``skype#in-app``; no feature where a file has the whole as its name."""
    name, mark, feature = name_or_path.rpartition("#")
    if not mark or not name or not feature or Path(name_or_path).exists():
        return name_or_path, ""
    return name, feature


def find_shipped(name: str) -> Path:
    """The file of a case or a matter that is shipped, and no other: for names that come from elsewhere, which must not
    lead to the files of this machine. Raises :class:`BadInput`."""
    known = {**shipped(), **shipped_matters()}
    if name not in known:
        raise BadInput(Problem("no such case is shipped", one_line(name, 200), hint=_nearest(name, known)))
    return known[name]


def find(name_or_path: str | Path) -> Path:
    """The file of a case or a matter: one that is shipped by its name, else a file by its path.

    A bare name means the shipped case even where a file of that name lies in the working directory; write
    ``./name`` for the file. Raises :class:`BadInput` for an unknown name, with the nearest known one, and for a
    missing file.
    """
    text, _ = feature_of(str(name_or_path))
    known = {**shipped(), **shipped_matters()}
    if text in known:
        return known[text]
    path = Path(text)
    try:
        folder = stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (OSError, ValueError) as failure:  # a name too long or with NUL, a folder that may not be searched
        reason = getattr(failure, "strerror", None) or str(failure)
        hint = "check the name, and that you may read the file and the folders above it"
        raise BadInput(Problem(f"this file cannot be reached ({reason})", one_line(text, 200), hint=hint)) from None
    else:
        if not folder:
            return path  # a file, or a pipe
        raise BadInput(Problem("this is a folder, not a case", text, hint="name one file in it"))
    if path.suffix in SUFFIXES or len(path.parts) > 1:
        raise NoSuchName(Problem("there is no such file", text, hint=_nearest(path.stem, known)))
    raise NoSuchName(Problem(f"no case is called {text!r}", hint=_nearest(text, known)))


def _nearest(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    suggestion = f"did you mean the case {close[0]!r}? " if close else ""
    return f"{suggestion}`derogation cases list` shows the cases; give a path for a file of your own"


def folder_cases(paths: Iterable[str | Path]) -> list[Path]:
    """The case files that paths name, in order and once each: files themselves, of folders every YAML and JSON file.

    A shipped case may be named as well. Raises :class:`BadInput` for a missing path and a folder without cases.
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if not os.path.isdir(given) or str(given) in shipped():  # noqa: PTH112 (false for what cannot be reached)
            found[find(given)] = None
            continue
        try:
            files = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES and file.is_file())
        except OSError as failure:
            raise BadInput(Problem(f"this folder cannot be read ({failure.strerror})", str(given))) from None
        if not files:
            raise BadInput(Problem("this folder holds no cases", str(given), hint="cases end in .yaml, .yml or .json"))
        found.update(dict.fromkeys(files))
    return list(found)


# --- checking expectations -------------------------------------------------------------------------------------------


def check_case(case: Case, assess: Assess) -> list[str]:
    """Compare what a case expects with what ``assess`` finds; one sentence for each difference, none if all agree.

    A case that expects nothing is said to expect nothing.
    """
    expect = case.profile.expect
    if expect is None or expect == Expect():
        return ["The case expects nothing; add `expect:` with at least an outcome."]
    found = assess(case)
    differences: list[str] = []
    _differ(differences, "the outcome", expect.outcome, found.outcome)
    if expect.possible_outcomes is not None:
        expected = ", ".join(sorted(expect.possible_outcomes))
        _differ(differences, "the possible outcomes", expected, ", ".join(sorted(found.possible_outcomes)))
    units = {unit.id: unit.outcome for unit in found.units}
    for name, outcome in expect.technologies.items():
        _differ(differences, f"the outcome of technology {name}", outcome, units.get(name, "no such technology in use"))
    for party, outcome in expect.by_party.items():
        _differ(differences, f"the outcome as {party}", outcome, found.by_party.get(party, "no such party"))
    differences += _statuses(expect.conditions, (*found.conditions, *found.other_rules))
    paths = [fact.path for fact in found.missing_facts]
    absent = [path for path in expect.missing if path not in paths]
    differences += [f"Expected {path} among the missing facts, found {_list(paths)}." for path in absent]
    if expect.on_the_record is not None:
        on_the_record = assess(case, on_the_record=True).outcome
        _differ(differences, "the outcome on the record", expect.on_the_record, on_the_record)
    for day, outcome in expect.on_dates.items():
        differences += _on_date(day, outcome, lambda on: assess(case, on).outcome)
    return differences


def _differ(differences: list[str], what: str, expected: str | None, found: str) -> None:
    if expected is not None and expected != found:
        differences.append(f"Expected {what} to be {expected}, found {found}.")


def _list(values: list[str]) -> str:
    shown = ", ".join(values[:8]) or "none"
    return f"{shown} and {len(values) - 8} more" if len(values) > 8 else shown


def _on_date(day: str, expected: str, outcome_on: Callable[[datetime.date], str]) -> list[str]:
    try:
        on = datetime.date.fromisoformat(day)
    except ValueError:
        return [f"Expected an outcome on {day!r}, which is no day; write it as 2021-09-02."]
    found = outcome_on(on)
    return [] if found == expected else [f"Expected the outcome on {day} to be {expected}, found {found}."]


def _statuses(conditions: Mapping[str, str | dict[str, str]], results: Iterable[RuleResult]) -> list[str]:
    """Statuses by provision or by rule: one for every subject, or one for each technology."""
    by_key: dict[str, list[RuleResult]] = {}
    for result in results:
        for key in dict.fromkeys((result.rule.provision, result.rule.id)):
            by_key.setdefault(key, []).append(result)
    differences: list[str] = []
    for key, expected in conditions.items():
        here = by_key.get(key, [])
        if isinstance(expected, str):
            for result in here:
                named = f"{key} ({result.rule.id})" if len({each.rule.id for each in here}) > 1 else key
                _differ(differences, f"{named} for {result.subject}", expected, result.status)
            if not here:
                differences.append(f"Expected {key} to be {expected}, but no such condition applies on that day.")
            continue
        units = {result.subject.unit: result.status for result in here}
        for unit, status in expected.items():
            _differ(differences, f"{key} for technology {unit}", status, units.get(unit, "no such technology in use"))
    return differences
