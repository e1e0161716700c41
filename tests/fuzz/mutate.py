"""Changes to bytes that keep most of what stands there: a slip of the pen, a broken transfer, a stranger's attempt."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from random import Random

#: Words that mean something to some reader, and so go wrong in the wrong place.
WORDS = [
    *(b"never", b"true", b"no", b"null", b"~", b"''", b'""', b"{}", b"[]", b"{", b"]", b"- ", b": ", b"#", b"&a"),
    *(b"*a", b"!!python/name:os", b"<<", b"\t", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae"),
    *(b"\xc2\x85", b"%YAML 1.1\n", b"---\n", b"0001-01-01", b"9999-12-31", b"2021-02-30", b"2024-W23-1"),
    *(b"2024-06-03T00:00:00", b"1_000", b"1e400", b".nan", b"-1", b"\xd9\xa1\xd9\xa2", b"9" * 400, b"A" * 5000),
    *(b"../../etc/passwd", b"/dev/zero", b"known", b"complete: false", b"value", b"positions", b"unknown", b"source"),
    *(b"all:", b"any:", b"not:", b"each:", b"some:", b"is", b"before"),
]


def one_in(number: int, data: bytes) -> bool:
    """Whether ``data`` is one of so many, the same ones in every run."""
    return zlib.crc32(data) % number == 0


def mutated(data: bytes, random: Random) -> bytes:
    """``data`` with one to four changes."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        data = random.choice(CHANGES)(data, random)
    return data


def _span(data: bytes, random: Random, most: int = 40) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randrange(1, most))


def _flip(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) or 1)
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _drop(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _word(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random, 12)
    return data[:start] + random.choice(WORDS) + data[random.choice((start, end)) :]


def _value(data: bytes, random: Random) -> bytes:
    """Another value behind a colon."""
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    key, colon, _ = lines[at].partition(b": ")
    if colon:
        lines[at] = key + colon + random.choice((random.choice(WORDS), random.choice(lines).partition(b": ")[2]))
    return b"\n".join(lines)


def _line(data: bytes, random: Random) -> bytes:
    """A line twice, gone, elsewhere, or deeper."""
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            lines.insert(other, lines[one])
        case 1:
            del lines[one]
        case 2:
            lines[one], lines[other] = lines[other], lines[one]
        case _:
            lines[one] = b"  " + lines[one]
    return b"\n".join(lines)


CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (_flip, _drop, _cut, _word, _word, _value, _value, _line, _line)
