"""A covering letter to the provider: what its report is asked to put right, to correct, and to explain.

It says what the report says and what the law asks, with what the provider may answer; it accuses nobody of anything,
and of a report known second-hand it asks for the report itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from ..showing.document import About, Block, Document, Heading, Listing, Paragraph, Span, Table, Terms, inline
from .check import CheckResult
from .findings import Finding, Severity
from .form import load_form
from .render import POINT_WORDS, about

#: What is asked of each severity, in the order of the letter.
_ASKED: dict[Severity, tuple[str, str]] = {
    "breach": (
        "Please put right",
        "As we read the report, it does not meet the text of Article 3(1) in the following. Where you disagree, please "
        "say why; what may be answered stands below each.",
    ),
    "defect": (
        "Please correct or complete",
        "Here the standard form is not answered as it asks, figures contradict each other, or an answer cannot stand.",
    ),
    "doubt": (
        "Please explain",
        "There may be a good explanation for each of these; the report does not give it.",
    ),
}


class Heads(Struct, frozen=True):
    """The head of the letter: ``to`` and ``sender`` may be empty, ``by`` is the day until which an answer is asked."""

    dated: date
    to: str = ""
    sender: str = ""
    reference: str = ""
    by: date | None = None


def letter_of(result: CheckResult, heads: Heads) -> Document:
    """The letter on a checked report."""
    report = result.report
    return Document(
        title=f"Annual report of {report.name}",
        blocks=tuple(_blocks(result, heads)),
        about=About(
            subject="Report under Article 3(1)(g)(vii) of Regulation (EU) 2021/1232",
            author=heads.sender or "derogation",
            keywords=("Regulation (EU) 2021/1232", "Implementing Regulation (EU) 2024/2916"),
            dated=heads.dated,
        ),
    )


def _blocks(result: CheckResult, heads: Heads) -> Iterator[Block]:
    report = result.report
    header = dict(about(report))
    entries = {
        "To": heads.to or report.provider,
        "From": heads.sender,
        "Date": _day(heads.dated),
        "Reference": heads.reference,
        "Report": ", ".join(text for text in (header["Document"], report.url) if text),
        "Period": header["Period"],
    }
    yield Terms(tuple((label, inline(Span(text, foreign=True))) for label, text in entries.items() if text))
    asked = sum(one.materiality != "minor" for one in result.findings)
    yield Paragraph(
        "We have held the report named above against Article 3(1), point (g)(vii), of Regulation (EU) 2021/1232 and "
        "the standard form of Implementing Regulation (EU) 2024/2916. This letter concerns what the report says; "
        "whether that is so we do not know. "
        + (f"What we ask of you is numbered 1 to {asked}." if asked else "We have nothing to ask of you."),
        "lead",
    )
    if report.source.standing == "second_hand":
        yield Paragraph(
            "We know the report second-hand only. Please send us the report itself; "
            "some of what follows may then fall away."
        )
    if heads.by:
        yield Paragraph(f"Please answer by {_day(heads.by)}.")
    number = 0
    for severity, (title, words) in _ASKED.items():
        found = [one for one in result.findings if one.severity == severity and one.materiality != "minor"]
        if not found:
            continue
        yield Heading(title)
        yield Paragraph(words)
        for one in found:
            number += 1
            yield from _request(number, one)
    if minor := [one for one in result.findings if one.materiality == "minor"]:
        yield Heading("Small differences")
        yield Listing(tuple(one.message for one in minor))
    yield Heading("The nine points")
    yield Table(
        "Points of Article 3(1)(g)(vii), as we find them in the report",
        ("Point", "Subject", "Given", "Because"),
        tuple(
            (
                f"({category.number})",
                category.title,
                POINT_WORDS[result.points[category.number].status],
                inline(Span(result.points[category.number].because, foreign=True)),
            )
            for category in load_form().categories
        ),
        (0.08, 0.27, 0.17, 0.48),
    )
    yield Paragraph(
        "Written without prejudice to any right or claim, and to what the competent authorities find.", "small"
    )


def _request(number: int, one: Finding) -> Iterator[Block]:
    fields = f" Rows: {', '.join(one.fields[:6])}{' and others' if len(one.fields) > 6 else ''}." if one.fields else ""
    yield Heading(one.title, 2, f"{number}.")
    yield Paragraph(inline(Span(one.message, foreign=True), f"{fields} {one.means}"))
    yield Terms(
        (
            ("Asked", one.cure),
            ("Law", "; ".join(one.authority)),
            ("You may answer", one.counter),
        )
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
