"""Which of the nine points of Article 3(1)(g)(vii) a report gives, and the fields that show it.

This is what an assessment needs: whether the report *includes* a point, not whether what it says is right.
Where that turns on a reading or on a figure half given, the answer is ``unknown`` and says why; a figure that is stated
but not split as the form asks is ``not_split``.

Points and findings cannot differ: a point is ``not_given`` exactly where a finding says so (a breach by a check that
the catalogue marks as ``missing``), and such a finding that is only a doubt leaves the point open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from .checks import CHECKS
from .checks.grounds import grounds, letters
from .checks.look import declared, form_applies, point_blank, stance, stated_outside
from .checks.recipients import others
from .checks.sets import ids
from .checks.transfers import ground, left_the_union, sent_to_ncmec
from .findings import Finding, catalogue, finding
from .form import MATERIAL_WORDS, MATERIALS, Material, load_form
from .model import Report, fields_of, shown

Given = Literal["given", "not_given", "not_applicable", "not_split", "unknown"]


class PointEvidence(BaseModel):
    """Whether a report gives one point; ``fields`` are the answers that show it, ``because`` a sentence."""

    model_config = ConfigDict(frozen=True)

    point: int
    provision: str
    status: Given
    because: str
    fields: tuple[str, ...]


_Verdict = tuple[Given, str, Sequence[str]]


def findings_on(report: Report, *, missing_only: bool = False) -> list[Finding]:
    """What every check finds, in the order of the catalogue; or only the checks by which a point is not given."""
    applies, second_hand = form_applies(report), report.source.standing == "second_hand"
    return [
        one
        for name, info in catalogue().items()
        if info.missing or not missing_only
        for hit in CHECKS[name](report)
        if (one := finding(info, hit, form_applies=applies, second_hand=second_hand)) is not None
    ]


def points_given(report: Report, found: Iterable[Finding] | None = None) -> dict[int, PointEvidence]:
    """Points (1) to (9), each with its status and the fields as evidence; ``found`` are the findings, if known."""
    missing = [one for one in (findings_on(report, missing_only=True) if found is None else found) if one.missing]
    points: dict[int, PointEvidence] = {}
    for category in load_form().categories:
        number = category.number
        verdict = _held(_verdict(report, number), [one for one in missing if _point_of(one) == number])
        status, because, fields = verdict
        points[number] = PointEvidence(
            point=number,
            provision=category.provision,
            status=status,
            because=because,
            fields=tuple(
                name
                for name in fields
                if report.answer(name).given or report.answer(name).absent or report.answer(name).noted
            ),
        )
    return points


def _point_of(one: Finding) -> int:
    return load_form().fields[one.fields[0]].category


def _held(verdict: _Verdict, missing: Sequence[Finding]) -> _Verdict:
    """A verdict held against the findings by which the point is not given, or not certainly given."""
    if verdict[0] == "not_given":
        return verdict
    for one in missing:
        if one.severity == "breach":
            return "not_given", one.message, verdict[2]
    if missing and verdict[0] in ("given", "not_applicable"):
        return "unknown", missing[0].message, verdict[2]
    return verdict


def _verdict(report: Report, number: int) -> _Verdict:
    if number != 3 and point_blank(report, number):
        rows = [row.id for row in fields_of(category=number)]
        if outside := stated_outside(report, number):
            text = "; ".join(f"{place}: {words}" for place, words in outside)
            return "not_split", f"Stated, not split as the form asks: {text}.", rows
        withheld = [name for name in rows if report.answer(name).why_absent == "not_disclosed"]
        if any(report.answer(name).reason for name in rows):
            return "unknown", "Withheld, with a reason.", withheld
        if report.source.standing == "second_hand":
            return "unknown", "This second-hand account says nothing on the point; the report itself may.", withheld
        return "not_given", f"The report {'withholds all' if withheld else 'says nothing'} on this point.", withheld
    return _POINTS[number](report)


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
    fields = ("2.gdpr_ground",)
    if named := sorted(grounds(report)):
        how = "" if letters(report) else ", in words"
        return "given", "Named" + how + ": " + ", ".join(f"Article 6(1)({one}) GDPR" for one in named) + ".", fields
    return "unknown", "No ground of Article 6(1) GDPR can be read in the answer.", fields


def _transfers(report: Report) -> _Verdict:
    fields = ("3.transfers",)
    said, named, abroad = left_the_union(report), ground(report), sent_to_ncmec(report)
    if said in ("no", "not_applicable", "does_not_apply"):
        words = {
            "no": "The report says that no data left the Union.",
            "not_applicable": "The report calls transfers out of the Union not applicable (N/A).",
            "does_not_apply": "The report says why the point does not apply to it.",
        }[said]
        if abroad:
            return "unknown", f"{words} Yet data went to NCMEC, in the United States.", (*fields, "9.ncmec")
        return "not_applicable", words, fields
    if named == "named":
        return (
            "given",
            f"Ground: {shown(report.answer('3.transfers').parts.get('ground', report.answer('3.transfers')))}.",
            fields,
        )
    if said in ("yes", "partly", "words"):
        if named == "none":
            return "unknown", "Data left the Union, but no ground is given.", fields
        return "unknown", "No ground of Chapter V GDPR can be read in the answer.", fields
    if said == "noted":
        return "not_split", f"Stated in a note only: {report.answer('3.transfers').noted}.", fields
    if said == "withheld":
        return "unknown", "The provider withholds whether data left the Union, or on which ground.", fields
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
    return _or_not_split(report, 4, because, evidence)


def _complaints(report: Report) -> _Verdict:
    rows = [row.id for row in fields_of(category=5)]
    complaints = _given(report, [name for name in rows if ".complaints_" in name])
    outcomes = _given(report, [name for name in rows if ".restored_" in name])
    none = complaints and all(report.count(name) == 0 for name in complaints)
    if complaints and (outcomes or none):
        return "given", "Complaints and what became of them are counted.", [*complaints, *outcomes]
    because = "Of complaints and their outcome, one is not counted."
    return _or_not_split(report, 5, because, [*complaints, *outcomes])


def _errors(report: Report) -> _Verdict:
    evidence: list[str] = []
    partly: list[str] = []
    nothing: list[str] = []
    for material in _materials(report):
        flagged, wrong, rate, _ = ids(material)
        found = _given(report, (wrong, rate))
        evidence += found
        if report.count(flagged) == 0 and report.count(wrong) == 0:  # of nothing there is no ratio
            evidence.append(flagged)
        elif not found:
            nothing.append(MATERIAL_WORDS[material])
        elif len(found) == 1:
            partly.append(MATERIAL_WORDS[material])
    if report.meanings.error_rate in ("appeals", "reversals") and evidence:
        return "unknown", "The rate is one of decisions reversed, not of what human review found wrong.", evidence
    if evidence and not partly and not nothing:
        return "given", "Numbers and ratios of errors are given.", evidence
    if partly:
        return _or_not_split(report, 6, f"Of number and ratio only one is given: {', '.join(partly)}.", evidence)
    because = "Neither number nor ratio is given, or not for all that is looked for."
    return _or_not_split(report, 6, because, evidence)


def _or_not_split(report: Report, number: int, because: str, evidence: Sequence[str]) -> _Verdict:
    """What is missing in the fields may be stated outside them; then the point is not split rather than open."""
    outside = stated_outside(report, number)
    if not outside:
        return "unknown", because, evidence
    text = "; ".join(f"{place}: {words}" for place, words in outside)
    return "not_split", f"{because} Stated, not split: {text}.", evidence


def _measures(report: Report) -> _Verdict:
    rows = fields_of(category=7)
    answered = _given(report, [row.id for row in rows if row.type != "ratio"])
    measures = [name for name in answered if stance(report.answer(name)) in ("yes", "words", "partly")]
    rates = _given(report, [row.id for row in rows if row.type == "ratio"])
    rates += _given(report, [ids(material)[2] for material in MATERIALS])
    if measures and rates:
        return "given", "Measures and an error rate are given.", [*measures, *rates]
    what = "No error rate is given." if measures else "No measures are given."
    return "unknown", what, [*measures, *rates]


def _retention(report: Report) -> _Verdict:
    rows = [row.id for row in fields_of(category=8)]
    retention = _given(report, [name for name in rows if name.startswith("8.retention.")])
    described = _given(report, [name for name in rows if name.startswith("8.safeguards.")])
    safeguards = [name for name in described if stance(report.answer(name)) in ("yes", "words", "partly")]
    if retention and safeguards:
        return "given", "Retention and safeguards are described.", [*retention, *safeguards]
    return "unknown", "Of retention and safeguards, one is not described.", [*retention, *safeguards]


def _recipients(report: Report) -> _Verdict:
    known = {"9.ncmec": "NCMEC", "9.eu_centre": "the EU Centre"}
    named = [name for name in known if report.says(name) in ("yes", "partly")]
    more, rest = others(report), stance(report.answer("9.other"))
    rows = [row.id for row in fields_of(category=9)]
    if rest in ("withheld", "noted"):
        what = "; ".join(known[name] for name in named)
        because = f"Named: {what}; other names are withheld." if what else "The names of organisations are withheld."
        return "unknown", because, rows
    if named or more:
        words = [*(known[name] for name in named), *more]
        return "given", f"Named: {'; '.join(words)}.", [*named, *(["9.other"] if more else [])]
    denied = [stance(report.answer(name)) for name in rows]
    if denied[0] == "no" and all(one in ("no", "does_not_apply") for one in denied):
        return "not_applicable", "The report says that data was shared with no such organisation.", rows
    return "unknown", "No organisation is named.", rows


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
