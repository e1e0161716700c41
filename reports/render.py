"""Results as text for a terminal and as JSON. Both show foreign text so that it can do no harm."""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..reading.safe_text import json_escaped, one_line
from .check import CheckResult
from .compare import Comparison, names
from .files import digest
from .findings import SEVERITIES, Finding, Severity
from .form import load_form
from .model import Report, Source

CHECK_SCHEMA = "derogation/report-check/1"
COMPARE_SCHEMA = "derogation/report-compare/1"
WIDTH = 100
#: The longest foreign text that a terminal is given.
LIMIT = 400

SEVERITY_WORDS: dict[Severity, tuple[str, str, str]] = {
    "breach": ("breach", "breaches", "the text of Article 3(1) itself is plainly missed"),
    "defect": (
        "defect",
        "defects",
        "the form is not answered as it asks, figures contradict each other, or it cannot stand so",
    ),
    "doubt": ("doubt", "doubts", "something needs an explanation, and there may be a good one"),
}
MARKS: dict[str, str] = {"given": "+", "not_given": "x", "not_applicable": "-", "not_split": "~", "unknown": "?"}
POINT_WORDS = {
    "given": "✓ given",
    "not_given": "✗ not given",
    "not_applicable": "– not applicable",
    "not_split": "~ stated, not split",
    "unknown": "? open",
}
SOURCES = {
    "read": "read from the provider's own report",
    "second_hand": "second-hand: the report itself was not read",
    "fictional": "fictional",
}
LIMITS = (
    "Checks what the report says against the Regulation and the standard form; it does not know whether "
    "what the report says is true. Working material, not legal advice."
)


def tally(result: CheckResult) -> str:
    """``no breach, 4 defects, 15 doubts``"""
    words: list[str] = []
    for severity, (one, many, _) in SEVERITY_WORDS.items():
        number = result.count(severity)
        words.append(f"no {one}" if number == 0 else f"1 {one}" if number == 1 else f"{number} {many}")
    return ", ".join(words)


def source_words(source: Source) -> str:
    """How the data came here, in words."""
    return SOURCES[source.standing] + (f". {source.note}" if source.note else "")


def about(report: Report) -> list[tuple[str, str]]:
    """The header of a report as labelled lines."""
    technologies = "not stated"
    if report.technologies is not None:
        technologies = "; ".join(
            one.name + (f" (looks for: {', '.join(one.detects)})" if one.detects else "") for one in report.technologies
        )
    lines = [
        ("Document", report.document or "not stated"),
        ("Address", report.url),
        ("Source", source_words(report.source)),
        ("Period", f"{report.period_from or 'not stated'} to {report.period_to or 'not stated'}"),
        ("Published", str(report.published or "not stated")),
        ("Form", report.form.replace("_", " ")),
        ("Technologies", technologies or "none"),
    ]
    return [(label, value) for label, value in lines if value]


def answered(result: CheckResult) -> str:
    """How many of the form's fields are answered, and what the others are."""
    counts = result.answers
    return (
        f"{counts['given']} of {len(load_form().fields)} fields answered, {counts['noted']} stated in a note only, "
        f"{counts['not_applicable']} N/A, "
        f"{counts['does_not_apply']} said not to apply, {counts['not_answered']} empty, "
        f"{counts['not_disclosed']} withheld"
    )


def check_text(result: CheckResult) -> str:
    """The result for a terminal: verdict, points, findings by severity. No meaning hangs on colour."""
    lines = [f"{one_line(result.report.name, 120)}: {tally(result)}.", ""]
    for label, value in [*about(result.report), ("Fields", answered(result))]:
        lines += _wrapped(f"{label + ':':14}", one_line(value, LIMIT))
    lines += ["", "Points of Article 3(1)(g)(vii): + given, x not given, - not applicable, ~ stated, not split, ? open"]
    for category in load_form().categories:
        point = result.points[category.number]
        lines += _wrapped(
            f"  {MARKS[point.status]} ({category.number}) ",
            f"{category.title}. {one_line(point.because, LIMIT)}{_against(result, category.number)}",
        )
    for severity in SEVERITIES:
        found = [one for one in result.findings if one.severity == severity]
        if not found:
            continue
        lines += ["", f"{SEVERITY_WORDS[severity][1].upper()} ({SEVERITY_WORDS[severity][2]})"]
        for number, one in enumerate(found, start=1):
            lines += ["", *_wrapped(f"  {number}. ", f"{one.title} [{one.check}]{_weight(one)}")]
            seen = "; ".join(f"{name}: {one_line(value, 120)}" for name, value in one.seen)
            for label, text in (
                ("", one.message),
                ("Seen", seen),
                ("Law", "; ".join(one.authority)),
                ("Means", one.means),
                ("Cure", one.cure),
                ("Against", one.counter),
            ):
                if text:
                    lines += _wrapped(f"     {label + ':':9}" if label else "     ", one_line(text, 2 * LIMIT))
    return "\n".join([*lines, "", *_wrapped("", LIMITS)])


