"""Webhooks of the providers: verified over the raw body, kept durably, then answered. All else happens after."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from api import webhook_limits
from api.edge import path_of
from api.problems import ProblemAnswer, answers
from api.schemas import Listing, View
from api.security import PUBLIC, Principal, allowed
from api.services import ApiServices, Services
from application.ports.journal import Arrival
from application.ports.messaging import Messaging, Webhook
from application.webhooks import BodyInvalid, EndpointUnknown, SignatureInvalid

router = APIRouter(prefix="/api/webhooks", tags=["Webhooks"])
RECEIVED_AT = f"{router.prefix}/{{provider}}"

SMALL = 64 * 1024
"""Bytes of a body that take less time to read than to hand to a thread."""
CHALLENGE = 256  # characters; Meta's has ten digits
REFUSED: Mapping[type[Exception], tuple[int, str, str]] = {
    BodyInvalid: (400, "BODY_INVALID", "Ce corps n'est pas un webhook de ce fournisseur."),
    EndpointUnknown: (404, "ENDPOINT_UNKNOWN", "Ce numéro n'est connecté à aucun canal."),
    SignatureInvalid: (401, "SIGNATURE_INVALID", "La signature n'est pas celle de ce canal."),
}

Provider = Annotated[
    str, Path(description="Le fournisseur.", examples=["twilio", "whatsapp-cloud", "simulator"], max_length=64)
]


class Kept(BaseModel):
    """Le webhook est gardé."""

    success: Literal[True] = True


KEPT = Kept().model_dump_json()


class Refusal(View):
    """Des webhooks refusés le même jour pour la même raison. `endpoint` est une empreinte, et tout ce qui est gardé."""

    refused_on: date
    provider: str
    endpoint: UUID
    reason: Literal["unknown_endpoint", "bad_signature"]
    count: int
    first_at: datetime
    last_at: datetime


@router.get("/refusals", summary="Les webhooks refusés")
def list_refused_webhooks(
    services: Services,
    who: Annotated[Principal, allowed("platform.webhooks.read")],
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Listing[Refusal]:
    """Ce qui a été refusé, le plus récent d'abord. Pour l'équipe qui exploite la plateforme."""
    data = [Refusal.model_validate(row) for row in services.refusals.latest(limit)]
    return Listing[Refusal](data=data)


@router.get(
    "/{provider}",
    summary="Prouver l'adresse du webhook",
    dependencies=[PUBLIC],
    response_class=PlainTextResponse,
    responses=answers(403)
    | {200: {"description": "Le défi, rendu tel quel.", "content": {"text/plain": {"example": "1158201444"}}}},
)
def confirm_webhook_address(
    provider: Provider,
    services: Services,
    mode: Annotated[str, Query(alias="hub.mode")] = "",
    token: Annotated[str, Query(alias="hub.verify_token", max_length=1024)] = "",
    challenge: Annotated[str, Query(alias="hub.challenge", max_length=CHALLENGE)] = "",
) -> PlainTextResponse:
    """La poignée de main de Meta : rend le défi quand le jeton de vérification est celui d'un canal connecté."""
    adapter = _adapter(services, provider)
    asked = mode == "subscribe" and token and challenge
    if not asked or not services.channels.expects(adapter.provider, token):
        raise ProblemAnswer(403, "VERIFY_TOKEN_INVALID", "Ce jeton de vérification n'est celui d'aucun canal connecté.")
    return PlainTextResponse(challenge)


@router.post(
    "/{provider}",
    summary="Recevoir un webhook",
    dependencies=[PUBLIC],
    response_model=Kept,
    responses=answers(400, 401, 408, 413)
    | {200: {"description": "Gardé durablement.", "content": {"text/xml": {"example": "<Response/>"}}}},
)
async def receive_webhook(provider: Provider, request: Request, services: Services) -> Response:
    """Vérifie la signature, garde, puis répond. Un corps pour plusieurs numéros entre en entier ou pas du tout."""
    adapter = _adapter(services, provider)
    webhook = Webhook(_signed_address(request, services), _headers(request), await request.body())
    arrivals = await _examined(request, services, adapter, webhook)
    await webhook_limits.count_of_channels(request, services, arrivals)
    await services.journal.kept(arrivals)
    return _taken(adapter)


class Reception:
    """The same for the server alone: what FastAPI does around a function takes longer than all that this one does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        services = cast(ApiServices, request.app.state.services)
        response = await receive_webhook(request.path_params["provider"], request, services)
        await response(scope, receive, send)


async def _examined(request: Request, services: ApiServices, adapter: Messaging, webhook: Webhook) -> Sequence[Arrival]:
    """What to keep of it. Most webhooks are small and for a channel seen a moment ago: no thread is needed."""
    if len(webhook.body) <= SMALL and (arrivals := services.gate.examine_at_once(adapter, webhook)):
        return arrivals
    await webhook_limits.let_in(request, services)
    try:
        return await run_in_threadpool(services.gate.examine, adapter, webhook)
    except (BodyInvalid, EndpointUnknown, SignatureInvalid) as refusal:
        await webhook_limits.count_refused(request, services)
        raise ProblemAnswer(*REFUSED[type(refusal)]) from None


def _adapter(services: ApiServices, provider: str) -> Messaging:
    adapter = services.channels.providers.get(provider.replace("-", "_"))
    if adapter is None:
        raise ProblemAnswer(404, "PROVIDER_UNKNOWN", "Ce fournisseur n'est pas pris en charge.")
    return adapter


def _signed_address(request: Request, services: ApiServices) -> str:
    """The public address, from configuration: a request says of itself what it wants."""
    return services.public_url.rstrip("/") + path_of(request)


def _headers(request: Request) -> dict[str, str]:
    return dict(request.headers.items())


def _taken(adapter: Messaging) -> Response:
    if adapter.provider == "twilio":  # Twilio reads the answer as TwiML: nothing to say
        return Response("<Response/>", media_type="text/xml")
    return Response(KEPT, media_type="application/json")
