"""Keeps programs running: starts them, waits until they serve, starts again those that die, stops all in order."""

import selectors
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runtime import console
from runtime.kept import Kept
from runtime.program import Program
from runtime.signals import Signals
from runtime.trouble import Trouble

PROBE_EVERY = 0.02  # seconds
REMIND_EVERY = 5.0  # seconds
PATIENCE = 90.0  # seconds until all serve
TOLERATED_DEATHS = 3  # before it was ever ready


class Supervisor:
    """Runs its loop on the main thread: children live as long as the thread that started them."""

    def __init__(self, logs: Path, signals: Signals, selector: selectors.BaseSelector) -> None:
        self.signals = signals
        self._logs = logs
        self._selector = selector
        self._kept: list[Kept] = []

    @classmethod
    @contextmanager
    def at_work(cls, logs: Path) -> Iterator["Supervisor"]:
        """A supervisor, which stops all its programs when the context ends, in whatever way."""
        logs.mkdir(mode=0o700, exist_ok=True)
        with Signals.received() as signals, selectors.DefaultSelector() as selector:
            selector.register(signals.pipe, selectors.EVENT_READ)
            supervisor = cls(logs, signals, selector)
            try:
                yield supervisor
            finally:
                supervisor.stop()

    @property
    def told_to_stop(self) -> bool:
        return self.signals.stops > 0

    def start(self, *programs: Program) -> None:
        """Start these programs, all at once, and keep them."""
        self._kept += [Kept(program, self._logs) for program in programs]
        self._launch_due()

    def wait_ready(self) -> None:
        """Until every program has been ready once, or told to stop.

        Raises Trouble, with the end of its log, when a program does not manage to start.
        """
        start = reminded = time.monotonic()
        while (waiting := [kept for kept in self._kept if not kept.was_ready]) and not self.told_to_stop:
            now = time.monotonic()
            for kept in waiting:
                if kept.deaths >= TOLERATED_DEATHS or now - start > PATIENCE:
                    raise Trouble(f"{kept.program.label} ne démarre pas. Fin de {kept.log} :\n{kept.last_words()}")
            if now - reminded > REMIND_EVERY:
                reminded = now
                console.progress("on attend encore : " + ", ".join(kept.program.label for kept in waiting))
            self._turn(reminded + REMIND_EVERY - now)

    def watch(self) -> None:
        """Keep everything running until told to stop."""
        while not self.told_to_stop:
            self._turn(None)

    def stop(self) -> None:
        """Stop all, the last started first, each within its time; a second request to stop hurries."""
        for kept in self._kept:
            kept.retire()
        for kept in reversed(self._kept):
            self._stop_one(kept)
        self._kept.clear()

    def _stop_one(self, kept: Kept) -> None:
        if not kept.is_running:
            return
        console.progress(f"{kept.program.label} s'arrête…")
        requests = self.signals.stops
        deadline = time.monotonic() + kept.program.stop_within
        kept.send(kept.program.stop_signal)
        while kept.collect() is None:
            left = deadline - time.monotonic()
            if left <= 0 or self.signals.stops > requests:
                kept.send(signal.SIGKILL)
                left = 1.0
            self._wait(left, starting={})
        kept.retire()

    def _turn(self, at_most: float | None) -> None:
        """Wait for the next thing that happens, at most so many seconds, and do what it asks for."""
        self._wait(self._pause(at_most), {kept.ready_pipe: kept for kept in self._kept if kept.ready_pipe})
        for kept in self._kept:
            code = kept.collect()
            if code is not None and kept.was_ready:
                console.complain(f"{kept.program.label} s'est arrêté (code {code}) et redémarre. Journal : {kept.log}")
            if kept.probe():
                self._welcome(kept)
        self._launch_due()

    def _pause(self, at_most: float | None) -> float | None:
        """Seconds until something is due; None when only an event can bring work."""
        now = time.monotonic()
        moments = [kept.due - now for kept in self._kept if not kept.is_running]
        if any(kept.is_probed for kept in self._kept):
            moments.append(PROBE_EVERY)
        if at_most is not None:
            moments.append(at_most)
        return max(0.0, min(moments)) if moments else None

    def _wait(self, seconds: float | None, starting: dict[int, Kept]) -> None:
        for pipe in starting:
            self._selector.register(pipe, selectors.EVENT_READ)
        happened = [key.fd for key, _ in self._selector.select(seconds)]
        for pipe in starting:
            self._selector.unregister(pipe)
        self.signals.drain()
        for pipe in starting.keys() & happened:
            if starting[pipe].hear():
                self._welcome(starting[pipe])

    def _launch_due(self) -> None:
        for kept in self._kept:
            if not kept.is_running and kept.due <= time.monotonic():
                blocked_before = kept.is_blocked
                kept.launch()
                if kept.is_blocked and not blocked_before:
                    console.progress(f"{kept.program.label} : on attend la fin de l'exécution précédente…")

    def _welcome(self, kept: Kept) -> None:
        console.progress(f"{kept.program.label} est prêt")
