"""What the software of customers asks, with its licence key and its machine and nobody signed in.

Coroutines: a thousand programs that ask at once take no thread. They take turns (`api.in_turns`), are looked at
together (`application.ports.licence_door`) and counted by licence (`api.client_limits`); what they tell is committed
together.
"""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import client_limits
from api.in_turns import InTurns
from api.problems import ProblemAnswer, answers, request_id_of
from api.routers.licence_files import A_FILE, as_file
from api.schemas import Input
from api.security import PUBLIC
from api.services import ApiServices, Services
from application.bus import Asked
from application.ports.licence_door import Code, Presented, Seen
from domain.fact import Actor, Context
from domain.licensing.activity import ActivityCommand, CheckIn, NoteElsewhere, ReportUsage, day_id
from domain.licensing.licence_refusals import MOST_HWID
from domain.licensing.terms import Plan, Status

router = APIRouter(prefix="/api/client", tags=["Logiciel client"], route_class=InTurns)
TRIED_FIRST = True  # they come by the thousand

SAID: Mapping[Code, tuple[int, str]] = {
    "EXPIRED": (403, "Cette licence est expirée. Renouvelez-la auprès du vendeur."),
    "SUSPENDED": (403, "Cette licence est suspendue. Adressez-vous au vendeur."),
    "REVOKED": (403, "Cette licence est révoquée. Adressez-vous au vendeur."),
    "HWID_MISMATCH": (403, "Cette licence est pour une autre machine. Demandez au vendeur de la transférer."),
    "ORGANISATION_SUSPENDED": (403, "Le vendeur de cette licence est suspendu. Adressez-vous à lui."),
    "UNKNOWN": (404, "Cette licence n'existe pas. Vérifiez la clé."),
}
EXAMPLE: JsonDict = {"key": "PLB-7G2KQ-4M8ZT-XW0CE-19RDA", "hwid": "3F8A-22C1-9B07"}


class Presentation(Input):
    """Une clé, et la machine où elle sert."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    key: str = Field(max_length=200, description="La clé, comme elle est saisie.")
    hwid: str = Field(max_length=500, description="L'identifiant de la machine, le même à chaque appel.")

    @property
    def presented(self) -> Presented:
        """In the words of the door."""
        return Presented(self.key, self.hwid)


class CheckInBody(Presentation):
    """Le logiciel tourne : sa version, son système."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE | {"version": "2.4.1", "os": "Windows 11 23H2"}})

    version: str = Field(description="La version du logiciel, 64 caractères au plus.")
    os: str = Field(description="Le système, 100 caractères au plus.")


class UsageBody(Presentation):
    """L'usage d'un jour, depuis son début : à redonner autant de fois qu'on veut, il ne fait que croître."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": EXAMPLE
            | {
                "day": "2026-01-31",
                "messages_sent": 120,
                "ai_queries": 14,
                "campaigns_launched": 1,
                "errors_count": 0,
                "uptime_minutes": 480,
            }
        }
    )

    day: date = Field(description="Le jour, à l'heure de la machine.")
    messages_sent: int
    ai_queries: int
    campaigns_launched: int
    errors_count: int
    uptime_minutes: int = Field(description="De 0 à 1440.")


class Validation(BaseModel):
    """Si la licence est bonne, et pourquoi. Pour `UNKNOWN` et `HWID_MISMATCH`, rien d'autre n'est dit."""

    valid: bool = Field(description="Vrai pour `VALID` et `GRACE` : le logiciel peut tourner.")
    code: Code
    status: Status | None = Field(description="Où en est la licence.")
    plan: Plan | None
    expires_at: datetime | None = Field(description="L'échéance.")
    grace_ends_at: datetime | None = Field(description="La fin du délai de grâce : ensuite, `EXPIRED`.")
    days_left: int | None = Field(description="En jours du calendrier du vendeur : 0 le dernier jour, négatif ensuite.")
    server_time: datetime = Field(description="Maintenant, à l'horloge du serveur : la seule qui compte.")

    @classmethod
    def of(cls, seen: Seen) -> Self:
        """What was seen, for who may know."""
        at, licence, told = seen.at, seen.licence, seen.proven
        return cls(
            valid=seen.valid,
            code=seen.code,
            status=licence.status(at) if told else None,
            plan=licence.plan if told else None,
            expires_at=licence.ends_at if told else None,
            grace_ends_at=licence.grace_ends_at if told else None,
            days_left=seen.days_left if told else None,
            server_time=at,
        )


@router.post("/validate", summary="Savoir si une licence est bonne", dependencies=[PUBLIC])
async def validate_licence(body: Presentation, request: Request, services: Services) -> Validation:
    """Répond toujours 200, et dit dans `code` ce qu'il en est à cet instant : une licence révoquée l'est aussitôt.
    Une clé mal formée est inconnue, comme une autre."""
    return Validation.of(await _looked_at(request, services, body.presented))


@router.post("/check-in", summary="Dire que le logiciel tourne", dependencies=[PUBLIC])
async def check_in(body: CheckInBody, request: Request, services: Services) -> Validation:
    """La même réponse que la validation. La version et le système sont notés, une fois par quart d'heure au plus ou dès
    qu'ils changent ; rien ne l'est d'une licence révoquée."""
    seen = await _looked_at(request, services, body.presented)
    if seen.proven and seen.code not in ("REVOKED", "ORGANISATION_SUSPENDED"):
        command = CheckIn(**_of(seen, seen.at.date()), software_version=body.version, os=body.os, at=seen.at)
        await asyncio.wrap_future(services.door.note(_asked(request, seen, command)))
    return Validation.of(seen)


