"""The gate of webhooks: what is for a channel of ours and signed with its secret comes in, the rest is counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from application.channels import ChannelInUse, Channels
from application.ports.journal import Arrival, Journal
from application.ports.messaging import Messaging, Part, Webhook

MOST_COUNTED = 10
"""Unknown endpoints of one body that are counted: a stranger must not make us write a thousand rows."""


class BodyInvalid(Exception):
    """Not a webhook of this provider."""


class EndpointUnknown(Exception):
    """For no channel of ours."""


class SignatureInvalid(Exception):
    """For a channel of ours, and not signed with its secret."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Examines webhooks. Safe from any thread; asks the database about endpoints not seen lately."""

    channels: Channels
    journal: Journal

    def examine_at_once(self, provider: Messaging, webhook: Webhook) -> Sequence[Arrival] | None:
        """The same as `examine` for a webhook that is in order and for channels seen lately: it asks nobody, so an
        event loop may call it. None for any other."""
        try:
            parts = provider.split(webhook)
        except (ValueError, RecursionError):
            return None
        known = [(part, self.channels.remembered(provider.provider, part.endpoint)) for part in parts]
        if not all(channel is not None and channel.believes(provider, webhook) for _, channel in known):
            return None
        return _arrivals(provider, known) or None

    def examine(self, provider: Messaging, webhook: Webhook) -> Sequence[Arrival]:
        """What to keep of the webhook, all of it verified.

        Raises `BodyInvalid`, `EndpointUnknown` or `SignatureInvalid`; then nothing is to be kept.
        """
        try:
            parts = provider.split(webhook)
        except (ValueError, RecursionError) as error:
            raise BodyInvalid from error
        if not parts:
            raise BodyInvalid("nothing in it is for anybody")
        found = [(part, self.channels.of_endpoint(provider.provider, part.endpoint)) for part in parts]
        self._count_unknown(provider, [part for part, channel in found if channel is None])
        known = [(part, channel) for part, channel in found if channel is not None]
        if not known:
            raise EndpointUnknown
        for part, channel in known:
            self._verify(provider, webhook, part, channel)
        return _arrivals(provider, known)

    def _verify(self, provider: Messaging, webhook: Webhook, part: Part, channel: ChannelInUse) -> None:
        if channel.believes(provider, webhook):
            return
        # Another process may have replaced the secret a moment ago, and the provider uses the new one already.
        afresh = self.channels.looked_up(provider.provider, part.endpoint)
        if afresh is None or not afresh.believes(provider, webhook):
            index = self.channels.endpoint_index(provider.provider, part.endpoint)
            self.journal.refuse(provider.provider, index, "bad_signature")
            raise SignatureInvalid

    def _count_unknown(self, provider: Messaging, parts: Sequence[Part]) -> None:
        for part in parts[:MOST_COUNTED]:
            index = self.channels.endpoint_index(provider.provider, part.endpoint)
            self.journal.refuse(provider.provider, index, "unknown_endpoint")


def _arrivals(provider: Messaging, found: Iterable[tuple[Part, ChannelInUse | None]]) -> list[Arrival]:
    return [
        Arrival(channel.organisation_id, channel.channel_id, provider.provider, part.payload)
        for part, channel in found
        if channel is not None
    ]
