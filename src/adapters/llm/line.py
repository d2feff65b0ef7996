"""One request within one deadline, from the look-up of the name to the last byte.

httpx bounds each wait of a synchronous request, never their sum: a server that gives a byte of its headers each second
holds the caller for hours. A task can be cut at any point, so requests are tasks of one loop in a thread of its own.
"""

import asyncio
import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from functools import cache

import httpx

LIMIT = 256 * 1024  # bytes of an answer; 400 tokens are about 2 KB
_CONNECT = 3.0  # seconds: a server that does not even answer the door is down
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.InvalidURL,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_GRACE = 1.0  # seconds for the loop to cut a task


@cache
def _trust() -> ssl.SSLContext:
    """The certificates to believe: slow to load, and the same for all."""
    return httpx.create_ssl_context()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. The names of headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Unconnected(Exception):
    """No connection could be had: no byte left, so that asking again is safe."""


class Cut(Exception):
    """The line was lost, or what came is not HTTP. The server may have worked, and be paid, for nothing."""


class Late(Exception):
    """The time is over."""


class Endless(Exception):
    """The answer is larger than `LIMIT`, or compressed so that its size is not known: nobody asked for that."""


class Line:
    """Connections to one server, safe from any thread. It follows no redirect. `close` it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="model-line", daemon=True)
        self._thread.start()
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(None, connect=_CONNECT),
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0),
            follow_redirects=False,
            verify=_trust(),
        )

    def post(self, url: str, content: bytes, headers: Mapping[str, str], *, within: float) -> Reply:
        """The reply, in at most `within` seconds. Raises `Unconnected`, `Cut`, `Late` or `Endless`."""
        task = asyncio.run_coroutine_threadsafe(self._post(url, content, headers, within), self._loop)
        try:
            return task.result(within + _GRACE)
        except TimeoutError:
            task.cancel()
            raise Late from None
        except _NEVER_LEFT:
            raise Unconnected from None
        except (httpx.HTTPError, CancelledError):
            raise Cut from None

    async def _post(self, url: str, content: bytes, headers: Mapping[str, str], within: float) -> Reply:
        sent = {"content-type": "application/json", "accept": "application/json", "accept-encoding": "identity"}
        async with (
            asyncio.timeout(within),
            self._client.stream("POST", url, content=content, headers={**sent, **headers}) as response,
        ):
            if response.headers.get("content-encoding", "identity") != "identity":
                raise Endless
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > LIMIT:
                    raise Endless
            return Reply(response.status_code, dict(response.headers), bytes(body))

    def close(self) -> None:
        """Let the connections go, and the thread. Calls that wait for an answer end with `Cut`."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _end(self) -> None:
        waiting = asyncio.all_tasks() - {asyncio.current_task()}
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await self._client.aclose()
