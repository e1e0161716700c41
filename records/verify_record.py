"""Verifies decision records (derogation/record/1) by itself: copy this file anywhere; it needs Python 3.11 and the
package ``cryptography``, and nothing of the program that made the record:
    python verify_record.py RECORD.json ... [--key PUBLIC.pem] [--head HASH]

Several records are a chain, in order. A record is canonical JSON (RFC 8785); the SHA-256 of its ``body`` is signed
(Ed25519). Each leaf of ``facts`` and ``answer`` is committed to: SHA-256 of its salt, JSON pointer and value, a line
each; the body holds their number and the SHA-256 of all commitments. A withheld leaf leaves its commitment behind.
"""

# pyright: basic
from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

FORMAT = "derogation/record/1"
PARTS = ("facts", "answer")
WHOLE_BELOW = {"facts": 99, "answer": 2}  # how far down a map or list that holds no other is one leaf
TEXT, MAYBE, COMMITTED = (str,), (str, type(None)), {"leaves": (int,), "root": (str,)}
QUESTION = {"engines": (list,), "on": TEXT, "on_the_record": (bool,), "readings": (dict,), "standpoint": MAYBE}
BODY = {
    "format": TEXT, "program": {"name": TEXT, "version": TEXT}, "recorded_at": TEXT, "question": QUESTION,
    "law": {"digest": TEXT}, "rulebook": {"digest": TEXT, "files": (dict,)}, "facts": COMMITTED, "answer": COMMITTED,
    "chain": {"index": (int,), "previous": MAYBE},
}  # fmt: skip
RECORD = {"answer": (dict,), "body": BODY, "facts": (dict,), "signature": {"key": TEXT, "value": TEXT}}
Record = dict[str, Any]


class Refused(Exception):
    """A property that does not hold: its name, a colon, why."""


def number(value: float) -> str:
    """A number as ECMAScript writes it, which is what RFC 8785 asks for; beyond 2 to the power of 53 none is exact."""
    if abs(value) > 2**53:
        raise ValueError(f"{value} is too large to be exact")
    if value == int(value):
        return str(int(value))
    digits, _, exponent = repr(value).partition("e")
    power = int(exponent or 0)
    if power < -6 or not exponent:
        return f"{digits}e{power}" if exponent else digits
    sign, mantissa = "-" if value < 0 else "", digits.lstrip("-").replace(".", "")
    return f"{sign}0.{'0' * (-power - 1)}{mantissa}"  # from 1e-6 to 1e-4, where Python writes an exponent


