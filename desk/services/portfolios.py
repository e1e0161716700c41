"""Portfolios: a table kept, assessed in a process of its own, taken up after an interruption, looked at row by row."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from msgspec import Struct

from ...api import rulebook
from ...batch.arrow import dataset, pc
from ...batch.inputs import CSV, NDJSON, PARQUET
from ...batch.row_profile import row_profile
from ...batch.summary import Summary
from ...reading.errors import BadInput, Problem
from ..models import Portfolio
from ..models.portfolio import State
from . import audit
from .access import NotFound, User

#: Rows on a page, and pages that are listed: to show one, every row before it is read.
PAGE, PAGES = 50, 200
Data = dict[str, Any]


class Files(Struct, frozen=True):
    """Where a portfolio's table, answers and counts lie."""

    folder: Path
    suffix: str

    @property
    def table(self) -> Path:
        return self.folder / f"input{self.suffix}"

    @property
    def answers(self) -> Path:
        return self.folder / "answers.parquet"

    @property
    def rejects(self) -> Path:
        return self.folder / "answers.parquet.rejects.ndjson"

    @property
    def summary(self) -> Path:
        return self.folder / "answers.parquet.summary.json"


class Rows(Struct, frozen=True):
    """A page of answers, how many rows the filter leaves, whether the table has names of its services, and which page
    it is, from 1."""

    rows: tuple[Data, ...]
    count: int
    named: bool
    page: int

    @property
    def pages(self) -> int:
        return _pages_of(self.count)


def files_of(portfolio: Portfolio) -> Files:
    return Files(settings.OPTIONS.folder / "portfolios" / str(portfolio.id), portfolio.suffix)


def mine(user: User, portfolio_id: object) -> Portfolio:
    """The portfolio of this person. Raises :class:`NotFound`, for anybody else's too."""
    found = Portfolio.objects.filter(pk=portfolio_id, owner=user).first()
    if found is None:
        raise NotFound
    return found


