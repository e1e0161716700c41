"""The one way to write a file: whole or not at all.

The bytes go into a draft beside the file, onto the disk, and then into its place in one step (``rename``), so that a
reader, a crash or a full disk finds what the file held or what it is to hold, and nothing between. All writers share:

- a file that is replaced keeps its mode (a private file stays private) and, where the system allows, its owner;
- a symbolic link stays, and the file it leads to is written;
- a file that may not be written is refused, although its folder would let it be replaced;
- what is no regular file (a terminal, a pipe, ``/dev/null``) is written straight, since it cannot be replaced.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from .errors import CannotWrite, Problem


def write_whole(path: Path, content: bytes | str, *, inputs: Iterable[Path] = ()) -> None:
    """Write ``content`` (text as UTF-8) to ``path``.

    ``inputs`` are files that were read for it and must not be written over. Raises :class:`CannotWrite`.
    """
    with whole_file(path, inputs=inputs) as stream:
        stream.write(content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content)


def make_folder(path: Path) -> None:
    """Make a folder, and those it is to lie in, where they are not there. Raises :class:`CannotWrite`."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(path, error) from error


def check_writable(path: Path, *, inputs: Iterable[Path] = ()) -> None:
    """Raise :class:`CannotWrite` now for what would be refused at the end of a long run."""
    try:
        _checked(path, Path(os.path.realpath(path)), inputs)
    except OSError as error:
        raise _refusal(path, error) from error


@contextmanager
def whole_file(path: Path, *, inputs: Iterable[Path] = ()) -> Generator[BinaryIO]:
    """A stream whose content becomes ``path`` when the block ends, and goes when it is left by an error.

    Raises :class:`CannotWrite`, also for an error of the system while the block writes.
    """
    target = Path(os.path.realpath(path))
    try:
        before = _checked(path, target, inputs)
        if before is not None and not stat.S_ISREG(before.st_mode):
            with target.open("wb") as stream:
                yield stream
            return
        with _draft(target, before) as stream:
            yield stream
    except OSError as error:
        raise _refusal(path, error) from error


def _checked(path: Path, target: Path, inputs: Iterable[Path]) -> os.stat_result | None:
    """What stands at ``target`` now, if anything."""
    if target.is_symlink():
        raise CannotWrite(Problem("this link leads in a circle", str(path), hint="Name another file."))
    try:
        before = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(before.st_mode):
        raise CannotWrite(Problem("this is a folder, not a file", str(path), hint="Name a file inside it."))
    for file in inputs:
        with suppress(OSError):  # an input that is gone cannot be lost
            if os.path.samestat(file.stat(), before):
                hint = "Name another file to write to."
                raise CannotWrite(Problem("this file is being read, and would be written over", str(path), hint=hint))
    if not os.access(target, os.W_OK):
        raise CannotWrite(Problem("this file is write-protected", str(path), hint="Name another file to write to."))
    return before


@contextmanager
def _draft(target: Path, before: os.stat_result | None) -> Generator[BinaryIO]:
    # A new file gets the rights that the user's mask gives; the draft of an old one is private until it has the same.
    draft = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if before is None else 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            if before is not None:
                with suppress(OSError, AttributeError):
                    os.chown(draft, before.st_uid, before.st_gid)
                draft.chmod(stat.S_IMODE(before.st_mode))
            os.fsync(stream.fileno())
        draft.replace(target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    _keep_name(target.parent)


def _keep_name(folder: Path) -> None:
    """Put the entry of the folder onto the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refusal(path: Path, error: OSError) -> CannotWrite:
    reason = error.strerror or str(error)
    if isinstance(error, FileNotFoundError):
        return CannotWrite(Problem("there is no such folder", str(path), hint=f"Make it first: mkdir -p {path.parent}"))
    if isinstance(error, PermissionError):
        hint = "Name a file in a folder where you may write."
        return CannotWrite(Problem(f"you may not write here ({reason})", str(path), hint=hint))
    return CannotWrite(Problem(f"the file cannot be written ({reason})", str(path), hint="Nothing has been changed."))
