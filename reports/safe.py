"""Foreign text made fit to be shown: nothing in it can move, hide or colour what stands around it."""

from __future__ import annotations

import re

#: Control characters, invisible and direction-changing characters, line separators, tags, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def visible(text: str, limit: int = 0) -> str:
    """``text`` in one line, with unsafe characters written as <U+202E>, cut after ``limit`` characters (0:
    never)."""
    cut = len(text) - limit if limit and len(text) > limit else 0
    if cut:
        text = text[:limit]
    shown = _UNSAFE.sub(lambda match: f"<U+{ord(match[0]):04X}>", " ".join(re.split(r"[\t\n\r ]+", text)))
    return f"{shown}… ({cut:,} more characters)" if cut else shown


def escaped(json_text: str) -> str:
    """JSON text with unsafe characters in its strings as escapes, which JSON reads back unchanged."""

    def escape(match: re.Match[str]) -> str:
        units = match[0].encode("utf-16-be", "surrogatepass")
        return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))

    return "\n".join(_UNSAFE.sub(escape, line) for line in json_text.split("\n"))
