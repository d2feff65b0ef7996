"""Recovery codes: ten words to keep on paper, each of which replaces the telephone once."""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

from application.ports.indexes import BlindIndexes

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 o, 1 i l
COUNT = 10
LENGTH = 12  # 31 letters: 59 bits
GROUP = 4


def mint() -> list[str]:
    """Ten new ones, as they are shown: `k7fx-9m2q-hw4d`."""
    return [_shown("".join(secrets.choice(ALPHABET) for _ in range(LENGTH))) for _ in range(COUNT)]


def kept(indexes: BlindIndexes, user_id: UUID, codes: Sequence[str]) -> dict[str, str]:
    """What to keep of them: keyed hashes by place. They have too many bits for a slow hash to be due."""
    return {str(place): _hash(indexes, user_id, code.replace("-", "")) for place, code in enumerate(codes)}


def place_of(indexes: BlindIndexes, user_id: UUID, code: str, hashes: Mapping[str, str]) -> int | None:
    """The place of a code, typed without dashes and in small letters, among the hashes. Looks at all of them."""
    wanted = _hash(indexes, user_id, code)
    found = None
    for place, one in hashes.items():
        if hmac.compare_digest(one, wanted):
            found = int(place)
    return found


def _hash(indexes: BlindIndexes, user_id: UUID, code: str) -> str:
    return str(indexes.blind_index("recovery-code", user_id, code))


def _shown(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))
