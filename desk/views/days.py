"""Days as the forms of pages give them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...reading import values
from ...reading.errors import BadInput, Problem


def day_of(form: Mapping[str, str], name: str) -> date | None:
    """The day in a field; ``None`` where it is empty. Raises :class:`BadInput` for what is no day."""
    text = form.get(name, "").strip()
    try:
        return values.day(text) if text else None
    except values.Unreadable as refused:
        raise BadInput(Problem(str(refused), path=name, hint=refused.cure)) from None
