"""The circuit breaker: a model that keeps failing is left alone for a while, then tried by one call."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

import structlog
from pybreaker import (
    STATE_CLOSED,
    STATE_HALF_OPEN,
    STATE_OPEN,
    CircuitBreaker,
    CircuitBreakerError,
    CircuitBreakerListener,
    CircuitMemoryStorage,
)

log = structlog.get_logger(__name__)


class Paused(Exception):
    """Nobody may be asked for `seconds` more (0: somebody is finding out)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.seconds = seconds


class Breaker:
    """One model's. It opens after `failures` in a row, for `pause` seconds.

    pybreaker holds its lock during the call that it guards, so that all threads would wait for one answer. It keeps
    the state here; the door and the only probe are ours, and what came of a call is told to it afterwards.
    """

    def __init__(self, name: str, *, failures: int = 5, pause: float = 30.0) -> None:
        self._storage = CircuitMemoryStorage(STATE_CLOSED)
        self._circuit = CircuitBreaker(
            fail_max=failures,
            reset_timeout=pause,
            state_storage=self._storage,
            listeners=[_Told()],
            name=name,
            throw_new_error_on_trip=False,
        )
        self._door = Lock()
        self._probing = False

    @contextmanager
    def guarding(self) -> Iterator[None]:
        """Around a call, whose exceptions count as failures. Raises `Paused`."""
        probe = self._enter()
        try:
            yield
        except BaseException as error:
            self._tell(error)
            raise
        else:
            self._tell(None)
        finally:
            if probe:
                self._probing = False

    def _enter(self) -> bool:
        """Whether this call is the probe."""
        with self._door:
            if self._storage.state == STATE_CLOSED:
                return False
            left = self._left()
            if self._probing or left > 0:
                raise Paused(left)
            if self._storage.state == STATE_OPEN:
                self._circuit.half_open()
            self._probing = True
            return True

    def _left(self) -> float:
        opened = self._storage.opened_at
        if self._storage.state == STATE_HALF_OPEN or opened is None:
            return 0.0
        return max(0.0, (opened + timedelta(seconds=self._circuit.reset_timeout) - datetime.now(UTC)).total_seconds())

    def _tell(self, error: BaseException | None) -> None:
        """What came of a call. One that began before the circuit opened and ends while it is open changes nothing."""

        def outcome() -> None:
            if error is not None:
                raise _Failed

        with self._door:
            if self._storage.state == STATE_OPEN:
                return
            try:
                self._circuit.call(outcome)
            except (_Failed, CircuitBreakerError):
                return


class _Failed(Exception):
    """Stands for a failure, and holds nothing of it."""


class _Told(CircuitBreakerListener):
    def state_change(self, cb: CircuitBreaker, old_state: Any, new_state: Any) -> None:
        tell = log.warning if new_state.name == STATE_OPEN else log.info
        tell("model_circuit", model=cb.name, was=getattr(old_state, "name", None), now=new_state.name)
