"""Words for people: results on standard output, progress on standard error. Always flushed."""

import sys
import time

_start = time.monotonic()


def answer(line: str) -> None:
    """A result, that another program may read."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def progress(line: str) -> None:
    """A step, with the seconds since the command started."""
    complain(f"{time.monotonic() - _start:5.1f} s  {line}".replace(".", ",", 1))


def complain(line: str) -> None:
    """A warning, or the reason of a refusal."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
