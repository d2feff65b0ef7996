"""Everything that goes wrong, as `application/problem+json` (RFC 9457) with a stable code and a French sentence."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from api import words
from api.services import ApiServices
from application.bus import Busy, Overtaken
from application.ownership import ConversationMoved
from application.windows import WindowClosed
from domain.refusal import Refused
from domain.tenancy.second_factor import LockedOut
from projections.paging import CursorInvalid

MEDIA_TYPE = "application/problem+json"
SOON = {"Retry-After": "2"}


class InvalidField(BaseModel):
    """Un champ, et ce qui ne va pas."""

    field: str
    detail: str


class SinceView(BaseModel):
    """Ce que quelqu'un a fait entre-temps."""

    model_config = ConfigDict(from_attributes=True)

    sequence: int
    name: str
    sentence: str
    actor: str
    actor_id: UUID | None = Field(description="Qui : un membre de `/api/members`, ou le client.")
    at: datetime


class Problem(BaseModel):
    """Une réponse d'erreur : `code` est stable, `detail` est la phrase à montrer."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "urn:palabre:problem:CONVERSATION_UNKNOWN",
                "title": "Introuvable",
                "status": 404,
                "detail": "Cette conversation n'existe pas.",
                "code": "CONVERSATION_UNKNOWN",
                "field": None,
                "request_id": "0d9f3c3e-5a51-4c58-9d5e-4f3f6e2b7f10",
                "errors": [],
                "since": [],
            }
        }
    )

    type: str = Field(description="L'URN du code.")
    title: str = Field(description="Le genre d'erreur.")
    status: int = Field(description="Le statut HTTP.")
    detail: str = Field(description="Ce qui ne va pas et ce qu'il faut faire, en français.")
    code: str = Field(description="Le code, stable et en anglais.")
    field: str | None = Field(description="Le champ en cause, quand il y en a un.")
    see: str | None = Field(default=None, description="L'adresse où trouver comment s'en sortir, quand il y en a une.")
    request_id: UUID = Field(description="À donner au support.")
    errors: list[InvalidField] = Field(description="Tous les champs en cause, quand il y en a plusieurs.")
    since: list[SinceView] = Field(
        default=[], description="`CONVERSATION_MOVED` : ce que d'autres ont fait depuis ce que la personne avait vu."
    )


class ProblemAnswer(Exception):
    """An answer that is a problem, from a router."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        field: str | None = None,
        see: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail
        self.field = field
        self.see = see
        self.headers = headers


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer, as OpenAPI describes them."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": words.TITLES[status], "content": content} for status in statuses}


def answer(
    request_id: UUID,
    trouble: ProblemAnswer,
    errors: Sequence[InvalidField] = (),
    since: Sequence[SinceView] = (),
) -> Response:
    """The response that tells the problem."""
    problem = Problem(
        type=f"urn:palabre:problem:{trouble.code}",
        title=words.TITLES.get(trouble.status, words.TITLES[400]),
        status=trouble.status,
        detail=trouble.detail,
        code=trouble.code,
        field=trouble.field,
        see=trouble.see,
        request_id=request_id,
        errors=list(errors),
        since=list(since),
    )
    return JSONResponse(
        problem.model_dump(mode="json"), trouble.status, headers=dict(trouble.headers or {}), media_type=MEDIA_TYPE
    )


def of_refusal(refused: Refused) -> ProblemAnswer:
    """What a refusal of the rules is in HTTP.

    Erased for good: 410. Taken or used already: 409. One field at fault: 422. Unknown: 404. Any other: 409.
    """
    if refused.code.endswith("_ERASED"):
        status = 410
    elif refused.code.endswith(("_TAKEN", "_REUSED")):
        status = 409
    elif refused.field is not None:
        status = 422
    else:
        status = 404 if refused.code.endswith("_UNKNOWN") else 409
    see = (
        f"/api/templates?channel_id={refused.channel_id}&status=approved" if isinstance(refused, WindowClosed) else None
    )
    return ProblemAnswer(status, refused.code, refused.sentence, field=refused.field, see=see)


