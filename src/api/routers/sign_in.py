"""Signing in and out, and prolonging a session.

The access token is in the answer, for the `Authorization` header. The refresh token is in a cookie that no script reads
and that only `/auth` receives: it is used once, and the answer sets the next.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Cookie, Request, Response
from pydantic import ConfigDict, Field

from api.addresses import address_of
from api.asking import agent_of
from api.problems import ProblemAnswer, answers, request_id_of
from api.schemas import Input, View
from api.security import PUBLIC
from api.services import ApiServices, Services
from application.entrance import Challenge
from application.sessions import Opened, SessionOver, Visit
from application.sign_in import AccountSuspended, CredentialsInvalid, Member
from domain.tenancy.permissions import Role

router = APIRouter(prefix="/auth", tags=["Connexion"])

COOKIE = "palabre_refresh"
AT_ONCE = 2
"""Passwords checked at once: each takes 64 MiB and a processor, and everybody may ask."""

SUSPENDED = "Votre accès a été suspendu par un administrateur de votre organisation."

RefreshToken = Annotated[str, Cookie(alias=COOKIE, max_length=2048, include_in_schema=False)]


class Credentials(Input):
    """Une adresse et un mot de passe."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"email": "laura@exemple.fr", "password": "un long mot de passe"}}
    )

    email: str = Field(min_length=1, max_length=320)
    password: str = Field(min_length=1, max_length=1024, repr=False)


class SignedInUser(View):
    """La personne connectée."""

    id: UUID
    email: str
    name: str
    role: Role
    organization_id: UUID


class SignedIn(View):
    """Une session ouverte : le jeton se montre dans l'en-tête `Authorization: Bearer …`."""

    token: str
    user: SignedInUser
    expires_at: datetime = Field(description="La fin du jeton : `POST /auth/refresh` en donne un autre.")
    expires_in: float = Field(description="Les secondes jusque-là, pour qui n'a pas la même heure.")
    session_ends_at: datetime = Field(description="La fin de la session : il faut alors se reconnecter.")
    second_factor_required: Literal[False] = False


class SecondFactorAsked(View):
    """Le mot de passe est le bon, et un code est demandé : pas de jeton avant `POST /auth/second-factor`."""

    token: None = None
    user: SignedInUser
    second_factor_required: Literal[True] = True
    challenge: str = Field(description="À rendre avec le code, dans les dix minutes.")
    enrolment_required: bool = Field(
        description="Vrai quand la personne doit d'abord inscrire un téléphone : `POST /auth/second-factor/enrolment`."
    )


class SignedOut(View):
    """La session est terminée."""

    signed_out: bool = True


@router.post("/login", summary="Se connecter", dependencies=[PUBLIC], responses=answers(401, 403, 409))
async def login(
    credentials: Credentials, request: Request, response: Response, services: Services
) -> SignedIn | SecondFactorAsked:
    """Ouvre une session, ou demande un code. Une adresse inconnue et un mauvais mot de passe ont la même réponse.

    Qui est suspendu l'apprend, avec le bon mot de passe seulement."""
    visit = visit_of(request)
    try:
        member = await to_thread.run_sync(
            services.sign_ins.check, credentials.email, credentials.password, visit, limiter=_limiter(request)
        )
    except CredentialsInvalid:
        raise ProblemAnswer(
            401,
            "CREDENTIALS_INVALID",
            "L'adresse ou le mot de passe n'est pas le bon. Après plusieurs essais, attendez quelques minutes.",
        ) from None
    except AccountSuspended:
        raise ProblemAnswer(403, "ACCOUNT_SUSPENDED", SUSPENDED) from None
    entered = await to_thread.run_sync(services.entrance.after_password, member, visit)
    if isinstance(entered, Challenge):
        return SecondFactorAsked(user=_user(member), challenge=entered.note, enrolment_required=entered.enrolment)
    return signed_in(services, response, entered)


@router.post("/refresh", summary="Prolonger la session", dependencies=[PUBLIC], responses=answers(401))
def refresh(request: Request, response: Response, services: Services, palabre_refresh: RefreshToken = "") -> SignedIn:
    """Un nouveau jeton, par le cookie de la connexion. Un cookie qui revient termine la session : il a été copié."""
    try:
        opened = services.sessions.refresh(palabre_refresh, visit_of(request))
    except SessionOver:
        raise ProblemAnswer(
            401,
            "SESSION_OVER",
            "Votre session est terminée. Connectez-vous à nouveau.",
            headers={"Set-Cookie": _forgotten(services)},
        ) from None
    return signed_in(services, response, opened)


@router.post("/logout", summary="Se déconnecter", dependencies=[PUBLIC])
def logout(request: Request, response: Response, services: Services, palabre_refresh: RefreshToken = "") -> SignedOut:
    """Termine la session du cookie. Sans session, rien ne se passe."""
    services.sessions.end_shown(palabre_refresh, visit_of(request))
    response.headers["Set-Cookie"] = _forgotten(services)
    return SignedOut()


def visit_of(request: Request) -> Visit:
    """Where the request comes from, and its id."""
    return Visit(request_id_of(request), address_of(request), agent_of(request))


def signed_in(services: ApiServices, response: Response, opened: Opened) -> SignedIn:
    """The answer that gives a session, with its cookie."""
    response.set_cookie(
        COOKIE,
        opened.refresh_token,
        expires=opened.ends_at,
        path="/auth",
        secure=services.public_url.startswith("https:"),
        httponly=True,
        samesite="strict",
    )
    return SignedIn(
        token=opened.token,
        user=_user(services.sign_ins.member(opened.organisation_id, opened.user_id)),
        expires_at=opened.expires_at,
        expires_in=(opened.expires_at - services.clock.now()).total_seconds(),
        session_ends_at=opened.ends_at,
    )


def _user(member: Member) -> SignedInUser:
    return SignedInUser(
        id=member.user_id,
        email=member.email,
        name=member.name,
        role=member.role,
        organization_id=member.organisation_id,
    )


def _forgotten(services: ApiServices) -> str:
    """The header that takes the cookie back."""
    gone = Response()
    gone.delete_cookie(
        COOKIE, path="/auth", secure=services.public_url.startswith("https:"), httponly=True, samesite="strict"
    )
    return gone.headers["set-cookie"]


def _limiter(request: Request) -> CapacityLimiter:
    """One for the app; made here because it belongs to the running event loop."""
    state = request.app.state
    if not hasattr(state, "sign_in_limiter"):
        state.sign_in_limiter = CapacityLimiter(AT_ONCE)
    limiter: CapacityLimiter = state.sign_in_limiter
    return limiter
