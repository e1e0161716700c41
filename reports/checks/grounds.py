"""Points (2), (3) and (9): the ground under the GDPR, transfers out of the Union, and who received data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import Hit
from ..form import MATERIALS
from ..model import Report, shown
from .look import seen, total

_LETTER = re.compile(
    r"6\s*\(\s*1\s*\)\s*,?\s*(?:\(|points?\s*\(?|letters?\s*\(?|lit\.?\s*)\s*([a-f])\b"
    r"(\)(?:\s*(?:,|;|/|&|and|or)*\s*(?:points?|letters?|lit\.?)?\s*\([a-f]\))+)?",  # and (f)
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\(([a-f])\)", re.IGNORECASE)


def letters(report: Report) -> set[str]:
    """The letters of Article 6(1) GDPR that the report names."""
    answer = report.answer("2.gdpr_ground")
    texts = [shown(answer), *(shown(part) for part in answer.parts.values())]
    found = [match for text in texts for match in _LETTER.finditer(text)]
    named = [match[1] for match in found] + [letter for match in found for letter in _FURTHER.findall(match[2] or "")]
    return {letter.casefold() for letter in named}


def ground_not_specific(report: Report) -> Iterator[Hit]:
    """The answer names no letter of Article 6(1) GDPR."""
    if report.answer("2.gdpr_ground").given and not letters(report):
        yield Hit(
            ("2.gdpr_ground",), "No letter of Article 6(1) GDPR can be read in the answer.",
            seen(report, "2.gdpr_ground"),
        )  # fmt: skip


def law_not_named(report: Report) -> Iterator[Hit]:
    """Letter (c) or (e), but not the law on which they must rest."""
    claimed = sorted(letters(report) & {"c", "e"})
    law = report.answer("2.gdpr_ground").parts.get("law")
    if claimed and not (law and law.given):
        named = " and ".join(f"({letter})" for letter in claimed)
        yield Hit(
            ("2.gdpr_ground",),
            f"Article 6(1){named} GDPR is relied on, but the Union or national law behind it is not named.",
            seen(report, "2.gdpr_ground"),
        )


def transfers_unanswered(report: Report) -> Iterator[Hit]:
    """Nothing on transfers; they may not have taken place."""
    answer = report.answer("3.transfers")
    abroad = report.says("9.ncmec") == "yes"
    if answer.given or (answer.reason and not abroad):
        return
    if answer.why_absent in ("not_answered", "not_disclosed") or abroad:
        what = " Data was shared with NCMEC, which is in the United States." if abroad else ""
        yield Hit(
            ("3.transfers",) + (("9.ncmec",) if abroad else ()),
            f"On transfers out of the Union: {shown(answer)}.{what}",
            seen(report, "3.transfers", "9.ncmec"),
        )


def transfers_no_ground(report: Report) -> Iterator[Hit]:
    """Data left the Union, and the part for the ground is empty."""
    answer = report.answer("3.transfers")
    if not answer.given or str(answer.value).casefold() in ("no", "none"):
        return
    ground, others = answer.parts.get("ground"), [key for key in answer.parts if key != "ground"]
    if (ground and ground.given) or not (others or str(answer.value).casefold() == "yes"):
        return
    yield Hit(
        ("3.transfers",), "Data left the Union, but no ground of Chapter V GDPR is given.",
        seen(report, "3.transfers"),
    )  # fmt: skip


def no_recipient(report: Report) -> Iterator[Hit]:
    """Reports were made, but no organisation is named as having received data."""
    reports = tuple(f"4.{material}.reports" for material in MATERIALS)
    others = report.answer("9.other").value
    if not total(report, [name for name in reports if report.answer(name).given]) or others:
        return
    if report.says("9.ncmec") == "no" and report.says("9.eu_centre") != "yes":
        given = tuple(name for name in reports if report.answer(name).given)
        yield Hit(
            ("9.ncmec", "9.other", *given),
            "Reports were made, but no organisation is named with which data was shared.",
            seen(report, "9.ncmec", "9.other", *given),
        )
