"""The stand-in of the WhatsApp Cloud API: it accepts messages, serves files, and posts signed statuses."""

import base64
import hashlib
import hmac
import secrets
import time
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from adapters.messaging.stand_in import cloud_standing
from adapters.messaging.stand_in.desk import Desk
from adapters.messaging.stand_in.script import StatusName, Step
from adapters.messaging.stand_in.templates import CLOUD, blanks_of
from adapters.messaging.untrusted import dump, items, load, mapping, mappings, text

PATH = "/whatsapp-cloud/v23.0"
_ACCOUNT = "100000000000001"  # a WhatsApp Business account that exists nowhere


def routes(desk: Desk) -> APIRouter:
    """The paths of the Graph API that Palabre calls."""
    router = APIRouter(prefix=PATH)

    @router.post("/{number}/messages")
    async def send(number: str, request: Request) -> Response:
        if not _bearer(request) or _bearer(request) in desk.standing.dead:
            return _error(401, 190, "Invalid OAuth access token.")
        message = _loaded(await request.body())
        if message.get("status") == "read":
            return JSONResponse({"success": True})
        if message.get("messaging_product") != "whatsapp" or not _recipient(message) or not text(message.get("type")):
            return _error(400, 131008, "Required parameter is missing")
        if fault := _template_fault(message):
            return _error(*fault)
        return await _accept(desk, number, message, request)

    @router.get("/{account}/message_templates")
    async def list_templates(account: str, request: Request) -> Response:
        if not _bearer(request):
            return _error(401, 190, "Invalid OAuth access token.")
        first = int(text(request.query_params.get("after")) or 0)
        size = min(int(text(request.query_params.get("limit")) or 25), 3)  # small pages: several are always needed
        after = str(first + size)
        more = {"next": f"{request.url}&after={after}"} if first + size < len(CLOUD) else {}
        return JSONResponse({"data": CLOUD[first : first + size], "paging": {"cursors": {"after": after}, **more}})

    @router.get("/{media}")
    async def look_up(media: str, request: Request) -> Response:
        if "fields" in request.query_params:  # ids of numbers and of files look alike
            return cloud_standing.number(desk, media, request)
        if not _bearer(request):
            return _error(401, 190, "Invalid OAuth access token.")
        found = desk.files.find(media)
        if found is None:
            return _error(400, 100, "Object does not exist")
        content, mime_type = found
        return JSONResponse(
            {
                "messaging_product": "whatsapp",
                "url": str(request.url_for("cloud_file", media=media)),
                "mime_type": mime_type,
                "sha256": hashlib.sha256(content).hexdigest(),
                "file_size": len(content),
                "id": media,
            }
        )

    @router.get("/files/{media}", name="cloud_file")
    async def download(media: str, request: Request) -> Response:
        found = desk.files.find(media) if _bearer(request) else None
        return Response(found[0], media_type=found[1]) if found else Response(status_code=404)

    return router


async def _accept(desk: Desk, number: str, message: dict[str, Any], request: Request) -> Response:
    step = desk.step("whatsapp_cloud", number)
    wamid = "wamid." + base64.b64encode(secrets.token_bytes(27)).decode()
    to, ours = _recipient(message), text(message.get("biz_opaque_callback_data"))
    answer = "dropped" if step.drop else str(step.status or 200)
    desk.calls.add(
        "whatsapp_cloud",
        our_id=ours,
        to=to,
        body=_words(message),
        provider_id="" if step.status else wamid,
        answer=answer,
    )
    if step.status:
        return _error(step.status, step.code, "Refused by the script")
    told = {"id": wamid, "recipient_id": to, **({"biz_opaque_callback_data": ours} if ours else {})}
    desk.follow(step, partial(_tell, desk, number, told))
    await desk.accident(step, request)
    known = {"wa_id": to} if message.get("to") else {"user_id": to}
    return JSONResponse(
        {
            "messaging_product": "whatsapp",
            "contacts": [{"input": to, **known}],
            "messages": [{"id": wamid, "message_status": "accepted"}],
        }
    )


def _template_fault(message: dict[str, Any]) -> tuple[int, int, str] | None:
    """What Meta says of a template that it does not have, does not let go, or finds filled in wrongly."""
    if message.get("type") != "template":
        return None
    asked = mapping(message.get("template"))
    wanted = (asked.get("name"), mapping(asked.get("language")).get("code"))
    known = next((one for one in CLOUD if (one["name"], one["language"]) == wanted), None)
    if known is None:
        return 404, 132001, "Template name does not exist in the translation"
    if known["status"] != "APPROVED":
        return 400, 132015, "Template is Paused"
    given = sum(len(items(one.get("parameters"))) for one in mappings(asked.get("components")))
    if given != blanks_of(known):
        return 400, 132000, "Number of parameters does not match the expected number of params"
    return None


async def _tell(desk: Desk, number: str, message: dict[str, Any], status: StatusName, step: Step) -> None:
    told = {**message, "status": status, "timestamp": str(int(time.time()))}
    if status == "failed":
        told["errors"] = [{"code": step.failure_code, "title": "Refused by the script"}]
    body = dump(envelope(number, {"statuses": [told]}))
    headers = {"content-type": "application/json", "x-hub-signature-256": sign(body, desk.configuration.app_secret)}
    await desk.post(desk.configuration.cloud_webhook, body, headers, retried=True)


def envelope(number: str, value: dict[str, Any]) -> dict[str, Any]:
    """A webhook body around what it tells about a number."""
    metadata = {"display_phone_number": "33700000000", "phone_number_id": number}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    return {"object": "whatsapp_business_account", "entry": [{"id": _ACCOUNT, "changes": [change]}]}


def sign(body: bytes, app_secret: str) -> str:
    """The header `X-Hub-Signature-256`."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ").strip()


def _recipient(message: dict[str, Any]) -> str:
    return text(message.get("to")) or text(message.get("recipient"))


def _words(message: dict[str, Any]) -> str:
    content = mapping(message.get(text(message.get("type"))))
    return text(content.get("body")) or text(content.get("caption")) or text(content.get("name"))


def _loaded(body: bytes) -> dict[str, Any]:
    try:
        return dict(mapping(load(body)))
    except ValueError:
        return {}


def _error(status: int, code: int | None, message: str) -> Response:
    if code is None:
        return PlainTextResponse(message, status_code=status)
    error = {
        "message": f"(#{code}) {message}",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": secrets.token_urlsafe(12),
    }
    return JSONResponse({"error": error}, status_code=status)
