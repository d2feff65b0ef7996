"""How often software may ask: each licence has its own allowance, and strangers use none of it.

Only a key on its own machine counts for the licence: whoever knows the key alone cannot use up what its owner may ask.
All else is a guess, and counts for the address as any stranger's request. An address that guessed too much may still
present what was proven a moment ago: an office shares one address, and one of its machines may be set up wrong.
"""

from fastapi import Request

from api.limits import counter_of, stranger, tell_count, too_many
from api.services import ApiServices
from application.ports.licence_door import Presented, Seen
from application.ports.limits import Count


async def let_in(request: Request, services: ApiServices, presented: Presented) -> None:
    """Whether to look at all. Raises a 429."""
    if not services.door.was_proven(presented):
        _pass(request, await counter_of(request).look(services.edge.anonymous, stranger(services, request)))


async def count(request: Request, services: ApiServices, seen: Seen) -> None:
    """One more of the licence, or one more guess. Raises a 429."""
    allowance, who = (
        (services.edge.licence, seen.licence_id)
        if seen.proven
        else (services.edge.anonymous, stranger(services, request))
    )
    counted = await counter_of(request).take(allowance, who)
    tell_count(request.scope, counted)
    _pass(request, counted)


def _pass(request: Request, counted: Count) -> None:
    if not counted.accepted:
        tell_count(request.scope, counted)
        raise too_many(counted)
