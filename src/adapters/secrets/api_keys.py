"""The texts of API keys.

    plb_ + base64url(organisation 16 bytes + key 16 bytes + secret 32 bytes + checksum 8 bytes): 100 characters

The checksum is keyed (HMAC-SHA256 by a key of the installation): a text that was mistyped, cut, or put together from
others is told without the database, and nobody else can make one that passes. It is no proof that the key lives.
"""

import base64
import hashlib
import hmac
import os
import re
from uuid import UUID

from adapters.secrets.master_key import MasterKey
from application.ports.api_keys import PREFIX, KeyInvalid
from application.ports.tokens import Access
from application.standing import WITHOUT_END

ID, SECRET, CHECKSUM = 16, 32, 8  # bytes
SHAPE = re.compile(PREFIX + r"[A-Za-z0-9_-]{96}")
"""Of 72 bytes, 96 characters, each of which counts: no two texts are read as one key."""


class ApiKeyTexts:
    """The `KeyTexts` port."""

    def __init__(self, master_key: MasterKey) -> None:
        self._key = master_key.derive("api-key-checksum:v1")

    def make(self, organisation_id: UUID, key_id: UUID) -> str:
        """A text with a new secret."""
        body = organisation_id.bytes + key_id.bytes + os.urandom(SECRET)
        return PREFIX + base64.urlsafe_b64encode(body + self._checksum(body)).decode()

    def read(self, text: str) -> Access:
        """Which key it is, once the checksum is right."""
        if not SHAPE.fullmatch(text):
            raise KeyInvalid
        raw = base64.urlsafe_b64decode(text.removeprefix(PREFIX))
        body, checksum = raw[:-CHECKSUM], raw[-CHECKSUM:]
        if not hmac.compare_digest(self._checksum(body), checksum):
            raise KeyInvalid
        key_id = UUID(bytes=body[ID : 2 * ID])
        return Access(
            user_id=key_id,
            organisation_id=UUID(bytes=body[:ID]),
            session_id=key_id,
            expires_at=WITHOUT_END,
            digest=hashlib.sha256(body).hexdigest(),
        )

    def _checksum(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).digest()[:CHECKSUM]
