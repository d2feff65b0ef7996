"""The way a message goes, and how much of it the provider takes."""

import math

from application.channels import ChannelInUse
from application.ports.indexes import BlindIndexes
from application.ports.messaging import Identifier, Pace
from application.ports.pace import Route

RATE = "messages_per_second"
"""The setting of a channel that knows its rate better than its provider's adapter does."""


def route(in_use: ChannelInUse, to: Identifier, pace: Pace, indexes: BlindIndexes) -> Route:
    """The way to a recipient, by ids that tell nothing. A number without an account is one of its own."""
    access = in_use.access
    account = access.settings.get(pace.account, "").strip()
    return Route(
        number=in_use.channel_id,
        recipient=indexes.blind_index("recipient", in_use.channel_id, to.kind, to.value),
        account=indexes.blind_index("account", access.provider, account) if account else in_use.channel_id,
        per_second=_rate(access.settings.get(RATE, "")) or pace.per_second,
        recipient_interval=pace.recipient_interval,
    )


def _rate(said: str) -> float:
    """The rate that the setting says, 0 when it says none that makes sense."""
    try:
        rate = float(said)
    except ValueError:
        return 0.0
    return rate if math.isfinite(rate) and rate > 0 else 0.0
