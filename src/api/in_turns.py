"""Routes that are called by the thousand at one instant: a few are worked on at a time, the others wait outside.

Otherwise each step of whoever works at the desk would wait for one step of a thousand. A request takes its turn once
all of it has come: who is slow to send holds up nobody.
"""

from asyncio import Semaphore
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

AT_ONCE = 12
"""Enough to be read and committed together."""


class InTurns(APIRoute):
    """A route whose requests take turns. The app holds the turns in `state.turns`, a `Semaphore`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, behind the turns."""
        handle = super().get_route_handler()

        async def handle_in_turn(request: Request) -> Response:
            await request.body()
            turns: Semaphore = request.app.state.turns
            async with turns:
                return await handle(request)

        return handle_in_turn
