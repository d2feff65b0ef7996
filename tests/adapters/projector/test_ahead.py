"""Reading ahead gives what reading gives, whatever was recorded meanwhile."""

from collections.abc import Set
from dataclasses import dataclass, field
from threading import Event
from uuid import UUID

import pytest

from adapters.projector.ahead import Page, PagesAhead
from domain.assistant.faq import FaqRemoved
from domain.fact import SYSTEM, Context, Fact

NAMES = frozenset({FaqRemoved.name})
STREAM = UUID(int=7)


@dataclass
class Ledger:
    """So many facts, and how often a page was read from it."""

    facts: int
    reads: list[int] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    was_read: Event = field(default_factory=Event)

    def page(self, after: int, limit: int, names: Set[str], *, far: bool) -> Page:
        assert names == NAMES
        self.reads.append(after)
        if len(self.reads) > 1 and self.errors:
            raise self.errors.pop()
        context = Context(UUID(int=101), SYSTEM)
        last = min(after + limit, self.facts)
        found = [Fact(STREAM, n, FaqRemoved(faq_id=STREAM), context, position=n) for n in range(after + 1, last + 1)]
        if len(self.reads) > 1:
            self.was_read.set()
        return found


def positions(pages: PagesAhead, after: int, limit: int = 2) -> list[int]:
    return [fact.position for fact in pages.page(after, limit, NAMES, far=True)]


def test_pages_follow_each_other_to_the_end_and_full_ones_are_read_once() -> None:
    ledger = Ledger(5)
    pages = PagesAhead(ledger.page)
    assert [positions(pages, after) for after in (0, 2, 4, 5)] == [[1, 2], [3, 4], [5], []]
    assert ledger.reads == [0, 2, 4, 4, 5]


def test_a_page_that_was_not_full_when_it_was_read_ahead_is_read_again() -> None:
    ledger = Ledger(3)
    pages = PagesAhead(ledger.page)
    assert positions(pages, 0) == [1, 2]
    assert ledger.was_read.wait(10)
    ledger.facts = 4
    assert positions(pages, 2) == [3, 4]


def test_another_page_than_the_next_may_be_asked_for() -> None:
    ledger = Ledger(5)
    pages = PagesAhead(ledger.page)
    assert positions(pages, 0) == [1, 2]
    assert positions(pages, 0) == [1, 2]
    assert positions(pages, 2, limit=3) == [3, 4, 5]


def test_what_was_read_ahead_is_kept_while_others_further_on_are_asked_for() -> None:
    ledger = Ledger(9)
    pages = PagesAhead(ledger.page)
    assert positions(pages, 0) == [1, 2]
    assert positions(pages, 8) == [9]
    assert positions(pages, 2) == [3, 4]
    assert ledger.reads.count(2) == 1


def test_what_went_wrong_ahead_is_told_once() -> None:
    ledger = Ledger(4, errors=[ConnectionError("the server is gone")])
    pages = PagesAhead(ledger.page)
    assert positions(pages, 0) == [1, 2]
    with pytest.raises(ConnectionError):
        positions(pages, 2)
    assert positions(pages, 2) == [3, 4]
