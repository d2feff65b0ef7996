"""The port of health: whether what the process needs answers, told in a bounded time."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Health:
    """What answered. `lag_facts` is how many facts the latest read model is behind, None when nobody can tell."""

    database: bool
    broker: bool
    lag_facts: int | None


class Doctor(Protocol):
    """Looks at the process's surroundings."""

    async def look(self) -> Health:
        """What answers now, in less than half a second whatever is down."""
        ...
