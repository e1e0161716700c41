"""Reports as rows: the shape that CSV files and spreadsheets share.

One row is one answer: the column ``field`` holds a field id of the form or an entry of the header
(``period.from``, ``technologies.t1.name``), ``part`` one of several answers of a field, ``technology`` the
technology that a figure is for. Columns that only explain (label, unit ...) are ignored when read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from ..reading.document import Place
from ..reading.errors import BadInput, Problem
from .form import load_form
from .model import ELSEWHERE
from .parse import SCHEMA
from .reading import Tree, clip

#: Columns that are read.
COLUMNS = ("field", "part", "technology", "value", "absent", "reason", "note", "raw", "legal_duty")
#: Columns that only explain.
EXPLAINING = ("question", "type", "unit", "required", "block", "when")
HEADER_ENTRIES = (
    "provider", "document", "url", "source.standing", "source.note", "published", "period.from", "period.to",
    "submitted.authority", "submitted.commission", "form", "users", "new_measures",
    "meanings.processed.means", "meanings.processed.where", "meanings.error_rate.means",
    "meanings.error_rate.where", *(f"elsewhere.{key}.{what}" for key in ELSEWHERE for what in ("value", "where")),
)  # fmt: skip
TECHNOLOGY_ENTRIES = ("name", "kind", "detects", "scans")


class Row(Struct, frozen=True):
    """One row: its cells by column, and the file (for a spreadsheet with its sheet) and line it stands in."""

    cells: Mapping[str, object]
    file: str
    line: int


def columns(names: Sequence[object], file: str, line: int) -> dict[int, str]:
    """The columns of a table by position. Raises ``BadInput`` for one that is unknown, doubled or missing."""
    found: dict[int, str] = {}
    problems: list[Problem] = []
    for position, name in enumerate(names):
        key = str(name or "").strip().casefold().replace(" ", "_")
        if not key:
            continue
        if key not in (*COLUMNS, *EXPLAINING):
            nearest = get_close_matches(key, COLUMNS, n=1, cutoff=0.6)
            hint = f"Did you mean {nearest[0]}?" if nearest else f"Columns read: {', '.join(COLUMNS)}."
            problems.append(Problem(f'there is no column "{clip(key)}"', file, line, hint=hint))
        elif key in found.values():
            problems.append(Problem(f'the column "{key}" stands twice', file, line, hint="Keep one."))
        else:
            found[position] = key
    for key in ("field", "value"):
        if key not in found.values() and not problems:
            hint = "The first row names the columns; `report template --format csv` shows them."
            problems.append(Problem(f'the column "{key}" is missing', file, line, hint=hint))
    if problems:
        raise BadInput(*problems)
    return found


def tree_of(rows: Iterable[Row], file: str) -> Tree:
    """Rows as the tree that a YAML file with the same content would give. Raises ``BadInput``."""
    root: dict[str, Any] = {"report": SCHEMA, "answers": {}}
    places: dict[Place, tuple[str, int | None]] = {(): (file, None)}
    technologies: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for row in rows:
        filled = {key: row.cells[key] for key in COLUMNS if row.cells.get(key) not in (None, "")}
        name = str(filled.pop("field", "")).strip()
        if not name:
            if filled:
                problems.append(_problem(row, "this row names no field", "Write the field id into column field."))
            continue
        place: Place = ("answers", name)
        if name in load_form().fields:
            complaint = _put_answer(root["answers"], name, filled)
        elif name in HEADER_ENTRIES:
            complaint = _put_header(root, name, filled.get("value"))
            place = tuple(name.split("."))
        elif name.startswith("technologies."):
            complaint = _put_technology(technologies, name, filled.get("value"))
            place = ("technologies", max(0, len(technologies) - 1))
        elif name == "remark":
            root.setdefault("remarks", []).append({"text": filled.get("value"), "where": filled.get("note")})
            complaint, place = "", ("remarks", len(root["remarks"]) - 1)
        else:
            complaint = f'there is no field "{clip(name)}"'
        if complaint:
            nearest = get_close_matches(name, [*load_form().fields, *HEADER_ENTRIES], n=1, cutoff=0.6)
            hint = f"Did you mean {nearest[0]}?" if nearest and nearest[0] != name else "Keep one row of each."
            problems.append(_problem(row, complaint, hint, name))
        for length in range(1, len(place) + 1):
            places.setdefault(place[:length], (row.file, row.line))
    if problems:
        raise BadInput(*problems[:50])
    if technologies:
        root["technologies"] = [{"id": key, **entries} for key, entries in technologies.items()]
    return Tree(file, root, _locator(places))


def _problem(row: Row, message: str, hint: str, path: str = "") -> Problem:
    return Problem(message, row.file, row.line, clip(path), hint)


def _locator(places: Mapping[Place, tuple[str, int | None]]) -> Callable[[Place], tuple[str, int | None]]:
    def locate(path: Place) -> tuple[str, int | None]:
        for length in range(len(path), -1, -1):
            if (found := places.get(tuple(path[:length]))) is not None:
                return found
        return places[()]

    return locate


def _put_answer(answers: dict[str, Any], name: str, filled: dict[str, Any]) -> str:
    """Add one row to the answers; returns a complaint, or nothing."""
    part, technology = filled.pop("part", None), filled.pop("technology", None)
    entry: dict[str, Any] = answers.setdefault(name, {})
    if part is None and technology is None:
        if any(key in entry for key in filled):
            return "this field is answered twice"
        entry.update(filled)
        return ""
    group, key = ("parts", str(part)) if part is not None else ("by_technology", str(technology))
    if not filled:
        return ""
    if key in entry.setdefault(group, {}):
        return f'"{clip(key)}" of this field is answered twice'
    entry[group][key] = filled if group == "parts" else filled.get("value")
    return ""


def _put_header(root: dict[str, Any], name: str, value: object) -> str:
    if value is None:
        return ""
    entry, steps = root, name.split(".")
    for step in steps[:-1]:
        entry = entry.setdefault(step, {})
    if steps[-1] in entry:
        return "this entry is given twice"
    entry[steps[-1]] = value
    return ""


def _put_technology(technologies: dict[str, dict[str, Any]], name: str, value: object) -> str:
    steps = name.split(".")
    if len(steps) != 3 or steps[2] not in TECHNOLOGY_ENTRIES:
        return f"write technologies.ID. and one of {', '.join(TECHNOLOGY_ENTRIES)}"
    if value is None:
        return ""
    if steps[2] in technologies.setdefault(steps[1], {}):
        return "this entry is given twice"
    technologies[steps[1]][steps[2]] = value
    return ""
