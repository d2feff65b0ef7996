"""Arrays of names that are asked for again and again."""

from collections.abc import Collection
from functools import lru_cache


def names_array(names: Collection[str]) -> str:
    """What PostgreSQL reads as ``text[]``. The driver writes a list anew each time, with a search in each text."""
    return _written(names if isinstance(names, frozenset) else tuple(names))


@lru_cache(maxsize=256)
def _written(names: Collection[str]) -> str:
    return "{" + ",".join(map(_quoted, names)) + "}"


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
