"""Signals as something to wait for: one pipe that wakes a selector, and a count of requests to stop."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Signals:
    """Stop signals are counted, and the end of a child wakes the pipe, while they are `received`."""

    def __init__(self) -> None:
        self.stops = 0
        self.pipe, self._wake = os.pipe()
        self._interrupts = False

    @classmethod
    @contextmanager
    def received(cls) -> Iterator["Signals"]:
        """Receive signals in this context. Main thread only."""
        signals = cls()
        for end in (signals.pipe, signals._wake):
            os.set_blocking(end, False)
        wake_before = signal.set_wakeup_fd(signals._wake, warn_on_full_buffer=False)
        numbers = {*STOP, signal.SIGCHLD}
        if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # nohup: whoever started us wants it so
            numbers.remove(signal.SIGHUP)
        before = {number: signal.signal(number, signals._receive) for number in numbers}
        try:
            yield signals
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(wake_before)
            os.close(signals.pipe)
            os.close(signals._wake)

    def drain(self) -> None:
        """Forget what woke the pipe."""
        with suppress(BlockingIOError):
            while os.read(self.pipe, 512):
                pass

    @contextmanager
    def interrupting(self) -> Iterator[None]:
        """A request to stop raises KeyboardInterrupt in this context: for work that may be dropped at any point."""
        self._interrupts = True
        try:
            if self.stops:
                raise KeyboardInterrupt
            yield
        finally:
            self._interrupts = False

    def _receive(self, number: int, frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self.stops += 1
            if self._interrupts:
                raise KeyboardInterrupt
