"""Checks a `license.key` file of Palabre without any network. This module is whole: copy it into your software.

It needs Python 3.11 and `cryptography`. The public key is that of the organisation that sells, given by Palabre once;
build it into the software, and never read it from where the file comes from.

    verdict = verify(Path("license.key").read_bytes(), PUBLIC_KEY, hwid=machine_id())
    if not verdict.valid:
        sys.exit(verdict.code)

A file is the armour, and in it, in base64, JSON written in one way only: {"payload": {…}, "signature": "…"}. The
signature (Ed25519, RFC 8032) covers `DOMAIN` and the payload. A file that could have been written otherwise is refused.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Code = Literal[
    "VALID",
    "GRACE",
    "EXPIRED",
    "SUSPENDED",
    "REVOKED",
    "HWID_MISMATCH",
    "CLOCK_BEHIND",
    "SIGNATURE_INVALID",
    "FILE_INVALID",
]
"""`SIGNATURE_INVALID`: altered, or another organisation's. `FILE_INVALID`: no licence file, or not whole.
`CLOCK_BEHIND`: the clock says that the file is still to be made."""

BEGIN, END = "-----BEGIN PALABRE LICENCE-----", "-----END PALABRE LICENCE-----"
DOMAIN = b"palabre:licence-file:v1\n"
HWID_DOMAIN = b"palabre:hwid:v1\n"
VERSION = 1
LINE = 64  # characters
MOST_BYTES = 16 * 1024
PATIENCE = timedelta(days=1)
"""How far a clock may be behind the one that made the file."""
STOPPED: Mapping[str, Code] = {"suspended": "SUSPENDED", "revoked": "REVOKED"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the software may run, and why. `licence` is what the file says, None when it is not to be believed."""

    valid: bool
    code: Code
    licence: Mapping[str, Any] | None = None


def verify(content: bytes, public_key: str, *, hwid: str | None = None, at: datetime | None = None) -> Verdict:
    """Check a file: its signature, its term, and the machine when one is given. `at` is now by default.

    Raises `ValueError` when the public key is none.
    """
    key = read_public_key(public_key)
    try:
        payload, signature = _opened(content)
    except (ValueError, KeyError, TypeError, RecursionError):
        return Verdict(False, "FILE_INVALID")
    try:
        key.verify(signature, DOMAIN + canonical(payload))
    except InvalidSignature:
        return Verdict(False, "SIGNATURE_INVALID")
    if payload["version"] != VERSION:
        return Verdict(False, "FILE_INVALID")
    code = _standing(payload, hwid, at or datetime.now(UTC))
    return Verdict(code in ("VALID", "GRACE"), code, payload)


def read_public_key(text: str) -> Ed25519PublicKey:
    """The key of its base64. Raises `ValueError`."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))


def hash_of_hwid(hwid: str) -> str:
    """What a file says of the machine, the same however its name is written."""
    return hashlib.sha256(HWID_DOMAIN + hwid.strip().casefold().encode("utf-8", "replace")).hexdigest()


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one way to write it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def armoured(payload: Mapping[str, Any], signature: bytes) -> bytes:
    """The file of a payload and its signature."""
    inner = canonical({"payload": payload, "signature": base64.b64encode(signature).decode()})
    text = base64.b64encode(inner).decode()
    lines = [text[start : start + LINE] for start in range(0, len(text), LINE)]
    return "\n".join([BEGIN, *lines, END, ""]).encode()


def _opened(content: bytes) -> tuple[dict[str, Any], bytes]:
    """What the file holds, once it is written as it must be."""
    if len(content) > MOST_BYTES:
        raise ValueError("too long")
    begin, *lines, end, after = content.decode().split("\n")
    if (begin, end, after) != (BEGIN, END, ""):
        raise ValueError("no armour")
    inner = json.loads(base64.b64decode("".join(lines), validate=True))
    payload, signature = inner["payload"], base64.b64decode(inner["signature"], validate=True)
    if not isinstance(payload, dict) or armoured(payload, signature) != content:
        raise ValueError("written otherwise")
    return payload, signature


def _standing(payload: Mapping[str, Any], hwid: str | None, at: datetime) -> Code:
    if hwid is not None and hash_of_hwid(hwid) != payload["hwid_hash"]:
        return "HWID_MISMATCH"
    if payload["status"] in STOPPED:
        return STOPPED[payload["status"]]
    if at < datetime.fromisoformat(payload["issued_at"]) - PATIENCE:
        return "CLOCK_BEHIND"
    if at < datetime.fromisoformat(payload["expires_at"]):
        return "VALID"
    return "GRACE" if at < datetime.fromisoformat(payload["grace_ends_at"]) else "EXPIRED"
