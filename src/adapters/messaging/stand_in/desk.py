"""The part that both stand-ins share: script, memory, accidents, and statuses that come back later."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

import httpx
from fastapi import Request

from adapters.messaging.stand_in.calls import Calls, Files
from adapters.messaging.stand_in.configuration import Configuration
from adapters.messaging.stand_in.limiter import Limiter
from adapters.messaging.stand_in.script import ProviderName, Script, StatusName, Step
from adapters.messaging.stand_in.standing import Standing

_TASKS = 10_000

logger = logging.getLogger(__name__)

Notify = Callable[[StatusName, Step], Awaitable[None]]


class Desk:
    """State of the stand-in. It lives in one event loop."""

    def __init__(self, configuration: Configuration, client: httpx.AsyncClient) -> None:
        self.configuration = configuration
        self.calls = Calls()
        self.files = Files()
        self.script = Script()
        self.standing = Standing()
        self.asked: dict[str, None] = {}
        """Numbers of Meta's that were asked about: the account lists them."""
        self._limiter = Limiter(configuration.per_second)
        self._client = client
        self._tasks: set[asyncio.Task[None]] = set()

    def step(self, provider: ProviderName, number: str) -> Step:
        """What happens to a call for a number: by the script, else by the limit of the provider."""
        step = self.script.next(provider)
        return step if step.status else self._limiter.refusal(provider, number) or step

    def follow(self, step: Step, notify: Notify) -> None:
        """Have the statuses of a message told, each at its time."""
        if len(self._tasks) < _TASKS and not self.configuration.quiet:
            task = asyncio.create_task(self._tell(step, notify))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _tell(self, step: Step, notify: Notify) -> None:
        elapsed = 0.0
        for position, status in enumerate(step.statuses):
            due = self.configuration.delays[min(position, 2)]
            await asyncio.sleep(max(0.0, due - elapsed))
            elapsed = max(elapsed, due)
            await notify(status, step)

    async def post(self, url: str, content: bytes, headers: Mapping[str, str], *, retried: bool) -> None:
        """Tell a webhook. Meta tries again after any failure, Twilio only when it could not connect."""
        for pause in (*self.configuration.retries, None):
            try:
                answer = await self._client.post(url, content=content, headers=headers)
                if answer.is_success or not retried:
                    return
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                logger.warning("stand-in could not post a status: %s", type(error).__name__)
            if pause is not None:
                await asyncio.sleep(pause)

    async def told(self, url: str, content: bytes, headers: Mapping[str, str]) -> int:
        """Post once; the status of the answer."""
        return (await self._client.post(url, content=content, headers=headers)).status_code

    async def answered(self, url: str, params: Mapping[str, str]) -> str:
        """Ask once; the words of the answer."""
        return (await self._client.get(url, params=dict(params))).text

    async def accident(self, step: Step, request: Request) -> None:
        """Make the caller wait, or lose the line."""
        if step.hang:
            await asyncio.sleep(step.hang)
        if step.drop:
            await cut(request)

    async def close(self) -> None:
        """Stop telling."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()


async def cut(request: Request) -> None:
    """Cut the connection under the request, and return once the server has seen it."""
    transport_of(request).abort()
    await departure(request)


async def departure(request: Request) -> None:
    """Wait until the caller is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        continue


def transport_of(request: Request) -> asyncio.Transport:
    """The connection under the request: no server offers it, so take uvicorn's own transport."""
    transport: asyncio.Transport | None = getattr(getattr(request.receive, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("this server cannot cut a connection")
    return transport
