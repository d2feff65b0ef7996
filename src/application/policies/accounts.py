"""Whoever is invited, or has forgotten their password, gets a letter with a link."""

from collections.abc import Iterator

from application.policy import Consequence, Desk, Effect, Policy
from domain.fact import Fact
from domain.tenancy.invitation import MemberInvited
from domain.tenancy.user import PasswordResetAsked

accounts = Policy("accounts")


@accounts.hears
def invited(fact: Fact[MemberInvited], desk: Desk) -> Iterator[Consequence]:
    """The link to join."""
    yield Effect(
        "mail_account", f"invitation:{fact.event.invitation_id}", {"invitation_id": str(fact.event.invitation_id)}
    )


@accounts.hears
def forgot(fact: Fact[PasswordResetAsked], desk: Desk) -> Iterator[Consequence]:
    """The link to choose another password."""
    user_id, version = fact.event.user_id, fact.event.password_version
    refs = {"user_id": str(user_id), "version": str(version), "ends_at": fact.event.ends_at.isoformat()}
    yield Effect("mail_account", f"reset:{fact.organisation_id}:{fact.sequence}", refs)
