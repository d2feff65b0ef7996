"""What happens beside: another actor acts between two steps of the one under test."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from application.ports.ledger import Ledger, Save, Saving, Stream
from domain.fact import Fact


class Meanwhile:
    """A ledger beside which something happens once, right after it was first read."""

    def __init__(self, ledger: Ledger, happens: Callable[[], object]) -> None:
        self._ledger = ledger
        self._happens: Callable[[], object] | None = happens

    def load(self, streams: Iterable[Stream]) -> Mapping[Stream, list[Fact[Any]]]:
        found = self._ledger.load(streams)
        if self._happens is not None:
            happens, self._happens = self._happens, None
            happens()
        return found

    def submit(self, save: Save) -> Saving:
        return self._ledger.submit(save)

    def page(self, after: int, limit: int) -> Sequence[Fact[Any]]:
        return self._ledger.page(after, limit)

    def head(self) -> int:
        return self._ledger.head()


class BeforeSaving:
    """A ledger beside which something happens once, between the first decision and its save."""

    def __init__(self, ledger: Ledger, happens: Callable[[], object]) -> None:
        self._ledger = ledger
        self._happens: Callable[[], object] | None = happens
        self.load, self.page, self.head = ledger.load, ledger.page, ledger.head

    def submit(self, save: Save) -> Saving:
        if self._happens is not None:
            happens, self._happens = self._happens, None
            happens()
        return self._ledger.submit(save)
