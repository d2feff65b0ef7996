"""How a process is told to stop: TERM or Ctrl-C."""

import signal
from threading import Event
from types import FrameType


def until_told() -> Event:
    """An event that is set when the process should stop. Called from the main thread."""
    told = Event()

    def tell(number: int, frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    return told
