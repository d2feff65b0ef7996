"""The stand-in of Twilio: it accepts messages, serves files, and posts signed status callbacks."""

import secrets
from collections.abc import Mapping
from email.utils import formatdate
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from twilio.request_validator import RequestValidator

from adapters.messaging.stand_in.desk import Desk
from adapters.messaging.stand_in.script import StatusName, Step
from adapters.messaging.stand_in.templates import TWILIO
from adapters.messaging.stand_in.twilio_standing import is_dead
from adapters.messaging.twilio.forms import Form, parse

PATH = "/twilio/2010-04-01"
MESSAGING = "/twilio/messaging/v2"
CONTENT_PATH = "/twilio/v1"
_ANY = "AC" + "0" * 32  # the account behind "any account"


def routes(desk: Desk) -> APIRouter:
    """The paths of Twilio that Palabre calls."""
    router = APIRouter(prefix=PATH)

    @router.post("/Accounts/{account}/Messages.json")
    async def send(account: str, request: Request) -> Response:
        if is_dead(desk, request):
            return _error(401, 20003, "Authenticate")
        form = _parsed(await request.body())
        if not form.first("To"):
            return _error(400, 21604, "A 'To' phone number is required.")
        if not form.first("From"):
            return _error(400, 21603, "A 'From' phone number is required.")
        if form.first("ContentSid") and form.first("ContentSid") not in {one["sid"] for one in TWILIO}:
            return _error(400, 21655, "The ContentSid is invalid")
        return await _accept(desk, account if account.startswith("AC") else _ANY, form, request)

    @router.get("/Accounts/{account}/Messages/{message}/Media/{media}")
    async def download(account: str, message: str, media: str, request: Request) -> Response:
        if not _basic(request):
            return _error(401, 20003, "Authenticate")
        found = desk.files.find(media)
        return Response(found[0], media_type=found[1]) if found else _error(404, 20404, "Not found")

    return router


def contents(desk: Desk) -> APIRouter:
    """The paths of the Content API that Palabre calls."""
    router = APIRouter(prefix=CONTENT_PATH)

    @router.get("/ContentAndApprovals")
    async def list_contents(request: Request) -> Response:
        if not _basic(request):
            return _error(401, 20003, "Authenticate")
        page, size = int(request.query_params.get("Page") or 0), 2  # small pages: several are always needed
        shown = TWILIO[page * size : (page + 1) * size]
        more = (page + 1) * size < len(TWILIO)
        url = f"https://content.twilio.com/v1/ContentAndApprovals?PageSize={size}&Page={page + 1}&PageToken=PT{page}"
        meta = {"key": "contents", "page": page, "page_size": size, "next_page_url": url if more else None}
        return JSONResponse({"contents": shown, "meta": meta})

    return router


async def _accept(desk: Desk, account: str, form: Form, request: Request) -> Response:
    step = desk.step("twilio", form.first("From"))
    sid = ("MM" if form.first("MediaUrl") else "SM") + secrets.token_hex(16)
    callback = form.first("StatusCallback")
    ours = parse_qs(urlsplit(callback).query).get("message", [""])[0]
    desk.calls.add(
        "twilio",
        our_id=ours,
        to=form.first("To"),
        body=form.first("Body") or form.first("ContentSid"),
        provider_id="" if step.status else sid,
        answer="dropped" if step.drop else str(step.status or 201),
    )
    if step.status:
        return _error(step.status, step.code, "Refused by the script")
    if callback:
        desk.follow(step, partial(_tell, desk, callback, _callback(account, sid, form)))
    await desk.accident(step, request)
    return JSONResponse(_created(account, sid, form), status_code=201)


async def _tell(desk: Desk, url: str, fields: Mapping[str, str], status: StatusName, step: Step) -> None:
    told = {**fields, "MessageStatus": status, "SmsStatus": status}
    if status in {"delivered", "read"}:
        told["EventType"] = status.upper()
    if status == "failed":
        told["ErrorCode"] = str(step.failure_code)
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": sign(url, told, desk.configuration.auth_token),
        "i-twilio-idempotency-token": secrets.token_hex(16),
    }
    await desk.post(url, urlencode(told).encode(), headers, retried=False)


def sign(url: str, fields: Mapping[str, str], auth_token: str) -> str:
    """The header `X-Twilio-Signature`."""
    return str(RequestValidator(auth_token).compute_signature(url, dict(fields)))


def _callback(account: str, sid: str, form: Form) -> dict[str, str]:
    return {
        "SmsSid": sid,
        "MessageSid": sid,
        "AccountSid": account,
        "From": form.first("From"),
        "To": form.first("To"),
        "ChannelPrefix": "whatsapp",
        "ChannelToAddress": form.first("To").removeprefix("whatsapp:"),
        "ChannelInstallSid": "XE" + "0" * 32,
        "ApiVersion": "2010-04-01",
    }


def _created(account: str, sid: str, form: Form) -> dict[str, Any]:
    now = formatdate()
    path = f"/2010-04-01/Accounts/{account}/Messages/{sid}"
    return {
        "account_sid": account,
        "api_version": "2010-04-01",
        "body": form.first("Body"),
        "date_created": now,
        "date_sent": None,
        "date_updated": now,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": form.first("From"),
        "messaging_service_sid": None,
        "num_media": "1" if form.first("MediaUrl") else "0",
        "num_segments": "1",
        "price": None,
        "price_unit": None,
        "sid": sid,
        "status": "queued",
        "subresource_uris": {"media": f"{path}/Media.json"},
        "to": form.first("To"),
        "uri": f"{path}.json",
    }


def _basic(request: Request) -> bool:
    return request.headers.get("authorization", "").startswith("Basic ")


def _parsed(body: bytes) -> Form:
    try:
        return parse(body)
    except ValueError:
        return Form()


def _error(status: int, code: int | None, message: str) -> Response:
    if code is None:
        return PlainTextResponse(message, status_code=status)
    more = f"https://www.twilio.com/docs/errors/{code}"
    return JSONResponse({"code": code, "message": message, "more_info": more, "status": status}, status_code=status)
