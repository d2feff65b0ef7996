"""Callers who decide on the same state: each waits before its first save until the others have decided too."""

from collections.abc import Iterable, Mapping
from threading import Barrier, local
from typing import Any

from application.ports.ledger import Ledger, Save, Saving, Stream
from domain.fact import Fact


class Abreast:
    """The ledger of `parties` threads whose first saves meet. What they save again is not held up."""

    def __init__(self, ledger: Ledger, parties: int) -> None:
        self._ledger = ledger
        self._barrier = Barrier(parties, timeout=30)
        self._mine = local()
        self.page, self.head = ledger.page, ledger.head

    def load(self, streams: Iterable[Stream]) -> Mapping[Stream, list[Fact[Any]]]:
        return self._ledger.load(streams)

    def submit(self, save: Save) -> Saving:
        if not getattr(self._mine, "met", False):
            self._mine.met = True
            self._barrier.wait()
        return self._ledger.submit(save)
