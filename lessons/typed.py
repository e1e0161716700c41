"""What is typed, read as numbers of what was offered."""

from __future__ import annotations

from .answer import THE_DAY
from .sitting import Sitting


class Refused(Exception):
    """What was typed is no choice; the message says what may be."""


def numbers_in(text: str, most: int) -> tuple[int, ...]:
    """Numbers and ranges as typed: ``1, 3-5 9``; raises :class:`Refused` for what is none, or above ``most``."""
    found: list[int] = []
    for word in text.replace(",", " ").split():
        first, dash, last = word.partition("-")
        if not first.isdigit() or (dash and not last.isdigit()):
            raise Refused(f"{word!r} is no number. Write numbers from 1 to {most}, such as 3, 5-7.")
        numbers = range(int(first), int(last if dash else first) + 1)
        if not numbers or numbers[0] < 1 or numbers[-1] > most:
            raise Refused(f"{word!r} is not among the numbers from 1 to {most}.")
        found += numbers
    return tuple(dict.fromkeys(found))


def one_in(text: str, most: int) -> int:
    """One number as typed; raises :class:`Refused`."""
    numbers = numbers_in(text, most)
    if len(numbers) != 1:
        raise Refused(f"Write one number from 1 to {most}.")
    return numbers[0]


def places_in(text: str, sitting: Sitting) -> tuple[str, ...]:
    """The facts at these numbers, ranges such as 3-7 and d (the day assessed) included; raises :class:`Refused`."""
    words = text.replace(",", " ").split()
    numbered = [word for word in words if word.lower() != "d"]
    numbers = numbers_in(" ".join(numbered), len(sitting.facts))
    day = (THE_DAY,) if len(numbered) < len(words) else ()
    return (*(sitting.facts[number - 1].path for number in numbers), *day)
