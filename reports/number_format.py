"""What a spreadsheet's number format does to a number: whether it is shown as a percentage.

Office Open XML, ECMA-376 part 1, 18.8.31: up to four sections parted by semicolons; what stands in quotation marks or
after a backslash, an underscore or a star is text and not a sign of its own; a condition stands in brackets.
"""

from __future__ import annotations

import re

_LITERAL = re.compile(r'"[^"]*"|[\\_*].')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_CONDITION = re.compile(r"\[\s*[<>=]")


def shows_percent(number_format: str) -> bool | None:
    """Whether numbers are stored as fractions and shown in percent; ``None`` where that turns on a condition.

    ``0.00%`` is; ``0.00"%"`` and ``0.00\\%`` show the number itself with a sign behind it, and are not. Without a
    condition the first section decides: the others are for negative numbers, zero and text.
    """
    plain = _LITERAL.sub("", number_format)
    sections = ["%" in _BRACKETS.sub("", section) for section in plain.split(";")]
    if _CONDITION.search(plain) and len(set(sections)) > 1:
        return None
    return sections[0]
