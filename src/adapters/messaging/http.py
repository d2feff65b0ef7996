"""One request to a provider, and what is known when it fails: it never left, or nobody can tell."""

import httpx

from application.ports.messaging import NotSent, SendUncertain

_CONNECT = 5.0  # seconds: a provider that does not even answer the door is down


def pooled(timeout: float) -> httpx.Client:
    """A client for all providers, safe from any thread. `timeout` is seconds of silence. It follows no redirect."""
    return httpx.Client(
        timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT), pool=min(timeout, _CONNECT)),
        limits=httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=5.0),
        follow_redirects=False,
    )


def deliver(client: httpx.Client, request: httpx.Request) -> httpx.Response:
    """Send a request that must not be made twice.

    Raises `NotSent` when no connection could be had, so that no byte left, and `SendUncertain` for any
    other failure: neither provider has an idempotency key for messages.
    """
    try:
        return client.send(request)
    except (
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
    ) as error:
        raise NotSent(type(error).__name__) from error
    except httpx.HTTPError as error:
        raise SendUncertain(type(error).__name__) from error
