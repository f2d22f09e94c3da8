"""Whether a file is the one that somebody vouches for: by its SHA-256, or by a minisign signature.

The format of signatures is that of minisign 0.11 (https://jedisct1.github.io/minisign/): a public key is base64 of two
letters, the key's number (8 bytes) and an Ed25519 key (32 bytes); a signature file has an untrusted comment, base64 of
two letters, the key's number and an Ed25519 signature (64 bytes) of the file's BLAKE2b-512 digest (letters ``ED``) or
of the file itself (``Ed``), a trusted comment, and the signature of both.

Invariant: what is not signed by the given key in every part is refused.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from obstat.model.errors import InvalidValue, MissingExtra, SnapshotError

_TRUSTED = "trusted comment: "


def has_sum(file: Path, expected: str) -> None:
    """Raises `SnapshotError` when the SHA-256 of `file` is not `expected` (hex), `InvalidValue` when that is none."""
    wanted = expected.strip().lower().removeprefix("sha256:")
    if not re.fullmatch(r"[0-9a-f]{64}", wanted):
        raise InvalidValue(f"'{expected}' is no SHA-256; give its 64 hexadecimal digits.")
    with file.open("rb") as data:
        found = hashlib.file_digest(data, "sha256").hexdigest()
    if found != wanted:
        raise SnapshotError(f"{file.name} is another file than the one vouched for (its SHA-256 is {found}).")


def signed(file: Path, signature: Path, key: str) -> str:
    """Check that `signature` (a file) signs `file` with the public key `key` (the line or file's text); its comment.

    Raises `SnapshotError` when it does not, `InvalidValue` when the key is none, `MissingExtra` without the library.
    """
    number, public = _key(key)
    letters, signer, mark, comment, whole = _signature(signature)
    if signer != number:
        raise SnapshotError(f"{signature.name} was made with another key than the one given; use the publisher's key.")
    with file.open("rb") as data:
        message = hashlib.file_digest(data, "blake2b").digest() if letters == b"ED" else data.read()
    if not (_signs(public, mark, message) and _signs(public, whole, mark + comment.encode())):
        raise SnapshotError(f"{signature.name} does not sign {file.name}; fetch both again.")
    return comment


def _key(text: str) -> tuple[bytes, bytes]:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip() and ":" not in line]
    try:
        raw = base64.b64decode(lines[-1], validate=True)
    except (IndexError, ValueError):
        raw = b""
    if len(raw) != 42 or raw[:2] != b"Ed":
        raise InvalidValue("The key is no minisign public key; give the line that begins with RW, or its file.")
    return raw[2:10], raw[10:]


def _signature(path: Path) -> tuple[bytes, bytes, bytes, str, bytes]:
    """The letters, the key's number, the signature, the trusted comment and the signature of both."""
    try:
        _, first, comment, second = path.read_text(encoding="utf-8").splitlines()[:4]
        raw, whole = (base64.b64decode(line, validate=True) for line in (first, second))
    except (ValueError, UnicodeDecodeError):
        raw, whole, comment = b"", b"", ""
    if len(raw) != 74 or raw[:2] not in (b"ED", b"Ed") or len(whole) != 64 or not comment.startswith(_TRUSTED):
        raise SnapshotError(f"{path.name} is no minisign signature; fetch the .minisig file that lies beside the pack.")
    return raw[:2], raw[2:10], raw[10:], comment.removeprefix(_TRUSTED), whole


def _signs(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise MissingExtra("Checking a signature", "signed") from None
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True
