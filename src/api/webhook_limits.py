"""How many webhooks: each channel has its own allowance, and strangers use none of it.

A webhook is examined before it is counted, or whoever knows a number could use up what its provider may send. Those
that are refused are counted by address. An address that sent too many may still deliver what is in order for a channel
seen a moment ago: providers send for all their customers from the same addresses, and one that is set up wrong must
not silence the others. Only what would ask the database is refused.
"""

from collections.abc import Sequence

from fastapi import Request

from api.limits import counter_of, stranger, tell_count, too_many
from api.services import ApiServices
from application.ports.journal import Arrival
from application.ports.limits import Count


async def let_in(request: Request, services: ApiServices) -> None:
    """Whether to examine a webhook that is not known at once. Raises a 429."""
    count = await counter_of(request).look(services.edge.refused_webhooks, stranger(services, request))
    if not count.accepted:
        _refuse(request, count)


async def count_refused(request: Request, services: ApiServices) -> None:
    """One more of this address that is not in order."""
    count = await counter_of(request).take(services.edge.refused_webhooks, stranger(services, request))
    tell_count(request.scope, count)


async def count_of_channels(request: Request, services: ApiServices, arrivals: Sequence[Arrival]) -> None:
    """One more of each channel. Raises a 429 when all of them have nothing left: a body comes in as a whole or not at
    all, and no channel waits for another."""
    channels = {arrival.channel_id for arrival in arrivals}
    counter = counter_of(request)
    counts = [await counter.take(services.edge.webhooks, channel) for channel in sorted(channels)]
    most_left = max(counts, key=lambda count: (count.accepted, count.left))
    tell_count(request.scope, most_left)
    if not most_left.accepted:
        _refuse(request, most_left)


def _refuse(request: Request, count: Count) -> None:
    tell_count(request.scope, count)
    raise too_many(count)
