"""The second factor: the code of a sign-in, enrolling a telephone, recovery codes, and an administrator's reset."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.asking import Caller, acts
from api.problems import ProblemAnswer, answers
from api.routers.sign_in import SignedIn, signed_in, visit_of
from api.schemas import Done, Input, View
from api.security import PUBLIC, Principal, allowed
from api.services import ApiServices, Services
from application.entrance import ChallengeOver
from application.second_factor import Enrolment
from domain.refusal import refuse
from domain.tenancy.organisation import ChangeSecurityPolicy, Organisation, organisation

router = APIRouter(tags=["Double authentification"])

Code = Annotated[str, Field(min_length=1, max_length=100, repr=False)]


class Challenged(Input):
    """Le mot de passe était le bon."""

    challenge: str = Field(min_length=1, max_length=2048, repr=False)


class ChallengedCode(Challenged):
    """Le mot de passe était le bon, et voici le code."""

    code: Code


class TypedCode(Input):
    """Un code de l'application, ou un code de secours."""

    code: Code


class EnrolmentView(View):
    """Ce que l'application d'authentification doit connaître : à montrer une fois."""

    secret: str
    uri: str
    qr_code: str = Field(description="Le même, en image SVG.")


class RecoveryCodes(View):
    """Dix codes de secours, à noter : chacun sert une fois, et ils ne seront plus montrés."""

    recovery_codes: list[str]


class Enrolled(RecoveryCodes):
    """Le téléphone est inscrit, et la session ouverte."""

    session: SignedIn


class SecondFactorView(View):
    """Où en est la double authentification de la personne."""

    active: bool
    required: bool = Field(description="Vrai quand elle ne peut pas être retirée.")
    recovery_codes_left: int


class SecurityPolicy(Input):
    """Les règles de connexion de l'organisation."""

    second_factor_required: bool


class SecurityPolicyView(View):
    """Les règles de connexion de l'organisation."""

    second_factor_required: bool


@router.post("/auth/second-factor", summary="Donner le code", dependencies=[PUBLIC], responses=answers(401, 422, 429))
def answer_challenge(typed: ChallengedCode, request: Request, response: Response, services: Services) -> SignedIn:
    """Ouvre la session après le mot de passe. Un code sert une fois ; après cinq erreurs, il faut attendre."""
    try:
        opened = services.entrance.answer(typed.challenge, typed.code, visit_of(request))
    except ChallengeOver:
        raise _over() from None
    return signed_in(services, response, opened)


@router.post(
    "/auth/second-factor/enrolment",
    summary="Inscrire un téléphone pour se connecter",
    dependencies=[PUBLIC],
    responses=answers(401, 409),
)
def begin_enrolment_to_enter(typed: Challenged, request: Request, services: Services) -> EnrolmentView:
    """Pour qui doit avoir un second facteur et n'en a pas encore."""
    try:
        who = services.entrance.whose(typed.challenge)
        label = services.sign_ins.member(who.organisation_id, who.user_id).email
        enrolment = services.entrance.begin_enrolment(typed.challenge, label, visit_of(request))
    except ChallengeOver:
        raise _over() from None
    return _shown(enrolment)


@router.post(
    "/auth/second-factor/enrolment/confirm",
    summary="Confirmer l'inscription et se connecter",
    dependencies=[PUBLIC],
    responses=answers(401, 409, 422, 429),
)
def confirm_enrolment_to_enter(
    typed: ChallengedCode, request: Request, response: Response, services: Services
) -> Enrolled:
    """Par un premier code du téléphone. Donne les codes de secours, et ouvre la session."""
    try:
        opened, codes = services.entrance.confirm_enrolment(typed.challenge, typed.code, visit_of(request))
    except ChallengeOver:
        raise _over() from None
    return Enrolled(recovery_codes=codes, session=signed_in(services, response, opened))


@router.get("/api/second-factor", summary="Ma double authentification")
def show_second_factor(
    services: Services, who: Annotated[Principal, allowed("second_factor.read")]
) -> SecondFactorView:
    """Active ou non, et combien de codes de secours il reste."""
    state = services.second_factors.state(who.organisation_id, who.user_id)
    return SecondFactorView(
        active=state.active > 0,
        required=_own(services, who).second_factor_required,
        recovery_codes_left=len(state.recovery_left),
    )


