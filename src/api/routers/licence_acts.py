"""What the desk does with licences: sells them, prolongs them, changes them, ends them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Path
from pydantic import AwareDatetime, ConfigDict, Field

from api.asking import Caller, acts, made_of
from api.schemas import Done, Input
from application.bus import Outcome
from application.licensing import NewLicence
from domain.licensing.terms import USUAL_DAYS, Basis, PaymentMethod, Plan
from domain.personal import known
from domain.refusal import Refused

router = APIRouter(prefix="/api/licences", tags=["Licences"])

Creating = Annotated[Caller, acts("licences.create")]
Updating = Annotated[Caller, acts("licences.update")]
Revoking = Annotated[Caller, acts("licences.revoke")]

ActKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Une clé par acte : la même, redonnée, ne fait rien de plus.",
    ),
]


class LicenceInput(Input):
    """La licence à créer."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "email": "awa@exemple.fr",
                "hwid": "4C4C4544-0051-3510-8052-C4C04F4E3732",
                "plan": "premium",
                "payment_method": "stripe",
                "expires_at": None,
                "auto_renew": True,
                "notes": "",
            }
        }
    )

    email: str = Field(description="Celle du client : il est reconnu par elle, ou devient un nouveau client.")
    hwid: str = Field(description="L'identifiant de sa machine, qui n'a qu'une licence.")
    plan: Plan
    payment_method: PaymentMethod
    expires_at: AwareDatetime | None = Field(default=None, description=f"Par défaut, dans {USUAL_DAYS} jours.")
    auto_renew: bool = True
    notes: str = Field(default="", description="Pour l'équipe seulement.")


class LicenceMade(Done):
    """La licence est créée."""

    licence_id: UUID
    contact_id: UUID
    key: str
    expires_at: datetime = Field(description="L'échéance qu'elle avait à sa création.")


class Renewal(Input):
    """Un terme de plus, et d'où il se compte."""

    model_config = ConfigDict(json_schema_extra={"example": {"basis": "now_if_expired", "days": 30}})

    basis: Basis = Field(
        description="`expiry` : de l'échéance ; `now` : de maintenant ; `now_if_expired` : de l'échéance, ou de"
        " maintenant quand elle est passée."
    )
    days: int = USUAL_DAYS


class Extension(Input):
    """Quelques jours de plus, et pourquoi."""

    model_config = ConfigDict(json_schema_extra={"example": {"days": 7, "reason": "Geste commercial"}})

    days: int
    reason: str


class PlanChange(Input):
    """L'autre formule."""

    model_config = ConfigDict(json_schema_extra={"example": {"plan": "enterprise"}})

    plan: Plan


class Amendment(Input):
    """Comment elle est payée, si elle se renouvelle seule, ce qui en est noté."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"payment_method": "transfer", "auto_renew": False, "notes": "Facture 42"}}
    )

    payment_method: PaymentMethod
    auto_renew: bool
    notes: str


class LicenceSuspension(Input):
    """Pourquoi."""

    model_config = ConfigDict(json_schema_extra={"example": {"reason": "Paiement en attente"}})

    reason: str


class Transfer(Input):
    """L'autre machine."""

    model_config = ConfigDict(json_schema_extra={"example": {"hwid": "4C4C4544-0051-3510-8052-C4C04F4E3733"}})

    hwid: str


