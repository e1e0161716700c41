"""Many profiles in one request: rows as NDJSON lines have them, by the batch engine."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from ...cases.proposals import without_findings
from ...cases.rulebook import rulebook
from ...reading.extras import require
from .asked import Closed, Day
from .limits import MOST_ROWS, within
from .scopes import Key, may_state_findings
from .told import told

router = Router(auth=Key("assess"))


class Rows(Closed):
    """Profiles as rows: nested as a profile is, flat as a table is, or whole profiles; null is unknown."""

    rows: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_ROWS)]
    on: Day = None
    on_the_record: bool = False
    readings: dict[str, str] = Field(default_factory=dict)
    columns: Literal["outcome", "conditions", "full"] = "conditions"


@router.post("/batch", tags=["cases"])
def batch(request: HttpRequest, asked: Rows) -> HttpResponse:
    """Assess rows: one answer a row, those that were refused with the reason, and the summary of `batch`."""
    require("batch", "batch", "numpy", "pyarrow")
    from ...batch.columns import columns, layout_of
    from ...batch.run import Job, run
    from ...batch.summary import summary_of

    book, proposed = rulebook(), dict[str, int]()
    rows = asked.rows
    if not may_state_findings(request):
        findings = {
            name for name, column in columns(layout_of(book)).items()
            if column.fact in book.vocabulary.facts and book.vocabulary.facts[column.fact].finding
        }  # fmt: skip
        rows = [_without(row, findings, proposed) for row in rows]
    with within(), tempfile.TemporaryDirectory(prefix="derogation-") as folder:
        source, target = Path(folder) / "rows.ndjson", Path(folder) / "answers.ndjson"
        source.write_text("".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows), encoding="ascii")
        job = Job(source, target, asked.on, asked.columns, asked.readings, asked.on_the_record)
        result = run(book, job)
        rejects = Path(f"{target}.rejects.ndjson")
        data = {
            "rows": _lines(target),
            "rejects": _lines(rejects) if rejects.exists() else [],
            "summary": summary_of(result, book, job, ""),
            "proposals": proposed,
        }
    return told(data)


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _without(row: dict[str, Any], columns: set[str], proposed: dict[str, int]) -> dict[str, Any]:
    """A row without findings, nested or flat; ``proposed`` counts those that fell away, by their places."""
    taken = without_findings(row)
    for each in taken.proposals:
        proposed[each.path] = proposed.get(each.path, 0) + 1
    for name in sorted(columns & taken.data.keys()):
        proposed[name] = proposed.get(name, 0) + 1
    return {name: value for name, value in taken.data.items() if name not in columns}
