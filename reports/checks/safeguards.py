"""Category 8: what is said of safeguards, redress among them."""

from __future__ import annotations

from collections.abc import Iterator

from .. import wording
from ..findings import Hit
from ..form import load_form
from ..model import Report
from .look import seen, stance, texts

ENCRYPTION, REDRESS, ACCESS = (f"8.safeguards.{one}" for one in ("encryption_transit", "redress", "access"))
_WEIGHED = (ENCRYPTION, REDRESS, ACCESS)
_REDRESS_PARTS = ("facts_given", "channel", "completion_notice", "recipients_updated")


def denied(report: Report, name: str) -> bool:
    """Whether a row on a safeguard is answered by a plain no, or by words that deny it."""
    answer = report.answer(name)
    said = stance(answer)
    if said == "no":
        return True
    notes = () if said == "yes" else (answer.note,)  # beside a yes a note limits, and does not deny
    return name in wording.deniable() and any(
        len(sentence.split()) <= 10 and wording.finds(sentence, "denials", name)
        for text in (*texts(answer), *notes)
        for sentence in wording.sentences(text)
    )


def no_redress(report: Report) -> Iterator[Hit]:
    """The report says that there is no internal redress."""
    parts = report.answer(REDRESS).parts
    none = parts and all(stance(parts[key]) == "no" for key in _REDRESS_PARTS if key in parts) and "channel" in parts
    if denied(report, REDRESS) or none:
        yield Hit((REDRESS,), "The report says that there is no internal redress mechanism.", seen(report, REDRESS))


def redress_in_part(report: Report) -> Iterator[Hit]:
    """Some steps of redress are denied."""
    parts = report.answer(REDRESS).parts
    missing = [
        part for part in load_form().fields[REDRESS].parts if part.key in parts and stance(parts[part.key]) == "no"
    ]
    if missing and not any(no_redress(report)):
        labels = ", ".join(f'"{part.label}"' for part in missing)
        yield Hit((REDRESS,), f"Answered with no: {labels}.", seen(report, REDRESS))


def no_encryption(report: Report) -> Iterator[Hit]:
    """The report says that data is not encrypted on its way."""
    if denied(report, ENCRYPTION):
        text = "The report says that data is not encrypted between private infrastructure and public networks."
        yield Hit((ENCRYPTION,), text, seen(report, ENCRYPTION))


def encryption_not_applicable(report: Report) -> Iterator[Hit]:
    """Encryption in transit is called not applicable, though data goes to another organisation."""
    answer = report.answer(ENCRYPTION)
    if stance(answer) in ("not_applicable", "does_not_apply") and report.says("9.ncmec") == "yes":
        why = f" The reason given: {answer.reason}" if answer.reason else ""
        yield Hit(
            (ENCRYPTION, "9.ncmec"),
            f"Encryption of data in transit is said not to apply, though data is sent to NCMEC.{why}",
            seen(report, ENCRYPTION, "9.ncmec"),
        )


def safeguard_denied(report: Report) -> Iterator[Hit]:
    """Other safeguards that the report says it does not have."""
    rows = [row.id for row in load_form().fields.values() if row.id.startswith("8.safeguards.")]
    found = tuple(
        name for name in rows if name not in (ENCRYPTION, REDRESS, "8.safeguards.other") and _none(report, name)
    )
    if found:
        yield Hit(found, f"Not in place, by the report's own words: {', '.join(found)}.", seen(report, *found))


def _none(report: Report, name: str) -> bool:
    parts = report.answer(name).parts
    return denied(report, name) or ("whether" in parts and stance(parts["whether"]) == "no")


def safeguard_not_applicable(report: Report) -> Iterator[Hit]:
    """N/A, with no reason, to a safeguard or a retention period."""
    found = tuple(
        row.id
        for row in load_form().fields.values()
        if row.category == 8
        and row.id not in (ENCRYPTION, "8.retention.other", "8.safeguards.other", "8.safeguards.other_toms")
        and stance(report.answer(row.id)) == "not_applicable"
        and not report.answer(row.id).reason
    )
    if found and any(report.answer(row.id).given for row in load_form().categories[7].fields):
        yield Hit(found, f"N/A, with no reason: {', '.join(found)}.", seen(report, *found))
