"""The second factor of a person: a code that changes every 30 seconds, or a recovery code that works once.

What is typed wrong is a fact, not a refusal of the rules: it must be counted although the person is told no.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from domain.decider import Decider
from domain.event import Event
from domain.fact import NOBODY
from domain.refusal import Refused, refuse
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
)

PATIENCE = 5
"""Failures in a row before the first lock; from then on each failure locks."""
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=1)


class LockedOut(Refused):
    """Too many wrong codes: none is looked at before `until`."""

    def __init__(self, until: datetime, at: datetime) -> None:
        minutes = math.ceil((until - at) / timedelta(minutes=1))
        wait = "1 minute" if minutes <= 1 else f"{minutes} minutes"
        super().__init__(f"Trop de codes faux. Réessayez dans {wait}.", code="SECOND_FACTOR_LOCKED")
        self.until = until


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """`active` is the version of the secret in use, `pending` of the one shown and not confirmed; 0 when there is none.

    `step` is the newest time step accepted. `recovery_left` are the places of the recovery codes not used yet.
    `last_version` and `recovery_version` never go back, so that a version means the same for ever.
    """

    active: int = 0
    pending: int = 0
    last_version: int = 0
    step: int = -1
    failures: int = 0
    locked_until: datetime | None = None
    recovery_version: int = 0
    recovery_left: frozenset[int] = frozenset()
    attempt_id: UUID = NOBODY
    passed: bool = False

    @property
    def enrolled(self) -> bool:
        """Whether a code is asked for."""
        return self.active > 0


second_factor = Decider(SecondFactor, identify="factor_id")


@second_factor.decides
def begin(state: SecondFactor, command: BeginEnrolment) -> Iterator[Event]:
    """Refused while one is active: whoever holds a session cannot put a telephone of their own in its place."""
    if command.secret_version == state.pending:
        return
    refuse_active(state)
    if command.secret_version <= state.last_version:
        refuse(
            "Un autre QR code vient d'être préparé. Rechargez la page et utilisez celui qui s'affiche.",
            code="SECOND_FACTOR_ENROLMENT_REPLACED",
        )
    yield SecondFactorEnrolmentBegun(user_id=command.user_id, secret_version=command.secret_version)


@second_factor.decides
def confirm(state: SecondFactor, command: ConfirmEnrolment) -> Iterator[Event]:
    """Active from the first right code on, with its recovery codes."""
    if command.attempt_id == state.attempt_id:
        return
    refuse_active(state)
    if not state.pending:
        refuse("Affichez d'abord le QR code de la double authentification.", code="SECOND_FACTOR_NOT_ENROLLED")
    refuse_locked(state, command.at)
    if command.step is None or command.secret_version != state.pending:
        yield from _failed(state, command.user_id, command.attempt_id, command.at)
        return
    yield SecondFactorConfirmed(
        user_id=command.user_id,
        secret_version=command.secret_version,
        step=command.step,
        attempt_id=command.attempt_id,
    )
    yield RecoveryCodesGenerated(
        user_id=command.user_id, recovery_version=command.recovery_version, count=command.count
    )


@second_factor.decides
def try_code(state: SecondFactor, command: TryCode) -> Iterator[Event]:
    """Accepted when it is newer than any before: of two who type the same, the ledger lets one be first."""
    if command.attempt_id == state.attempt_id:
        return
    refuse_inactive(state)
    refuse_locked(state, command.at)
    if command.step is None or command.secret_version != state.active or command.step <= state.step:
        yield from _failed(state, command.user_id, command.attempt_id, command.at)
        return
    yield SecondFactorCodeAccepted(user_id=command.user_id, step=command.step, attempt_id=command.attempt_id)


@second_factor.decides
def use_recovery_code(state: SecondFactor, command: UseRecoveryCode) -> Iterator[Event]:
    """Once each, while those of its version are in use."""
    if command.attempt_id == state.attempt_id:
        return
    refuse_inactive(state)
    refuse_locked(state, command.at)
    if command.recovery_version != state.recovery_version or command.index not in state.recovery_left:
        yield from _failed(state, command.user_id, command.attempt_id, command.at)
        return
    yield RecoveryCodeUsed(
        user_id=command.user_id,
        recovery_version=command.recovery_version,
        index=command.index,
        attempt_id=command.attempt_id,
    )


@second_factor.decides
def replace_recovery_codes(state: SecondFactor, command: ReplaceRecoveryCodes) -> Iterator[Event]:
    """Refused when they were replaced meanwhile: the person who sees these must be able to use them."""
    refuse_inactive(state)
    if command.recovery_version == state.recovery_version:
        return
    refuse_locked(state, command.at)
    if command.replaces != state.recovery_version:
        refuse(
            "D'autres codes de récupération viennent d'être générés. Recommencez si vous ne les avez pas notés.",
            code="RECOVERY_CODES_REPLACED",
        )
    yield RecoveryCodesGenerated(
        user_id=command.user_id, recovery_version=command.recovery_version, count=command.count
    )


@second_factor.decides
def remove(state: SecondFactor, command: RemoveSecondFactor) -> Iterator[Event]:
    """Quiet when there is none. A person who is locked out does not get rid of the lock so; an administrator may."""
    if not state.enrolled and not state.pending:
        return
    if command.by == "person":
        refuse_locked(state, command.at)
    yield SecondFactorRemoved(
        user_id=command.user_id,
        secret_version=state.active or state.pending,
        recovery_version=state.recovery_version if state.enrolled else 0,
        by=command.by,
    )


def refuse_active(state: SecondFactor) -> None:
    """Raises `Refused` while it is in use."""
    if state.enrolled:
        refuse(
            "La double authentification est déjà active. Retirez-la d'abord pour changer de téléphone.",
            code="SECOND_FACTOR_ACTIVE",
        )


def refuse_inactive(state: SecondFactor) -> None:
    """Raises `Refused` unless it is in use."""
    if not state.enrolled:
        refuse("La double authentification n'est pas activée.", code="SECOND_FACTOR_NOT_ENROLLED")


def refuse_locked(state: SecondFactor, at: datetime) -> None:
    """Raises `LockedOut` while it is locked."""
    if state.locked_until is not None and at < state.locked_until:
        raise LockedOut(state.locked_until, at)


def lock_after(failures: int) -> timedelta | None:
    """How long so many failures in a row lock: 1 minute after five, twice as long after each more, at most an hour."""
    if failures < PATIENCE:
        return None
    doublings = min(failures - PATIENCE, 16)  # far beyond the longest; a power of any count would overflow
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def _failed(state: SecondFactor, user_id: UUID, attempt_id: UUID, at: datetime) -> Iterator[Event]:
    failures = state.failures + 1
    yield SecondFactorCodeRefused(user_id=user_id, failures=failures, attempt_id=attempt_id)
    lock = lock_after(failures)
    if lock is not None:
        yield SecondFactorLocked(user_id=user_id, until=at + lock)


@second_factor.evolves
def begun(state: SecondFactor, event: SecondFactorEnrolmentBegun) -> SecondFactor:
    """Waits for its first code."""
    return replace(state, pending=event.secret_version, last_version=event.secret_version)


@second_factor.evolves
def confirmed(state: SecondFactor, event: SecondFactorConfirmed) -> SecondFactor:
    """In use."""
    return replace(
        _passed(state, event.attempt_id),
        active=event.secret_version,
        pending=0,
        step=event.step,
    )


@second_factor.evolves
def accepted(state: SecondFactor, event: SecondFactorCodeAccepted) -> SecondFactor:
    """This code and those before are spent."""
    return replace(_passed(state, event.attempt_id), step=event.step)


@second_factor.evolves
def refused(state: SecondFactor, event: SecondFactorCodeRefused) -> SecondFactor:
    """One more."""
    return replace(state, failures=event.failures, attempt_id=event.attempt_id, passed=False)


@second_factor.evolves
def locked(state: SecondFactor, event: SecondFactorLocked) -> SecondFactor:
    """For a while."""
    return replace(state, locked_until=event.until)


@second_factor.evolves
def generated(state: SecondFactor, event: RecoveryCodesGenerated) -> SecondFactor:
    """All of these, and none of the former."""
    return replace(state, recovery_version=event.recovery_version, recovery_left=frozenset(range(event.count)))


@second_factor.evolves
def used(state: SecondFactor, event: RecoveryCodeUsed) -> SecondFactor:
    """One less."""
    return replace(_passed(state, event.attempt_id), recovery_left=state.recovery_left - {event.index})


@second_factor.evolves
def removed(state: SecondFactor, event: SecondFactorRemoved) -> SecondFactor:
    """As if there had never been one, but for the versions."""
    return SecondFactor(last_version=state.last_version, recovery_version=state.recovery_version)


def _passed(state: SecondFactor, attempt_id: UUID) -> SecondFactor:
    return replace(state, failures=0, locked_until=None, attempt_id=attempt_id, passed=True)
