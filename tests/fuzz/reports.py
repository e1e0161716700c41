"""Targets that are annual reports (YAML, CSV, XLSX): read and checked, or refused; written down again, the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from derogation.reading.document import read_text
from derogation.reports.check import check_report
from derogation.reports.csv_file import read_csv
from derogation.reports.files import digest, load_report
from derogation.reports.parse import parse_report
from derogation.reports.reading import Tree
from derogation.reports.render import check_text
from derogation.reports.template import as_csv
from derogation.reports.template_yaml import as_yaml
from derogation.reports.xlsx_read import read_xlsx
from derogation.reports.xlsx_write import as_xlsx
from fuzz.mutate import mutated, one_in

DATA = Path(__file__).parents[1] / "reports" / "data"


def _yaml(data: bytes, name: str) -> Tree:
    document = read_text(data, name)
    return Tree(document.file, document.data, lambda path: (document.file, document.line(path)))


READERS: dict[str, Callable[[bytes, str], Tree]] = {"yaml": _yaml, "csv": read_csv, "xlsx": read_xlsx}


def reader(kind: str) -> Callable[[bytes], None]:
    """Reads a report; some are also checked, rendered, written down as a form and read back."""

    def read(data: bytes) -> None:
        report = parse_report(READERS[kind](data, f"report.{kind}"))
        if one_in(4, data):
            found = check_report(report)
            assert all(one.message and one.cure for one in found.findings)
            check_text(found)
        if one_in(12, data):
            again = parse_report(_yaml(as_yaml(2025, report).encode(), "again"))
            assert digest(again) == digest(report), "written down, and read otherwise"

    return read


@cache
def seeds(kind: str) -> list[bytes]:
    """Filled and empty forms."""
    write = {"yaml": as_yaml, "csv": as_csv, "xlsx": as_xlsx}[kind]
    filled = [load_report(name) for name in ("google-2025", DATA / "lantern-2024.yaml")]
    made = [write(2025, report) for report in (None, *filled)]
    own = [path.read_bytes() for path in DATA.glob("*.yaml")] if kind == "yaml" else []
    return [*own, *(each.encode() if isinstance(each, str) else each for each in made)]


def mutated_xlsx(data: bytes, random: Random) -> bytes:
    """Mostly one part of the package changed and packed again, else changed bytes of the package."""
    if random.random() < 0.15:
        return mutated(data, random)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except Exception:  # what an earlier change has broken
        return mutated(data, random)
    sheets = [name for name in parts if "sheet" in name or "shared" in name or "styles" in name]
    name = random.choice(sheets if sheets and random.random() < 0.8 else list(parts))
    parts[name] = mutated(parts[name], random)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each, part in parts.items():
            archive.writestr(zipfile.ZipInfo(each), part)
    return packed.getvalue()
