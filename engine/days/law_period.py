"""Eras: the days that one state of the law governs, in words, as whoever owns the law describes them."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Era(Struct, frozen=True):
    """Days under one law, first and last included, ``None`` where open.

    ``name`` is short; ``begins`` says what happens on the first day, and ``provision`` where that is laid down;
    ``second_hand`` marks law whose text was not read.
    """

    first_day: date | None
    last_day: date | None
    name: str
    begins: str
    in_force: bool
    provision: str = ""
    second_hand: bool = False
    note: str = ""

    def meets(self, first_day: date, last_day: date) -> bool:
        """Whether a span has a day of this era."""
        return (self.first_day or date.min) <= last_day and (self.last_day or date.max) >= first_day
