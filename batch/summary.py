"""What a run came to, for people and programs: outcomes, conditions that fail most, unknown facts that block most."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec.structs import replace
from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..reading.errors import CannotWrite
from ..reading.write_whole import write_whole
from ..showing.contract import Day, Digest, Outcome, Shape, Would, closed, schema_of
from ..version import VERSION
from .run import Job, Result

FORMAT = "derogation/batch-summary/1"


@closed
class UndatedJson(TypedDict):
    """Rows that name no day."""

    rows: Annotated[int, Shape(minimum=1)]
    """How many they are."""
    assessed_on: Day
    """The day on which they were assessed."""


@closed
class FailingJson(TypedDict):
    """A condition that fails."""

    rule: str
    """The rule's name."""
    provision: str
    """Its provision."""
    title: str
    """The condition in short."""
    times: Annotated[int, Shape(minimum=1)]
    """How often it fails."""


@closed
class OpenFactJson(TypedDict):
    """A fact that is unknown where it may decide."""

    fact: str
    """The fact."""
    rows: Annotated[int, Shape(minimum=1)]
    """In how many rows."""


@closed
class Summary(TypedDict):
    """What a run came to. Days are written 2021-09-02."""

    schema: Literal["derogation/batch-summary/1"]
    """The name of this contract."""
    label: str
    """That the rules are no law, where they are those of a draft or hypothesis; else empty."""
    version: str
    """The version of the program."""
    rulebook_digest: Digest
    """SHA-256 of the rules."""
    input: str
    """What was read."""
    output: str
    """What was written."""
    on: Day | None
    """The day assessed, where one was given for all rows."""
    columns: str
    """Which columns were written."""
    exact: bool
    """Whether open rows were searched as `assess` does."""
    rows: int
    """Rows read."""
    assessed: int
    """Rows assessed."""
    rejected: int
    """Rows that could not be read as profiles."""
    without_a_day: UndatedJson | None
    """Rows that name no day; null where there are none."""
    open_outcome: str
    """The word for an outcome that is open."""
    outcomes: dict[Outcome, int] | dict[Would, int]
    """How many rows have each outcome."""
    technology_outcomes: dict[Outcome, int] | dict[Would, int]
    """How many technologies have each outcome."""
    conditions_failing: list[FailingJson]
    """The conditions that fail, most often first."""
    unknown_facts: list[OpenFactJson]
    """The unknown facts that may decide, most often first."""


def summary_of(result: Result, rulebook: Rulebook, job: Job, label: str = "") -> Summary:
    """The summary as plain data: the same run gives the same. ``label`` says that the rules are no law."""
    counts, verdicts = result.counts, rulebook.verdicts
    order = [*verdicts.order, verdicts.open]
    rules = {rule.id: rule for rule in rulebook.rules}
    return {
        "schema": FORMAT,
        "label": label,
        "version": VERSION,
        "rulebook_digest": rulebook.digest,
        "input": str(job.input),
        "output": str(job.output),
        "on": job.on.isoformat() if job.on else None,
        "columns": job.detail,
        "exact": job.exact,
        "rows": counts.rows + counts.rejected,
        "assessed": counts.rows,
        "rejected": counts.rejected,
        "without_a_day": {"rows": counts.undated, "assessed_on": result.today.isoformat()} if counts.undated else None,
        "open_outcome": verdicts.open,
        "outcomes": _ordered(counts.outcomes, order),
        "technology_outcomes": _ordered(counts.unit_outcomes, order),
        "conditions_failing": [
            {"rule": name, "provision": rules[name].provision, "title": rules[name].title, "times": times}
            for name, times in _most(counts.failing)
        ],
        "unknown_facts": [{"fact": path, "rows": rows} for path, rows in _most(counts.missing)],
    }


def _ordered(counts: Mapping[str, int], order: Iterable[str]) -> dict[str, int]:
    return {outcome: counts[outcome] for outcome in order if counts.get(outcome)}


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))


