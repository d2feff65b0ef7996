"""Signing up: a new organisation, and the mail that lets its first administrator in."""

from uuid import NAMESPACE_URL, uuid5

from fastapi import APIRouter, Request, status
from pydantic import Field

from api.problems import answers
from api.routers.sign_in import visit_of
from api.schemas import IdempotencyKey, Input, View
from api.security import PUBLIC
from api.services import Services
from domain.refusal import refuse

router = APIRouter(prefix="/auth", tags=["Connexion"])


class SignUp(Input):
    """Une organisation, et qui l'administrera."""

    organization: str = Field(min_length=1, max_length=200)
    name: str = Field(min_length=1, max_length=120)
    email: str = Field(min_length=3, max_length=320)
    time_zone: str = Field(default="Europe/Paris", max_length=64)


class SignedUp(View):
    """Un courriel est en route, si l'adresse n'est pas déjà celle d'un membre."""

    sent: bool = True


@router.post(
    "/sign-up",
    summary="Inscrire une organisation",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[PUBLIC],
    responses=answers(404),
)
def sign_up(asked: SignUp, request: Request, services: Services, idempotency_key: IdempotencyKey) -> SignedUp:
    """Ouvre une organisation, et envoie à son administrateur un lien bon sept jours."""
    if not services.sign_up_open:
        refuse("Les inscriptions se font par l'équipe de Palabre : contactez-la.", code="SIGN_UP_UNKNOWN")
    organisation_id = uuid5(NAMESPACE_URL, f"sign-up:{asked.email.strip().casefold()}:{idempotency_key}")
    services.sign_ups.sign_up(
        organisation_id, asked.organization, asked.time_zone, asked.email, asked.name, visit_of(request)
    )
    return SignedUp()