@router.post("/usage", summary="Dire l'usage d'un jour", dependencies=[PUBLIC], responses=answers(403, 404))
async def report_usage(body: UsageBody, request: Request, services: Services) -> Validation:
    """Chaque chiffre est cumulé depuis le début du jour ; le plus grand reçu est gardé, dans quelque ordre que les
    rapports arrivent. Le même rapport, redonné, ne change rien."""
    seen = await _looked_at(request, services, body.presented)
    _refuse(seen, "UNKNOWN", "HWID_MISMATCH", "REVOKED", "ORGANISATION_SUSPENDED")
    command = ReportUsage(
        **_of(seen, body.day), **body.model_dump(exclude={"key", "hwid"}), at=seen.at, sold_at=seen.sold_at
    )
    await asyncio.wrap_future(services.door.note(_asked(request, seen, command)))
    return Validation.of(seen)


@router.post(
    "/licence-file",
    summary="Télécharger le fichier de la licence",
    dependencies=[PUBLIC],
    response_class=Response,
    responses=answers(403, 404) | A_FILE,
)
async def fetch_own_licence_file(body: Presentation, request: Request, services: Services) -> Response:
    """Le fichier `license.key` d'une licence en cours, signé, à vérifier sans connexion."""
    seen = await _looked_at(request, services, body.presented)
    _refuse(seen, *SAID)
    return as_file(await run_in_threadpool(services.licence_files.of, seen.organisation_id, seen.licence_id))


async def _looked_at(request: Request, services: ApiServices, presented: Presented) -> Seen:
    await client_limits.let_in(request, services, presented)
    seen = await asyncio.wrap_future(services.door.look(presented))
    await client_limits.count(request, services, seen)
    if seen.code == "HWID_MISMATCH" and not seen.licence.revoked and 0 < len(presented.hwid.strip()) <= MOST_HWID:
        command = NoteElsewhere(**_of(seen, seen.at.date()), hwid=presented.hwid, hwid_index=seen.hwid_index)
        services.door.note(_asked(request, seen, command))  # the answer does not wait for it
    return seen


def _refuse(seen: Seen, *codes: Code) -> None:
    if seen.code in codes:
        status, sentence = SAID[seen.code]
        raise ProblemAnswer(status, seen.code, sentence)


def _of(seen: Seen, day: date) -> dict[str, Any]:
    licence_id = seen.licence_id
    return {"day_id": day_id(licence_id, day), "licence_id": licence_id, "contact_id": seen.licence.contact_id}


def _asked(request: Request, seen: Seen, command: ActivityCommand) -> Asked:
    """In the name of the customer, of whom nothing else is kept."""
    actor = Actor("contact", seen.licence.contact_id)
    return Asked(Context(seen.organisation_id, actor, correlation_id=request_id_of(request)), command)
