"""How many retries a process may afford, so that an outage is not multiplied by those who suffer from it."""

from threading import Lock


class RetryBudget:
    """A bucket of retries: each call pays in `share` of one, each retry takes one out. It holds `burst` at most.

    Source: Finagle, "RetryBudget"; the AWS builders' library, "Timeouts, retries and back-off with jitter".
    """

    def __init__(self, *, share: float = 0.2, burst: float = 5.0) -> None:
        self._share = share
        self._burst = burst
        self._held = burst
        self._lock = Lock()

    def pay_in(self) -> None:
        """A call is made."""
        with self._lock:
            self._held = min(self._burst, self._held + self._share)

    def take(self) -> bool:
        """Whether one retry can be afforded; it is then spent."""
        with self._lock:
            if self._held < 1:
                return False
            self._held -= 1
            return True
