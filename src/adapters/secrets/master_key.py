"""The master key of the installation: every other key is derived from it or wrapped by it."""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_SIZE = 32
NONCE_SIZE = 12


class MasterKey:
    """32 bytes from a file, in base64. Derives keys by purpose (HKDF-SHA256) and wraps others (AES-256-GCM)."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_SIZE:
            raise ValueError(f"a master key has {KEY_SIZE} bytes, not {len(raw)}")
        self._raw = raw
        self.derive = lru_cache(maxsize=64)(self._derive)
        self._wrapping = AESGCM(self.derive("wrap:v1"))

    @classmethod
    def from_file(cls, path: Path) -> "MasterKey":
        """Read the key. Raises `ValueError` or `OSError` when the file holds none."""
        return cls(base64.b64decode(path.read_text().strip(), validate=True))

    def _derive(self, purpose: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=None, info=b"palabre:" + purpose.encode()).derive(
            self._raw
        )

    def wrap(self, plain: bytes, name: str) -> bytes:
        """Encrypt a key or a secret, bound to its `name` (unwrapping under another name fails)."""
        nonce = os.urandom(NONCE_SIZE)
        return nonce + self._wrapping.encrypt(nonce, plain, name.encode())

    def unwrap(self, wrapped: bytes, name: str) -> bytes:
        """Decrypt what `wrap` gave. Raises `cryptography.exceptions.InvalidTag` on another key or name."""
        return self._wrapping.decrypt(wrapped[:NONCE_SIZE], wrapped[NONCE_SIZE:], name.encode())

    def blind_index(self, *parts: object) -> UUID:
        """A keyed hash of the parts, as an id: equal values find each other, and tell nothing without the key.

        The pepper carries a version in its purpose, so that it can be replaced.
        """
        message = "\x1f".join(str(part) for part in parts).encode()
        digest = hmac.new(self.derive("blind-index:v1"), message, hashlib.sha256).digest()
        return _as_uuid(digest[:16])

    def password_of_role(self, role: str) -> str:
        """The password of a database role, so that no second secret needs keeping."""
        return hmac.new(self.derive("database-role:v1"), role.encode(), hashlib.sha256).hexdigest()


def _as_uuid(raw: bytes) -> UUID:
    """A version 8 id ("custom", RFC 9562) of the bytes; the standard library makes versions up to 5."""
    marked = bytearray(raw)
    marked[6] = 0x80 | marked[6] & 0x0F
    marked[8] = 0x80 | marked[8] & 0x3F
    return UUID(bytes=bytes(marked))