def _against(result: CheckResult, category: int) -> str:
    """What is found on a point besides whether it is given: ``[1 breach, 2 defects below]``."""
    found = [one.severity for one in result.findings if one.fields and _category(one) == category]
    counts = [(found.count(severity), SEVERITY_WORDS[severity]) for severity in ("breach", "defect")]
    words = [f"{number} {one if number == 1 else many}" for number, (one, many, _) in counts if number]
    return f" [{', '.join(words)} below]" if words else ""


def _category(one: Finding) -> int:
    return load_form().fields[one.fields[0]].category


def _weight(one: Finding) -> str:
    return "" if one.materiality == "plain" else f" ({one.materiality})"


def _wrapped(start: str, text: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_on_hyphens=False,
        break_long_words=len(text) > LIMIT,
    ) or [start.rstrip()]


def check_json(result: CheckResult) -> str:
    """The result as JSON (schema ``derogation/report-check/1``); the same report gives the same bytes."""
    report = result.report
    return _dumped(
        {
            "schema": CHECK_SCHEMA,
            "version": version("derogation"),
            "report": _header(report),
            "answers": dict(result.answers),
            "summary": {severity: result.count(severity) for severity in SEVERITIES},
            "points": [point.model_dump(mode="json") for point in result.points.values()],
            "findings": [
                {**one.model_dump(mode="json"), "seen": [{"at": at, "value": value} for at, value in one.seen]}
                for one in result.findings
            ],
            "report_digest": f"sha256:{digest(report)}",
            "checks_digest": _digest(*(Path(__file__).with_name(n).read_bytes() for n in ("form.yaml", "checks.yaml"))),
        }
    )


def _header(report: Report) -> dict[str, Any]:
    keep = {
        "file", "provider", "document", "url", "source", "period_from", "period_to", "published",
        "submitted_authority", "submitted_commission", "form", "users", "technologies", "meanings",
    }  # fmt: skip
    return report.model_dump(mode="json", include=keep)


def _digest(*parts: bytes) -> str:
    return "sha256:" + hashlib.sha256(b"\0".join(parts)).hexdigest()


def _dumped(data: dict[str, Any]) -> str:
    return json_escaped(json.dumps(data, indent=2, ensure_ascii=False))


VERDICT_WORDS = {
    "comparable": "= comparable",
    "with_care": "~ with care",
    "not_comparable": "x not comparable",
}


def compare_text(reports: Sequence[Report], found: Sequence[Comparison]) -> str:
    """A comparison for a terminal: one block for each verdict, best first, and a row for each figure."""
    titles = [one_line(name, 60) for name in names(reports)]
    lines = [f"{len(reports)} reports compared: {'; '.join(titles)}."]
    second = [title for title, one in zip(titles, reports, strict=True) if one.source.standing == "second_hand"]
    if second:
        lines += _wrapped("", f"Second-hand, the reports themselves not read: {'; '.join(second)}.")
    for verdict, words in VERDICT_WORDS.items():
        rows = [one for one in found if one.verdict == verdict]
        if rows:
            lines += ["", f"{words.upper()} ({len(rows)})"]
        for row in rows:
            lines += ["", *_wrapped("  ", f"{row.field}  {row.label}")]
            lines += [f"    {line}" for line in _columns(titles, [one_line(one, 60) for one in row.values])]
            for reason in row.reasons:
                lines += _wrapped(f"    {VERDICT_WORDS[reason.verdict][0]} ", one_line(reason.text, 2 * LIMIT))
    if not found:
        lines += ["", "No report gives a figure."]
    return "\n".join(lines)


def _columns(titles: Sequence[str], values: Sequence[str]) -> Iterator[str]:
    width = max(map(len, titles))
    for title, value in zip(titles, values, strict=True):
        yield f"{title:{width}}  {value}"


def compare_json(reports: Sequence[Report], found: Sequence[Comparison]) -> str:
    """A comparison as JSON (schema ``derogation/report-compare/1``)."""
    return _dumped(
        {
            "schema": COMPARE_SCHEMA,
            "version": version("derogation"),
            "reports": [{"name": name, **_header(one)} for name, one in zip(names(reports), reports, strict=True)],
            "figures": [one.model_dump(mode="json") for one in found],
        }
    )
