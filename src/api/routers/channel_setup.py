"""Setting a channel up: what each provider asks for, and the steps with the values of this installation."""

import secrets
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import Field

from api.asking import Reader, reads
from api.channel_views import FindingView
from api.schemas import Fresh, Listing, View
from application.ports.connecting import SetupStep
from application.ports.messaging import Messaging
from domain.refusal import refuse
from projections import channels

router = APIRouter(prefix="/api/channels", tags=["Canaux"])
TRIED_FIRST = True  # ``providers`` is no id of a channel

CHOSEN = "celui que vous avez choisi en connectant le canal"
"""In the place of a secret, which never comes out."""


class FieldView(View):
    """Un réglage ou un secret du canal."""

    name: str = Field(description="Sa clé dans `settings` ou `secrets`.")
    label: str
    help: str
    example: str
    secret: bool
    pattern: str = Field(description="La forme attendue (expression régulière) ; vide : libre.")


class ProviderView(View):
    """Un fournisseur et ce qu'il demande."""

    provider: str
    label: str
    fields: list[FieldView]


class ValueView(View):
    """Une valeur à copier, sous le nom qu'elle a dans la console."""

    name: str
    value: str


class StepView(View):
    """Une étape. `done` est null quand seule la personne peut le dire."""

    code: str
    title: str
    detail: str
    values: list[ValueView]
    done: bool | None


class SetupView(Fresh):
    """La liste des étapes, du compte vide au premier message."""

    provider: str
    label: str
    webhook_url: str
    warnings: list[FindingView] = Field(description="Ce qui, dans cette installation, empêcherait de réussir.")
    steps: list[StepView]


@router.get("/providers", summary="Les fournisseurs")
def list_providers(reader: Annotated[Reader, reads("channels.read")]) -> Listing[ProviderView]:
    """Ceux que cette installation connaît, avec les réglages et les secrets que chacun demande."""
    return reader.all(ProviderView, list(reader.services.channels.providers.values()))


@router.get("/setup/{provider}", summary="Le guide de connexion")
def show_setup(
    provider: Annotated[str, Path(max_length=64, examples=["whatsapp-cloud", "twilio"])],
    reader: Annotated[Reader, reads("channels.read")],
    channel_id: Annotated[UUID | None, Query(description="Pour savoir ce qui est déjà fait.")] = None,
) -> SetupView:
    """Les étapes, avec les valeurs à copier pour cette installation et, pour un canal connecté, ce qui est fait."""
    adapter = reader.services.channels.providers.get(provider.replace("-", "_"))
    if adapter is None:
        refuse("Ce fournisseur n'est pas pris en charge.", code="PROVIDER_UNKNOWN")
    checks = reader.services.checks
    done = _done(reader, adapter, channel_id) if channel_id else set()
    url = checks.webhook_url(adapter.provider)
    token = CHOSEN if channel_id else secrets.token_urlsafe(24)
    return SetupView(
        provider=adapter.provider,
        label=adapter.label,
        webhook_url=url,
        warnings=[FindingView.model_validate(finding) for finding in checks.of_address(adapter)],
        steps=[_step(step, done) for step in adapter.setup(url, token)],
        stale=reader.stale,
    )


def _done(reader: Reader, adapter: Messaging, channel_id: UUID) -> set[str]:
    """What is known to be well with a channel of the organisation."""
    with reader.session() as connection:
        row = channels.one_channel(connection, channel_id)
    if row is None or row.provider != adapter.provider:
        refuse("Ce canal n'existe pas chez ce fournisseur.", code="CHANNEL_UNKNOWN")
    well = {code for code, level in row.findings.items() if level == "ok"}
    signed = reader.services.watch.journal.last_signed(reader.who.organisation_id, channel_id) is not None
    return {*well, "CONNECTED", *(["WEBHOOK_SIGNED"] if signed else [])}


def _step(step: SetupStep, done: set[str]) -> StepView:
    return StepView(
        code=step.code,
        title=step.title,
        detail=step.detail,
        values=[ValueView(name=name, value=value) for name, value in step.values],
        done=done.issuperset(step.done_when) if step.done_when else None,
    )
