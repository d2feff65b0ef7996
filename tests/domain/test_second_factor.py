from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.event import Event
from domain.tenancy.second_factor import LockedOut, SecondFactor, lock_after, second_factor
from domain.tenancy.second_factor_commands import (
    BeginEnrolment,
    ConfirmEnrolment,
    RemoveSecondFactor,
    ReplaceRecoveryCodes,
    TryCode,
    UseRecoveryCode,
)
from domain.tenancy.second_factor_events import (
    RecoveryCodesGenerated,
    RecoveryCodeUsed,
    SecondFactorCodeAccepted,
    SecondFactorCodeRefused,
    SecondFactorConfirmed,
    SecondFactorEnrolmentBegun,
    SecondFactorLocked,
    SecondFactorRemoved,
    factor_id,
)
from tests.spec import given

LAURA = UUID(int=2)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
STEP = 100
FIRST, NOW = UUID(int=10), UUID(int=11)
MINUTE = timedelta(minutes=1)

BEGIN = BeginEnrolment(user_id=LAURA, secret_version=1)
BEGUN = SecondFactorEnrolmentBegun(user_id=LAURA, secret_version=1)
CONFIRM = ConfirmEnrolment(
    user_id=LAURA, attempt_id=FIRST, at=NOON, secret_version=1, step=STEP, recovery_version=1, count=10
)
CONFIRMED = SecondFactorConfirmed(user_id=LAURA, secret_version=1, step=STEP, attempt_id=FIRST)
CODES = RecoveryCodesGenerated(user_id=LAURA, recovery_version=1, count=10)
ACTIVE = (BEGUN, CONFIRMED, CODES)
TRY = TryCode(user_id=LAURA, attempt_id=NOW, at=NOON, secret_version=1, step=STEP + 1)
ACCEPTED = SecondFactorCodeAccepted(user_id=LAURA, step=STEP + 1, attempt_id=NOW)
USE = UseRecoveryCode(user_id=LAURA, attempt_id=NOW, at=NOON, recovery_version=1, index=3)
USED = RecoveryCodeUsed(user_id=LAURA, recovery_version=1, index=3, attempt_id=NOW)
REPLACE = ReplaceRecoveryCodes(user_id=LAURA, recovery_version=2, replaces=1, count=10, at=NOON)
REPLACED = RecoveryCodesGenerated(user_id=LAURA, recovery_version=2, count=10)
REMOVE = RemoveSecondFactor(user_id=LAURA, by="person", at=NOON)
REMOVED = SecondFactorRemoved(user_id=LAURA, secret_version=1, recovery_version=1, by="person")


def failure(n: int, attempt_id: UUID | None = None) -> SecondFactorCodeRefused:
    return SecondFactorCodeRefused(user_id=LAURA, failures=n, attempt_id=attempt_id or UUID(int=1000 + n))


def failures(n: int) -> tuple[Event, ...]:
    return tuple(failure(one) for one in range(1, n + 1))


def locked(until: datetime) -> SecondFactorLocked:
    return SecondFactorLocked(user_id=LAURA, until=until)


LOCKED = (*failures(5), locked(NOON + MINUTE))


def fold(*events: Event) -> SecondFactor:
    return second_factor.fold(events)


def test_the_stream_is_not_the_one_of_the_person() -> None:
    assert factor_id(LAURA) == second_factor.stream_of(TRY) == second_factor.stream_of(BEGUN)
    assert factor_id(LAURA) not in (LAURA, factor_id(UUID(int=3)))


