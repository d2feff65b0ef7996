"""The throughput limit of the providers, for those who want to meet it."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

from adapters.messaging.stand_in.script import ProviderName, Step

TOO_FAST = {"whatsapp_cloud": Step(status=429, code=130429), "twilio": Step(status=429, code=20429)}


class Limiter:
    """At most `per_second` messages of a number in any second that one may choose; 0 is no limit."""

    def __init__(self, per_second: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._clock = clock
        self._accepted: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=per_second))

    def refusal(self, provider: ProviderName, number: str) -> Step | None:
        """What a call gets that is one too many, else None: it counts."""
        if not self._per_second:
            return None
        accepted, now = self._accepted[number], self._clock()
        if len(accepted) == self._per_second and now - accepted[0] < 1:
            return TOO_FAST[provider]
        accepted.append(now)
        return None
