"""Where reports come from: a file, standard input, or the library that ships with the program."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path

from ..reading.document import MAX_BYTES, Document, read_file, read_text
from ..reading.errors import BadInput, NoSuchName, Problem
from .csv_file import read_csv
from .model import Report
from .parse import parse_report
from .reading import Tree

LIBRARY = Path(__file__).parent / "library"


def library() -> dict[str, Path]:
    """The reports that ship with the program, by name."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*.yaml"))}


def load_report(name: str | Path) -> Report:
    """Read a report from a YAML, JSON, CSV or XLSX file, from ``-`` (standard input) or from the library.

    Raises ``BadInput`` with every problem found, each with file, line and field.
    """
    return parse_report(_tree(str(name)))


@cache
def library_report(name: str) -> Report:
    """A report that ships with the program, read once. Raises ``KeyError`` where there is none of this name."""
    return load_report(library()[name])


def report_of_text(text: str, name: str) -> Report:
    """Read a report from YAML or JSON text; ``name`` is what errors call it. Raises ``BadInput`` as files do."""
    return parse_report(_of_document(read_text(text, name)))


def digest(report: Report) -> str:
    """SHA-256 of what a report says, whatever the format, layout and name of its file."""
    return hashlib.sha256(report.model_dump_json(exclude={"file"}).encode("utf-8", "replace")).hexdigest()


def _tree(name: str) -> Tree:
    if name == "-":
        return _of_document(read_text(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>"))
    path, suffix = Path(name), Path(name).suffix.casefold()
    if suffix in (".csv", ".xlsx"):
        raw = _bytes(path, name)
        if suffix == ".csv":
            return read_csv(raw, name)
        from .xlsx_read import read_xlsx

        return read_xlsx(raw, name)
    if suffix in (".xls", ".ods", ".xlsm", ".pdf", ".docx"):
        hint = "Save it as .xlsx or .csv, or make a template with `report template` and fill it in."
        raise BadInput(Problem(f"reports in {suffix} files are not read", name, hint=hint))
    if suffix == "" and not path.exists():
        if name in library():
            return _of_document(read_file(library()[name], name=name))
        hint = f"Reports in the library: {', '.join(library())}."
        raise NoSuchName(Problem("there is no such file or report", name, hint=hint))
    return _of_document(read_file(path, name=name))


def _of_document(document: Document) -> Tree:
    return Tree(document.file, document.data, lambda path: (document.file, document.line(path)))


def _bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(5 * MAX_BYTES + 1)
    except OSError as failure:
        reason = "there is no such file" if isinstance(failure, FileNotFoundError) else str(failure.strerror)
        raise BadInput(Problem(reason, name, hint="Check the name.")) from None
