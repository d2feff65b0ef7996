"""Channels in use: which one a webhook is for, and what an adapter needs to act for one."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from application.bus import Bus
from application.ports.indexes import BlindIndexes
from application.ports.messaging import ChannelAccess, Messaging
from application.ports.secrets import Vault
from domain.channels.channel import Channel, ConnectChannel, channel
from domain.fact import INSTALLATION, Context
from domain.refusal import refuse
from domain.reservation import Reservation, Reserve, reservation

REMEMBERED = 10.0  # seconds that a suspended or rotated channel may go unnoticed


@dataclass(frozen=True, slots=True)
class ChannelInUse:
    """A channel, with what its adapter needs. `suspended` is the reason why nothing may be sent."""

    organisation_id: UUID
    channel_id: UUID
    access: ChannelAccess
    suspended: str


class Channels:
    """Finds and connects channels. Remembers what it found for a few seconds."""

    def __init__(self, bus: Bus, vault: Vault, indexes: BlindIndexes, providers: Mapping[str, Messaging]) -> None:
        self._bus = bus
        self._vault = vault
        self._indexes = indexes
        self.providers = providers
        self._found: dict[tuple[str, str], tuple[float, ChannelInUse | None]] = {}
        self._used: dict[tuple[UUID, UUID], tuple[float, ChannelInUse]] = {}

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
        adapter = self.providers.get(provider)
        if adapter is None:
            refuse("Ce fournisseur n'est pas pris en charge.", code="PROVIDER_UNKNOWN", field="provider")
        for name in adapter.settings:
            if not settings.get(name):
                refuse(f"Il manque « {name} ».", code="CHANNEL_SETTING_MISSING", field=f"settings.{name}")
        for name in adapter.secrets:
            if not secrets.get(name):
                refuse(f"Il manque « {name} ».", code="CHANNEL_SECRET_MISSING", field=f"secrets.{name}")
        self._vault.put(context.organisation_id, _secret_name(channel_id), 1, secrets)
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
        if token := secrets.get("verify_token"):
            # Several channels may share a token: whoever asks with it is told yes, and proves nothing by it.
            self._vault.put(INSTALLATION, self._verify_name(provider, token), 1, {"channel": str(channel_id)})
        for shared in adapter.shared_endpoints(settings):
            holder = {"organisation_id": str(context.organisation_id), "channel_id": str(channel_id)}
            self._vault.put(INSTALLATION, self._shared_name(provider, shared), 1, holder)
        self._found.clear()
        return outcome.sequence

    def expects(self, provider: str, verify_token: str) -> bool:
        """Whether a channel of this provider was connected with this verify token."""
        try:
            self._vault.get(INSTALLATION, self._verify_name(provider, verify_token), 1)
        except KeyError:
            return False
        return True

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
        found = self._look_up(provider, endpoint)
        if len(self._found) > 10_000:  # unknown endpoints are strangers' to choose
            self._found.clear()
        self._found[provider, endpoint] = (time.monotonic() + REMEMBERED, found)
        return found

    def use(self, organisation_id: UUID, channel_id: UUID) -> ChannelInUse | None:
        """A channel of the organisation, ready for its adapter."""
        remembered = self._used.get((organisation_id, channel_id))
        if remembered and remembered[0] > time.monotonic():
            return remembered[1]
        state: Channel = self._bus.state(channel, (organisation_id, channel_id))
        if not state.known:
            return None
        secrets = self._vault.get(organisation_id, _secret_name(channel_id), state.credentials_version)
        in_use = ChannelInUse(
            organisation_id, channel_id, ChannelAccess(state.provider, state.settings, secrets), state.suspended
        )
        self._used[organisation_id, channel_id] = (time.monotonic() + REMEMBERED, in_use)
        return in_use

    def forget(self) -> None:
        """Look everything up again."""
        self._found.clear()
        self._used.clear()

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


def _secret_name(channel_id: UUID) -> str:
    return f"channel:{channel_id}"
