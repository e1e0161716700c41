"""Point (2): the ground under the GDPR, by its letter or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import wording
from ..findings import Hit
from ..model import Report
from .look import seen, stance, texts

FIELD = "2.gdpr_ground"
_LETTER = re.compile(
    r"6\s*\(\s*1\s*\)\s*,?\s*(?:\(|points?\s*\(?|letters?\s*\(?|lit\.?\s*)\s*([a-f])\b"
    r"(\)(?:\s*(?:,|;|/|&|and|or)*\s*(?:points?|letters?|lit\.?)?\s*\([a-f]\))+)?",  # and (f)
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\(([a-f])\)", re.IGNORECASE)


def letters(report: Report) -> set[str]:
    """The letters of Article 6(1) GDPR that the report names."""
    found = [match for text in _texts(report) for match in _LETTER.finditer(text)]
    named = [match[1] for match in found] + [letter for match in found for letter in _FURTHER.findall(match[2] or "")]
    return {letter.casefold() for letter in named}


def grounds(report: Report) -> set[str]:
    """The grounds of Article 6(1) GDPR that the report names, by letter; those named in words only included."""
    return letters(report).union(*(wording.grounds_in_words(text) for text in _texts(report)))


def _texts(report: Report) -> tuple[str, ...]:
    return texts(report.answer(FIELD), "ground")


def ground_not_specific(report: Report) -> Iterator[Hit]:
    """The answer names no ground of Article 6(1) GDPR, neither by letter nor in words."""
    if report.answer(FIELD).given and not grounds(report) and not _only_the_act(report):
        yield Hit((FIELD,), "No ground of Article 6(1) GDPR can be read in the answer.", seen(report, FIELD))


def ground_is_the_act(report: Report) -> Iterator[Hit]:
    """The Regulation is named as the ground, and nothing of the GDPR."""
    if _only_the_act(report):
        text = "The only ground named is Regulation (EU) 2021/1232 itself; no ground of the GDPR is."
        yield Hit((FIELD,), text, seen(report, FIELD))


def _only_the_act(report: Report) -> bool:
    return not grounds(report) and any(wording.affirmed(text, "the_act") for text in _texts(report))


def ground_consent(report: Report) -> Iterator[Hit]:
    """Consent is the ground."""
    if "a" in grounds(report):
        yield Hit((FIELD,), "Consent, Article 6(1)(a) GDPR, is named as the ground.", seen(report, FIELD))


def law_not_named(report: Report) -> Iterator[Hit]:
    """Letter (c) or (e), by letter or in words, but not the law on which they must rest."""
    claimed = sorted(grounds(report) & {"c", "e"})
    law = report.answer(FIELD).parts.get("law")
    if not claimed or (law and stance(law) in ("words", "noted") and not _is_the_act(law.value)):
        return
    named = " and ".join(f"({letter})" for letter in claimed)
    only = (
        " Regulation (EU) 2021/1232, which is named, obliges nobody to scan." if law and _is_the_act(law.value) else ""
    )
    yield Hit(
        (FIELD,),
        f"Article 6(1){named} GDPR is relied on, but the Union or national law behind it is not named.{only}",
        (*seen(report, FIELD), *((("law", str(law.value)),) if law and law.value is not None else ())),
    )


def _is_the_act(law: object) -> bool:
    text = str(law).casefold()
    return bool(wording.finds(text, "the_act")) and len(text.split()) <= 8
