"""Text that means harm in some format, and cases in which every text is hostile."""

from __future__ import annotations

from typing import Any, cast

#: Markup of four languages, a formula, a script, controls, a right-to-left override, no-characters.
HOSTILE = (
    "<script>alert(1)</script> </td></table> & \"'> [x](javascript:y) **b** {{7*7}} {% raw %} =cmd|'/c'!A1 "
    "\x00\x01\x1b[31m \u202egnp.exe\u202c \u2028\ufffe\u0301\u0301\u0301\u0301\u0301\u0301 ]]> <!-- | `c` # h"
)
#: The keys of a profile under which text stands as its author wrote it.
FREE = {"name", "summary", "lesson", "title", "by", "reference", "url", "note", "because", "feature", "description",
        "source", "authority", "holds", "at"}  # fmt: skip
#: Maps whose keys are names of the author's own.
NAMED = {"sources", "parties"}


def poisoned(data: Any, key: str = "") -> Any:
    """The data of a case with hostile text in every place where its author may write what he likes."""
    if isinstance(data, dict):
        found = cast("dict[str, Any]", data)
        return {
            f"{name} {HOSTILE}" if key in NAMED else name: poisoned(value, "" if key in NAMED else name)
            for name, value in found.items()
        }
    if isinstance(data, list):
        return [poisoned(each, "note" if key == "notes" else key) for each in cast("list[Any]", data)]
    return f"{data} {HOSTILE}" if isinstance(data, str) and key in FREE else data
