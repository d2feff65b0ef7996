"""The port of blind indexes: keyed hashes by which equal values find each other."""

from typing import Protocol
from uuid import UUID


class BlindIndexes(Protocol):
    """Hashes with the pepper of the installation."""

    def blind_index(self, *parts: object) -> UUID:
        """The keyed hash of the parts, as an id."""
        ...
