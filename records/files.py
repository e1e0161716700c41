"""Records as files: one by itself, or a chain in a folder, numbered from 0001."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..reading.document import read_bytes
from ..reading.errors import BadInput, Problem
from ..reading.extras import needs
from . import verify_record as v

#: Records of the longest reports have a few million bytes.
MOST = 20_000_000
CURES = {
    "form": "Get the file again from whoever made it; nothing in it may be edited, not even its layout.",
    "facts": "A fact was changed, added or taken out, or a withheld one guessed.",
    "answer": "A part of the answer was changed, added or taken out, or a withheld one guessed.",
    "agreement": "The answer was taken from another record.",
    "signature": "The body was changed after it was signed.",
    "signer": "Get the right public key, or the record that its owner signed.",
    "chain": "Name every record of the chain, from the first on.",
    "head": "Get the records that are missing, or the right head.",
}


def read_record(path: Path) -> dict[str, Any]:
    """A record, its form checked. Raises :class:`BadInput`."""
    raw = read_bytes(path, MOST)
    if not raw.startswith(b"{"):
        hint = "Name a file that `derogation assess --record` or `derogation record redact` made."
        raise BadInput(
            Problem("this is no decision record" if raw.strip() else "this file is empty", str(path), hint=hint)
        )
    try:
        return v.read(raw)
    except v.Refused as refused:
        raise _problem(refused, path) from None


def _problem(refused: v.Refused, path: Path) -> BadInput:
    return BadInput(Problem(str(refused), str(path), hint=CURES[str(refused).partition(":")[0]]))


def verified(
    files: Sequence[Path], key_file: Path | None, head: str | None, *, chained: bool
) -> tuple[tuple[str, str, str], ...]:
    """Every property checked of every record, by file. Raises :class:`BadInput` for the first that does not hold."""
    with needs("records", "cryptography", "Verifying"):
        import cryptography  # noqa: F401  # pyright: ignore[reportUnusedImport]
    key = read_bytes(key_file, MOST) if key_file is not None else None
    found: list[tuple[str, str, str]] = []
    records: list[dict[str, Any]] = []
    for path in files:
        records.append(read_record(path))
        try:
            found += [(str(path), name, text) for name, text in v.check(records[-1], key)]
        except ValueError:
            hint = "Name the file FILE.pub that `derogation record key new FILE` made."
            raise BadInput(Problem("this is no public key in PEM form", str(key_file), hint=hint)) from None
        except v.Refused as refused:
            raise _problem(refused, path) from None
    if chained and files:
        try:
            found += [(str(files[-1]), name, text) for name, text in v.check_chain(records, head)]
        except v.Refused as refused:
            raise _problem(refused, files[-1]) from None
    return tuple(found)


def in_folder(folder: Path) -> list[Path]:
    """The records of a chain, in order."""
    return sorted(folder.glob("[0-9]*.json"))


def next_in(target: Path) -> tuple[Path, dict[str, Any] | None]:
    """Where the next record goes, and the one before it: in a folder the next number, else the file that is named.

    Raises :class:`BadInput` where the last record of the folder is none.
    """
    if not target.is_dir():
        return target, None
    known = in_folder(target)
    previous = read_record(known[-1]) if known else None
    number = previous["body"]["chain"]["index"] + 1 if previous else 1
    return target / f"{number:04d}.json", previous