def create(user: User, name: str, chunks: Iterable[bytes], on: date | None, *, on_the_record: bool) -> Portfolio:
    """Keep a table, whose kind its name's ending says, and begin to assess it. Raises :class:`BadInput`."""
    suffix = Path(name).suffix.lower()
    if suffix not in (*PARQUET, *NDJSON, *CSV):
        hint = "Its name says what it is: .csv, .parquet, .ndjson or .jsonl."
        raise BadInput(Problem("not a kind of table that is known", Path(name).name, hint=hint))
    portfolio = Portfolio(owner=user, name=Path(name).name[:200], suffix=suffix, on=on, on_the_record=on_the_record)
    files = files_of(portfolio)
    files.folder.mkdir(mode=0o700, parents=True)
    with files.table.open("wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
    with transaction.atomic():
        portfolio.save()
        audit.note(user, "uploaded a portfolio")
    start(portfolio)
    return portfolio


def start(portfolio: Portfolio) -> None:
    """Assess in a process of its own, behind the last finished segment where there is one."""
    kept = Portfolio.objects.filter(pk=portfolio.pk)
    kept.update(state=State.RUNNING, message="", process=0)  # before it begins, since it may end soon
    command = [sys.executable, "-m", "derogation.desk.worker", str(portfolio.id)]
    worker = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    kept.filter(state=State.RUNNING).update(process=worker.pid)


def stop(portfolio: Portfolio) -> None:
    """End its process; what is finished is kept, and :func:`start` goes on from there."""
    if portfolio.state == str(State.RUNNING):
        if alive(portfolio):
            os.kill(portfolio.process, signal.SIGTERM)
        Portfolio.objects.filter(pk=portfolio.pk).update(state=State.STOPPED, process=0)


def alive(portfolio: Portfolio) -> bool:
    """Whether its process is there; where the system tells it, also that no other has its number now."""
    if not portfolio.process:
        return False
    try:
        os.kill(portfolio.process, 0)
        command = Path(f"/proc/{portfolio.process}/cmdline")
        return str(portfolio.id).encode() in command.read_bytes() if command.parent.exists() else True
    except OSError:
        return False


def notice_end(portfolio: Portfolio) -> None:
    """Say so where its process has ended without a word (killed, or out of memory); what is finished is kept."""
    if portfolio.state == str(State.RUNNING) and portfolio.process and not alive(portfolio):
        message = "Its process ended before it was done. What is finished is kept: go on where it ended."
        same = Portfolio.objects.filter(pk=portfolio.pk, state=State.RUNNING, process=portfolio.process)
        same.update(state=State.STOPPED, process=0, message=message)  # not where it just ended as it should, or goes on
        portfolio.refresh_from_db()


def take_up() -> None:
    """At the start of the desk: go on with whatever was being assessed when it ended."""
    for portfolio in Portfolio.objects.filter(state=State.RUNNING):
        if not alive(portfolio):
            start(portfolio)


def delete(user: User, portfolio_id: object) -> None:
    """Remove a portfolio with its table and answers."""
    portfolio = mine(user, portfolio_id)
    stop(portfolio)
    shutil.rmtree(files_of(portfolio).folder, ignore_errors=True)
    with transaction.atomic():
        portfolio.delete()
        audit.note(user, "deleted a portfolio")


# --- looking at it ---------------------------------------------------------------------------------------------------


def summary(portfolio: Portfolio) -> Summary:
    """What the run came to, as ``batch`` wrote it."""
    return json.loads(files_of(portfolio).summary.read_text(encoding="utf-8"))


def rejects(portfolio: Portfolio, most: int = PAGE) -> list[Data]:
    """The first rows that could not be read, with the reason of each."""
    file = files_of(portfolio).rejects
    if not file.exists():
        return []
    with file.open(encoding="utf-8") as stream:
        return [json.loads(line) for _, line in zip(range(most), stream, strict=False)]


def rows(portfolio: Portfolio, chosen: Mapping[str, str], page: int) -> Rows:
    """A page of the answers, else the last: of one ``outcome``, with one condition ``failing``, with a ``name`` that
    contains this."""
    answers = dataset(files_of(portfolio).answers)
    columns = [
        name for name in ("row", "name", "assessed_on", "outcome", "possible_outcomes") if name in answers.schema.names
    ]
    tests: list[Any] = []
    if outcome := chosen.get("outcome"):
        tests.append(pc.field("outcome") == outcome)
    if failing := chosen.get("failing"):
        where = [name for name in answers.schema.names if name == failing or name.endswith(f"_{failing}")]
        if failing in rulebook().by_id and where:
            tests.append(reduce(lambda a, b: a | b, (pc.field(name) == "not_met" for name in where)))
    named = "name" in columns
    if name := chosen.get("name"):  # in a table without names nothing has this one
        tests.append(pc.match_substring(pc.field("name"), name, ignore_case=True) if named else pc.scalar(False))
    kept = reduce(lambda a, b: a & b, tests) if tests else None
    count = int(answers.count_rows(filter=kept))
    page = max(1, min(page, _pages_of(count)))
    table = answers.scanner(columns=columns, filter=kept).head(page * PAGE).slice((page - 1) * PAGE)
    return Rows(tuple(table.to_pylist()), count, named, page)


def _pages_of(count: int) -> int:
    """The pages on which so many rows are listed."""
    return min(PAGES, -(-count // PAGE))


def outcome_of(portfolio: Portfolio, number: int) -> str:
    """The outcome that the table's answers give a row, empty where they have none."""
    answers = dataset(files_of(portfolio).answers)
    found = answers.scanner(columns=["outcome"], filter=pc.field("row") == number).head(1).to_pylist()
    return found[0]["outcome"] if found else ""


@lru_cache(maxsize=16)  # who looks at a row next makes a matter of it; to find it, the table is read from its beginning
def _profile(file: Path, number: int, today: date) -> Data:
    return row_profile(file, number, rulebook(), today)


def profile(portfolio: Portfolio, number: int) -> Data:
    """The profile that one row states. Raises :class:`BadInput` where there is no such row, :class:`NotFound` where
    the table is not assessed yet."""
    if portfolio.state != str(State.DONE):
        raise NotFound
    return _profile(files_of(portfolio).table, number, date.today())
