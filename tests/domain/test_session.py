from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.tenancy.session import (
    PROVED_FOR,
    EndSession,
    KeepSession,
    OpenSession,
    ProveSession,
    RefreshSession,
    SessionEnded,
    SessionKept,
    SessionOpened,
    SessionProved,
    SessionRefreshed,
    session,
)
from tests.spec import given

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LAURA, HERE = UUID(int=2), UUID(int=3)
OPEN = OpenSession(session_id=HERE, user_id=LAURA, epoch=1, ends_at=NOON + timedelta(hours=12))
OPENED = SessionOpened(session_id=HERE, user_id=LAURA, epoch=1, ends_at=NOON + timedelta(hours=12))
REFRESHED = SessionRefreshed(session_id=HERE, user_id=LAURA, generation=2)
REUSED = SessionEnded(session_id=HERE, user_id=LAURA, reason="reused")


def refresh(generation: int, hours: float = 1) -> RefreshSession:
    return RefreshSession(session_id=HERE, generation=generation, at=NOON + timedelta(hours=hours))


def test_a_session_is_opened_once() -> None:
    given(session).when(OPEN).then_once(OPENED)


def test_a_refresh_token_gives_the_next_one() -> None:
    given(session, OPENED).when(refresh(1)).then(REFRESHED)


def test_a_refresh_token_that_comes_twice_ends_the_session_for_all_who_hold_it() -> None:
    given(session, OPENED, REFRESHED).when(refresh(1)).then(REUSED)
    given(session, OPENED, REFRESHED, REUSED).when(refresh(2)).refuses("SESSION_OVER")


def test_a_session_ends_by_itself() -> None:
    given(session, OPENED).when(refresh(1, hours=12)).refuses("SESSION_OVER")


def test_a_token_of_the_future_or_of_no_session_gives_nothing_and_ends_nothing() -> None:
    given(session, OPENED).when(refresh(2)).refuses("SESSION_OVER")
    given(session).when(refresh(0)).refuses("SESSION_OVER")


def test_a_session_is_ended_once() -> None:
    ended = SessionEnded(session_id=HERE, user_id=LAURA, reason="signed_out")
    given(session, OPENED).when(EndSession(session_id=HERE, reason="signed_out")).then_once(ended)
    given(session).when(EndSession(session_id=HERE, reason="revoked")).refuses("SESSION_UNKNOWN")
    given(session, OPENED, ended).when(refresh(1)).refuses("SESSION_OVER")


def test_a_proof_is_good_for_some_minutes_and_moves_no_end() -> None:
    proved = SessionProved(session_id=HERE, user_id=LAURA, until=NOON + PROVED_FOR)
    given(session, OPENED).when(ProveSession(session_id=HERE, at=NOON)).then(proved)
    again = SessionProved(session_id=HERE, user_id=LAURA, until=NOON + timedelta(minutes=1) + PROVED_FOR)
    given(session, OPENED, proved).when(ProveSession(session_id=HERE, at=NOON + timedelta(minutes=1))).then(again)
    given(session, OPENED, proved).when(refresh(1, hours=12)).refuses("SESSION_OVER")


def test_a_session_that_is_over_proves_nothing() -> None:
    ended = SessionEnded(session_id=HERE, user_id=LAURA, reason="signed_out")
    given(session, OPENED, ended).when(ProveSession(session_id=HERE, at=NOON)).refuses("SESSION_OVER")
    given(session).when(ProveSession(session_id=HERE, at=NOON)).refuses("SESSION_OVER")


def test_a_session_is_kept_when_the_others_end() -> None:
    keep = KeepSession(session_id=HERE, epoch=2, at=NOON)
    kept = SessionKept(session_id=HERE, user_id=LAURA, epoch=2)
    ended = SessionEnded(session_id=HERE, user_id=LAURA, reason="signed_out")
    given(session, OPENED).when(keep).then_once(kept)
    given(session, OPENED, kept).when(KeepSession(session_id=HERE, epoch=1, at=NOON)).then()
    given(session, OPENED, ended).when(keep).refuses("SESSION_OVER")
    given(session, OPENED).when(KeepSession(session_id=HERE, epoch=2, at=OPENED.ends_at)).refuses("SESSION_OVER")
    given(session).when(keep).refuses("SESSION_OVER")
