"""Which of the nine points of Article 3(1)(g)(vii) a report gives, and the fields that show it.

This is what an assessment needs: whether the report *includes* a point, not whether what it says is right.
Where that turns on a reading or on a figure half given, the answer is ``unknown`` and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from .checks.grounds import letters
from .checks.look import declared, point_blank
from .checks.sets import ids
from .form import MATERIAL_WORDS, MATERIALS, Material, load_form
from .model import Report, fields_of, shown

Given = Literal["given", "not_given", "not_applicable", "unknown"]


class PointEvidence(BaseModel):
    """Whether a report gives one point; ``fields`` are the answers that show it, ``because`` a sentence."""

    model_config = ConfigDict(frozen=True)

    point: int
    provision: str
    status: Given
    because: str
    fields: tuple[str, ...]


_Verdict = tuple[Given, str, Sequence[str]]


def points_given(report: Report) -> dict[int, PointEvidence]:
    """Points (1) to (9), each given, not given, not applicable or unknown, with the fields as evidence."""
    found: dict[int, PointEvidence] = {}
    for category in load_form().categories:
        number = category.number
        verdict: _Verdict
        if number != 3 and point_blank(report, number):
            verdict = "not_given", "The report says nothing on this point.", ()
        else:
            verdict = _POINTS[number](report)
        status, because, fields = verdict
        found[number] = PointEvidence(
            point=number,
            provision=category.provision,
            status=status,
            because=because,
            fields=tuple(name for name in fields if report.answer(name).given or report.answer(name).absent),
        )
    return found


def _given(report: Report, names: Sequence[str]) -> list[str]:
    return [name for name in names if report.answer(name).given]


def _materials(report: Report) -> tuple[Material, ...]:
    """What the report has to cover: what is declared; without a declaration, what any figure is given on."""
    if report.technologies is not None and declared(report):
        return declared(report)
    return tuple(one for one in MATERIALS if _given(report, [row.id for row in fields_of(category=6, material=one)]))


def _volumes(report: Report) -> _Verdict:
    types = _given(report, ("1.metadata", "1.content"))
    volumes = _given(report, [row.id for row in fields_of(category=1) if row.type == "count"])
    metadata = report.answer("1.metadata").parts.get("volume")
    evidence = [*types, *volumes]
    if volumes and report.meanings.processed == "matched":
        return "unknown", "The volumes count what matched; what was scanned is not given.", evidence
    if types and (volumes or (metadata and metadata.given)):
        return "given", "Types and volumes of data are given.", evidence
    if evidence:
        return "unknown", "Of type and volumes, one is missing.", evidence
    return "unknown", "The fields are called not applicable.", [row.id for row in fields_of(category=1)]


def _ground(report: Report) -> _Verdict:
    if letters(report):
        return (
            "given",
            "Named: " + ", ".join(f"Article 6(1)({one}) GDPR" for one in sorted(letters(report))) + ".",
            ("2.gdpr_ground",),
        )
    return "unknown", "No letter of Article 6(1) GDPR can be read in the answer.", ("2.gdpr_ground",)


def _transfers(report: Report) -> _Verdict:
    answer = report.answer("3.transfers")
    abroad = report.says("9.ncmec") == "yes"
    ground = answer.parts.get("ground")
    if ground and ground.given:
        return "given", f"Ground: {shown(ground)}.", ("3.transfers",)
    none = str(answer.value).casefold() in ("no", "none") or answer.absent in ("not_applicable", "does_not_apply")
    if none and not abroad:
        return "not_applicable", "The report says that no data left the Union.", ("3.transfers",)
    if none:
        return "unknown", "No transfers are reported, though data went to NCMEC.", ("3.transfers", "9.ncmec")
    if answer.given and not answer.parts and answer.value != "yes":
        return "given", "Transfers and their ground are described in words.", ("3.transfers",)
    if answer.given:
        return "not_given", "Data left the Union, but no ground is given.", ("3.transfers",)
    return "unknown", "The report does not say whether data left the Union.", ("9.ncmec",) if abroad else ()


def _cases(report: Report) -> _Verdict:
    missing: list[str] = []
    evidence: list[str] = []
    for material in _materials(report):
        found = _given(report, [row.id for row in fields_of(category=4, material=material)])
        evidence += found
        if not found:
            missing.append(MATERIAL_WORDS[material])
    if evidence and not missing:
        return "given", "Cases are counted for all that is looked for.", evidence
    because = f"No cases are counted for {', '.join(missing)}." if missing else "No cases are counted."
    return "unknown", because, evidence


def _complaints(report: Report) -> _Verdict:
    rows = [row.id for row in fields_of(category=5)]
    complaints = _given(report, [name for name in rows if ".complaints_" in name])
    outcomes = _given(report, [name for name in rows if ".restored_" in name])
    if complaints and outcomes:
        return "given", "Complaints and what became of them are counted.", [*complaints, *outcomes]
    return "unknown", "Of complaints and their outcome, one is not counted.", [*complaints, *outcomes]


def _errors(report: Report) -> _Verdict:
    evidence: list[str] = []
    partly: list[str] = []
    nothing: list[str] = []
    for material in _materials(report):
        _, wrong, rate, _ = ids(material)
        found = _given(report, (wrong, rate))
        evidence += found
        if not found:
            nothing.append(MATERIAL_WORDS[material])
        elif len(found) == 1:
            partly.append(MATERIAL_WORDS[material])
    if report.meanings.error_rate == "appeals" and evidence:
        return "unknown", "The rate is one of successful appeals.", evidence
    if evidence and not partly and not nothing:
        return "given", "Numbers and ratios of errors are given.", evidence
    if partly:
        return "unknown", f"Of number and ratio only one is given: {', '.join(partly)}.", evidence
    return "unknown", "Neither number nor ratio is given, or not for all that is looked for.", evidence


def _measures(report: Report) -> _Verdict:
    rows = fields_of(category=7)
    measures = _given(report, [row.id for row in rows if row.type != "ratio"])
    rates = _given(report, [row.id for row in rows if row.type == "ratio"])
    rates += _given(report, [ids(material)[2] for material in MATERIALS])
    if measures and rates:
        return "given", "Measures and an error rate are given.", [*measures, *rates]
    what = "No error rate is given." if measures else "No measures are given."
    return "unknown", what, [*measures, *rates]


def _retention(report: Report) -> _Verdict:
    rows = [row.id for row in fields_of(category=8)]
    retention = _given(report, [name for name in rows if name.startswith("8.retention.")])
    safeguards = _given(report, [name for name in rows if name.startswith("8.safeguards.")])
    if retention and safeguards:
        return "given", "Retention and safeguards are described.", [*retention, *safeguards]
    return "unknown", "Of retention and safeguards, one is not described.", [*retention, *safeguards]


def _recipients(report: Report) -> _Verdict:
    known = {"9.ncmec": "NCMEC", "9.eu_centre": "the EU Centre"}
    named = [name for name in known if report.says(name) == "yes"]
    others = _given(report, ("9.other",))
    if named or others:
        words = [*(known[name] for name in named), *(shown(report.answer(name)) for name in others)]
        return "given", f"Named: {'; '.join(words)}.", [*named, *others]
    if report.says("9.ncmec") == "no":
        return "not_applicable", "The report says that data was shared with no such organisation.", ("9.ncmec",)
    return "unknown", "No organisation is named.", [row.id for row in fields_of(category=9)]


_POINTS: Mapping[int, Callable[[Report], _Verdict]] = {
    1: _volumes,
    2: _ground,
    3: _transfers,
    4: _cases,
    5: _complaints,
    6: _errors,
    7: _measures,
    8: _retention,
    9: _recipients,
}
