"""The facts of a second factor. None holds a secret, a code or a hash: they name versions of the vault."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID, uuid5

from domain.tenancy.organisation import TenancyEvent

RemovedBy = Literal["person", "administrator"]


def factor_id(user_id: UUID) -> UUID:
    """The stream of a person's second factor: each sign-in grows it, and the person's own stream stays short."""
    return uuid5(user_id, "second-factor")


class SecondFactorEvent(TenancyEvent, context="tenancy"):
    """Facts about a second factor. Only its owner is told of them live."""

    subject: ClassVar[str] = "user_id"
    told_to: ClassVar[str] = "user_id"

    user_id: UUID

    @property
    def factor_id(self) -> UUID:
        """The stream."""
        return factor_id(self.user_id)


class SecondFactorEnrolmentBegun(SecondFactorEvent):
    """Double authentification : secret préparé, en attente d'un premier code"""

    secret_version: int


class SecondFactorConfirmed(SecondFactorEvent):
    """Double authentification activée"""

    secret_version: int
    step: int
    attempt_id: UUID


class SecondFactorCodeAccepted(SecondFactorEvent):
    """Code de double authentification accepté"""

    step: int
    """The 30-second step of the code since 1970; neither it nor an older one is accepted again."""
    attempt_id: UUID


class SecondFactorCodeRefused(SecondFactorEvent):
    """Code de double authentification refusé (échec n° {failures})"""

    failures: int
    """In a row, this one included."""
    attempt_id: UUID


class SecondFactorLocked(SecondFactorEvent):
    """Double authentification bloquée pour un moment après trop d'échecs"""

    until: datetime


class RecoveryCodesGenerated(SecondFactorEvent):
    """Codes de récupération générés : {count}"""

    recovery_version: int
    count: int


class RecoveryCodeUsed(SecondFactorEvent):
    """Code de récupération utilisé"""

    recovery_version: int
    index: int
    attempt_id: UUID


class SecondFactorRemoved(SecondFactorEvent):
    """Double authentification retirée"""

    secret_version: int
    recovery_version: int
    by: RemovedBy
    """Who it is by name is the actor of the envelope."""
