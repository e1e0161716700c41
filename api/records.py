"""Decision records: made, read, verified, derived anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ..cases.loader import Case
from ..cases.rulebook import rulebook
from ..engine.law.rulebook import Rulebook
from ..engine.why.assessment import assess as assess_facts
from ..engine.why.results import Assessment
from ..rules.law_on import law_record
from .answers import answer_json
from .measuring import subject_of

if TYPE_CHECKING:
    from ..records.replay import Replayed
    from ..showing.assessment_json import AssessmentJson


def record(
    case: Case,
    result: Assessment,
    key_file: str | Path,
    *,
    readings: Mapping[str, str] | None = None,
    previous: Mapping[str, Any] | None = None,
    files: Path | None = None,
    recorded_at: str = "",
    answer: AssessmentJson | None = None,
) -> bytes:
    """A signed decision record of an assessment of this case, as the bytes of its file (docs/records.md).

    ``readings`` are those that the assessment was given; ``previous`` is the record before it in a chain, as
    :func:`read_record` gives it; ``files`` the folder of report files that the case names; ``recorded_at`` the time in
    UTC (default: now); ``answer`` what :func:`answer_json` gives, where that is at hand. Raises :class:`BadInput` for a
    key that is none, and :class:`MissingPackage` without the extra ``records``.
    """
    from datetime import UTC, datetime

    from ..records.keys import private_key
    from ..records.make import Asked, record_of

    now = recorded_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return record_of(
        case,
        result,
        answer if answer is not None else answer_json(result),
        Asked(readings or {}),
        private_key(Path(key_file)),
        recorded_at=now,
        files=files,
        previous=dict(previous) if previous is not None else None,
    )


def read_record(file: str | Path) -> dict[str, Any]:
    """A record as data, its form checked and nothing else. Raises :class:`BadInput`."""
    from ..records.files import read_record as read

    return read(Path(file))


def verify_records(
    files: Sequence[str | Path], key_file: str | Path | None = None, head: str | None = None, *, chained: bool = False
) -> tuple[tuple[str, str, str], ...]:
    """Verify records; (file, property, what was found) for each property that was checked.

    ``key_file`` holds the public key of whom they are to be signed by; ``chained`` says that they are a chain, which
    ends with ``head`` where that is given. Raises :class:`BadInput` naming the property that does not hold.
    """
    from ..records.files import verified

    return verified([Path(file) for file in files], Path(key_file) if key_file else None, head, chained=chained)


def replay(record: Mapping[str, Any]) -> Replayed:
    """Derive a record's answer anew and name what is not as it was. Raises :class:`BadInput` for a redacted record."""
    from ..records.replay import replayed

    def derive(case: Case, question: dict[str, Any], rules: Rulebook) -> AssessmentJson:
        found = assess_facts(
            rules,
            case.engine_facts(),
            date.fromisoformat(question["on"]),
            question["standpoint"],
            on_the_record=question["on_the_record"],
            readings=question["readings"],
            engines=question["engines"],
        )
        return answer_json(replace(found, law=law_record(found.on), subject=subject_of(case)))

    return replayed(dict(record), derive, rulebook())
