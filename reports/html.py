"""A result as one HTML file: no script, no request outside, readable by screen readers and on paper.

Needs Jinja2, which comes with the extra ``documents``.
"""

from __future__ import annotations

from pathlib import Path

from ..reading.extras import needs
from ..reading.safe_text import one_line
from .check import CheckResult
from .findings import SEVERITIES
from .form import load_form
from .model import shown
from .render import LIMITS, POINT_WORDS, SEVERITY_WORDS, about, answered, tally

#: The longest foreign text that a page is given.
LIMIT = 4_000


def check_html(result: CheckResult) -> str:
    """The result as a whole page. Raises ``MissingPackage`` where Jinja2 is not installed."""
    with needs("documents", "Jinja2", "HTML", instead="Text and JSON need nothing more."):
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["shown"] = lambda text: one_line(str(text), LIMIT)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    return pages.get_template("check.html").render(
        name=result.report.name,
        tally=tally(result),
        about=[*about(result.report), ("Fields", answered(result))],
        points=[
            (category, result.points[category.number], POINT_WORDS[result.points[category.number].status])
            for category in load_form().categories
        ],
        groups=[
            (severity, *SEVERITY_WORDS[severity], [one for one in result.findings if one.severity == severity])
            for severity in SEVERITIES
        ],
        categories=[
            (category, [(row, shown(result.report.answer(row.id)), _words(result, row.id)) for row in category.fields])
            for category in load_form().categories
        ],
        limits=LIMITS,
    )


def _words(result: CheckResult, name: str) -> str:
    """What the report adds to an answer: parts, reason, note."""
    answer = result.report.answer(name)
    parts = [f"{key}: {shown(part)}" for key, part in answer.parts.items()] if answer.value is not None else []
    return "; ".join([*parts, *(text for text in (answer.reason, answer.note, answer.legal_duty) if text)])
