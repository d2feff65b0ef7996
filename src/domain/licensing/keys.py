"""Keys of licences: ``PLB-7G2KQ-…``, twenty characters that are read aloud and typed, the last one a check.

The alphabet is Crockford's: no letter that looks like another. 95 bits are drawn; the check (Luhn modulo 32) tells any
wrong character, and two that changed places but for the pairs that no such check tells.
"""

PREFIX = "PLB"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
GROUP = 5
DRAWN_BYTES = 12  # 96 bits, of which 95 are used
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def of_random(drawn: bytes) -> str:
    """The key of `DRAWN_BYTES` random bytes."""
    number = int.from_bytes(drawn, "big")
    body = "".join(ALPHABET[number >> (GROUP * place) & 31] for place in range(LENGTH - 1))
    return _written(body + _check(body))


def read(typed: str) -> str | None:
    """The key as it is written, however it was typed; None when it is no key."""
    plain = typed.strip().upper().removeprefix(PREFIX).translate(_LOOK_ALIKE)
    right = len(plain) == LENGTH and set(plain) <= set(ALPHABET) and _check(plain[:-1]) == plain[-1]
    return _written(plain) if right else None


def _written(plain: str) -> str:
    groups = [plain[start : start + GROUP] for start in range(0, LENGTH, GROUP)]
    return "-".join([PREFIX, *groups])


def _check(body: str) -> str:
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
