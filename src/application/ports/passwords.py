"""The port of passwords: kept as slow hashes, never as they are."""

from collections.abc import Collection
from typing import Protocol


class Passwords(Protocol):
    """Hashes that take the same time whoever asks. Calls are slow on purpose: never on an event loop."""

    def hash(self, password: str) -> str:
        """What to keep instead of the password."""
        ...

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether the hash is that of the password. Without a hash it takes as long, and is false."""
        ...

    def is_guessable(self, password: str, known: Collection[str]) -> bool:
        """Whether it is common, or made of what is easily guessed; `known` are words that others know of the person."""
        ...
