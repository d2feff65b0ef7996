"""The clock as it was: what was done with it was done some time ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.ports.clock import Clock


@dataclass
class Earlier:
    """Behind `clock`, always by as much."""

    clock: Clock
    ago: timedelta

    def now(self) -> datetime:
        return self.clock.now() - self.ago
