"""What people search for in a filled organisation: rare, middling and frequent."""

from collections.abc import Callable, Mapping
from random import Random

from benchmarks.filled import Filled, phone
from benchmarks.french import FAMILY_NAMES

Word = Callable[[Filled, Random], str]


def rare(filled: Filled, drawn: Random) -> str:
    """The number of one contact, as on the screen."""
    return phone(drawn.randrange(filled.conversations))


def middling(filled: Filled, drawn: Random) -> str:
    """A name that one contact in some thousand has."""
    return drawn.choice(FAMILY_NAMES[100:300])


def frequent(filled: Filled, drawn: Random) -> str:
    """One of the ten most frequent names: one contact in fifty on average."""
    return drawn.choice(FAMILY_NAMES[:10])


WORDS: Mapping[str, Word] = {"a number": rare, "a rare name": middling, "a frequent name": frequent}
