"""One program that the supervisor keeps running: its child, its log, when to start it again."""

import math
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from runtime.program import Child, Program, StillRunning, spawn

FIRST_DELAY, LONGEST_DELAY = 0.1, 10.0  # seconds before a new start
STEADY = 10.0  # seconds of life after which the next death is a first one
LOG_LIMIT = 5 * 1024 * 1024  # bytes
LOG_TAIL = 4096  # bytes


class Kept:
    """All times are seconds of the monotonic clock."""

    def __init__(self, program: Program, logs: Path) -> None:
        self.program = program
        self.log = logs / f"{program.name}.log"
        self.due = 0.0
        self.is_ready = False
        self.was_ready = False
        self.is_blocked = False  # by an earlier run that has not ended
        self.deaths = 0  # since it was last ready
        self._child: Child | None = None
        self._delay = FIRST_DELAY
        self._started = 0.0
        self._rotate()

    @property
    def is_running(self) -> bool:
        return self._child is not None

    @property
    def ready_pipe(self) -> int | None:
        """Where the program will write that it is ready, while it has not."""
        return self._child.ready_pipe if self._child else None

    @property
    def is_probed(self) -> bool:
        """Whether it must be asked from time to time if it is ready."""
        return self._child is not None and self.program.probe is not None and not self.is_ready

    def launch(self) -> None:
        """Start the program. When an earlier run has not ended it is blocked, and due again soon."""
        self.is_blocked = False
        self._started = time.monotonic()
        with self.log.open("ab") as log:
            try:
                self._child = spawn(self.program, log)
                self.due = math.inf
            except StillRunning:
                self.is_blocked = True
                self.due = self._started + FIRST_DELAY
            except OSError as error:  # no process or no memory left: it may pass
                log.write(f"{error}\n".encode())
                self._put_off()

    def collect(self) -> int | None:
        """The exit code of a program that has ended since the last look. It is due again after a delay."""
        if not self._child or (code := self._child.process.poll()) is None:
            return None
        self._end_descendants(self._child.process.pid)
        self._close_ready_pipe()
        self._child = None
        self.is_ready = False
        self._put_off()
        return code

    def probe(self) -> bool:
        """Ask a program that is starting; whether it has just become ready."""
        if self.is_probed and self.program.probe and self.program.probe():
            self._note_ready()
            return True
        return False

    def hear(self) -> bool:
        """Read what it wrote on its pipe; whether it has just become ready."""
        said = os.read(self.ready_pipe, 64) if self.ready_pipe else b""
        self._close_ready_pipe()
        if said:
            self._note_ready()
        return bool(said)

    def retire(self) -> None:
        """Never start it again."""
        self.due = math.inf

    def send(self, number: signal.Signals) -> None:
        if self._child:
            self._child.process.send_signal(number)

    def last_words(self) -> str:
        """The end of its log."""
        with self.log.open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - LOG_TAIL))
            return log.read().decode(errors="replace").strip()

    def _rotate(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".1.log"))

    def _put_off(self) -> None:
        """Count a death, and wait before the next start: each time longer for a program that does not last."""
        self.deaths += 1
        now = time.monotonic()
        if now - self._started > STEADY:
            self._delay = FIRST_DELAY
        self.due = now + self._delay
        self._delay = min(self._delay * 2, LONGEST_DELAY)

    def _note_ready(self) -> None:
        self.is_ready = self.was_ready = True
        self.deaths = 0

    def _close_ready_pipe(self) -> None:
        if self._child and self._child.ready_pipe is not None:
            os.close(self._child.ready_pipe)
            self._child = Child(self._child.process, None)

    @staticmethod
    def _end_descendants(pid: int) -> None:
        """End what a dead program left in its session, so that its ports are free for the next one."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
