"""What is asked of a second factor. Secrets and codes stay outside: a code comes as the time step that it matches."""

from datetime import datetime
from uuid import UUID

from domain.event import Command
from domain.tenancy.second_factor_events import RemovedBy, factor_id


class SecondFactorCommand(Command):
    """About the second factor of this person."""

    user_id: UUID

    @property
    def factor_id(self) -> UUID:
        """The stream."""
        return factor_id(self.user_id)


class BeginEnrolment(SecondFactorCommand):
    """A secret was made and is in the vault under this version. It replaces one that was never confirmed."""

    secret_version: int


class Attempt(SecondFactorCommand):
    """Something was typed at `at`. `attempt_id` is new for each: by it a save whose answer was lost is known again."""

    attempt_id: UUID
    at: datetime


class ConfirmEnrolment(Attempt):
    """A first code. `step` is what it matches under the secret of this version, None when nothing.

    `recovery_version` names the recovery codes that go with it; 0 when there is nothing to go with.
    """

    secret_version: int
    step: int | None
    recovery_version: int = 0
    count: int = 0


class TryCode(Attempt):
    """A code at sign-in. `step` is what it matches under the secret of this version, None when nothing."""

    secret_version: int
    step: int | None


class UseRecoveryCode(Attempt):
    """The recovery code of this place was typed; right by its hash, perhaps used already."""

    recovery_version: int
    index: int


class ReplaceRecoveryCodes(SecondFactorCommand):
    """New ones are in the vault, made when those of `replaces` were in use; the former are void."""

    recovery_version: int
    replaces: int
    count: int
    at: datetime


class RemoveSecondFactor(SecondFactorCommand):
    """Ask this person for no code any more."""

    by: RemovedBy
    at: datetime
