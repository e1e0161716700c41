"""An assessment as the record that every view is of, and as the contracts in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from ..engine.why.answer_record import Answer
from ..engine.why.results import Assessment
from ..reading.errors import BadInput, Problem

if TYPE_CHECKING:
    from ..cases.matter.loader import Matter
    from ..rules.authorities import Authority
    from ..rules.cited import Cited
    from ..showing.assessment_json import AssessmentJson
    from ..showing.matter_json import MatterAssessmentJson
    from ..showing.matter_record import MatterRecord


def answer_record(result: Assessment, authorities: tuple[Authority, ...] = ()) -> Answer:
    """The answer to the client's question: the record of which page, memo and JSON are views."""
    from ..showing.answer_record import answer_of

    return answer_of(result, authorities_of(result, authorities))


def answer_json(result: Assessment, *, authorities: tuple[Authority, ...] = ()) -> AssessmentJson:
    """An assessment as the JSON contract ``derogation/assessment/1`` has it; plain data, keys in a fixed order.

    ``authorities`` are a user's own, beside those of the program and of the profile. Raises :class:`BadInput` for one
    that is attached to what does not exist.
    """
    from ..showing.assessment_json import assessment_data

    return assessment_data(result, authorities_of(result, authorities))


def matter_record(matter: Matter) -> MatterRecord:
    """What is shown of a matter besides its features' assessments."""
    from ..cases.matter.expand import words
    from ..showing.matter_record import MatterRecord, Overridden

    overridden = (
        Overridden(each.feature, each.path, words(each.shared), words(each.own), each.because)
        for each in matter.overrides
    )
    summary = " ".join(matter.file.summary.split())
    return MatterRecord(matter.name, matter.file.provider.name, summary, matter.digest, tuple(overridden))


def matter_json(matter: Matter, found: Mapping[str, Assessment]) -> MatterAssessmentJson:
    """The assessments of a matter's features as the JSON contract ``derogation/matter-assessment/1``."""
    from ..showing.matter_json import matter_data

    cited = {name: authorities_of(result) for name, result in found.items()}
    return matter_data(matter_record(matter), found, cited)


def authorities_of(result: Assessment, own: tuple[Authority, ...] = ()) -> tuple[Cited, ...]:
    """The authorities that bear on an assessment: the program's, the profile's and the user's own.

    Raises :class:`BadInput` for one that is attached to what does not exist.
    """
    from ..rules.authorities import refuse_unattached
    from ..rules.cited import cited_in

    refuse_unattached(own, result.rulebook)
    return cited_in(result, (*cast("tuple[Authority, ...]", result.subject.authorities), *own))


def cited_as(result: Assessment, style: str) -> Assessment:
    """The same assessment, of which every view cites provisions in another style: ``oj``, ``oscola``, ``de`` or ``fr``.

    Raises :class:`BadInput` for a style that does not exist.
    """
    from ..rules.citation_styles import STYLES

    if style not in STYLES:
        raise BadInput(Problem(f"no style of citation is called {style!r}", hint=f"Styles: {', '.join(STYLES)}."))
    return replace(result, rulebook=replace(result.rulebook, cite=STYLES[style]))
