"""Spreadsheets as people save them: read right, or refused by sheet and cell; never skipped."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from derogation.reading.errors import BadInput
from derogation.reports.files import load_report
from derogation.reports.model import Report
from derogation.reports.number_format import shows_percent
from derogation.reports.xlsx_write import as_xlsx

Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def template() -> bytes:
    return as_xlsx(2025)


@pytest.fixture
def saved(template: bytes, tmp_path: Path) -> Callable[[Change], Report]:
    """The form, filled in a little and changed, read back."""

    def read(change: Change) -> Report:
        book = openpyxl.load_workbook(io.BytesIO(template))
        cell(book, "6.known.flagged").value = 335
        change(book)
        book.save(tmp_path / "report.xlsx")
        return load_report(tmp_path / "report.xlsx")

    return read


def cell(book: Any, field: str, column: str = "E") -> Any:
    return next(
        sheet[f"{column}{row[0].row}"]
        for sheet in book
        for row in sheet.iter_rows(min_col=1, max_col=1)
        if row[0].value == field
    )


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("0.00%", True), ("0%;[Red]-0%", True), ('0.00"%"', False), (r"0.00\%", False), ('0.00" %"', False),
        ("0.00_%", False), ("General", False), ("[$%-409]0.00", False), ("[<1]0.00;0%", None), ("[<1]0%;0.00%", True),
    ],
)  # fmt: skip
def test_only_an_own_percent_sign_makes_a_percentage(number_format: str, shown: bool | None) -> None:
    """A sign in quotation marks, after a backslash or in brackets is text; under a condition it is not decided."""
    assert shows_percent(number_format) is shown


@pytest.mark.parametrize(
    ("value", "number_format", "rate"),
    [(0.0286, "0.00%", "2.86"), (0.54, '0.00"%"', "0.54"), (0.54, r"0.00\%", "0.54"), ("2.86 %", "@", "2.86")],
)
def test_a_rate_is_read_as_the_sheet_shows_it(
    value: object, number_format: str, rate: str, saved: Callable[[Change], Report]
) -> None:
    """What stands in a cell as 0.54 % is 0.54 %, however it is stored."""

    def change(book: Any) -> None:
        one = cell(book, "6.known.error_rate")
        one.value, one.number_format = value, number_format

    assert saved(change).ratio("6.known.error_rate") == Decimal(rate)


def test_a_count_in_a_percent_cell_is_refused_by_its_place(saved: Callable[[Change], Report]) -> None:
    """Half an item or fifty: nobody can tell."""

    def change(book: Any) -> None:
        one = cell(book, "6.known.flagged")
        one.value, one.number_format = 0.5, "0%"

    with pytest.raises(BadInput, match=r"\[6 Numbers.*cell E2 is formatted as a percentage, but 6.known.flagged asks"):
        saved(change)


def test_rows_above_the_header_and_another_name_of_the_sheet_change_nothing(saved: Callable[[Change], Report]) -> None:
    """The row that names the columns is found where it stands; the name of a sheet says nothing."""

    def change(book: Any) -> None:
        for number, sheet in enumerate(book):
            sheet.insert_rows(1, amount=2)
            sheet["A1"], sheet.title = "Our report for 2025", f"Blatt {number}"

    assert saved(change).count("6.known.flagged") == 335


def test_a_sheet_with_fields_and_no_header_is_refused_by_its_place(saved: Callable[[Change], Report]) -> None:
    """Its answers would be lost without a word."""

    def change(book: Any) -> None:
        cell(book, "6.known.flagged").parent.delete_rows(1)

    with pytest.raises(BadInput, match=r"\[6 Numbers.*:1: cell A1 holds the field 6.known.flagged, but no row above"):
        saved(change)


def test_hidden_rows_and_sheets_count(saved: Callable[[Change], Report]) -> None:
    """Hiding is for the eye."""

    def change(book: Any) -> None:
        one = cell(book, "6.known.flagged")
        one.parent.row_dimensions[one.row].hidden = True
        one.parent.sheet_state = "hidden"

    assert saved(change).count("6.known.flagged") == 335


@pytest.mark.parametrize("columns", ["E{0}:E{1}", "D{0}:E{0}", "E{0}:F{0}"])
def test_merged_answers_are_refused_by_their_place(columns: str, saved: Callable[[Change], Report]) -> None:
    """A merged cell shows one answer for several rows, and stores it for the first."""

    def change(book: Any) -> None:
        one = cell(book, "6.known.flagged")
        one.parent.merge_cells(columns.format(one.row, one.row + 1))

    with pytest.raises(BadInput, match="are merged"):
        saved(change)


def test_merged_titles_above_the_header_are_read_over(saved: Callable[[Change], Report]) -> None:
    """A title over the whole width is nobody's answer."""

    def change(book: Any) -> None:
        for sheet in book:
            sheet.insert_rows(1)
            sheet["A1"] = "Our report"
            sheet.merge_cells("A1:J1")

    assert saved(change).count("6.known.flagged") == 335


@pytest.mark.parametrize(
    "add",
    [
        b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<mergeCells count="1"><mergeCell ref="AA1:BZ40000"/></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
)
def test_ranges_as_large_as_the_sheet_cost_no_memory(add: bytes, template: bytes, tmp_path: Path) -> None:
    """Whatever range a small file names, reading or refusing it takes less than 50 MB."""
    path = tmp_path / "large.xlsx"
    with zipfile.ZipFile(io.BytesIO(template)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", b"</sheetData>" + add)
            target.writestr(part.filename, data)
    tracemalloc.start()
    try:
        load_report(path)
    except BadInput as refused:
        assert "merged" in str(refused)  # noqa: PT017 - refused or read, neither may take memory
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 50_000_000


@pytest.mark.parametrize(
    "value",
    ["2026-W03-4", "15/01/2026", 46037],
)
def test_days_in_other_ways_are_refused(value: object, saved: Callable[[Change], Report]) -> None:
    """A day is written year-month-day or stored as one."""

    def change(book: Any) -> None:
        one = cell(book, "published")
        one.value, one.number_format = value, "General"

    with pytest.raises(BadInput, match="expects a day"):
        saved(change)


def test_entities_are_refused_wherever_they_stand(template: bytes, tmp_path: Path) -> None:
    """A document type after thousands of blanks is found like one in the first line."""
    path = tmp_path / "laugh.xlsx"
    with zipfile.ZipFile(io.BytesIO(template)) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                body = data.partition(b"?>")[2] if data.startswith(b"<?xml") else data
                data = b'<?xml version="1.0"?>' + b" " * 9000 + b'<!DOCTYPE x [<!ENTITY e "x">]>' + body
            target.writestr(part.filename, data)
    with pytest.raises(BadInput, match="declares XML entities"):
        load_report(path)
