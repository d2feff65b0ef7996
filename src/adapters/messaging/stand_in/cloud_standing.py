"""The stand-in of the Graph API, where it is asked about a token, a number, or an account."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from adapters.messaging.stand_in.desk import Desk


def routes(desk: Desk, path: str) -> APIRouter:
    """The paths that a check calls."""
    router = APIRouter(prefix=path)

    @router.get("/me/permissions")
    async def permissions(request: Request) -> Response:
        rights = desk.standing.whatsapp_cloud.rights
        return _told(desk, request, {"data": [{"permission": one, "status": "granted"} for one in rights]})

    @router.get("/app")
    async def app(request: Request) -> Response:
        return _told(desk, request, {"id": desk.standing.whatsapp_cloud.app, "name": "Palabre"})

    @router.get("/{account}/phone_numbers")
    async def numbers(account: str, request: Request) -> Response:
        strangers = desk.standing.whatsapp_cloud.strangers
        return _told(desk, request, {"data": [{"id": one} for one in desk.asked if one not in strangers]})

    @router.get("/{account}/subscribed_apps")
    async def subscribed(account: str, request: Request) -> Response:
        return _told(desk, request, {"data": list(desk.standing.whatsapp_cloud.subscribed)})

    return router


def number(desk: Desk, id: str, request: Request) -> Response:
    """What a number says of itself."""
    standing = desk.standing.whatsapp_cloud.number
    if standing is None:
        return _told(desk, request, None)
    desk.asked[id] = None
    told = {
        "id": id,
        "display_phone_number": "+33 7 00 00 00 00",
        "verified_name": "Palabre",
        "status": "CONNECTED",
        "quality_rating": "GREEN",
        "code_verification_status": "VERIFIED",
        "name_status": "APPROVED",
        "account_mode": "LIVE",
        "platform_type": "CLOUD_API",
        "messaging_limit_tier": "TIER_1K",
        "throughput": {"level": "STANDARD"},
    }
    return _told(desk, request, told | standing)


def _told(desk: Desk, request: Request, body: dict[str, Any] | None) -> Response:
    if desk.standing.down:
        return JSONResponse({}, 503)
    token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if not token or token in desk.standing.dead:
        return JSONResponse({"error": {"message": "Invalid OAuth access token.", "code": 190}}, 401)
    if body is None:
        return JSONResponse({"error": {"message": "Unsupported get request.", "code": 100, "error_subcode": 33}}, 400)
    return JSONResponse(body)