@router.post("/api/second-factor/enrolment", summary="Inscrire un téléphone", responses=answers(409))
def begin_enrolment(caller: Annotated[Caller, acts("second_factor.manage")]) -> EnrolmentView:
    """Prépare un secret à montrer au téléphone. Rien ne change avant la confirmation."""
    who, services = caller.who, caller.services
    label = services.sign_ins.member(who.organisation_id, who.user_id).email
    return _shown(services.second_factors.begin(caller.context, who.user_id, label))


@router.post(
    "/api/second-factor/enrolment/confirm", summary="Confirmer l'inscription", responses=answers(409, 422, 429)
)
def confirm_enrolment(caller: Annotated[Caller, acts("second_factor.manage")], typed: TypedCode) -> RecoveryCodes:
    """Par un premier code du téléphone : il sera demandé à chaque connexion."""
    codes = caller.services.second_factors.confirm(caller.context, caller.who.user_id, typed.code)
    return RecoveryCodes(recovery_codes=codes)


@router.post(
    "/api/second-factor/recovery-codes", summary="Changer les codes de secours", responses=answers(409, 422, 429)
)
def replace_recovery_codes(caller: Annotated[Caller, acts("second_factor.manage")], typed: TypedCode) -> RecoveryCodes:
    """Dix nouveaux codes, contre un code du moment. Les anciens ne valent plus rien."""
    factors = caller.services.second_factors
    factors.verify(caller.context, caller.who.user_id, typed.code)
    return RecoveryCodes(recovery_codes=factors.regenerate(caller.context, caller.who.user_id))


@router.post(
    "/api/second-factor/remove", summary="Retirer la double authentification", responses=answers(409, 422, 429)
)
def remove_second_factor(caller: Annotated[Caller, acts("second_factor.manage")], typed: TypedCode) -> Done:
    """Contre un code du moment, là où elle n'est pas obligatoire."""
    if _own(caller.services, caller.who).second_factor_required:
        refuse("La double authentification est obligatoire ici.", code="SECOND_FACTOR_MANDATORY")
    factors = caller.services.second_factors
    factors.verify(caller.context, caller.who.user_id, typed.code)
    return Done(sequence=caller.at(factors.remove(caller.context, caller.who.user_id)))


@router.post(
    "/api/members/{user_id}/second-factor/reset",
    summary="Réinitialiser la double authentification d'un membre",
    responses=answers(403, 404, 409),
)
def reset_second_factor(caller: Annotated[Caller, acts("members.suspend")], user_id: UUID) -> Done:
    """Pour qui a perdu son téléphone et ses codes de secours : ses sessions se terminent."""
    return Done(sequence=caller.at(caller.services.members.reset_second_factor(caller.in_charge, user_id)))


@router.get("/api/organisation/security", summary="Les règles de connexion")
def show_security_policy(services: Services, who: Annotated[Principal, allowed("members.read")]) -> SecurityPolicyView:
    """Ce que l'organisation demande à ses membres."""
    return SecurityPolicyView(second_factor_required=_own(services, who).second_factor_required)


@router.put("/api/organisation/security", summary="Changer les règles de connexion", responses=answers(409))
def change_security_policy(caller: Annotated[Caller, acts("organisation.secure")], policy: SecurityPolicy) -> Done:
    """Ce qui sera demandé à chaque membre dès sa prochaine connexion."""
    return caller.execute(
        ChangeSecurityPolicy(
            organisation_id=caller.who.organisation_id, second_factor_required=policy.second_factor_required
        )
    )


def _own(services: ApiServices, who: Principal) -> Organisation:
    state: Organisation = services.bus.state(organisation, (who.organisation_id, who.organisation_id))
    return state


def _shown(enrolment: Enrolment) -> EnrolmentView:
    return EnrolmentView(secret=enrolment.secret, uri=enrolment.uri, qr_code=enrolment.qr_code)


def _over() -> ProblemAnswer:
    return ProblemAnswer(401, "CHALLENGE_OVER", "Trop de temps a passé. Saisissez à nouveau votre mot de passe.")
