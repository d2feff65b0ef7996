"""How the stand-in goes wrong on the line itself, where no framework helps."""

import asyncio

from fastapi import Request

from adapters.llm.stand_in.script import Step
from adapters.messaging.stand_in.desk import cut, departure, transport_of

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_ENDLESS = {"headers": _HEAD + b"X-Slow: ", "body": _HEAD + b"Content-Length: 100000\r\n\r\n"}


async def befall(step: Step, request: Request) -> None:
    """Make the caller wait, lose the line, or drip until the caller leaves."""
    await asyncio.sleep(step.hang)
    if step.drop:
        await cut(request)
    elif step.drip:
        await _drip(transport_of(request), _ENDLESS[step.drip], step.interval)
        await departure(request)


async def _drip(transport: asyncio.Transport, head: bytes, interval: float) -> None:
    transport.write(head)
    while not transport.is_closing():
        await asyncio.sleep(interval)
        transport.write(b" ")