def canonical(value: Any) -> str:
    """JSON as RFC 8785 has it."""
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is dict:
        keys = sorted(value) if "".join(value).isascii() else sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join([f"{encode_basestring(key)}:{canonical(value[key])}" for key in keys]) + "}"
    if kind is list:
        return "[" + ",".join([canonical(each) for each in value]) + "]"
    return number(value) if kind in (int, float) else json.dumps(value)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def leaves(data: Any, whole_below: int = 99, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf (an empty map or list is one) with its JSON pointer, keys in order."""
    pairs = sorted(data.items()) if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = [(str(key).replace("~", "~0").replace("/", "~1"), each) for key, each in pairs]
    if not found or (whole_below <= 0 and not any(each and isinstance(each, dict | list) for _, each in found)):
        yield pointer, data
        return
    for step, each in found:
        yield from leaves(each, whole_below - 1, f"{pointer}/{step}")


def disclosed(part: Record, name: str) -> list[Any]:
    """The leaves of a part: (pointer, value, salt), or the commitment of one that is withheld."""
    if "leaves" in part:
        return [each if isinstance(each, str) else (each[0], each[1], each[2]) for each in part["leaves"]]
    found = list(leaves(part["data"], WHOLE_BELOW[name]))
    salts = hashlib.shake_256(f"{part['seed']} {name}".encode()).hexdigest(32 * len(found))
    return [(pointer, value, salts[64 * at : 64 * at + 64]) for at, (pointer, value) in enumerate(found)]


def commitments(found: list[Any]) -> list[str]:
    return [each if isinstance(each, str) else sha(f"{each[2]}\n{each[0]}\n{canonical(each[1])}") for each in found]


def _shaped(value: Any, shape: Any, where: str) -> None:
    if isinstance(shape, dict) and isinstance(value, dict) and value.keys() == shape.keys():
        for key, inner in shape.items():
            _shaped(value[key], inner, f"{where}.{key}")
    elif isinstance(shape, dict) or type(value) not in shape:
        raise Refused(f"form: {where} is not of its kind")


def _is_part(part: Record) -> bool:
    whole = part.keys() == {"data", "seed"}
    leaves_ = [part["seed"]] if whole else part["leaves"] if part.keys() == {"leaves"} else None
    return type(leaves_) is list and all(map(_is_leaf, leaves_))


def _is_leaf(each: Any) -> bool:
    last = each[2] if type(each) is list and len(each) == 3 and type(each[0]) is str else each
    return type(last) is str and len(last) == 64


def read(raw: bytes) -> Record:
    """The record that bytes hold, in its only form; raises :class:`Refused`."""
    try:
        record = json.loads(raw.decode())
        if canonical(record).encode() != raw:  # so no key stands twice either
            raise ValueError("it is not in the one form that RFC 8785 gives it")
    except (ValueError, RecursionError, OverflowError) as error:
        raise Refused(f"form: {error}") from None
    _shaped(record, RECORD, "the record")
    for name in PARTS:
        if not _is_part(record[name]):
            raise Refused(f"form: {name} is neither whole nor a list of leaves")
    return record


def hash_of(record: Record) -> str:  # what the next of a chain points to; the same whatever is withheld
    return sha(canonical({"body": record["body"], "signature": record["signature"]}))


def check(record: Record, key: bytes | None = None) -> list[tuple[str, str]]:
    """Every property checked of one record, with what was found; :class:`Refused` for the first that does not hold.
    ``key`` is the public key (PEM) of whom it is to be signed by, ``ValueError`` where it is none."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    body, found = record["body"], [("form", "canonical JSON, every part of its kind")]
    told: dict[str, Record] = {}
    for name in PARTS:
        parts = disclosed(record[name], name)
        if len(parts) != body[name]["leaves"] or sha("".join(commitments(parts))) != body[name]["root"]:
            raise Refused(f"{name}: what it says is not what was committed to")
        told[name] = {each[0]: each[1] for each in parts if not isinstance(each, str)}
        withheld = sum(isinstance(each, str) for each in parts)
        found.append((name, f"{len(parts)} leaves as committed to, {withheld} withheld"))
    expected = {f"/{asked}": body["question"][asked] for asked in ("on", "standpoint", "on_the_record")}
    expected |= {"/rulebook_digest": body["rulebook"]["digest"], "/version": body["program"]["version"]}
    for pointer, value in expected.items():
        if told["answer"].get(pointer, value) != value:
            raise Refused(f"agreement: the answer's {pointer} is not that of the record")
    try:
        signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(record["signature"]["key"]))
        signer.verify(bytes.fromhex(record["signature"]["value"]), f"{FORMAT}\n{sha(canonical(body))}".encode())
    except (InvalidSignature, ValueError):
        raise Refused("signature: it does not fit the body") from None
    found += [("agreement", "the answer is to the question of the record"), ("signature", "fits the body and its key")]
    if key is None:
        return [*found, ("signer", "not checked: --key says whose signature is expected")]
    if load_pem_public_key(key) != signer:
        raise Refused("signer: it is signed by another key than the one given")
    return [*found, ("signer", "signed by the key given")]


def check_chain(records: list[Record], head: str | None = None) -> list[tuple[str, str]]:
    """That records follow one another from the first on, and end with ``head``; raises :class:`Refused`."""
    before: str | None = None
    for at, record in enumerate(records, 1):
        if record["body"]["chain"] != {"index": at, "previous": before}:
            raise Refused(f"chain: number {at} does not follow the one before it: one is missing or out of order")
        before = hash_of(record)
    found = [("chain", f"{len(records)} in all, each following the one before")]
    if head is None:
        return [*found, ("head", "not checked: without --head, records left out at the end do not show")]
    if head != before:
        raise Refused("head: the last record is not the head given: records are missing at the end, or other ones")
    return [*found, ("head", "nothing is missing")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="+", type=Path)
    _ = parser.add_argument("--key", type=Path), parser.add_argument("--head")
    options = parser.parse_args()
    try:
        key = options.key.read_bytes() if options.key else None
        found = [read(path.read_bytes()) for path in options.records]
        chained = check_chain(found, options.head) if options.head or len(found) > 1 else []
        for name, text in [*(line for each in found for line in check(each, key)), *chained]:
            print(f"ok      {name}: {text}")
    except (Refused, ValueError, OSError) as refused:
        print(f"REFUSED {refused}")
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