class Revocation(Input):
    """La confirmation d'une révocation définitive, et pourquoi."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"confirm": "REVOQUER", "reason": "fraud", "note": "Clé publiée sur un forum."}}
    )

    confirm: Literal["REVOQUER"]
    reason: Literal["fraud", "unpaid", "asked", "other"] = Field(
        description="Fraude détectée ; paiement rejeté depuis plus de 30 jours ; demande du client ; autre."
    )
    note: str = Field(default="", description="Obligatoire quand la raison est `other`.")
    notify: bool = Field(default=False, description="Vrai pour prévenir le client par un courriel.")


LicenceId = Annotated[UUID, Path()]


@router.post("", status_code=201, summary="Créer une licence")
def issue_licence(caller: Creating, new: LicenceInput, idempotency_key: ActKey) -> LicenceMade:
    """La vend au prix du jour et donne sa clé."""
    organisation_id, desk = caller.who.organisation_id, caller.services.licences
    licence_id = made_of(organisation_id, caller.who.user_id, "licence", idempotency_key)
    asked = NewLicence(
        email=new.email,
        hwid=new.hwid,
        plan=new.plan,
        payment_method=new.payment_method,
        ends_at=new.expires_at,
        auto_renew=new.auto_renew,
        notes=new.notes,
    )
    with _told_as_here():
        outcome = desk.issue(caller.context, licence_id, asked)
    sold = desk.sold(organisation_id, licence_id)
    return LicenceMade(
        sequence=caller.at(outcome.sequence),
        licence_id=licence_id,
        contact_id=sold.contact_id,
        key=known(sold.key, ""),
        expires_at=sold.ends_at,
    )


@router.post("/{licence_id}/renew", summary="Renouveler une licence")
def renew_licence(licence_id: LicenceId, caller: Updating, renewal: Renewal, idempotency_key: ActKey) -> Done:
    """Lui donne un terme de plus. Un renouvellement ne raccourcit jamais."""
    act_id = _act_of(caller, "renew", licence_id, idempotency_key)
    return _done(
        caller, caller.services.licences.renew(caller.context, licence_id, act_id, renewal.basis, renewal.days)
    )


@router.post("/{licence_id}/extend", summary="Prolonger une licence")
def extend_licence(licence_id: LicenceId, caller: Updating, extension: Extension, idempotency_key: ActKey) -> Done:
    """Lui donne quelques jours, depuis son échéance ou depuis maintenant quand elle est passée."""
    act_id = _act_of(caller, "extend", licence_id, idempotency_key)
    desk = caller.services.licences
    return _done(caller, desk.extend(caller.context, licence_id, act_id, extension.days, extension.reason))


@router.post("/{licence_id}/change-plan", summary="Changer la formule d'une licence")
def change_licence_plan(licence_id: LicenceId, caller: Updating, change: PlanChange) -> Done:
    """Au prix et au délai de grâce du jour ; l'échéance ne change pas."""
    return _done(caller, caller.services.licences.change_plan(caller.context, licence_id, change.plan))


@router.put("/{licence_id}", summary="Modifier une licence")
def amend_licence(licence_id: LicenceId, caller: Updating, amendment: Amendment) -> Done:
    """Remplace le moyen de paiement, le renouvellement automatique et les notes."""
    outcome = caller.services.licences.amend(
        caller.context, licence_id, amendment.payment_method, amendment.auto_renew, amendment.notes
    )
    return _done(caller, outcome)


@router.post("/{licence_id}/suspend", summary="Suspendre une licence")
def suspend_licence(licence_id: LicenceId, caller: Updating, suspension: LicenceSuspension) -> Done:
    """Retire l'accès pour l'instant. Le terme court toujours."""
    return _done(caller, caller.services.licences.suspend(caller.context, licence_id, suspension.reason))


@router.post("/{licence_id}/reinstate", summary="Rétablir une licence")
def reinstate_licence(licence_id: LicenceId, caller: Updating) -> Done:
    """Rend l'accès, jusqu'à la même échéance."""
    return _done(caller, caller.services.licences.reinstate(caller.context, licence_id))


@router.post("/{licence_id}/transfer", summary="Passer une licence sur une autre machine")
def transfer_licence(licence_id: LicenceId, caller: Updating, transfer: Transfer) -> Done:
    """La machine d'avant n'a plus accès, et peut recevoir une autre licence."""
    return _done(caller, caller.services.licences.transfer(caller.context, licence_id, transfer.hwid))


@router.post("/{licence_id}/revoke", summary="Révoquer une licence")
def revoke_licence(licence_id: LicenceId, caller: Revoking, revocation: Revocation) -> Done:
    """Retire l'accès pour toujours, à l'instant. Rien ne la rend ; son histoire reste."""
    outcome = caller.services.licences.revoke(
        caller.context, licence_id, revocation.reason, revocation.note, told=revocation.notify
    )
    return _done(caller, outcome)


def _done(caller: Caller, outcome: Outcome) -> Done:
    return Done(sequence=caller.at(outcome.sequence))


def _act_of(caller: Caller, verb: str, licence_id: UUID, key: str) -> UUID:
    return made_of(caller.who.organisation_id, caller.who.user_id, f"{verb}:{licence_id}", key)


@contextmanager
def _told_as_here() -> Iterator[None]:
    """The end of a term is `expires_at` here."""
    try:
        yield
    except Refused as refused:
        if refused.field == "ends_at":
            raise Refused(refused.sentence, code=refused.code, field="expires_at") from None
        raise
