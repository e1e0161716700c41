"""The form as a spreadsheet: a sheet for the header and one for each category, with checked entries.

Needs openpyxl, which comes with the extra ``documents``.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, cast, get_args

from ..reading.extras import needs
from ..reading.formulas import FORMULA_STARTS
from .form import Category, load_form
from .model import (
    ABSENCE_WORDS,
    ErrorRate,
    FormUsed,
    Processed,
    Report,
    Standing,
    TechnologyKind,
    UsersCovered,
    Value,
)
from .template import Line, asks, lines
from .values import written
from .xlsx_layout import lay_out

#: The columns of a sheet: what is asked, and what is filled in.
SHEET = ("field", "part", "technology", "question", "value", "absent", "reason", "note", "raw", "legal_duty")

#: What one cell of a spreadsheet can hold.
MAX_CELL = 32_767
_CUT = " (cut here: the cell is full)"

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CHOICES: dict[str, Sequence[str]] = {
    "source.standing": get_args(Standing),
    "form": get_args(FormUsed),
    "users": get_args(UsersCovered),
    "new_measures": ("yes", "no"),
    "meanings.processed.means": get_args(Processed),
    "meanings.error_rate.means": get_args(ErrorRate),
}


def as_xlsx(year: int, report: Report | None = None) -> bytes:
    """The form as an XLSX file. Text that looks like a formula is stored as text.

    Raises ``MissingPackage`` where openpyxl is not installed.
    """
    book = _openpyxl().Workbook()
    book.properties.title = f"Annual report for {year}, Article 3(1)(g)(vii)"
    book.properties.creator = "derogation"
    book.remove(book.active)
    everything = lines(year, report)
    head = f"Annual report for {year}"
    _sheet(book, "Report", [line for line in everything if line.category is None], head)
    for category in load_form().categories:
        title = f"{head}: {category.number}. {category.title} (Article {category.provision})"
        _sheet(book, _title(category), [line for line in everything if line.category is category], title)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _openpyxl() -> Any:
    with needs("documents", "openpyxl", "XLSX", instead="YAML and CSV need nothing more."):
        import openpyxl
    return openpyxl


def _title(category: Category) -> str:
    """The name of a sheet: 31 characters at most, cut between words, without what Excel forbids."""
    words = re.sub(r"[\[\]:*?/\\]", " ", category.title.partition("(")[0])
    return textwrap.shorten(f"{category.number} {words}", 31, placeholder="").rstrip(",")


def _sheet(book: Any, name: str, found: Sequence[Line], title: str) -> None:
    sheet = book.create_sheet(name)
    for position, column in enumerate(SHEET, start=1):
        sheet.cell(1, position, column)
    for number, line in enumerate(found, start=2):
        for position, column in enumerate(SHEET, start=1):
            _put(sheet.cell(number, position), _content(line, column))
        _validate(sheet, number, line)
    lay_out(sheet, SHEET, found, title)


def _content(line: Line, column: str) -> object:
    if column == "value":
        return line.value
    asked = f"\n[{asks(line)}]" if column == "question" and asks(line) else ""
    return line.cell(column) + asked


def _put(cell: Any, value: object) -> None:
    """Write numbers and days as such, everything else as text that is never a formula."""
    if value is None or value == "":
        return
    if isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
        return
    if isinstance(value, int) and abs(value) < 10**15:
        cell.value, cell.number_format = value, "#,##0"
        return
    if isinstance(value, Decimal) and str(float(value)).removesuffix(".0") == str(value):
        cell.value = float(value)
        return
    text = _ILLEGAL.sub("\ufffd", written(cast("Value", value)))
    cell.value = text if len(text) <= MAX_CELL else text[: MAX_CELL - len(_CUT)] + _CUT
    cell.data_type = "s"  # openpyxl takes a leading = for a formula otherwise
    cell.number_format = "@"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def _validate(sheet: Any, number: int, line: Line) -> None:
    """Tie the cells of a line to what can be read back."""
    from openpyxl.worksheet.datavalidation import DataValidation

    def tie(column: str, message: str, **rule: Any) -> None:
        check: Any = DataValidation(allow_blank=True, showErrorMessage=True, showInputMessage=True, **rule)
        check.errorTitle, check.error = "Not an answer to this", message[:255]
        check.promptTitle, check.prompt = line.name[:32], message[:255]
        check.add(sheet.cell(number, SHEET.index(column) + 1).coordinate)
        sheet.add_data_validation(check)

    choices = _CHOICES.get(line.name) or (get_args(TechnologyKind) if line.name.endswith(".kind") else ())
    if line.type == "yes_no":
        choices = ("yes", "no", "partly")
    if choices:
        tie("value", f"One of: {', '.join(choices)}.", type="list", formula1=f'"{",".join(choices)}"')
    elif line.type == "count":
        tie("value", "A whole number, zero or more.", type="whole", operator="greaterThanOrEqual", formula1="0")
    elif line.type == "ratio":
        message = "A percentage from 0 to 100, such as 0.54."
        tie("value", message, type="decimal", operator="between", formula1="0", formula2="100")
    if line.row is not None and not line.technology:
        kinds = tuple(ABSENCE_WORDS)
        message = "Why there is no answer; only where value is empty."
        tie("absent", message, type="list", formula1=f'"{",".join(kinds)}"')
