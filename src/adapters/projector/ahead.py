"""Reading ahead: while a full page is folded and written, the next one is read and decoded."""

from collections.abc import Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from domain.fact import Fact

Page = Sequence[Fact[Any]]


class Read(Protocol):
    """Facts after a position, so many at most, of these names, in order; `far` from the head."""

    def __call__(self, after: int, limit: int, names: Set[str], *, far: bool) -> Page: ...


@dataclass(frozen=True, slots=True)
class _Wanted:
    after: int
    limit: int
    names: Set[str]


class PagesAhead:
    """Pages of the ledger, the next one in memory when the one before was full."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="pages-ahead")
        self._coming: tuple[_Wanted, Future[Page]] | None = None

    def page(self, after: int, limit: int, names: Set[str], *, far: bool) -> Page:
        """Facts of these names after a position, in order."""
        wanted = _Wanted(after, limit, names)
        page = self._came(wanted) or self._read(after, limit, names, far=far)
        if len(page) == limit:
            end = page[-1].position
            self._coming = _Wanted(end, limit, names), self._hand.submit(self._read, end, limit, names, far=True)
        return page

    def _came(self, wanted: _Wanted) -> Page:
        """What was read ahead, if this was. A page that was not full then says nothing of what came since. What was
        read for who is further behind is kept for them."""
        if self._coming is None or self._coming[0].after < wanted.after:
            return ()
        (foreseen, coming), self._coming = self._coming, None
        if foreseen != wanted:
            return ()
        page = coming.result()
        return page if len(page) == wanted.limit else ()
