"""Channels in use: which one a webhook is for, and what an adapter needs to act for one."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from application.bus import Bus
from application.channel_fields import examine
from application.ports.indexes import BlindIndexes
from application.ports.messaging import ChannelAccess, Messaging, Webhook
from application.ports.secrets import Vault
from domain.channels.channel import Channel, ConnectChannel, channel
from domain.fact import INSTALLATION, Context
from domain.reservation import Reservation, Reserve, reservation

REMEMBERED = 10.0
"""Seconds that a webhook's channel is remembered. Nothing is sent from memory."""
REMEMBERED_IN_BETWEEN = 1.0
"""The same, while former credentials are believed: their end must be seen soon."""
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class ChannelInUse:
    """A channel, with what its adapter needs. `suspended` is the reason why nothing may be sent.

    `former` holds the credentials that were replaced lately: they still prove webhooks, and send nothing.
    """

    organisation_id: UUID
    channel_id: UUID
    access: ChannelAccess
    suspended: str
    credentials_version: int
    former: tuple[ChannelAccess, ...] = ()

    def believes(self, provider: Messaging, webhook: Webhook) -> bool:
        """Whether it is signed with a secret of the channel."""
        return any(provider.verify(webhook, access) for access in (self.access, *self.former))


class Channels:
    """Finds and connects channels."""

    def __init__(self, bus: Bus, vault: Vault, indexes: BlindIndexes, providers: Mapping[str, Messaging]) -> None:
        self._bus = bus
        self._vault = vault
        self._indexes = indexes
        self.providers = providers
        self._found: dict[tuple[str, str], tuple[float, ChannelInUse | None]] = {}
        self._secrets: dict[tuple[UUID, UUID, int], dict[str, str]] = {}

    def connect(
        self,
        context: Context,
        channel_id: UUID,
        provider: str,
        label: str,
        settings: dict[str, str],
        secrets: dict[str, str],
    ) -> int:
        """Connect a number of the organisation; its endpoint is reserved for the whole installation.

        Gives the sequence. Raises `Refused` when something is missing or the endpoint is another's.
        """
        adapter = examine(self.providers, provider, settings, secrets)
        self._vault.put(context.organisation_id, secret_name(channel_id), 1, secrets)
        outcome = self._bus.execute(
            context,
            Reserve(
                reservation_id=self.endpoint_index(provider, adapter.endpoint(settings)),
                kind="endpoint",
                organisation_id=context.organisation_id,
                holder_id=channel_id,
                everywhere=True,
                taken="Ce numéro est déjà connecté à une organisation.",
            ),
            ConnectChannel(channel_id=channel_id, provider=provider, label=label, settings=settings),
        )
        self.expect(provider, channel_id, secrets.get("verify_token", ""))
        for shared in adapter.shared_endpoints(settings):
            holder = {"organisation_id": str(context.organisation_id), "channel_id": str(channel_id)}
            self._vault.put(INSTALLATION, self._shared_name(provider, shared), 1, holder)
            self._vault.put(INSTALLATION, f"{self._shared_name(provider, shared)}:{channel_id}", 1, holder)
        self._found.clear()
        return outcome.sequence

    def expect(self, provider: str, channel_id: UUID, verify_token: str) -> None:
        """Say yes to whoever asks with this verify token. Several channels may share one; it proves nothing."""
        if verify_token:
            name = f"{self._verify_name(provider, verify_token)}:{channel_id}"
            self._vault.put(INSTALLATION, name, 1, {"channel": str(channel_id)})

    def expects(self, provider: str, verify_token: str) -> bool:
        """Whether a channel of this provider has this verify token."""
        return bool(self._vault.find(INSTALLATION, self._verify_name(provider, verify_token)))

    def endpoint_index(self, provider: str, endpoint: str) -> UUID:
        """The keyed hash by which an endpoint is reserved, and an unknown one counted."""
        return self._indexes.blind_index("endpoint", provider, endpoint)

    def remembered(self, provider: str, endpoint: str) -> ChannelInUse | None:
        """The same as `of_endpoint`, if it can be told without asking the database."""
        until, found = self._found.get((provider, endpoint), (0.0, None))
        return found if until > time.monotonic() else None

    def of_endpoint(self, provider: str, endpoint: str) -> ChannelInUse | None:
        """The channel that a webhook for this endpoint is for."""
        remembered = self._found.get((provider, endpoint))
        if remembered and remembered[0] > time.monotonic():
            return remembered[1]
        return self.looked_up(provider, endpoint)

    def looked_up(self, provider: str, endpoint: str) -> ChannelInUse | None:
        """The same, whatever is remembered: its credentials may have been replaced a moment ago."""
        found = self._look_up(provider, endpoint)
        if len(self._found) > MOST_REMEMBERED:  # unknown endpoints are strangers' to choose
            self._found.clear()
        good_for = REMEMBERED_IN_BETWEEN if found and found.former else REMEMBERED
        self._found[provider, endpoint] = (time.monotonic() + good_for, found)
        return found

    def use(self, organisation_id: UUID, channel_id: UUID) -> ChannelInUse | None:
        """A channel of the organisation, ready for its adapter: as it is now, in whatever process it was changed."""
        state: Channel = self._bus.state(channel, (organisation_id, channel_id))
        if not state.known:
            return None
        former = []
        for version in reversed(state.former):
            try:
                former.append(self._access(organisation_id, channel_id, state, version))
            except KeyError:  # destroyed this very moment
                continue
        access = self._access(organisation_id, channel_id, state, state.credentials_version)
        version = state.credentials_version
        return ChannelInUse(organisation_id, channel_id, access, state.suspended, version, tuple(former))

    def siblings(self, in_use: ChannelInUse) -> Sequence[UUID]:
        """The channels of the organisation that are numbers of the same account, itself included."""
        provider, organisation = in_use.access.provider, str(in_use.organisation_id)
        found = {in_use.channel_id}
        for shared in self.providers[provider].shared_endpoints(in_use.access.settings):
            holders = self._vault.find(INSTALLATION, self._shared_name(provider, shared))
            found |= {UUID(one["channel_id"]) for one in holders if one["organisation_id"] == organisation}
        return sorted(found)

    def destroy(self, organisation_id: UUID, channel_id: UUID, version: int) -> None:
        """Forget the credentials of a version that was retired. Safe to repeat."""
        state: Channel = self._bus.state(channel, (organisation_id, channel_id))
        if version == state.credentials_version or version in state.former:
            return
        try:
            token = self._vault.get(organisation_id, secret_name(channel_id), version).get("verify_token", "")
        except KeyError:
            return
        kept = (self._access(organisation_id, channel_id, state, one) for one in _versions(state))
        if token and all(access.secrets.get("verify_token") != token for access in kept):
            self._vault.destroy(INSTALLATION, f"{self._verify_name(state.provider, token)}:{channel_id}", 1)
        self._vault.destroy(organisation_id, secret_name(channel_id), version)
        self._secrets.pop((organisation_id, channel_id, version), None)

    def forget(self) -> None:
        """Look everything up again."""
        self._found.clear()
        self._secrets.clear()

    def _access(self, organisation_id: UUID, channel_id: UUID, state: Channel, version: int) -> ChannelAccess:
        """With the secrets of a version: these never change, so that they are remembered for as long as one wants."""
        key = (organisation_id, channel_id, version)
        if key not in self._secrets:
            if len(self._secrets) > MOST_REMEMBERED:
                self._secrets.clear()
            self._secrets[key] = self._vault.get(organisation_id, secret_name(channel_id), version)
        return ChannelAccess(state.provider, state.settings, self._secrets[key])

    def _shared_name(self, provider: str, endpoint: str) -> str:
        return f"shared-endpoint:{self.endpoint_index(provider, endpoint)}"

    def _verify_name(self, provider: str, token: str) -> str:
        return f"verify-token:{self._indexes.blind_index('verify-token', provider, token)}"

    def _look_up(self, provider: str, endpoint: str) -> ChannelInUse | None:
        for candidate in self.providers[provider].candidates(endpoint):
            index = self.endpoint_index(provider, candidate)
            held: Reservation = self._bus.state(reservation, (INSTALLATION, index))
            if held.holder_id is not None and held.organisation_id is not None:
                return self.use(held.organisation_id, held.holder_id)
        return self._look_up_shared(provider, endpoint)

    def _look_up_shared(self, provider: str, endpoint: str) -> ChannelInUse | None:
        """The first channel of the account that the endpoint stands for."""
        try:
            holder = self._vault.get(INSTALLATION, self._shared_name(provider, endpoint), 1)
        except KeyError:
            return None
        return self.use(UUID(holder["organisation_id"]), UUID(holder["channel_id"]))


def secret_name(channel_id: UUID) -> str:
    """The name of the credentials of a channel in the vault."""
    return f"channel:{channel_id}"


def _versions(state: Channel) -> tuple[int, ...]:
    return (state.credentials_version, *state.former)