class TestEnrolment:
    def test_it_begins_once_per_secret(self) -> None:
        given(second_factor).when(BEGIN).then_once(BEGUN)

    def test_a_newer_secret_replaces_one_that_was_not_confirmed(self) -> None:
        newer = BEGIN.model_copy(update={"secret_version": 2})
        given(second_factor, BEGUN).when(newer).then_once(BEGUN.model_copy(update={"secret_version": 2}))

    def test_an_older_secret_does_not(self) -> None:
        second = BEGUN.model_copy(update={"secret_version": 2})
        given(second_factor, second).when(BEGIN).refuses("SECOND_FACTOR_ENROLMENT_REPLACED")
        given(second_factor, *ACTIVE, REMOVED).when(BEGIN).refuses("SECOND_FACTOR_ENROLMENT_REPLACED")

    def test_none_takes_the_place_of_an_active_factor(self) -> None:
        newer = BEGIN.model_copy(update={"secret_version": 2})
        given(second_factor, *ACTIVE).when(newer).refuses("SECOND_FACTOR_ACTIVE")

    def test_no_code_is_asked_for_before_the_first(self) -> None:
        assert not fold(BEGUN).enrolled
        assert fold(*ACTIVE).enrolled

    def test_the_first_code_makes_it_active(self) -> None:
        given(second_factor, BEGUN).when(CONFIRM).then_once(CONFIRMED, CODES)

    @pytest.mark.parametrize("wrong", [{"step": None}, {"secret_version": 7}])
    def test_a_wrong_first_code_is_counted_and_it_stays_pending(self, wrong: dict[str, object]) -> None:
        counted = failure(1, FIRST)
        given(second_factor, BEGUN).when(CONFIRM.model_copy(update=wrong)).then_once(counted)
        assert not fold(BEGUN, counted).enrolled

    def test_there_must_be_something_to_confirm(self) -> None:
        given(second_factor).when(CONFIRM).refuses("SECOND_FACTOR_NOT_ENROLLED")
        again = CONFIRM.model_copy(update={"attempt_id": NOW})
        given(second_factor, *ACTIVE).when(again).refuses("SECOND_FACTOR_ACTIVE")
        given(second_factor, BEGUN, *LOCKED).when(again).refuses("SECOND_FACTOR_LOCKED")


class TestCodes:
    def test_a_newer_code_is_accepted_once(self) -> None:
        given(second_factor, *ACTIVE).when(TRY).then_once(ACCEPTED)

    @pytest.mark.parametrize("step", [STEP + 1, STEP, STEP - 1, None])
    def test_a_code_that_was_accepted_an_older_one_or_a_wrong_one_is_counted(self, step: int | None) -> None:
        again = TRY.model_copy(update={"attempt_id": FIRST, "step": step})
        given(second_factor, *ACTIVE, ACCEPTED).when(again).then_once(failure(1, FIRST))

    def test_the_code_that_confirmed_is_spent(self) -> None:
        given(second_factor, *ACTIVE).when(TRY.model_copy(update={"step": STEP})).then(failure(1, NOW))

    def test_a_code_of_another_secret_is_wrong(self) -> None:
        given(second_factor, *ACTIVE).when(TRY.model_copy(update={"secret_version": 2})).then(failure(1, NOW))

    def test_without_a_factor_there_is_nothing_to_try(self) -> None:
        for before in ((), (BEGUN,), (*ACTIVE, REMOVED)):
            given(second_factor, *before).when(TRY).refuses("SECOND_FACTOR_NOT_ENROLLED")


class TestLock:
    def test_the_fifth_failure_in_a_row_locks_for_a_minute(self) -> None:
        wrong = TRY.model_copy(update={"step": None})
        given(second_factor, *ACTIVE, *failures(3)).when(wrong).then(failure(4, NOW))
        given(second_factor, *ACTIVE, *failures(4)).when(wrong).then_once(failure(5, NOW), locked(NOON + MINUTE))

    def test_each_failure_after_a_lock_locks_twice_as_long(self) -> None:
        later = NOON + MINUTE
        wrong = TRY.model_copy(update={"step": None, "at": later})
        given(second_factor, *ACTIVE, *LOCKED).when(wrong).then(failure(6, NOW), locked(later + 2 * MINUTE))

    @pytest.mark.parametrize(
        ("count", "minutes"), [(5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 32), (11, 60), (12, 60), (10**9, 60)]
    )
    def test_an_hour_is_the_longest(self, count: int, minutes: int) -> None:
        assert lock_after(count) == minutes * MINUTE
        assert lock_after(4) is None

    def test_a_right_code_is_not_looked_at_meanwhile(self) -> None:
        before = given(second_factor, *ACTIVE, *LOCKED)
        before.when(TRY.model_copy(update={"at": NOON + MINUTE - timedelta(microseconds=1)})).refuses(
            "SECOND_FACTOR_LOCKED"
        )
        before.when(TRY.model_copy(update={"at": NOON + MINUTE})).then_once(ACCEPTED)
        before.when(USE).refuses("SECOND_FACTOR_LOCKED")

    def test_the_refusal_tells_until_when(self) -> None:
        with pytest.raises(LockedOut) as refused:
            second_factor.decide(fold(*ACTIVE, *LOCKED), TRY)
        assert refused.value.until == NOON + MINUTE
        assert refused.value.sentence == "Trop de codes faux. Réessayez dans 1 minute."
        assert LockedOut(NOON + 90 * timedelta(seconds=1), NOON).sentence.endswith("dans 2 minutes.")

    def test_success_begins_anew(self) -> None:
        for success in (ACCEPTED, USED):
            state = fold(*ACTIVE, *LOCKED, success)
            assert (state.failures, state.locked_until) == (0, None)


