"""Makes a decision record: facts and answer with a commitment to each leaf, and the signed body that binds them.

The form is that of :mod:`.verify_record`, which stands alone and so has its own RFC 8785; tests hold it against the
library ``rfc8785``. The salts of a whole record come from one random seed for each part; a redacted one carries those
of what it shows.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..cases.loader import Case
from ..engine.why.results import Assessment
from ..reports.files import library
from ..rules import HERE, rule_files
from ..version import VERSION
from . import quick
from . import verify_record as v

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Data = dict[str, Any]


class Asked(Struct, frozen=True):
    """What was asked besides the case: the readings chosen, which prevail over the case's own."""

    readings: Mapping[str, str]


def record_of(
    case: Case,
    result: Assessment,
    answer: Mapping[str, Any],
    asked: Asked,
    key: Ed25519PrivateKey,
    *,
    recorded_at: str,
    files: Path | None = None,
    previous: Data | None = None,
    seeds: tuple[str, str] | None = None,
) -> bytes:
    """A record of an assessment: ``answer`` is it as plain JSON data, ``files`` the folder of report files it names.

    ``recorded_at`` is the time in UTC as text; ``previous`` the record before in a chain. Raises
    :class:`MissingPackage`.
    """
    facts: Data = {"profile": plain(case.document.data), "files": _files(case, files)}
    parts: Data = {"facts": facts, "answer": answer}
    told: dict[str, str] = {}
    bound: Data = {}
    for name, seed in zip(v.PARTS, seeds or (secrets.token_hex(32), secrets.token_hex(32)), strict=True):
        text, commitments = quick.told(parts[name], seed, name)
        told[name] = f'{{"data":{text},"seed":"{seed}"}}'
        bound[name] = {"leaves": len(commitments), "root": v.sha("".join(commitments))}
    body: Data = {
        "format": v.FORMAT,
        "program": {"name": "derogation", "version": VERSION},
        "recorded_at": recorded_at,
        "question": {
            "on": result.on.isoformat(),
            "standpoint": result.standpoint,
            "on_the_record": result.on_the_record,
            "readings": dict(asked.readings),
            "engines": list(result.engines),
        },
        "law": {"digest": law_digest()},
        **bound,
        "chain": {
            "index": previous["body"]["chain"]["index"] + 1 if previous else 1,
            "previous": v.hash_of(previous) if previous else None,
        },
    }
    rulebook = f'{{"digest":{quick.text(result.rulebook.digest)},"files":{_rules_as_text()}}}'
    whole = f'{quick.text(body)[:-1]},"rulebook":{rulebook}}}'  # the last of its keys
    signature = quick.text(_signed(whole, key))
    facts_, answer_ = told["facts"], told["answer"]
    return f'{{"answer":{answer_},"body":{whole},"facts":{facts_},"signature":{signature}}}'.encode()


def signature_of(body: Data, key: Ed25519PrivateKey) -> Data:
    """The signature of a body, with the public key it is to be checked by."""
    return _signed(quick.text(body), key)


def _signed(body: str, key: Ed25519PrivateKey) -> Data:
    signed = key.sign(f"{v.FORMAT}\n{v.sha(body)}".encode())
    return {"key": key.public_key().public_bytes_raw().hex(), "value": signed.hex()}


def canonical_bytes(record: Data) -> bytes:
    """A record as the bytes of its file."""
    return v.canonical(record).encode()


def plain(data: Any) -> Any:
    """Data as JSON has it: days as text."""
    return json.loads(json.dumps(data, default=str))


@cache
def rule_texts() -> dict[str, str]:
    """The rule files of the program, by name: the record holds the rules themselves."""
    return {path.name: path.read_text(encoding="utf-8") for path in rule_files()}


@cache
def _rules_as_text() -> str:
    return quick.text(rule_texts())


@cache
def law_digest() -> str:
    """SHA-256 of the program's account of the law: acts, ledger, definitions, authorities."""
    found = hashlib.sha256()
    for path in sorted((HERE / "law").glob("*.yaml")):
        found.update(f"{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()


def _files(case: Case, folder: Path | None) -> dict[str, str]:
    """The report files that a case names and that do not come with the program, in base 64."""
    reports = case.profile.reports
    names = [report.file for report in reports.known if report.file] if reports is not None else []
    if folder is None or not names:
        return {}
    own = [name for name in names if name not in library()]
    return {name: base64.b64encode((folder / name).read_bytes()).decode() for name in own}
