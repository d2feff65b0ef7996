"""The stand-in of Twilio, where it is asked about an account and its senders."""

import base64
import binascii
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from adapters.messaging.stand_in.desk import Desk


def routes(desk: Desk, path: str, messaging: str) -> APIRouter:
    """The paths that a check calls."""
    router = APIRouter()

    @router.get(path + "/Accounts/{account}.json")
    async def show(account: str, request: Request) -> Response:
        told = {"sid": account, "status": "active", "type": "Full"}
        return _told(desk, request, told | desk.standing.twilio.account)

    @router.get(messaging + "/Channels/Senders")
    async def senders(request: Request) -> Response:
        return _told(desk, request, {"senders": list(desk.standing.twilio.senders), "meta": {"next_page_url": None}})

    return router


def is_dead(desk: Desk, request: Request) -> bool:
    """Whether the credentials of the request are none, or dead."""
    kind, _, encoded = request.headers.get("authorization", "").partition(" ")
    try:
        token = base64.b64decode(encoded).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return True
    return kind != "Basic" or token in desk.standing.dead


def _told(desk: Desk, request: Request, body: dict[str, Any]) -> Response:
    if desk.standing.down:
        return JSONResponse({}, 503)
    if is_dead(desk, request):
        return JSONResponse({"code": 20003, "message": "Authenticate", "status": 401}, 401)
    return JSONResponse(body)