class TestRecoveryCodes:
    def test_each_is_used_once(self) -> None:
        given(second_factor, *ACTIVE).when(USE).then_once(USED)
        again = USE.model_copy(update={"attempt_id": FIRST})
        given(second_factor, *ACTIVE, USED).when(again).then_once(failure(1, FIRST))
        assert len(fold(*ACTIVE, USED).recovery_left) == 9

    @pytest.mark.parametrize("wrong", [{"recovery_version": 2}, {"index": 10}, {"index": -1}])
    def test_there_are_no_others(self, wrong: dict[str, int]) -> None:
        given(second_factor, *ACTIVE).when(USE.model_copy(update=wrong)).then(failure(1, NOW))

    def test_without_a_factor_none_works(self) -> None:
        given(second_factor, BEGUN).when(USE).refuses("SECOND_FACTOR_NOT_ENROLLED")

    def test_new_ones_void_the_former(self) -> None:
        given(second_factor, *ACTIVE, USED).when(REPLACE).then_once(REPLACED)
        assert fold(*ACTIVE, USED, REPLACED).recovery_left == frozenset(range(10))
        given(second_factor, *ACTIVE, REPLACED).when(USE).then(failure(1, NOW))

    def test_of_two_who_replace_them_the_second_is_told(self) -> None:
        other = REPLACE.model_copy(update={"recovery_version": 3})
        given(second_factor, *ACTIVE, REPLACED).when(other).refuses("RECOVERY_CODES_REPLACED")

    def test_they_are_replaced_by_who_has_a_factor_and_is_not_locked_out(self) -> None:
        given(second_factor, BEGUN).when(REPLACE).refuses("SECOND_FACTOR_NOT_ENROLLED")
        given(second_factor, *ACTIVE, *LOCKED).when(REPLACE).refuses("SECOND_FACTOR_LOCKED")


class TestRemoval:
    def test_it_is_removed_once_and_a_new_one_begins_with_new_versions(self) -> None:
        given(second_factor, *ACTIVE).when(REMOVE).then_once(REMOVED)
        second = BEGIN.model_copy(update={"secret_version": 2})
        given(second_factor, *ACTIVE, REMOVED).when(second).then(BEGUN.model_copy(update={"secret_version": 2}))
        assert fold(*ACTIVE, *LOCKED, REMOVED) == SecondFactor(last_version=1, recovery_version=1)

    def test_where_there_is_none_it_is_quiet(self) -> None:
        given(second_factor).when(REMOVE).then()

    def test_one_that_was_not_confirmed_goes_too(self) -> None:
        given(second_factor, BEGUN).when(REMOVE).then_once(REMOVED.model_copy(update={"recovery_version": 0}))

    def test_a_lock_stops_the_person_and_not_an_administrator(self) -> None:
        before = given(second_factor, *ACTIVE, *LOCKED)
        before.when(REMOVE).refuses("SECOND_FACTOR_LOCKED")
        reset = REMOVE.model_copy(update={"by": "administrator"})
        before.when(reset).then_once(REMOVED.model_copy(update={"by": "administrator"}))
