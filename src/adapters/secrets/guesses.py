"""How soon a password would be guessed: zxcvbn, which knows 30,000 common ones, words, names, dates and repetitions.

Source: D. Wheeler, "zxcvbn: low-budget password strength estimation", USENIX Security 2016.
"""

from collections.abc import Collection
from threading import Lock

PIECE = 24
"""Characters looked at together. Where each may stand for several letters (l33t) 24 take 0.13 s, 72 three seconds."""
MOST_PIECES = 3
GOOD_SCORE = 3
"""Of 0 to 4: a hundred million guesses and more."""

_one_at_a_time = Lock()  # it keeps the known words in a global


def is_guessable(password: str, known: Collection[str]) -> bool:
    """Whether each part of the password would be guessed soon, by who knows these words too."""
    from zxcvbn import zxcvbn  # 14 MB of words, seldom asked for

    pieces = [password[at : at + PIECE] for at in range(0, min(len(password), PIECE * MOST_PIECES), PIECE)]
    with _one_at_a_time:
        return all(zxcvbn(piece, user_inputs=list(known))["score"] < GOOD_SCORE for piece in pieces)
