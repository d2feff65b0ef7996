"""Lists narrowed by a search: few rows that it finds are fetched, many are met by walking the list.

What a frequent name finds grows with the organisation, and all of it would be fetched and sorted for the sake of a
page. A function of the database therefore gives `FEW` ids at most. When it gives as many, what is searched for stands
everywhere: the list is walked in its order, and each row is looked at until the page is full.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

FEW = 200
"""Ids that a search gives at most. Fewer are all that there are."""


def narrowed(found: Sequence[tuple[UUID]], column: str, looks: str) -> tuple[str, dict[str, Any]]:
    """The condition on the list and its parameters: `column` is where the ids are, `looks` says it of one row."""
    if len(found) < FEW:
        return f"{column} = ANY(%(found)s)", {"found": [identity for (identity,) in found]}
    return looks, {}
