"""An assessment as one page for colleagues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..cases.loader import Case
from ..engine.why.results import Assessment
from .answers import answer_json, answer_record, authorities_of, matter_record
from .days import SPAN, timeline

if TYPE_CHECKING:
    from ..cases.matter.loader import Matter
    from ..rules.authorities import Authority
    from ..showing.whole_record import Whole


def page_for_colleagues(case: Case, result: Assessment, own: tuple[Authority, ...] = ()) -> str:
    """An assessment of this case as one HTML file: the answer, and every condition down to its evidence, proof and law.

    The file asks nothing of any network and runs no script but its own. ``own`` are the user's authorities.
    """
    from ..showing.html import html
    from ..showing.whole_page import whole_document

    return html(whole_document(_whole(case, result, own)))


def matter_page_for_colleagues(matter: Matter, found: Mapping[str, Assessment]) -> str:
    """The assessments of a matter's features as one HTML file, each feature a part that opens."""
    from ..showing.html import html
    from ..showing.whole_page import whole_matter

    return html(
        whole_matter(
            matter_record(matter), {name: _whole(matter.features[name], result) for name, result in found.items()}
        )
    )


def _whole(case: Case, result: Assessment, own: tuple[Authority, ...] = ()) -> Whole:
    """What stands on the page of an answer; its timeline is on the readings and from the standpoint of the answer."""
    from ..showing.contract import digest_of
    from ..showing.whole_record import OnFile, Whole

    first, last = min(SPAN[0], result.on), max(SPAN[1], result.on)
    return Whole(
        result,
        answer_record(result, own),
        authorities_of(result, own),
        timeline(
            case,
            first,
            last,
            result.standpoint,
            on_the_record=result.on_the_record,
            readings=result.derivation.question.readings,
        ),
        tuple(
            OnFile(key, each.title, each.by, each.on.isoformat() if each.on else "", each.reference, each.url,
                   each.grade or "", each.note)
            for key, each in case.profile.sources.items()
        ),
        digest_of(answer_json(result, authorities=own)),
    )  # fmt: skip
