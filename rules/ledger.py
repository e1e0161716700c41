"""Every provision and recital of Regulation (EU) 2021/1232, and what the rulebook does with it.

The ledger proves completeness: each provision, in each of its versions, is carried by a rule or says why not.
The names that go with it, for acts, periods and citations, can be had from here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from msgspec import Struct

from ..reading.rows import Row
from .acts import ActDate as ActDate
from .acts import ActVersion as ActVersion
from .acts import Period as Period
from .acts import load_acts as load_acts
from .acts import load_periods as load_periods
from .acts import period_on as period_on
from .citation_styles import citation as citation
from .citations import eli as eli
from .citations import parse_citation as parse_citation
from .law_files import read_law

FILE = "ledger-2021-1232.yaml"

TREATMENTS = frozenset({"rule", "heading", "definition", "duty_outside_conditions", "addressed_to_others", "context"})
ADDRESSEES = frozenset({"all", "commission", "member_states", "provider", "supervisory_authorities", "users"})
OPERATORS = frozenset({"by", "before", "until", "from"})


class Deadline(Struct, frozen=True):
    """A date that the law sets. ``operator`` is by, before, until or from.

    ``recurs``: "" for once, "01-31" for that day of every later year, "yearly" where no day is fixed.
    """

    operator: str
    date: date
    what: str
    recurs: str = ""


class Provision(Struct, frozen=True):
    """One provision in one version, which stood from ``first_day`` to ``last_day``, both included.

    ``path`` is explained in ``citations``; ``recitals`` are the numbers of those that interpret it.
    """

    path: str
    gist: str
    addressee: tuple[str, ...]
    treatment: str
    reason: str
    celex: str
    first_day: date
    last_day: date
    deadlines: tuple[Deadline, ...] = ()
    quotes: tuple[str, ...] = ()
    recitals: tuple[int, ...] = ()
    note: str = ""


class Recital(Struct, frozen=True):
    """One recital; ``interprets`` are paths of provisions, by this rulebook's reading."""

    number: int
    gist: str
    interprets: tuple[str, ...]
    note: str = ""


class Ledger(Struct, frozen=True):
    """All provisions, amended versions beside the old ones, in the Act's order; all recitals."""

    provisions: tuple[Provision, ...]
    recitals: tuple[Recital, ...]

    def on(self, day: date) -> tuple[Provision, ...]:
        """The provisions as they stood on a day; empty outside the Regulation's life."""
        return tuple(each for each in self.provisions if each.first_day <= day <= each.last_day)

    def is_leaf(self, path: str) -> bool:
        """Whether no provision lies below ``path``."""
        return not any(each.path.startswith((path + "(", path + "/")) for each in self.provisions)


@cache
def load_ledger() -> Ledger:
    """The ledger of Regulation (EU) 2021/1232, read and checked once."""
    file = read_law(FILE)
    recitals = file.each("recitals", _recital)
    interpreted_by: dict[str, tuple[int, ...]] = {}
    for recital in recitals:
        for path in recital.interprets:
            interpreted_by[path] = (*interpreted_by.get(path, ()), recital.number)
    defaults = file.mapping("defaults")
    provisions = file.each("provisions", lambda row: _provision(row.over(defaults), interpreted_by))
    if unknown := interpreted_by.keys() - {provision.path for provision in provisions}:
        file.refuse(f"recitals interpret provisions that are not listed: {', '.join(sorted(unknown))}", "recitals")
    versions = [(provision.path, provision.first_day) for provision in provisions]
    if len(set(versions)) < len(versions):
        twice = next(version for at, version in enumerate(versions) if version in versions[:at])
        file.refuse(f"{twice[0]} is listed twice from {twice[1]}", "provisions")
    return Ledger(provisions, recitals)


def _provision(row: Row, interpreted_by: Mapping[str, tuple[int, ...]]) -> Provision:
    row.only(
        *("provision", "gist", "addressee", "treatment", "reason", "celex", "from", "until"),
        *("deadlines", "quotes", "note"),
    )
    treatment = row.text("treatment", among=TREATMENTS)
    path, reason = row.text("provision"), row.text("reason", "")
    if (treatment == "rule") == bool(reason):
        row.refuse(f"{path} must have a reason if, and only if, no rule carries it", "reason")
    return Provision(
        path=path,
        gist=row.text("gist"),
        addressee=row.texts("addressee", among=ADDRESSEES),
        treatment=treatment,
        reason=reason,
        celex=row.text("celex"),
        first_day=row.required_day("from"),
        last_day=row.required_day("until"),
        deadlines=row.each("deadlines", _deadline),
        quotes=row.texts("quotes"),
        recitals=interpreted_by.get(path, ()),
        note=row.text("note", ""),
    )


def _deadline(row: Row) -> Deadline:
    row.only("operator", "date", "what", "recurs")
    operator = row.text("operator", among=OPERATORS)
    return Deadline(operator, row.required_day("date"), row.text("what"), row.text("recurs", ""))


def _recital(row: Row) -> Recital:
    row.only("number", "gist", "interprets", "note")
    number = row.data.get("number")
    if not isinstance(number, int):
        row.refuse("this must be the recital's number", "number")
    return Recital(number, row.text("gist"), row.texts("interprets"), row.text("note", ""))
