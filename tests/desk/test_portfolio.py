"""Many services in one table: uploaded, assessed apart, filtered, down to one."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from derogation.api import assess, read_profile, rulebook
from derogation.batch.row_profile import row_profile
from derogation.desk import worker
from derogation.desk.models import Portfolio
from derogation.desk.models.portfolio import State
from derogation.desk.services import portfolios
from derogation.reading.errors import BadInput
from django.core.files.uploadedfile import SimpleUploadedFile

TABLE = (
    "name,assess_on,service_users_in_union,service_publicly_available\n"
    "Nowhere,2022-03-01,no,yes\n"
    "=Closed,2022-03-01,yes,no\n"
    "Wrong,2022-03-01,perhaps,\n"
    "Open,2022-03-01,yes,yes\n"
)


def assessed(client: Any, monkeypatch: pytest.MonkeyPatch, text: str, name: str = "services.csv") -> Portfolio:
    """A table uploaded and assessed, in this process in place of one of its own."""
    monkeypatch.setattr(portfolios, "start", lambda _: None)
    assert client.post("/portfolio/new", {"table": SimpleUploadedFile(name, text.encode())}).status_code == 302
    made = Portfolio.objects.get()
    worker.main(str(made.id))
    made.refresh_from_db()
    return made


@pytest.fixture
def table(local: Any, monkeypatch: pytest.MonkeyPatch) -> Portfolio:
    """The table above, uploaded and assessed."""
    made = assessed(local, monkeypatch, TABLE)
    assert made.state == State.DONE, made.message
    return made


def page(client: Any, table: Portfolio, more: str = "") -> str:
    return client.get(f"/portfolio/{table.id}/{more}").content.decode()


def test_a_table_shows_its_outcomes_its_services_and_the_rows_that_cannot_be_read(local: Any, table: Portfolio) -> None:
    shown = page(local, table)
    assert "3 services assessed" in shown
    assert "1 row could not be read" in shown
    assert "perhaps" in shown
    assert shown.count("not needed") >= 3


def test_a_filter_leaves_the_services_that_it_names(local: Any, table: Portfolio) -> None:
    shown = page(local, table, "?outcome=undetermined")
    assert "1 service," not in shown
    assert ">Open</a>" in shown
    assert ">Nowhere</a>" not in shown
    assert ">Nowhere</a>" in page(local, table, "?name=nowh")
    for number in ("9" * 9, "9" * 5000, "²"):
        assert "3 services" in page(local, table, f"?page={number}")


def test_a_table_without_names_calls_its_services_by_their_rows_and_is_not_filtered_by_name(
    local: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = assessed(local, monkeypatch, "assess_on,service_users_in_union\n2022-03-01,no\n")
    shown = page(local, made)
    assert ">row 2</a>" in shown
    assert "1 service assessed" in shown
    assert "Name contains" not in shown
    assert ">row 2</a>" not in page(local, made, "?name=row")


@pytest.mark.parametrize(("name", "text"), [("services.csv", TABLE.splitlines()[0] + "\n"), ("services.ndjson", "\n")])
def test_a_table_without_a_row_is_not_said_to_be_assessed(
    local: Any, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    made = assessed(local, monkeypatch, text, name)
    assert made.state == State.FAILED
    assert f"{name}: it has no row; a row states one service" in page(local, made)


def test_a_table_whose_process_was_killed_is_said_to_have_stopped(
    local: Any, table: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    run = Portfolio.objects.filter(pk=table.pk)
    run.update(state=State.RUNNING, process=ended.pid)
    assert ">stopped<" in local.get("/portfolio/").content.decode()
    run.update(state=State.RUNNING, process=ended.pid)
    shown = page(local, table)
    assert "Its process ended before it was done" in shown
    assert "Go on where it ended" in shown


def test_a_run_that_goes_on_while_somebody_looks_is_not_said_to_have_stopped(
    table: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Portfolio.objects.filter(pk=table.pk)
    run.update(state=State.RUNNING, process=1)
    table.refresh_from_db()
    monkeypatch.setattr(portfolios, "alive", lambda _: not run.update(process=2))  # somebody lets it go on meanwhile
    portfolios.notice_end(table)
    assert (table.state, table.process, table.message) == (State.RUNNING, 2, "")


def test_a_row_leads_to_its_answer_and_becomes_a_matter(local: Any, table: Portfolio) -> None:
    shown = page(local, table, "2/")
    assert "Needed: no" in shown
    opened = local.post(f"/portfolio/{table.id}/2/open", follow=True)
    assert "Nowhere" in opened.content.decode()


def test_a_table_is_seen_by_nobody_else(table: Portfolio, team: Any) -> None:
    eve = team("eve", "reviewer", administrator=True)
    for place in ("", "2/", "files/answers", "files/summary"):
        assert eve.get(f"/portfolio/{table.id}/{place}").status_code == 404
    for place in ("steer", "2/open"):
        assert eve.post(f"/portfolio/{table.id}/{place}", {"do": "delete"}).status_code == 404
    assert Portfolio.objects.filter(pk=table.pk).exists()


def test_deleting_a_table_removes_its_files(local: Any, table: Portfolio) -> None:
    folder = portfolios.files_of(table).folder
    assert folder.exists()
    local.post(f"/portfolio/{table.id}/steer", {"do": "delete"})
    assert not folder.exists()


@pytest.mark.parametrize("name", ["services.xlsx", "services", "../../etc/passwd", "a.csv/../b.exe"])
def test_a_file_that_is_no_table_is_refused_with_what_would_be_one(local: Any, name: str) -> None:
    answer = local.post("/portfolio/new", {"table": SimpleUploadedFile(name, b"x")})
    assert answer.status_code == 422
    assert "Its name says what it is: .csv" in answer.content.decode()


def test_a_day_that_is_none_is_refused_and_not_taken_for_today(local: Any) -> None:
    sent = {"table": SimpleUploadedFile("a.csv", TABLE.encode()), "on": "yesterday"}
    answer = local.post("/portfolio/new", sent)
    assert (answer.status_code, Portfolio.objects.count()) == (422, 0)
    assert "2021-09-02" in answer.content.decode()


def test_what_was_being_assessed_when_the_desk_ended_is_taken_up(
    local: Any, table: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    Portfolio.objects.filter(pk=table.pk).update(state=State.RUNNING, process=os.getpid())
    taken: list[Any] = []
    monkeypatch.setattr(portfolios, "start", lambda each: taken.append(each.pk))
    portfolios.take_up()
    assert taken == [table.pk]


def test_a_table_that_cannot_be_read_says_why(local: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = page(local, assessed(local, monkeypatch, "no table", "a.parquet"))
    assert "could not be assessed" in shown.lower()
    assert "a.parquet" in shown
    assert "portfolios/" not in shown.partition("problems")[2].partition("</p>")[0]
    assert "Go on where" not in shown


@pytest.mark.parametrize("state", [State.DONE, State.STOPPED, State.FAILED])
def test_the_part_that_waits_gives_way_to_the_whole_page_when_the_work_has_ended(
    local: Any, table: Portfolio, state: State
) -> None:
    Portfolio.objects.filter(pk=table.pk).update(state=state)
    answer = local.get(f"/portfolio/{table.id}/", headers={"HX-Request": "true"})
    assert (answer.headers["HX-Refresh"], answer.content) == ("true", b"")


@pytest.mark.parametrize("count", [6, pytest.param(40, marks=pytest.mark.long)])
def test_a_row_of_a_table_is_the_profile_that_batch_assessed(tmp_path: Path, count: int) -> None:
    """Of generated rows each, read as a profile, has the outcome that its columns have."""
    pytest.importorskip("numpy")
    import pyarrow as pa
    import pyarrow.parquet as pq
    from derogation.batch.columns import layout_of
    from derogation.batch.generate import profiles, schema_of
    from derogation.batch.run import Job, run

    layout = layout_of(rulebook())
    file, answers = tmp_path / "in.parquet", tmp_path / "out.parquet"
    made = pa.Table.from_batches(list(profiles(count, 7, layout)), schema_of(layout))
    pq.write_table(made, file)
    run(rulebook(), Job(file, answers, exact=True))
    for row in pq.read_table(answers).to_pylist():
        case = read_profile(json.dumps(row_profile(file, row["row"], rulebook(), datetime.date(2026, 1, 1))))
        assert assess(case, row["assessed_on"], engines=["evaluator"]).outcome == row["outcome"]
    with pytest.raises(BadInput, match=f"no row {count + 1}"):
        row_profile(file, count + 1, rulebook(), datetime.date(2026, 1, 1))
