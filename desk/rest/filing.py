"""Annual reports checked and compared; decision records looked at, verified and replayed. Nothing of them is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from ... import api
from ...reading.errors import BadInput, Problem
from ...showing.contract import json_text
from ..media import PAPERS, TYPES
from .asked import Closed, Day
from .limits import within
from .scopes import Key
from .told import told, told_text, written

router = Router(auth=Key("assess"))
Text = Annotated[str, Field(max_length=3_000_000)]


class Given(Closed):
    """One annual report: as data, as text in YAML or JSON, or one of the library."""

    report: dict[str, Any] | None = Field(None, description="A report; what is left out is unknown")
    text: Text | None = Field(None, description="The same as YAML or JSON text; problems name its lines")
    library: str | None = Field(None, description="A report that comes with the program")


class Several(Closed):
    reports: Annotated[list[Given], Field(min_length=2, max_length=20)]


class Letter(Given):
    """A covering letter on a report."""

    format: Literal["docx", "html", "pdf", "md"] = "md"
    dated: Day = Field(None, description="The date of the letter; without it today")
    by: Day = Field(None, description="The day until which an answer is asked")
    to: str = Field("", max_length=200)
    sender: str = Field("", max_length=200)
    reference: str = Field("", max_length=200)


class Recorded(Closed):
    record: Text = Field(description="The file of a decision record, as text, byte for byte")


class Chain(Closed):
    records: Annotated[list[Text], Field(min_length=1, max_length=50)] = Field(description="Their files, as text")
    key: str | None = Field(None, max_length=10_000, description="The public key of whom they are to be signed by, PEM")
    head: str | None = Field(None, max_length=100, description="The hash with which the chain ends")
    chained: bool = Field(False, description="Whether they are to be a chain, from the first on")


@router.post("/reports/check", tags=["reports"], openapi_extra={"x-answers": ["report-check"]})
def check(request: HttpRequest, asked: Given) -> HttpResponse:
    """Hold a report against point (g)(vii): the data of `report check --format json`."""
    from ...reports.render import check_json

    with within():
        return told_text(check_json(_checked(asked)))


@router.post("/reports/compare", tags=["reports"], openapi_extra={"x-answers": ["report-compare"]})
def compare(request: HttpRequest, asked: Several) -> HttpResponse:
    """Which figures of several reports can stand side by side."""
    from ...reports.compare import compare as compared
    from ...reports.render import compare_json

    with within():
        reports = [_report(each) for each in asked.reports]
        return told_text(compare_json(reports, compared(reports)))


@router.post("/reports/letter", tags=["reports"], openapi_extra={"x-media": [TYPES[each] for each in PAPERS]})
def letter(request: HttpRequest, asked: Letter) -> HttpResponse:
    """A covering letter to the provider: what to put right, to correct, to explain."""
    from ...memo.formats import rendered
    from ...reports.letter import Heads, letter_of

    heads = Heads(asked.dated or date.today(), asked.to, asked.sender, asked.reference, asked.by)
    with within():
        content = rendered(letter_of(_checked(asked), heads), f".{asked.format}")
    return written(content, TYPES[asked.format], f"letter.{asked.format}")


@router.post("/records/show", tags=["records"], openapi_extra={"x-answers": ["record-show"]})
def show(request: HttpRequest, asked: Recorded) -> HttpResponse:
    """What a record holds; it verifies nothing."""
    from ...records.summary import summary
    from ...showing.record_json import shown_data

    with within(), _files([asked.record]) as (file,):
        return told(shown_data(summary(api.read_record(file))))


@router.post("/records/verify", tags=["records"], openapi_extra={"x-answers": ["record-verify"]})
def verify(request: HttpRequest, asked: Chain) -> HttpResponse:
    """Every property of records that holds; the first that does not is the problem."""
    from ...records.verify_record import hash_of
    from ...showing.record_json import verified_data

    with within(), _files(asked.records) as files, _files([asked.key] if asked.key else [], "key") as keys:
        found = api.verify_records(files, keys[0] if keys else None, asked.head, chained=asked.chained)
        named = tuple((Path(name).name, prop, text) for name, prop, text in found)
        return told(verified_data(named, hash_of(api.read_record(files[-1]))))


@router.post("/records/replay", tags=["records"], openapi_extra={"x-answers": ["record-replay"]})
def replay(request: HttpRequest, asked: Recorded) -> HttpResponse:
    """Derive a record's answer anew: the same, or what changed in program, law, rules and answer."""
    from ...showing.record_json import replayed_data

    with within(), _files([asked.record]) as (file,):
        return told(replayed_data(api.replay(api.read_record(file))))


@contextmanager
def _files(texts: list[str], name: str = "record") -> Generator[list[Path]]:
    """Texts as files, for what reads files byte for byte; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="derogation-") as folder:
        files = [Path(folder) / f"{name}-{at}" for at, _ in enumerate(texts, 1)]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        yield files


def _report(asked: Given) -> Any:
    from ...reports.files import library, load_report, report_of_text

    given = [name for name in ("report", "text", "library") if getattr(asked, name) is not None]
    if len(given) != 1:
        hint = "Give one of report, text and library."
        raise BadInput(Problem(f"{' and '.join(given) or 'nothing'} says which report is meant", hint=hint))
    if asked.library is not None:
        if asked.library not in library():
            hint = f"Reports: {', '.join(library())}."
            raise BadInput(Problem("no report of the program is called so", path="library", hint=hint))
        return load_report(asked.library)
    return report_of_text(asked.text if asked.text is not None else json_text(asked.report), "report")


def _checked(asked: Given) -> Any:
    from ...reports.check import check_report

    return check_report(_report(asked))
