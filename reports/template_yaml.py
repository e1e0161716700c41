"""The form as YAML: labels, types and units as comments where a field is empty, and the labels where it is
filled."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ..reading.safe_text import NOT_IN_FILE
from . import values
from .duties import duty_for_year
from .form import Field, load_form
from .model import ABSENCE_WORDS, Report, Value
from .parse import SCHEMA
from .tables import COLUMNS
from .template import Line, asks, lines


def as_yaml(year: int, report: Report | None = None) -> str:
    """The form as YAML for the report on ``year``, filled from ``report`` where there is one."""
    duty, form = duty_for_year(year), load_form()
    due = f"due by {duty.due}" + ("" if duty.confirmed else " if the new act keeps the date (not confirmed)")
    text = [
        f"# Annual report on {duty.period_from} to {duty.period_to}, {due}.",
        f"# Fields of the standard form: {form.title}. Labels in our own words.",
        f"# An answer is a plain value, or {{{', '.join(COLUMNS[3:])}}}; absent is one of",
        f"# {', '.join(ABSENCE_WORDS)}. Left empty, a field is not answered.",
        f"report: {SCHEMA}",
    ]
    everything = lines(year, report)
    text += _header([line for line in everything if line.row is None], blank=report is None)
    text += ["", "answers:"]
    for category in form.categories:
        text += ["", f"  # {category.number}. {category.title} (Article {category.provision})"]
        for row in category.fields:
            text += _answer(row, [line for line in everything if line.row is row], blank=report is None)
    return "\n".join((*text, ""))


def _header(header: Sequence[Line], *, blank: bool) -> Iterator[str]:
    """The header's lines nested by their dotted names."""
    opened: list[str] = []
    for line in header:
        if line.name == "remark" or line.name.startswith("technologies."):
            continue
        if line.value is None and not blank:
            continue
        steps = line.name.split(".")
        for depth, step in enumerate(steps[:-1]):
            if opened[: depth + 1] != steps[: depth + 1]:
                opened = steps[: depth + 1]
                yield f"{'  ' * depth}{step}:"
        opened = steps[:-1]
        yield from _entry("  " * (len(steps) - 1), steps[-1], line.value, line.question if blank else "")
    yield from _technologies(header, blank=blank)
    remarks = [line for line in header if line.name == "remark"]
    if remarks:
        yield "remarks:"
    for line in remarks:
        yield from _entry("  - ", "text", line.value)
        yield from _entry("    ", "where", line.cells.get("note", ""))


def _technologies(header: Sequence[Line], *, blank: bool) -> Iterator[str]:
    """The technologies filled in; in an empty form, how one is written."""
    found = [line for line in header if line.name.startswith("technologies.")]
    if blank:
        yield "technologies:  # those in use for the processing, each like this; [] for none"
        yield "#  - id: a short name of your own, by which figures can be split"
        yield from (f"#    {line.name.split('.')[2]}: {line.question}" for line in found if ".t1." in line.name)
        return
    filled = [line for line in found if line.value is not None]
    if filled:
        yield "technologies:"
    for line in filled:
        _, identity, key = line.name.split(".")
        if key == "name":
            yield from _entry("  - ", "id", identity)
        yield from _entry("    ", key, line.value)


def _answer(row: Field, found: Iterable[Line], *, blank: bool) -> Iterator[str]:
    main, *rest = found
    yield from textwrap.wrap(f"{row.label} [{asks(main)}]", 106, initial_indent="  # ", subsequent_indent="  # ")
    parts = [line for line in rest if line.part and (blank or line.value is not None or line.cells)]
    split = [line for line in rest if line.technology]
    plain = {"N/A": "not_applicable", "-": None}
    raw = main.cells.get("raw", "")
    if raw in plain and main.cells == {"raw": raw, **({"absent": plain[raw]} if plain[raw] else {})}:
        yield f"  {row.id}: {json.dumps(raw)}"
        return
    if not (main.cells or parts or split):
        yield from _entry("  ", row.id, main.value)
        return
    yield f"  {row.id}:"
    if main.value is not None or blank:
        yield from _entry("    ", "value", main.value)
    for key, value in main.cells.items():
        yield from _entry("    ", key, value)
    if parts:
        yield "    parts:"
    for line in parts:
        comment = line.question if blank else ""
        if not line.cells:
            yield from _entry("      ", line.cell("part"), line.value, comment)
            continue
        yield f"      {line.cell('part')}:"
        for key, value in {"value": line.value, **line.cells}.items():
            if value is not None:
                yield from _entry("        ", key, value)
    if split:
        yield "    by_technology:"
    for line in split:
        yield from _entry("      ", _scalar(line.technology), line.value)


def _entry(indent: str, key: str, value: Value | date | None, comment: str = "") -> Iterator[str]:
    """One entry, its text folded over several lines where it is long."""
    space = " " * len(indent)
    if isinstance(value, tuple) and sum(map(len, value)) > 60:
        yield f"{indent}{key}:"
        for one in value:
            yield from _folded(f"{space}  - ", one)
        return
    after = f"  # {comment}" if comment else ""
    if isinstance(value, str):
        *head, last = _folded(f"{indent}{key}: ", value)
        yield from head
        yield last + after
    else:
        yield f"{indent}{key}: {_scalar(value)}".rstrip() + after


def _folded(start: str, text: str) -> list[str]:
    """A quoted text after ``start``; YAML reads each line break inside the quotation marks as one space."""
    quoted = _scalar(text)
    deeper = " " * (len(start) - len(start.lstrip(" -")) + 2)
    folded = textwrap.wrap(
        quoted,
        110,
        initial_indent=start,
        subsequent_indent=deeper,
        break_long_words=False,
        break_on_hyphens=False,
    )
    joined = " ".join((folded[0][len(start) :], *(line[len(deeper) :] for line in folded[1:])))
    return folded if joined == quoted else [start + quoted]


def _scalar(value: Value | date | None) -> str:
    """A value as a YAML scalar or flow list that reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "[" + ", ".join(_scalar(one) for one in value) + "]"
    if isinstance(value, int | date):
        return str(value)
    written = values.written(value)
    if _PLAIN.fullmatch(written) and written not in ("null", "true", "false"):
        return written
    quoted = json.dumps(written, ensure_ascii=False)
    return NOT_IN_FILE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


_PLAIN = re.compile(r"[a-z][a-z_]*")  # single words that no reader of YAML takes for anything else
