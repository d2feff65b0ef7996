"""The clock port: there is one clock, the database's."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """Now."""
        ...
