"""Replacing the credentials of a channel without a gap: sends use the new ones at once, both prove webhooks."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from application.bus import Bus
from application.channel_check import Checks
from application.channel_fields import examine_some
from application.channels import Channels, secret_name
from application.ports.connecting import Checkup
from application.ports.messaging import ChannelAccess
from application.ports.secrets import Vault
from domain.channels.channel import Channel, RetireChannelCredentials, RotateChannelCredentials, channel
from domain.fact import Context
from domain.refusal import Refused, refuse

BLOCKING = ("credentials", "provider")
"""What must be well before credentials are replaced. A number that is not in service yet is no reason not to."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """`checkup` is None when nobody was asked: forced, or nothing new."""

    sequence: int
    checkup: Checkup | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """Replaces credentials, and destroys the former ones."""

    bus: Bus
    vault: Vault
    channels: Channels
    checks: Checks

    def rotate(self, context: Context, channel_id: UUID, secrets: Mapping[str, str], *, force: bool) -> Replaced:
        """Use these from now on; those not given stay. Asks the provider first, unless forced.

        Raises `Refused` when one is not of this provider, when the provider refuses them, or when somebody else
        replaced them meanwhile. The same ones a second time change nothing.
        """
        organisation_id = context.organisation_id
        state = self._known(context, channel_id)
        examine_some(self.channels.providers[state.provider], secrets)
        current = self.vault.get(organisation_id, secret_name(channel_id), state.credentials_version)
        merged = {**current, **secrets}
        if merged == current:
            return Replaced(self._use(context, channel_id, state, state.credentials_version))
        checkup = None if force else self._accepted(ChannelAccess(state.provider, state.settings, merged))
        version = self.vault.add(organisation_id, secret_name(channel_id), merged)
        self.channels.expect(state.provider, channel_id, merged.get("verify_token", ""))
        try:
            sequence = self._use(context, channel_id, state, version)
        except Refused:
            self.channels.destroy(organisation_id, channel_id, version)  # of no use to anybody
            raise
        self.channels.forget()
        return Replaced(sequence, checkup)

    def retire(self, context: Context, channel_id: UUID) -> int:
        """Believe no webhook by the former ones any more, and destroy them: what leaked is worth nothing now."""
        state = self._known(context, channel_id)
        retire = RetireChannelCredentials(channel_id=channel_id, before=state.credentials_version)
        sequence = self.bus.execute(context, retire).sequence
        for version in state.former:
            self.channels.destroy(context.organisation_id, channel_id, version)
        self.channels.forget()
        return sequence

    def _known(self, context: Context, channel_id: UUID) -> Channel:
        state: Channel = self.bus.state(channel, (context.organisation_id, channel_id))
        if not state.known:
            refuse("Ce canal n'existe pas.", code="CHANNEL_UNKNOWN")
        return state

    def _accepted(self, access: ChannelAccess) -> Checkup:
        checkup = self.checks.asked(access)
        for finding in checkup.findings:
            if finding.level == "error" and finding.about in BLOCKING:
                refuse(
                    f"{finding.sentence} {finding.remedy} Rien n'a été changé.",
                    code="CHANNEL_CREDENTIALS_REFUSED",
                    field="secrets" if finding.about == "credentials" else None,
                )
        return checkup

    def _use(self, context: Context, channel_id: UUID, state: Channel, version: int) -> int:
        rotate = RotateChannelCredentials(
            channel_id=channel_id, credentials_version=version, replaces=state.credentials_version
        )
        return self.bus.execute(context, rotate).sequence
