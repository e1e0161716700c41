"""The tables of all cases of the pool as a file, so that the next case is chosen at once (``predictions.json``).

``python -m benchmarks.lessons --write`` makes it anew; a test says when it is stale.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

from ..cases.loader import Case
from ..cases.rulebook import rulebook
from ..engine.answer import derive
from ..engine.case.standpoint import seen_from
from ..engine.why.assessment import question_of
from . import catalogue as catalogue_file
from .catalogue import Catalogue, catalogue
from .pool import FILE as PROBES
from .pool import names, pool_case, training
from .predict import Predictions, Unit, predictions

FILE = Path(__file__).with_name("predictions.json")


def digest() -> str:
    """What the tables rest on: the rules, the catalogue, the probes and the training cases."""
    found = hashlib.sha256(rulebook().digest.encode())
    for path in (catalogue_file.FILE, PROBES, *training().values()):
        found.update(path.read_bytes())
    return found.hexdigest()


def predictions_of(case: Case, known: Catalogue, name: str = "", on: date | None = None) -> Predictions:
    """The tables of one case on a day (its own, else today); takes a quarter of a second."""
    book, facts = rulebook(), case.engine_facts()
    day = on or case.profile.assess_on or date.today()
    seen = seen_from(facts.entity, facts.parties, None, book.series)
    return predictions(name or facts.name, derive(book, seen, question_of(book, facts, day)), known)


@cache
def pool() -> Mapping[str, Predictions]:
    """The tables of the pool as the file has them, by name of case."""
    known = catalogue()
    data = cast("dict[str, Any]", json.loads(FILE.read_text(encoding="utf-8")))
    return {name: _read(name, entry, known) for name, entry in data["cases"].items()}


def write() -> None:
    """Make the file anew."""
    known = catalogue()
    cases = {name: _data(predictions_of(pool_case(name), known, name)) for name in names()}
    lines = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(entry, separators=(',', ':'))}" for name, entry in cases.items()
    )
    FILE.write_text(f'{{"digest": "{digest()}",\n"cases": {{\n{lines}\n}}}}\n', encoding="utf-8")


def _data(made: Predictions) -> dict[str, Any]:
    return {
        "on": made.on.isoformat(),
        "base": [[*key, status] for key, status in made.base.items()],
        "tables": [
            [*key, sorted(beliefs), status] for key, table in made.tables.items() for beliefs, status in table.items()
        ],
        "supported": [[*key, sorted(others)] for key, others in made.supported.items()],
        "units": [[unit.name, unit.in_use, unit.listed] for unit in made.units],
        "decided": made.decided,
        "joint": made.joint,
    }


def _read(name: str, data: dict[str, Any], known: Catalogue) -> Predictions:
    tables: dict[tuple[str, str], dict[frozenset[str], Any]] = {}
    for rule, unit, beliefs, status in data["tables"]:
        tables.setdefault((rule, unit), {})[frozenset(beliefs)] = status
    return Predictions(
        case=name,
        on=date.fromisoformat(data["on"]),
        base={(rule, unit): status for rule, unit, status in data["base"]},
        tables=tables,
        supported={(rule, unit): frozenset(others) for rule, unit, others in data["supported"]},
        units=tuple(Unit(*unit) for unit in data["units"]),
        decided=data["decided"],
        joint=data["joint"],
        order=tuple((each.id, each.statuses) for each in known.values() if each.statuses),
    )
