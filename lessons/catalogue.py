"""The catalogue of misconceptions, as read from ``misconceptions.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from ..engine.law.rulebook import STATUS_ORDER
from ..reading.document import read_file
from ..reading.errors import BadRulebook
from ..reading.rows import Row, row_at

FILE = Path(__file__).with_name("misconceptions.yaml")
#: Nobody is taken to have more of them at once.
MOST = 3
PARTS = ("applies", "holds", "relief")


class Instead(Struct, frozen=True):
    """Another condition in the place of a part of a rule (*applies*, *holds*, *relief*) or of a definition (*is*)."""

    name: str
    part: str
    condition: Any


class Misconception(Struct, frozen=True):
    """A belief about the law that no reading, recital or authority supports, as a change of the law's data.

    ``mutants`` are changes of the rule files by name (``rules/proofs/mutants.py``), ``instead`` conditions put in the
    place of others, ``statuses`` what is said of a status instead; with ``by_indicators`` the indicators on file are
    taken for the finding. ``not_with`` are beliefs that contradict it or include it.
    """

    id: str
    belief: str
    wrong: str
    authority: tuple[str, ...]
    mutants: tuple[str, ...] = ()
    instead: tuple[Instead, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict[str, str])
    by_indicators: bool = False
    not_with: tuple[str, ...] = ()

    @property
    def of_rules(self) -> bool:
        """Whether it changes rules, and not only what is said of facts or statuses."""
        return bool(self.mutants or self.instead)


Catalogue = Mapping[str, Misconception]


@cache
def catalogue() -> Catalogue:
    """The misconceptions by name, in the order of the file, read once; raises :class:`BadRulebook`."""
    document = read_file(FILE, error=BadRulebook, name=f"lessons/{FILE.name}")
    found: dict[str, Misconception] = {}
    for row in row_at(document, (), document.data).each("misconceptions", lambda row: row):
        each = _misconception(row)
        if each.id in found:
            row.refuse(f"{each.id!r} stands twice", "misconception")
        found[each.id] = each
    for each in found.values():
        for other in each.not_with:
            if each.id not in found.get(other, each).not_with or other == each.id:
                message = f"{each.id} names {other!r} under `not_with`, which does not exist or does not name it back"
                row_at(document, ("misconceptions",), {}).refuse(message)
    return found


def _misconception(row: Row) -> Misconception:
    row.only("misconception", "belief", "wrong", "authority", "mutants", "instead", "statuses", "findings", "not_with")
    statuses = {str(old): str(new) for old, new in row.mapping("statuses").items()}
    for word in (*statuses, *statuses.values()):
        if word not in STATUS_ORDER:
            row.refuse(f"{word!r} is no status; there are {', '.join(STATUS_ORDER)}", "statuses")
    found = Misconception(
        id=row.text("misconception"),
        belief=" ".join(row.text("belief").split()),
        wrong=" ".join(row.text("wrong").split()),
        authority=row.texts("authority"),
        mutants=row.texts("mutants"),
        instead=row.each("instead", _instead),
        statuses=statuses,
        by_indicators=bool(row.text("findings", "", among=("", "by_indicators"))),
        not_with=row.texts("not_with"),
    )
    if not (found.of_rules or statuses or found.by_indicators):
        row.refuse("it changes nothing: add `mutants`, `instead`, `statuses` or `findings`", "misconception")
    if not found.authority:
        row.refuse("say on what authority it is wrong", "authority")
    return found


def _instead(row: Row) -> Instead:
    row.only("rule", "define", "part", "is")
    if "is" not in row.data:
        row.refuse("add `is:`, the condition that stands there instead")
    if "define" in row.data:
        return Instead(row.text("define"), "is", row.data["is"])
    return Instead(row.text("rule"), row.text("part", among=PARTS), row.data["is"])


def beliefs(known: Catalogue, most: int = MOST) -> Iterator[tuple[str, ...]]:
    """Every set of misconceptions that somebody may have, smallest first, each in the order of the catalogue."""
    for size in range(most + 1):
        for chosen in combinations(known, size):
            if not any(other in known[one].not_with for one, other in combinations(chosen, 2)):
                yield chosen
