"""Wake-ups: one connection that listens, and an event per channel. Losing one costs a second, never a fact."""

from collections.abc import Callable, Mapping
from threading import Event, Thread

import psycopg
import structlog
from psycopg import sql

RECONNECT = 0.5  # seconds

log = structlog.get_logger(__name__)


class Listener:
    """Calls back on each notification, and once after each (re)connection, for what was missed meanwhile."""

    def __init__(self, dsn: str, wake: Mapping[str, Callable[[], None]]) -> None:
        self._dsn = dsn
        self._wake = wake
        self._stop = Event()
        self._thread = Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except psycopg.Error as error:
                log.warning("listener_lost", error=str(error))
                self._stop.wait(RECONNECT)

    def _listen(self) -> None:
        with psycopg.connect(self._dsn, autocommit=True) as connection:
            for channel in self._wake:
                connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            for wake in self._wake.values():
                wake()
            while not self._stop.is_set():
                for notification in connection.notifies(timeout=0.5, stop_after=1):
                    self._wake[notification.channel]()
