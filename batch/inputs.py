"""Which kind of input a path is. Nothing in a folder is left out without a word."""

from __future__ import annotations

from pathlib import Path

from ..reading.errors import BadInput, CannotWrite, NoSuchName, Problem
from ..reading.write_whole import check_writable
from .case_folder import CaseFolder
from .cells import Reckoning
from .columns import Layout, columns
from .csv_source import CsvSource
from .ndjson_source import NdjsonSource
from .parquet_source import ParquetSource
from .sources import Source

PARQUET, NDJSON, CSV, CASES = (".parquet", ".pq"), (".ndjson", ".jsonl"), (".csv",), (".yaml", ".yml", ".json")


def open_source(path: Path, layout: Layout, reckoning: Reckoning, zone: str | None = None) -> Source:
    """The source for a path, by its suffix in any case of letters. Raises :class:`BadInput`."""
    try:
        if not path.exists():
            raise NoSuchName(Problem("no such file", str(path), hint="give a Parquet, NDJSON or CSV file, or a folder"))
        if path.is_dir():
            return _of_folder(path, layout, reckoning, zone)
        suffix = path.suffix.lower()
        if suffix in PARQUET:
            return ParquetSource((path,), layout, zone)
        if suffix in NDJSON:
            return NdjsonSource(path, layout, reckoning)
        if suffix in CSV:
            return CsvSource(path, layout)
    except OSError as failure:
        raise BadInput(Problem(f"cannot be read: {failure.strerror or failure}", str(path))) from None
    raise BadInput(
        Problem("not a kind of table that is known", str(path), hint="name it .parquet, .ndjson, .jsonl or .csv")
    )


def _of_folder(path: Path, layout: Layout, reckoning: Reckoning, zone: str | None) -> Source:
    """A folder of Parquet files or of cases, in the folders within it too; never of both, nor of other tables.

    Names that begin with ``_`` or ``.`` are marks of other programs. Links to folders are not followed.
    """
    found: dict[str, list[Path]] = {}
    skipped: list[str] = []
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if any(part.startswith(("_", ".")) for part in inside.parts) or (file.is_dir() and not file.is_symlink()):
            continue
        suffix = file.suffix.lower()
        kinds = {"Parquet files": PARQUET, "cases": CASES, "NDJSON": NDJSON, "CSV": CSV}
        kind = next((kind for kind, suffixes in kinds.items() if suffix in suffixes and file.is_file()), None)
        if kind is None:
            skipped.append(str(inside))
        else:
            found.setdefault(kind, []).append(file)
    if len(found) > 1 or found.keys() & {"NDJSON", "CSV"}:
        holds = " and ".join(f"{kind} ({files[0].relative_to(path)})" for kind, files in found.items())
        hint = "a folder is read as Parquet files or as cases; move the others, or give a table by its name"
        raise BadInput(Problem(f"holds {holds}", str(path), hint=hint))
    if "cases" in found:
        return CaseFolder(tuple(found["cases"]), layout, reckoning, tuple(skipped))
    if "Parquet files" not in found:
        hint = "Parquet files end in .parquet or .pq, cases in .yaml, .yml or .json"
        raise BadInput(Problem("holds neither Parquet files nor cases", str(path), hint=hint))
    files = found["Parquet files"]
    keys = {part.partition("=")[0] for file in files for part in file.relative_to(path).parts[:-1] if "=" in part}
    lost = sorted(keys & columns(layout).keys())
    if lost:
        hint = f"write {lost[0]!r} as a column of the files, or read one of these folders at a time with it"
        raise BadInput(Problem(f"says {lost[0]!r} in the names of its folders, not in its files", str(path), hint=hint))
    return ParquetSource(tuple(files), layout, zone, tuple(skipped))


def keep_apart(output: Path, input_: Path) -> None:
    """Raise :class:`CannotWrite` where what is written for ``output`` would replace the input, or come to lie in it."""
    target = output.resolve()
    if input_.is_dir() and target.is_relative_to(input_.resolve()):
        hint = "Name another output; a run of tomorrow would read it."
        raise CannotWrite(Problem("lies in the folder that is read", str(output), hint=hint))
    for ending in ("", ".rejects.ndjson", ".summary.json", ".summary.svg"):
        check_writable(target.with_name(f"{target.name}{ending}"), inputs=(input_,))