def write_summary(summary: Summary, output: Path) -> None:
    """Write the summary beside an output, as JSON and as a chart. Raises :class:`CannotWrite`."""
    plain = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
    for suffix, content in ((".summary.json", plain), (".summary.svg", svg(summary))):
        path = output.with_name(f"{output.name}{suffix}")
        try:
            write_whole(path, content)
        except CannotWrite as failure:
            hint = "the answers themselves are whole; make room and run again for the summary"
            raise CannotWrite(replace(failure.problems[0], hint=hint)) from None


def text(summary: Summary) -> str:
    """The summary for the terminal."""
    where = f" (see {summary['output']}.rejects.ndjson)" if summary["rejected"] else ""
    label = [summary["label"]] if summary["label"] else []
    lines = [
        *label,
        f"{_rows(summary['rows'])}: {summary['assessed']:,} assessed, {summary['rejected']:,} rejected{where}.",
    ]
    if summary["without_a_day"]:
        day = summary["without_a_day"]
        one = day["rows"] == 1
        verbs = ("names", "was") if one else ("name", "were")
        lines.append(f"{_rows(day['rows'])} {verbs[0]} no day and {verbs[1]} assessed on {day['assessed_on']}.")
    open_ = summary["outcomes"].get(summary["open_outcome"], 0)
    if open_ and not summary["exact"]:
        lines.append(
            f"{_rows(open_)} {'is' if open_ == 1 else 'are'} open; "
            "--exact says which of their possible outcomes can be ruled out."
        )
    for title, rows in _sections(summary):
        if rows:
            lines += ["", title]
            lines += [f"  {number:>14,}  {label}" for label, number in rows[:10]]
    lines += ["", f"Answers: {summary['output']}"]
    return "\n".join(lines)


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _sections(summary: Summary) -> list[tuple[str, list[tuple[str, int]]]]:
    return [
        ("Outcomes of profiles", list(summary["outcomes"].items())),
        ("Outcomes of technologies in use", list(summary["technology_outcomes"].items())),
        (
            "Conditions not met, most often first (by technology where they fall on one)",
            [(f"{row['provision']}  {row['title']}", row["times"]) for row in summary["conditions_failing"]],
        ),
        (
            "Unknown facts on which the outcome may turn, in most profiles first",
            [(row["fact"], row["rows"]) for row in summary["unknown_facts"]],
        ),
    ]


def svg(summary: Summary) -> str:
    """The summary as bars; every bar carries its label and number, so that nothing hangs on colour."""
    parts: list[str] = []
    y, width, left = 30, 960, 480
    label = f"{summary['label']}. " if summary["label"] else ""
    parts.append(f'<text x="16" y="{y}" class="h">{escape(label)}{summary["assessed"]:,} profiles assessed</text>')
    for title, rows in _sections(summary):
        if not rows:
            continue
        y += 36
        parts.append(f'<text x="16" y="{y}" class="t">{escape(title)}</text>')
        top = max(number for _, number in rows) or 1
        for label, number in rows[:10]:
            y += 22
            bar = round((width - left - 110) * number / top, 1)
            short = label if len(label) <= 68 else f"{label[:67]}…"
            parts.append(
                f'<text x="{left - 8}" y="{y}" text-anchor="end">{escape(short)}</text>'
                f'<rect x="{left}" y="{y - 12}" width="{bar}" height="15"/>'
                f'<text x="{left + bar + 6}" y="{y}">{number:,}</text>'
            )
    style = "text{font:13px sans-serif;fill:#1a1a1a}.t{font-weight:bold}.h{font:bold 18px sans-serif}rect{fill:#3b6ea5}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y + 30}" role="img" '
        f'aria-label="{escape(label, quote=True)}Summary of a batch"><style>{style}</style>'
        f'<rect width="{width}" height="{y + 30}" style="fill:#fff"/>{"".join(parts)}</svg>\n'
    )


def summary_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of the summary of a run."""
    return schema_of(Summary, FORMAT, "A summary of a run over many profiles", rulebook)
