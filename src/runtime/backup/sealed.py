"""A sealed file: encrypted and authenticated in chunks, so that any size passes in constant memory.

Layout: magic (16 bytes), nonce (12), file key wrapped by AES-256-GCM (48), then chunks of AES-256-GCM under the
file key. A chunk's nonce is its number and whether it is the last one (the STREAM construction of Hoang, Reyhanitabar,
Rogaway and Vizár, 2015): chunks cannot be dropped, repeated, moved, nor the file cut short or made longer.
The wrapping is bound to a context, the name of the file in its backup: files cannot be exchanged.
"""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"palabre sealed 1"
CHUNK = 1024 * 1024  # bytes of plain text
NONCE, TAG, KEY = 12, 16, 32  # bytes
HEADER = len(MAGIC) + NONCE + KEY + TAG


class Tampered(Exception):
    """The bytes are not those that were sealed under this key for this context."""


def seal(wrapping_key: bytes, context: str, plain: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed bytes of a stream. The wrapping key has 32 bytes."""
    key, nonce = AESGCM.generate_key(256), os.urandom(NONCE)
    yield MAGIC + nonce + AESGCM(wrapping_key).encrypt(nonce, key, MAGIC + context.encode())
    cipher = AESGCM(key)
    for number, (chunk, is_last) in enumerate(_mark_last(_rechunk(plain, CHUNK))):
        yield cipher.encrypt(_nonce(number, is_last), chunk, None)


def unseal(wrapping_key: bytes, context: str, file: BinaryIO) -> Iterator[bytes]:
    """The plain bytes, each chunk after it was checked. Raises Tampered, at the latest after the last one."""
    header = file.read(HEADER)
    magic, nonce, wrapped = header[:16], header[16 : 16 + NONCE], header[16 + NONCE :]
    try:
        if magic != MAGIC or len(header) != HEADER:
            raise Tampered
        cipher = AESGCM(AESGCM(wrapping_key).decrypt(nonce, wrapped, MAGIC + context.encode()))
        stored = iter(lambda: file.read(CHUNK + TAG), b"")
        for number, (chunk, is_last) in enumerate(_mark_last(stored)):
            yield cipher.decrypt(_nonce(number, is_last), chunk, None)
    except InvalidTag:
        raise Tampered from None


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(NONCE - 1, "big") + bytes([is_last])


def _mark_last(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each chunk with whether it is the last; an empty stream is one empty last chunk."""
    held: bytes | None = None
    for chunk in chunks:
        if held is not None:
            yield held, False
        held = chunk
    yield held or b"", True


def _rechunk(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes, in pieces of that size except the last."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while len(buffer) >= size:
            yield bytes(buffer[:size])
            del buffer[:size]
    if buffer:
        yield bytes(buffer)
