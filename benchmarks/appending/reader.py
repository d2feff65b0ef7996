"""A reader that catches up: pages of the ledger from the first fact to the head, again and again, in a process of its
own as projectors are."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from benchmarks.appending.ours import Ours
from benchmarks.appending.work import Work
from runtime.composition import open_house
from runtime.settings import Settings

PAGE = 2_000
"""facts, as the projector reads"""


class OursWhileRead:
    name = "Palabre, read meanwhile"

    def __init__(self, ours: Ours) -> None:
        self._ours = ours
        self.read: list[int] = []
        """facts that were read in each round"""

    def reset(self) -> None:
        self._ours.reset()

    def append(self, work: Work) -> float:
        with _reader() as counts:
            rate = self._ours.append(work)
        self.read += counts
        return rate


@contextmanager
def _reader() -> Iterator[list[int]]:
    """Reads until the end of the block; then the list has how many facts it read."""
    counts: list[int] = []
    command = [sys.executable, "-m", "benchmarks.appending.reader"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603
        assert process.stdout
        process.stdout.readline()
        yield counts
        counts.append(int(process.communicate()[0]))


def main() -> None:
    """Say that it begins, read until the input is closed, say how many facts were read."""
    listener = Thread(target=sys.stdin.read, daemon=True)
    listener.start()
    with open_house(Settings()) as house:
        sys.stdout.write("reading\n")
        sys.stdout.flush()
        count = after = 0
        while listener.is_alive():
            page = house.ledger.page(after, PAGE)
            count += len(page)
            after = page[-1].position if page else 0
    sys.stdout.write(f"{count}\n")


if __name__ == "__main__":
    main()
