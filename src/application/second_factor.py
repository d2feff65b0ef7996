"""The second factor of members: enrolling a telephone, verifying what is typed, recovery codes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn
from uuid import UUID, uuid4

from application import recovery_codes
from application.bus import Bus
from application.ports.clock import Clock
from application.ports.indexes import BlindIndexes
from application.ports.one_time_codes import OneTimeCodes
from application.ports.secrets import Vault
from application.typed_codes import plain
from domain.fact import Context
from domain.refusal import Refused, refuse
from domain.tenancy.second_factor import (
    LockedOut,
    SecondFactor,
    refuse_active,
    refuse_inactive,
    refuse_locked,
    second_factor,
)
from domain.tenancy.second_factor_commands import (
    Attempt,
    BeginEnrolment,
    ConfirmEnrolment,
    RemoveSecondFactor,
    ReplaceRecoveryCodes,
    TryCode,
    UseRecoveryCode,
)
from domain.tenancy.second_factor_events import (
    SecondFactorCodeRefused,
    SecondFactorLocked,
    SecondFactorRemoved,
    factor_id,
)
from domain.tenancy.user import User, user


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What is shown once, for an authenticator application: the secret in base32, its address, the QR code as SVG."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    qr_code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verified:
    """The code was right. `recovery_code` tells whether it was one of those, which are few."""

    sequence: int
    recovery_code: bool


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """Safe from any thread. Who may act on whose second factor is the caller's to check.

    Every method may raise `Refused`, and `LockedOut` (a `Refused` with the instant) while too many codes were wrong.
    """

    bus: Bus
    vault: Vault
    clock: Clock
    codes: OneTimeCodes
    indexes: BlindIndexes

    def state(self, organisation_id: UUID, user_id: UUID) -> SecondFactor:
        """How it stands; a stranger has none."""
        state: SecondFactor = self.bus.state(second_factor, (organisation_id, factor_id(user_id)))
        return state

    def begin(self, context: Context, user_id: UUID, label: str) -> Enrolment:
        """A new secret, which no sign-in asks for before `confirm`; one shown earlier and not confirmed is void.

        `label` is what the application shows, an e-mail. Refused for a stranger, and while a factor is active.
        """
        self._refuse_stranger(context.organisation_id, user_id)
        state = self.state(context.organisation_id, user_id)
        refuse_active(state)
        name, secret = _secret_name(user_id), self.codes.new_secret()
        version = self.vault.add(context.organisation_id, name, {"secret": secret}, after=state.last_version)
        with self._destroyed_if_refused(context, name, version):
            self.bus.execute(context, BeginEnrolment(user_id=user_id, secret_version=version))
        self._destroy_former(context, name, state.last_version, version)
        uri = self.codes.uri(secret, label)
        return Enrolment(secret, uri, self.codes.qr_code(uri))

    def confirm(self, context: Context, user_id: UUID, code: str) -> list[str]:
        """Active from now on, by a first code of the application. Gives the recovery codes, which are shown once.

        A wrong code is recorded, then refused.
        """
        at = self.clock.now()
        state = self.state(context.organisation_id, user_id)
        refuse_active(state)
        refuse_locked(state, at)
        step = self._step(context, user_id, state.pending, plain(code), at)
        codes = [] if step is None else recovery_codes.mint()
        version = self._keep_codes(context, user_id, state, codes) if codes else 0
        attempt = ConfirmEnrolment(
            user_id=user_id,
            attempt_id=uuid4(),
            at=at,
            secret_version=state.pending,
            step=step,
            recovery_version=version,
            count=len(codes),
        )
        with self._destroyed_if_refused(context, _codes_name(user_id), version):
            self._attempt(context, attempt)
        self._destroy_former(context, _codes_name(user_id), state.recovery_version, version)
        return codes

    def verify(self, context: Context, user_id: UUID, code: str) -> Verified:
        """A code of the application (of now, 30 seconds ago or 30 seconds ahead), or a recovery code, however typed.

        Each is accepted once. A wrong one is recorded, then refused, as `LockedOut` when it was one too many.
        """
        at = self.clock.now()
        state = self.state(context.organisation_id, user_id)
        refuse_inactive(state)
        refuse_locked(state, at)
        attempt = self._attempt_with(context, user_id, state, plain(code), at)
        return Verified(self._attempt(context, attempt), isinstance(attempt, UseRecoveryCode))

    def regenerate(self, context: Context, user_id: UUID) -> list[str]:
        """New recovery codes, which are shown once; the former are void. Refused when others came first."""
        at = self.clock.now()
        state = self.state(context.organisation_id, user_id)
        refuse_inactive(state)
        refuse_locked(state, at)
        codes = recovery_codes.mint()
        version = self._keep_codes(context, user_id, state, codes)
        replacement = ReplaceRecoveryCodes(
            user_id=user_id,
            recovery_version=version,
            replaces=state.recovery_version,
            count=len(codes),
            at=at,
        )
        with self._destroyed_if_refused(context, _codes_name(user_id), version):
            self.bus.execute(context, replacement)
        self._destroy_former(context, _codes_name(user_id), state.recovery_version, version)
        return codes

    def remove(self, context: Context, user_id: UUID) -> int:
        """Ask for no code any more, and destroy the secrets. Gives the sequence. Quiet when there was none.

        By anyone but the person it is an administrator's reset, which a lock does not stop.
        """
        removal = RemoveSecondFactor(
            user_id=user_id,
            by="person" if context.actor.id == user_id else "administrator",
            at=self.clock.now(),
        )
        outcome = self.bus.execute(context, removal)
        for fact in outcome.facts:
            if isinstance(fact.event, SecondFactorRemoved):
                secret, codes = fact.event.secret_version, fact.event.recovery_version
                self.vault.destroy(context.organisation_id, _secret_name(user_id), secret)
                self.vault.destroy(context.organisation_id, _codes_name(user_id), codes)
        return outcome.sequence

    def _refuse_stranger(self, organisation_id: UUID, user_id: UUID) -> None:
        state: User = self.bus.state(user, (organisation_id, user_id))
        if not state.registered:
            refuse("Ce membre n'existe pas.", code="USER_UNKNOWN")

    def _attempt_with(
        self, context: Context, user_id: UUID, state: SecondFactor, code: str, at: datetime
    ) -> TryCode | UseRecoveryCode:
        place = self._place(context, user_id, state.recovery_version, code)
        if place is not None:
            return UseRecoveryCode(
                user_id=user_id,
                attempt_id=uuid4(),
                at=at,
                recovery_version=state.recovery_version,
                index=place,
            )
        return TryCode(
            user_id=user_id,
            attempt_id=uuid4(),
            at=at,
            secret_version=state.active,
            step=self._step(context, user_id, state.active, code, at),
        )

    def _attempt(self, context: Context, attempt: Attempt) -> int:
        outcome = self.bus.execute(context, attempt)
        for event in (fact.event for fact in reversed(outcome.facts)):
            if isinstance(event, SecondFactorLocked):
                raise LockedOut(event.until, attempt.at)
            if isinstance(event, SecondFactorCodeRefused):
                _refuse_code()
        if not outcome.facts and not self._passed(context, attempt):
            _refuse_code()
        return outcome.sequence

    def _passed(self, context: Context, attempt: Attempt) -> bool:
        """Silence means that it was saved already, by a save whose answer was lost: what became of it?"""
        state = self.state(context.organisation_id, attempt.user_id)
        return state.passed and state.attempt_id == attempt.attempt_id

    def _step(self, context: Context, user_id: UUID, version: int, code: str, at: datetime) -> int | None:
        kept = self._kept(context, _secret_name(user_id), version)
        return self.codes.step_of(kept["secret"], code, at) if kept else None

    def _place(self, context: Context, user_id: UUID, version: int, code: str) -> int | None:
        if len(code) != recovery_codes.LENGTH:
            return None
        kept = self._kept(context, _codes_name(user_id), version)
        return recovery_codes.place_of(self.indexes, user_id, code, kept)

    def _kept(self, context: Context, name: str, version: int) -> Mapping[str, str]:
        """Empty when it was destroyed meanwhile: no code is right then, and the rules say why."""
        try:
            return self.vault.get(context.organisation_id, name, version)
        except KeyError:
            return {}

    def _keep_codes(self, context: Context, user_id: UUID, state: SecondFactor, codes: list[str]) -> int:
        hashes = recovery_codes.kept(self.indexes, user_id, codes)
        return self.vault.add(context.organisation_id, _codes_name(user_id), hashes, after=state.recovery_version)

    def _destroy_former(self, context: Context, name: str, first: int, version: int) -> None:
        """With what callers left behind who were overtaken, or died, before their version was a fact."""
        for former in range(max(first, 1), version):
            self.vault.destroy(context.organisation_id, name, former)

    @contextmanager
    def _destroyed_if_refused(self, context: Context, name: str, version: int) -> Iterator[None]:
        try:
            yield
        except Refused:
            self.vault.destroy(context.organisation_id, name, version)  # of no use to anybody
            raise


def _refuse_code() -> NoReturn:
    refuse(
        "Ce code est faux ou a déjà servi. Saisissez celui que votre application affiche maintenant.",
        code="SECOND_FACTOR_CODE_WRONG",
        field="code",
    )


def _secret_name(user_id: UUID) -> str:
    return f"second-factor:{user_id}"


def _codes_name(user_id: UUID) -> str:
    return f"recovery-codes:{user_id}"
