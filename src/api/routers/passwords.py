"""Passwords: forgotten, and changed."""

from typing import Annotated

from fastapi import APIRouter, Request, Response, status
from pydantic import Field

from api.asking import Caller, acts
from api.problems import answers
from api.routers.invitations import Joined, Link, NewPassword
from api.routers.sign_in import SignedIn, signed_in, visit_of
from api.schemas import Input, View
from api.security import PUBLIC
from api.services import Services

router = APIRouter(tags=["Connexion"])


class Forgotten(Input):
    """L'adresse de qui a oublié son mot de passe."""

    email: str = Field(min_length=1, max_length=320)


class LetterOnItsWay(View):
    """Si l'adresse est connue, un courriel est en route."""

    sent: bool = True


class NewPasswordByLink(Input):
    """Le jeton qui suit `#` dans le lien du courriel, et le nouveau mot de passe."""

    token: Link
    password: NewPassword


class PasswordChange(Input):
    """L'ancien et le nouveau mot de passe."""

    current: NewPassword
    password: NewPassword


@router.post(
    "/auth/password-reset",
    summary="Demander un nouveau mot de passe",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[PUBLIC],
)
def ask_password_reset(forgotten: Forgotten, request: Request, services: Services) -> LetterOnItsWay:
    """Envoie un lien bon trente minutes. La réponse est la même pour une adresse inconnue."""
    services.passwords.ask(forgotten.email, visit_of(request))
    return LetterOnItsWay()


@router.post(
    "/auth/password-reset/confirm",
    summary="Choisir un nouveau mot de passe",
    dependencies=[PUBLIC],
    responses=answers(409),
)
def confirm_password_reset(chosen: NewPasswordByLink, request: Request, services: Services) -> Joined:
    """Par le lien du courriel, une fois. Toutes les sessions se terminent ; il reste à se connecter."""
    member = services.passwords.reset(chosen.token, chosen.password, visit_of(request))
    return Joined(email=member.email)


@router.post("/api/password", summary="Changer son mot de passe", responses=answers(422))
def change_password(
    caller: Annotated[Caller, acts("password.change")], change: PasswordChange, request: Request, response: Response
) -> SignedIn:
    """Contre l'ancien. Toutes les sessions se terminent, et celle-ci recommence."""
    services, who = caller.services, caller.who
    member = services.sign_ins.member(who.organisation_id, who.user_id)
    services.passwords.change(member, change.current, change.password, visit_of(request))
    return signed_in(services, response, services.sessions.open(caller.context, who.user_id))
