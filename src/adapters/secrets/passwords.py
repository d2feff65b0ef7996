"""Passwords as argon2id hashes, with the parameters of RFC 9106 for servers of ordinary memory."""

from collections.abc import Collection
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from adapters.secrets import guesses

AT_ONCE = 4
"""Each takes 64 MiB and a processor, whoever asks for it."""


class Argon2Passwords:
    """The `Passwords` port. The hash carries its parameters, so that they can be raised later."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._places = BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """The hash, with a salt of its own."""
        with self._places:
            return self._hasher.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether they match. A stranger's password is compared too, with a hash that nobody has."""
        nobodys = self._nobodys
        try:
            with self._places:
                self._hasher.verify(kept or nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_guessable(self, password: str, known: Collection[str]) -> bool:
        """Whether it would be guessed soon."""
        return guesses.is_guessable(password, known)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("")
