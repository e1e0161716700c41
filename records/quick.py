"""What the verifier computes of a part, in one quick pass: its canonical text and the commitment to each leaf.

The text is made on the way, so that nothing is written twice, with the words of RFC 8785 that are the same in Python;
where they are not (numbers that ECMAScript writes otherwise, keys beyond the first plane of Unicode) the verifier's own
functions do the work. Tests hold the two against each other. So recording costs a fraction of what verifying costs.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from . import verify_record as v

WORDS = {True: "true", False: "false", None: "null"}


class _Otherwise(Exception):
    """Something in data that has to be written by the verifier."""


def text(data: Any) -> str:
    """Data as RFC 8785 has it. Raises ``ValueError`` for a number that is too large to be exact."""
    try:
        return _written(data)
    except _Otherwise:
        return v.canonical(data)


def told(data: Any, seed: str, name: str) -> tuple[str, list[str]]:
    """The canonical text of a part's data, and the commitments to its leaves, in order.

    Raises ``ValueError`` for a number that is too large to be exact.
    """
    found: list[str] = []
    try:
        written = _walked(data, "", found, v.WHOLE_BELOW[name])
    except _Otherwise:
        return v.canonical(data), v.commitments(v.disclosed({"data": data, "seed": seed}, name))
    salts = hashlib.shake_256(f"{seed} {name}".encode()).hexdigest(32 * len(found))
    sha = hashlib.sha256
    return written, [
        sha((salts[at : at + 64] + leaf).encode()).hexdigest()
        for at, leaf in zip(range(0, 64 * len(found), 64), found, strict=True)
    ]


def _walked(data: Any, pointer: str, found: list[str], depth: int) -> str:
    """The text of a map or list that is not empty; its leaves are added as their commitments have them, without salts.
    ``depth`` says how far down a map or list that holds no other begins to be a leaf."""
    parts: list[str] = []
    is_map = type(data) is dict
    for key in _keys(data, is_map):
        value = data[key]
        label, step = _key(key) if is_map else ("", f"/{key}")
        here = pointer + step
        if type(value) is str:
            said = encode_basestring(value)
        else:
            said = _whole(value) if depth <= 1 or not value else _plain(value)
        if said is None:
            parts.append(label + _walked(value, here, found, depth - 1))
        else:
            found.append(f"\n{here}\n{said}")
            parts.append(label + said)
    return f"{{{','.join(parts)}}}" if is_map else f"[{','.join(parts)}]"


def _plain(value: Any) -> str | None:
    """A value that is neither map nor list; ``None`` for these."""
    if type(value) is str:
        return encode_basestring(value)
    if value is None or type(value) is bool:
        return WORDS[value]
    if type(value) is dict or type(value) is list:
        return None
    if v.number(value) != repr(value):
        raise _Otherwise
    return repr(value)


def _whole(value: Any) -> str | None:
    """A value, or a map or list that holds no other but empty ones; ``None`` for one that does."""
    said = _plain(value)
    if said is not None:
        return said
    is_map = type(value) is dict
    parts: list[str] = []
    for key in _keys(value, is_map):
        each = value[key]
        inner = encode_basestring(each) if type(each) is str else _plain(each) if each else _empty(each)
        if inner is None:
            return None
        parts.append(_key(key)[0] + inner if is_map else inner)
    return f"{{{','.join(parts)}}}" if is_map else f"[{','.join(parts)}]"


def _empty(value: Any) -> str | None:
    """A value that is nothing, zero or false, or an empty map or list."""
    return "{}" if type(value) is dict else "[]" if type(value) is list else _plain(value)


@lru_cache(maxsize=4096)
def _key(key: str) -> tuple[str, str]:
    """A key as the text has it, with the colon after it, and as a JSON pointer has it."""
    if max(key, default="") > "\uffff":
        raise _Otherwise  # RFC 8785 has keys in the order of UTF-16
    return f"{encode_basestring(key)}:", f"/{key.replace('~', '~0').replace('/', '~1')}"


def _written(data: Any) -> str:
    """A value with all that is in it."""
    said = _whole(data)
    if said is not None:
        return said
    if is_map := type(data) is dict:
        return f"{{{','.join([_key(key)[0] + _written(data[key]) for key in _keys(data, is_map)])}}}"
    return f"[{','.join([_written(data[at]) for at in _keys(data, is_map)])}]"


def _keys(data: Any, is_map: bool) -> Any:
    """The keys of a map in their order, or the numbers of a list."""
    return sorted(data) if is_map else range(len(data))
