"""Keys: Ed25519, kept in PEM files outside the records. The private one is readable by its owner alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..reading.document import read_bytes
from ..reading.errors import BadInput, CannotWrite, Problem
from ..reading.extras import needs

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MOST = 10_000


def new_key(path: Path) -> Path:
    """Make a key: the private one in ``path``, the public one beside it in ``path.pub``, whose name is returned.

    Raises :class:`CannotWrite` where either exists: a key that is overwritten is lost.
    """
    with needs("records", "cryptography", "Signing"):
        from cryptography.hazmat.primitives import serialization as s
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    key = Ed25519PrivateKey.generate()
    public = path.with_name(f"{path.name}.pub")
    private = key.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption())
    made: list[Path] = []
    for target, content, mode in (
        (path, private, 0o600),
        (public, key.public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo), 0o644),
    ):
        try:
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            made.append(target)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except FileExistsError:
            hint = "Name another file; a key that is overwritten is lost."
            raise CannotWrite(Problem("there is such a file already", str(target), hint=hint)) from None
        except BaseException as failure:
            for part in made:  # half a key is none, and would stand in the way of a whole one
                part.unlink(missing_ok=True)
            if not isinstance(failure, OSError):
                raise
            hint = "Name a file in a folder where you may write, with room."
            problem = Problem(f"the file cannot be written ({failure.strerror})", str(target), hint=hint)
            raise CannotWrite(problem) from None
    return public


def private_key(path: Path) -> Ed25519PrivateKey:
    """The private key in a PEM file. Raises :class:`BadInput` where there is none."""
    with needs("records", "cryptography", "Signing"):
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    raw = read_bytes(path, MOST)
    hint = "Make one with `derogation record key new FILE`, and name FILE."
    try:
        key = load_pem_private_key(raw, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadInput(Problem("this is no private key in PEM form without a password", str(path), hint=hint)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(Problem("this is no Ed25519 key", str(path), hint=hint))
    return key