UNAVAILABLE = ProblemAnswer(
    503, "DATABASE_UNAVAILABLE", "La base de données ne répond pas. Réessayez dans un instant.", headers=SOON
)
BUSY = ProblemAnswer(
    503, "BUSY", "Beaucoup de choses changent en même temps ici. Réessayez dans un instant.", headers=SOON
)
OVERTAKEN = ProblemAnswer(409, "OVERTAKEN", "La situation a changé entre-temps. Rechargez, puis décidez à nouveau.")
CURSOR = ProblemAnswer(422, "CURSOR_INVALID", "Cette page n'existe pas. Reprenez au début de la liste.", field="cursor")
INTERNAL = ProblemAnswer(
    500, "INTERNAL", "Une erreur inattendue s'est produite. Donnez au support l'identifiant de la requête."
)
TOO_SLOW = ProblemAnswer(
    504,
    "ANSWER_TOO_SLOW",
    "La réponse tarde trop. Ce que vous avez demandé est peut-être fait : vérifiez avant de recommencer.",
)
GONE = ProblemAnswer(400, "CLIENT_GONE", "La requête s'est interrompue.")


def register(app: FastAPI, services: ApiServices) -> None:
    """Tell the app what to answer to each kind of error."""
    fixed: dict[type[Exception], ProblemAnswer] = {
        Busy: BUSY,
        Overtaken: OVERTAKEN,
        CursorInvalid: CURSOR,
        ClientDisconnect: GONE,
        **dict.fromkeys(services.unavailable, UNAVAILABLE),
    }
    for kind, trouble in fixed.items():
        _answer_with(app, kind, trouble)

    @app.exception_handler(ProblemAnswer)
    async def told(request: Request, trouble: ProblemAnswer) -> Response:
        return answer(request_id_of(request), trouble)

    @app.exception_handler(Refused)
    async def refused(request: Request, refusal: Refused) -> Response:
        fields = [InvalidField(field=field, detail=sentence) for field, sentence in refusal.errors]
        return answer(request_id_of(request), of_refusal(refusal), fields)

    @app.exception_handler(LockedOut)
    async def locked_out(request: Request, refusal: LockedOut) -> Response:
        seconds = max(1, math.ceil((refusal.until - services.clock.now()).total_seconds()))
        trouble = ProblemAnswer(429, refusal.code, refusal.sentence, headers={"Retry-After": str(seconds)})
        return answer(request_id_of(request), trouble)

    @app.exception_handler(ConversationMoved)
    async def moved(request: Request, refusal: ConversationMoved) -> Response:
        since = [SinceView.model_validate(one) for one in refusal.since]
        return answer(request_id_of(request), of_refusal(refusal), since=since)

    @app.exception_handler(HTTPException)
    async def of_the_framework(request: Request, error: HTTPException) -> Response:
        code, detail = words.OF_THE_FRAMEWORK.get(error.status_code, words.OTHERWISE)
        return answer(request_id_of(request), ProblemAnswer(error.status_code, code, detail, headers=error.headers))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return _of_invalid(request, error)


def request_id_of(request: Request) -> UUID:
    """The id of the request, given by the edge."""
    return cast(UUID, request.state.request_id)


def _answer_with(app: FastAPI, kind: type[Exception], trouble: ProblemAnswer) -> None:
    @app.exception_handler(kind)
    async def told(request: Request, error: Exception) -> Response:
        return answer(request_id_of(request), trouble)


def _of_invalid(request: Request, error: RequestValidationError) -> Response:
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return answer(request_id_of(request), ProblemAnswer(400, *words.OF_THE_FRAMEWORK[400]))
    if isinstance(error.body, bytes):  # left unread: its type is not JSON
        return answer(request_id_of(request), ProblemAnswer(415, *words.OF_THE_FRAMEWORK[415]))
    fields = [InvalidField(field=words.field_path(one["loc"]), detail=words.of_invalid(one)) for one in found]
    trouble = ProblemAnswer(422, "VALUE_INVALID", fields[0].detail, field=fields[0].field or None)
    return answer(request_id_of(request), trouble, fields)
