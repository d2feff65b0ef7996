"""Encrypt a value with the key of its person: AES-256-GCM, bound to the organisation and the person."""

import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.secrets.master_key import NONCE_SIZE


def seal(key: bytes, plain: bytes, organisation_id: UUID, subject_id: UUID) -> bytes:
    """Nonce and ciphertext."""
    nonce = os.urandom(NONCE_SIZE)
    return nonce + AESGCM(key).encrypt(nonce, plain, organisation_id.bytes + subject_id.bytes)


def unseal(key: bytes, sealed: bytes, organisation_id: UUID, subject_id: UUID) -> bytes:
    """The value. Raises `cryptography.exceptions.InvalidTag` when key, organisation or person is another's."""
    return AESGCM(key).decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], organisation_id.bytes + subject_id.bytes)
