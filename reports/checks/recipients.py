"""Point (9) and points (a)(i), (h) and (j): who received data, and what else hits are used for."""

from __future__ import annotations

from collections.abc import Iterator

from .. import wording
from ..findings import Hit
from ..form import MATERIALS, load_form
from ..model import Report
from .look import seen, stance, texts, total

OTHERS = "9.other"
_REPORTS = tuple(f"4.{material}.reports" for material in MATERIALS)


def others(report: Report) -> tuple[str, ...]:
    """The organisations named besides NCMEC and the EU Centre; none where the answer is no, N/A or a refusal."""
    return tuple(text for text in texts(report.answer(OTHERS)) if wording.said(text) in ("words", "yes"))


def no_recipient(report: Report) -> Iterator[Hit]:
    """Reports were made, but no organisation is named as having received data."""
    given = tuple(name for name in _REPORTS if report.answer(name).given)
    if not total(report, given) or others(report) or stance(report.answer(OTHERS)) in ("withheld", "noted"):
        return
    if report.says("9.ncmec") == "no" and report.says("9.eu_centre") != "yes":
        text = "Reports were made, but no organisation is named with which data was shared."
        yield Hit(("9.ncmec", OTHERS, *given), text, seen(report, "9.ncmec", OTHERS, *given))


def outside_class(report: Report) -> Iterator[Hit]:
    """A recipient that is a business or has a purpose that no organisation against child sexual abuse has."""
    for name in others(report):
        found = wording.finds(name, "outsiders")
        if found and wording.affirmed(name, "outsiders"):
            mild = bool(wording.finds(name, "recipients"))
            text = f'"{name}" is named among those with which data was shared ({", ".join(found)}).'
            yield Hit((OTHERS,), text, seen(report, OTHERS), mild=mild)


def class_unknown(report: Report) -> Iterator[Hit]:
    """Recipients of whom nothing shows what they are."""
    unknown = [
        one for one in others(report) if not wording.finds(one, "recipients") and not wording.finds(one, "outsiders")
    ]
    if unknown:
        text = f"Nothing shows that these act in the public interest against child sexual abuse: {'; '.join(unknown)}."
        yield Hit((OTHERS,), text, seen(report, OTHERS))


def recipient_contradicts(report: Report) -> Iterator[Hit]:
    """NCMEC is denied as a recipient, and named as one elsewhere."""
    if report.says("9.ncmec") != "no":
        return
    for name in ("3.transfers", OTHERS, "1.metadata", "8.safeguards.encryption_transit"):
        answer = report.answer(name)
        words = [*texts(answer, "cases", "purpose", "volume"), answer.note]
        if any(wording.affirmed(text, "ncmec") for text in words):
            text = f"Data is said not to be shared with NCMEC, which is named as a recipient at {name}."
            yield Hit(("9.ncmec", name), text, seen(report, "9.ncmec", name))
            return


def other_use(report: Report) -> Iterator[Hit]:
    """Free text says that hits or content are used for something that points (a)(i) and (h) do not allow."""
    for name in load_form().fields:
        answer = report.answer(name)
        words = (
            *texts(answer, *answer.parts),
            answer.note,
            answer.reason,
            *(part.note for part in answer.parts.values()),
        )
        yield from _uses((name,), name, words)
    for number, remark in enumerate(report.remarks):
        yield from _uses((), remark.where or f"remarks[{number}]", (remark.text,))
    for one in report.technologies or ():
        yield from _uses((), f"technologies.{one.id}", (one.name,))


def _uses(fields: tuple[str, ...], place: str, words: tuple[str, ...]) -> Iterator[Hit]:
    if fields == (OTHERS,):
        return  # its words are recipients; see outside_class
    for text in words:
        if sentence := wording.affirmed(text, "other_uses", besides=("used_things", "uses")):
            found = ", ".join(wording.finds(sentence, "other_uses"))
            yield Hit(fields, f'The report says ({found}): "{sentence}"', ((place, text),))
            return
