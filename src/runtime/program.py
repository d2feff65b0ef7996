"""A program to keep running, as data, and how one is started."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from runtime import forked, tether
from runtime.embedded.identity import Identity
from runtime.forked import Forked


class StillRunning(Exception):
    """An earlier run of this program has not ended yet: try again later."""


@dataclass(frozen=True)
class Program:
    """What to run and how to tell that it serves.

    Ready means that `probe` says so, or without a probe that the program wrote a line on PALABRE_READY_FD.
    `lock` is held by the program and all it forks: two runs of it never overlap, whoever started them.
    `run` does what `command` does, in a process forked from this one where that is possible.
    """

    name: str
    label: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path | None = None
    identity: Identity | None = None
    feed: bytes = b""
    lock: Path | None = None
    prepare: Callable[[], None] = field(default=lambda: None)
    run: Callable[[], None] | None = None
    probe: Callable[[], bool] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: float = 10.0


@dataclass(frozen=True)
class Child:
    """A started program. `ready_pipe` is to be closed by its owner; None when a probe says what is ready."""

    process: subprocess.Popen[bytes] | Forked
    ready_pipe: int | None


def spawn(program: Program, log: IO[bytes]) -> Child:
    """Start the program, tied to this process: it must be called from the main thread.

    Raises StillRunning while an earlier run lives, OSError when the program cannot be started.
    """
    with ExitStack() as ours, ExitStack() as theirs:
        lock = theirs.enter_context(_held(program.lock)) if program.lock else None
        program.prepare()
        if program.probe:
            return Child(_execute(program, log, lock, None), None)
        ready_pipe, ready_end = os.pipe()
        ours.callback(os.close, ready_pipe)
        theirs.callback(os.close, ready_end)
        child = Child(
            Forked(program.name, program.run, program.environment, log, ready_end)
            if program.run and forked.is_possible()
            else _execute(program, log, lock, ready_end),
            ready_pipe,
        )
        ours.pop_all()
        return child


def _execute(program: Program, log: IO[bytes], lock: int | None, ready_end: int | None) -> subprocess.Popen[bytes]:
    ready = {} if ready_end is None else {"PALABRE_READY_FD": str(ready_end)}
    process = subprocess.Popen(  # noqa: S603 - our own data
        _tethered(program),
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        env={**program.environment, **ready},
        cwd=program.folder,
        pass_fds=[descriptor for descriptor in (lock, ready_end) if descriptor is not None],
        start_new_session=True,  # Ctrl-C reaches the supervisor only, which stops all in order
        umask=0o077,
    )
    _feed(process, program.feed)
    return process


def _tethered(program: Program) -> list[str]:
    owner = program.identity or Identity(-1, -1)
    facts = (program.stop_signal.value, os.getpid(), owner.uid, owner.gid)
    return [sys.executable, "-I", "-S", tether.__file__, *map(str, facts), *program.command]


@contextmanager
def _held(lock: Path) -> Iterator[int]:
    """The lock, for whoever inherits the descriptor; ours is closed with the context."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield descriptor
    except BlockingIOError:
        raise StillRunning from None
    finally:
        os.close(descriptor)


def _feed(process: subprocess.Popen[bytes], text: bytes) -> None:
    """Give the whole of standard input; a few hundred bytes, less than any pipe holds."""
    if process.stdin:
        with suppress(BrokenPipeError), process.stdin:  # it may have died at once, which its exit will tell
            process.stdin.write(text)
