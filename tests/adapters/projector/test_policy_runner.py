"""The runner of policies: effects and bookmark together, commands before, and nothing heard twice."""

import zlib
from collections.abc import Iterator

import psycopg
import pytest

from adapters.projector.policies import LOCK_SPACE
from application.policy import Ask, Consequence, Desk, Effect, Policy
from domain.assistant.faq import FaqAdded, RemoveFaq
from domain.fact import SYSTEM, Context, Fact
from tests.drive import Drive


@pytest.fixture
def habit(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> Policy:
    """Forgets every question it hears of, then fails on one."""
    drive.policies.advance()
    monkeypatch.setattr(Policy, "by_name", dict(Policy.by_name))
    policy = Policy("habit")

    @policy.hears
    def forget(fact: Fact[FaqAdded], desk: Desk) -> Iterator[Consequence]:
        context = Context(fact.organisation_id, SYSTEM, causation=fact.sequence)
        yield Ask(context, (RemoveFaq(faq_id=fact.event.faq_id),))
        yield Effect("test", f"habit:{fact.event.faq_id}", {})
        if fact.event.question == "Inacceptable ?":
            raise ValueError("cannot be")

    return policy


def bookmark(drive: Drive, name: str = "habit") -> tuple[int, str]:
    with drive.house.pool.connection() as connection:
        row = connection.execute("SELECT position, error FROM policy.bookmarks WHERE name = %s", [name]).fetchone()
    assert row is not None
    return row


def names(drive: Drive) -> list[str]:
    return [fact.event.name for fact in drive.house.ledger.page(0, 100)]


def test_what_follows_is_asked_and_written_once(drive: Drive, habit: Policy) -> None:
    organisation_id = drive.organisation()
    drive.faq(organisation_id, "Horaires ?", "9 h")
    for _ in range(3):
        drive.policies.advance()
    assert names(drive)[-2:] == ["assistant.FaqAdded", "assistant.FaqRemoved"]
    assert drive.house.ledger.page(0, 100)[-1].context.causation == 2
    assert drive.effects() == [("test", "pending", "")]
    assert bookmark(drive) == (3, "")


def test_a_policy_that_fails_stays_writes_nothing_and_says_so(drive: Drive, habit: Policy) -> None:
    organisation_id = drive.organisation()
    drive.faq(organisation_id, "Inacceptable ?", "9 h")
    for _ in range(3):
        drive.policies.advance()
    assert bookmark(drive) == (0, "ValueError: cannot be")
    assert drive.effects() == []
    assert names(drive).count("assistant.FaqRemoved") == 1, "its command ran, and was silent when it ran again"


def test_a_policy_that_a_page_does_not_concern_moves_past_it_unless_another_runner_has_it(drive: Drive) -> None:
    drive.faq(drive.organisation(), "Horaires ?", "9 h")
    with psycopg.connect(drive.house.dsn("projector")) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, zlib.crc32(b"delivery") & 0x7FFFFFFF])
        drive.policies.advance()
        assert bookmark(drive, "delivery") == (0, "")
        assert bookmark(drive, "consent") == (2, "")
    drive.policies.advance()
    assert bookmark(drive, "delivery") == (2, "")
