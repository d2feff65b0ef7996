"""The consoles of the providers, and a customer's phone: what a person does there to set a channel up."""

import secrets
import time
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict

from adapters.messaging.stand_in import twilio, whatsapp_cloud
from adapters.messaging.stand_in.desk import Desk
from adapters.messaging.stand_in.script import ProviderName
from adapters.messaging.untrusted import dump


class Declared(BaseModel):
    """A webhook, as it is typed in the console. `number` is the sender of Twilio, ``whatsapp:+33…``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    provider: ProviderName
    url: str
    verify_token: str = ""
    number: str = ""


class Written(BaseModel):
    """What a customer writes. `to` is our number as the provider calls it, `account` the account of Twilio."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    provider: ProviderName
    to: str
    sender: str
    text: str
    url: str
    account: str = ""


def routes(desk: Desk) -> APIRouter:
    """The controls."""
    router = APIRouter()

    @router.put("/webhook")
    async def declare(declared: Declared) -> Response:
        if declared.provider == "whatsapp_cloud":
            if not await _shakes_hands(desk, declared):
                return JSONResponse({"error": "The URL couldn't be validated."}, 409)
            desk.configuration = replace(desk.configuration, cloud_webhook=declared.url)
            return Response(status_code=204)
        webhook = {"callback_url": declared.url, "callback_method": "POST"}
        sender = {"sender_id": declared.number, "status": "ONLINE", "webhook": webhook}
        theirs = desk.standing.twilio
        told = theirs.model_copy(update={"senders": (*theirs.senders, sender)})
        desk.standing = desk.standing.model_copy(update={"twilio": told})
        return Response(status_code=204)

    @router.post("/customers")
    async def write(written: Written) -> Response:
        post = _by_meta if written.provider == "whatsapp_cloud" else _by_twilio
        body, headers = post(desk, written)
        return JSONResponse({"status": await desk.told(written.url, body, headers)})

    return router


async def _shakes_hands(desk: Desk, declared: Declared) -> bool:
    challenge = secrets.token_hex(5)
    params = {"hub.mode": "subscribe", "hub.verify_token": declared.verify_token, "hub.challenge": challenge}
    return await desk.answered(declared.url, params) == challenge


def _by_meta(desk: Desk, written: Written) -> tuple[bytes, dict[str, str]]:
    message = {
        "from": written.sender.removeprefix("+"),
        "id": f"wamid.{secrets.token_hex(16)}",
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": written.text},
    }
    body = dump(whatsapp_cloud.envelope(written.to, {"messages": [message]}))
    signature = whatsapp_cloud.sign(body, desk.configuration.app_secret)
    return body, {"content-type": "application/json", "x-hub-signature-256": signature}


def _by_twilio(desk: Desk, written: Written) -> tuple[bytes, dict[str, str]]:
    form = {
        "MessageSid": f"SM{secrets.token_hex(16)}",
        "AccountSid": written.account,
        "From": f"whatsapp:{written.sender}",
        "To": written.to,
        "Body": written.text,
        "NumMedia": "0",
    }
    signature = twilio.sign(written.url, form, desk.configuration.auth_token)
    return urlencode(form).encode(), {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": signature,
    }
