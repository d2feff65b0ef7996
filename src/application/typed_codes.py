"""A code as a person types or pastes it: with spaces, dashes of any kind, in capitals."""

import unicodedata

LONGEST = 64
"""Characters that are looked at. Nobody types more, whoever sends a megabyte is not worth its time."""


def plain(typed: str) -> str:
    """The code itself, in small ASCII letters and digits. Empty when it cannot be one (too long, other scripts).

    Digits of other scripts are refused, not translated: no application shows them.
    """
    if len(typed) > LONGEST:
        return ""
    code = "".join(one for one in typed if not (one.isspace() or unicodedata.category(one) == "Pd"))
    return code.lower() if code.isascii() and code.isalnum() else ""
