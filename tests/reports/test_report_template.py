"""The form to fill in: what a template writes is read back, and no text becomes a formula."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from derogation.reading.errors import BadInput
from derogation.reports.check import check_report
from derogation.reports.files import load_report
from derogation.reports.form import load_form
from derogation.reports.model import Report
from derogation.reports.template import NO_PROVIDER, as_csv
from derogation.reports.template_yaml import as_yaml
from derogation.reports.xlsx_write import SHEET, as_xlsx

FORMATS = ["yaml", "csv", "xlsx"]


def written(form: str, year: int, report: Report | None, folder: Path) -> Path:
    file = folder / f"report.{form}"
    made = {"yaml": as_yaml, "csv": as_csv, "xlsx": as_xlsx}[form](year, report)
    file.write_bytes(made.encode() if isinstance(made, str) else made)
    return file


def same(one: Report, other: Report) -> bool:
    return one.model_dump(exclude={"file"}) == other.model_dump(exclude={"file"})


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("year", [2021, 2025, 2026])
def test_an_empty_template_reads_back_as_an_empty_report(form: str, year: int, tmp_path: Path) -> None:
    """Nothing is answered, the period is that of the report due, and `check` says so."""
    report = load_report(written(form, year, None, tmp_path))
    assert report.provider == NO_PROVIDER
    assert report.answers == {}
    assert report.technologies is None
    assert report.period_to == date(year, 12, 31)
    assert report.form == ("2024/2916" if year >= 2024 else "not_stated")
    blank = [one.check for one in check_report(report).findings if one.severity == "breach"]
    assert blank == ["point.unanswered"] * 8


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["google-2025", "lantern"])
def test_a_filled_template_reads_back_as_the_same_report(form: str, name: str, tmp_path: Path) -> None:
    """Every answer, part, note, reason, technology and remark survives each format."""
    report = load_report(name if name != "lantern" else Path(__file__).parent / "data/lantern-2024.yaml")
    again = load_report(written(form, 2025, report, tmp_path))
    assert same(again, report)
    assert again.answers


HOSTILE = [
    "=1+1",
    "=HYPERLINK(\"http://example.org\",\"x\")",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "'=1+1",
    "'quoted",
    "<script>alert(1)</script> & <b>",
    "yes",
    "null",
    "2025-01-31",
    "007",
    "a: b # c",
    "{{ x }} {% y %}",
    "- dash",
    "\u202egnihtemos\u202c, \u05e9\u05dc\u05d5\u05dd",
    'quotes " and \' and \\',
    "commas, semicolons; both",
    "emoji \U0001f3f4",
    "long " * 4_000,
]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_each_format_as_text(
    form: str, text: str, clean: dict[str, Any], make: Callable[[dict[str, Any]], Report], tmp_path: Path
) -> None:
    """Formulas, markup, YAML syntax, direction marks and long notes read back as the text they were."""
    text = text.strip()
    clean["provider"] = text
    clean["answers"]["6.known.other"] = text
    clean["answers"]["8.safeguards.access"] = {"value": "yes", "note": text, "parts": {"how": text, "whether": "no"}}
    clean["answers"]["9.other"] = [text, "second"]
    report = make(clean)
    assert same(load_report(written(form, 2025, report, tmp_path)), report)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1"])
def test_no_cell_is_a_formula(text: str, clean: dict[str, Any], make: Callable[[dict[str, Any]], Report]) -> None:
    """In XLSX such text is stored as text and marked so; in CSV it begins with an apostrophe."""
    clean["answers"]["6.known.other"] = text
    report = make(clean)
    book = openpyxl.load_workbook(BytesIO(as_xlsx(2025, report)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    (found,) = [cell for cell in cells if cell.value == text]
    assert found.data_type == "s"
    assert found.quotePrefix
    assert f",'{text}," in as_csv(2025, report)


def test_the_spreadsheet_follows_the_form(tmp_path: Path) -> None:
    """One sheet for the header and one for each category; every field; entries checked by type."""
    book = openpyxl.load_workbook(written("xlsx", 2025, None, tmp_path))
    assert [sheet.title.split()[0] for sheet in book.worksheets] == ["Report", *"123456789"]
    fields = {row[0].value for sheet in book.worksheets for row in sheet.iter_rows(min_row=2, max_col=1)}
    assert set(load_form().fields) <= fields
    sheet = book.worksheets[6]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    value = "ABCDEFGHIJ"[SHEET.index("value")]
    assert rules[f"{value}2"].type == "whole"
    assert (rules[f"{value}4"].type, rules[f"{value}4"].formula2) == ("decimal", "100")
    assert sheet.freeze_panes == f"{value}2"


def test_a_percentage_cell_is_read_as_a_percentage(tmp_path: Path) -> None:
    """A cell formatted as a percentage stores 1.14 % as 0.0114; it is read as 1.14."""
    file = written("xlsx", 2025, None, tmp_path)
    book = openpyxl.load_workbook(file)
    cell = _cell(book, "6.known.error_rate")
    cell.value, cell.number_format = 0.0114, "0.00%"
    book.save(file)
    assert str(load_report(file).ratio("6.known.error_rate")) == "1.14"


@pytest.mark.parametrize(
    ("value", "message"),
    [("=1+1", "holds a formula"), ("#REF!", "holds the error"), (-3, "cannot be negative"), ("many", "not a count")],
)
def test_a_bad_cell_is_named_by_sheet_and_row(value: object, message: str, tmp_path: Path) -> None:
    """Formulas, error values and wrong types are refused with the sheet and the row."""
    file = written("xlsx", 2025, None, tmp_path)
    book = openpyxl.load_workbook(file)
    _cell(book, "6.known.flagged").value = value
    book.save(file)
    with pytest.raises(BadInput, match=message) as refused:
        load_report(file)
    assert "[6 Numbers" in refused.value.problems[0].file
    assert refused.value.problems[0].line == 2


def _cell(book: Any, field: str) -> Any:
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=2):
            if row[0].value == field:
                return row[SHEET.index("value")]
    raise AssertionError(field)


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    """Plain bytes, other archives, entity declarations, foreign tables and bombs are refused, not opened."""
    entities = BytesIO()
    with zipfile.ZipFile(entities, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>')
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/big.xml", b" " * 61_000_000)
    other = BytesIO()
    foreign = openpyxl.Workbook()
    foreign.active.append(["name", "age"])
    foreign.save(other)
    empty = BytesIO()
    with zipfile.ZipFile(empty, "w"):
        pass
    for raw, message in (
        (b"not a zip", "not a spreadsheet"),
        (entities.getvalue(), "XML entities"),
        (bomb.getvalue(), "unpacks to too much"),
        (other.getvalue(), "no sheet has the columns"),
        (empty.getvalue(), "cannot be read"),
    ):
        file = tmp_path / "bad.xlsx"
        file.write_bytes(raw)
        with pytest.raises(BadInput, match=message):
            load_report(file)


CSV_HEAD = "field,value,note\nprovider,H,\nsource.standing,read,\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, 'column "field" is missing'),
        ("field,vale\n", 1, 'no column "vale"'),
        ("field,value,value\n", 1, "stands twice"),
        (CSV_HEAD + "6.known.flaged,3,\n", 4, 'no field "6.known.flaged"'),
        (CSV_HEAD + "6.known.flagged,-3,\n", 4, "cannot be negative"),
        (CSV_HEAD + "6.known.flagged,3,\n6.known.flagged,4,\n", 5, "answered twice"),
        (CSV_HEAD + "6.known.flagged,3,x,y\n", 4, "more cells"),
        (CSV_HEAD + ",3,\n", 4, "names no field"),
        (CSV_HEAD + '6.known.other,"open\n', 4, "cannot be read"),
        (CSV_HEAD + "technologies.h.nam,x,\n", 4, "write technologies.ID."),
        (CSV_HEAD + "6.known.other,a\x00b,\n", 4, "control character"),
        (CSV_HEAD + "provider,other,\n", 4, "given twice"),
    ],
)
def test_a_malformed_table_is_refused_with_its_line(text: str, line: int, message: str, tmp_path: Path) -> None:
    """Each defect of a CSV file is named with its line."""
    file = tmp_path / "bad.csv"
    file.write_text(text, newline="")
    with pytest.raises(BadInput) as refused:
        load_report(file)
    assert message in refused.value.problems[0].message
    assert (refused.value.problems[0].file, refused.value.problems[0].line) == (str(file), line)


def test_tables_with_semicolons_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    """Spreadsheets in much of Europe write semicolons; some programs begin UTF-8 with a mark."""
    file = tmp_path / "report.csv"
    text = (
        "\ufefffield;value;absent\nprovider;Hafen;\nsource.standing;read;\n6.known.flagged;3;\n9.ncmec;;not_disclosed\n"
    )
    file.write_text(text)
    report = load_report(file)
    assert report.count("6.known.flagged") == 3
    assert report.answer("9.ncmec").absent == "not_disclosed"


def test_a_split_by_technology_survives_each_format(
    clean: dict[str, Any], make: Callable[[dict[str, Any]], Report], tmp_path: Path
) -> None:
    """Figures for each technology read back under their technologies."""
    data = copy.deepcopy(clean)
    data["answers"]["6.known.flagged"] = {"value": 70, "by_technology": {"hash": 60, "image": 10}}
    data["answers"]["6.known.error_rate"] = {"value": 2.86, "by_technology": {"hash": 1.5, "image": 30}}
    report = make(data)
    for form in FORMATS:
        assert same(load_report(written(form, 2025, report, tmp_path)), report)


def test_the_spreadsheet_can_be_read_and_printed(tmp_path: Path) -> None:
    """Rows are as high as their text, frozen columns leave room to type, and paper holds every column that is used."""
    book = openpyxl.load_workbook(written("xlsx", 2025, load_report("google-2025"), tmp_path))
    for sheet in book.worksheets:
        first = [cell.value for cell in sheet[1]]
        widths = {
            name: sheet.column_dimensions[cell.column_letter].width for name, cell in zip(first, sheet[1], strict=True)
        }
        assert sum(widths[name] for name in first[: first.index("value")]) < 100
        for row in sheet.iter_rows(min_row=2):
            letters = max(len(str(cell.value or "")) / widths[first[at]] for at, cell in enumerate(row))
            height = sheet.row_dimensions[row[0].row].height
            assert height >= min(400, 9 * letters / 1.2)
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert sheet.print_title_rows == "$1:$1"
        printed = sheet[sheet.print_area.partition("!")[2].replace("$", "")]
        assert len(printed) == sheet.max_row
        beyond = [cell.value for row in sheet.iter_rows(min_row=2, min_col=len(printed[0]) + 1) for cell in row]
        assert not any(beyond)
    assert book["1 Type and volumes of data"].oddHeader.left.text.startswith("Annual report for 2025: 1. Type")
