"""Standard output and error, made fit for what is printed: whatever the terminal's encoding lacks has an ASCII sign."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from typing import Any, NoReturn, cast

#: What the program prints beyond ASCII, in ASCII. What stands in a profile and not here is written as an escape.
SIGNS = {
    "✓": "+", "✗": "x", "○": "o", "●": "*", "†": "+", "‡": "++", "…": "...", "–": "-", "—": "-", "−": "-", "‑": "-",
    "→": "->", "←": "<-", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "×": "x", "·": ".", "•": "*",
    "\u00a0": " ", "\u202f": " ",
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "§": "s.", "€": "EUR",
    "─": "-", "━": "=", "═": "=", "│": "|", "┃": "|", "┼": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┌": "+",
    "┐": "+", "└": "+", "┘": "+", "█": "#", "▉": "#", "▌": "#", "░": ".", "▒": ":", "▓": "#",
}  # fmt: skip


def prepare() -> None:
    """Give both streams the ASCII signs; a stream that is closed says so where it is written to."""
    codecs.register_error("derogation", _in_ascii)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            if codecs.lookup(stream.encoding).name == "ascii":
                stream = _Ascii(cast("Any", stream).detach(), encoding="ascii", line_buffering=stream.line_buffering)
                setattr(sys, name, stream)
            stream.reconfigure(errors="derogation")
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]  # so it is where the shell closed it
        sys.stdout = _Closed()


def speaks_unicode() -> bool:
    """Whether standard output can show every character."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("_", "-").startswith(("utf", "cp65001"))


def abandon() -> None:
    """Send what is still to be written nowhere, so that ending does not fail at it a second time."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        stream = (sys.stdout, sys.stderr)[number - 1]
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            os.dup2(nowhere, number)


def _in_ascii(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(SIGNS.get(char) or char.encode("ascii", "backslashreplace").decode() for char in lacking), error.end


class _Ascii(io.TextIOWrapper):
    """A stream in ASCII that says so in its own words, since click takes "ascii" for a mistake and writes UTF-8."""

    @property
    def encoding(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return "ascii, meant so"


class _Closed(io.TextIOBase):
    """In place of a standard output that was closed before the program began."""

    def write(self, s: str, /) -> NoReturn:
        raise OSError(errno.EBADF, "it is closed")
