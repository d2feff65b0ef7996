"""The shapes of templates in the API, and the words that go with them."""

from datetime import datetime
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas import Done, Fresh, Input, Listing, View
from domain.channels.template import SENDABLE
from domain.channels.template_events import TemplateStatus
from domain.channels.template_status import GONE, MEANINGS, OBSTACLES, meaning
from projections.template_syncs import TemplateSyncRow
from projections.templates import TemplateRow

Shown = Literal[TemplateStatus, "gone"]
Key = Annotated[str, Field(min_length=1, max_length=100)]
Value = Annotated[str, Field(max_length=4096)]
Values = Annotated[dict[Key, Value], Field(max_length=100)]


class ButtonView(View):
    """Un bouton sous le message."""

    kind: str
    text: str
    target: str


class VariableView(View):
    """Une variable à remplir. `key` est le nom à donner à l'envoi."""

    key: str
    label: str
    example: str


class TemplateView(View):
    """Un modèle, tel que son fournisseur le liste, et ce que son statut veut dire."""

    template_id: UUID
    channel_id: UUID
    reference: str
    name: str
    language: str
    category: str
    status: Shown
    status_label: str
    advice: str = Field(description="Ce que le statut veut dire, et ce qu'il faut faire.")
    sendable: bool = Field(description="Vrai quand il peut partir maintenant.")
    reason: str = Field(description="La raison donnée par le fournisseur.")
    quality: str
    header_kind: str
    header: str
    body: str
    footer: str
    buttons: list[ButtonView]
    variables: list[VariableView]
    status_at: datetime
    changed_at: datetime


class OneTemplate(TemplateView, Fresh):
    """Un modèle."""


class SyncView(View):
    """La dernière synchronisation d'un canal."""

    channel_id: UUID
    synchronised_at: datetime | None
    added: int
    changed: int
    gone: int
    unchanged: int
    failed_at: datetime | None = Field(description="Le dernier échec ; null une fois qu'une synchronisation a réussi.")
    code: str
    reason: str


class StatusView(View):
    """Un statut, en clair."""

    status: Shown
    label: str
    advice: str


class Templates(Listing[TemplateView]):
    """Des modèles, la dernière synchronisation de chaque canal, et ce que veut dire chaque statut."""

    synchronisations: list[SyncView]
    statuses: list[StatusView]


class Synchronised(Done):
    """Ce que la synchronisation a trouvé."""

    added: int
    changed: int
    gone: int
    unchanged: int


class Filling(Input):
    """Les valeurs des variables, par leur `key`."""

    model_config = ConfigDict(json_schema_extra={"example": {"variables": {"prenom": "Awa", "jour": "mardi"}}})

    variables: Values = Field(default_factory=dict)


class NewTemplateMessage(Filling):
    """Le modèle à envoyer, et les valeurs de ses variables."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"template_id": "7f1c1b6e-6c0f-4d8e-9d53-0a2c3a1e5b77", "variables": {"prenom": "Awa"}}
        }
    )

    template_id: UUID


class TroubleView(View):
    """Une valeur qui ne convient pas."""

    field: str
    detail: str


class Preview(View):
    """Ce que le client lira. Une variable sans valeur y reste entre accolades."""

    header: str
    body: str
    footer: str
    buttons: list[ButtonView]
    ready: bool = Field(description="Vrai quand le modèle ainsi rempli peut partir.")
    advice: str = Field(description="Pourquoi le modèle ne peut pas partir ; vide sinon.")
    errors: list[TroubleView]


STATUSES = [
    StatusView(status=name, label=told.label, advice=told.advice)
    for name, told in [*((name, MEANINGS[name]) for name in get_args(TemplateStatus)), ("gone", GONE)]
]


def view(row: TemplateRow) -> TemplateView:
    """A template in words."""
    told = meaning(row.status, gone=row.gone)
    return TemplateView(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        status="gone" if row.gone else row.status,
        status_label=told.label,
        advice=advice(row.status, row.obstacle, gone=row.gone),
        sendable=not row.gone and row.status in SENDABLE and row.obstacle == "none",
        buttons=[ButtonView(**button) for button in row.buttons],
        variables=[VariableView(key=one["key"], label=_label(one), example=one["example"]) for one in row.variables],
    )


_AS_THEY_ARE = (
    "template_id",
    "channel_id",
    "reference",
    "name",
    "language",
    "category",
    "reason",
    "quality",
    "header_kind",
    "header",
    "body",
    "footer",
    "status_at",
    "changed_at",
)


def advice(status: TemplateStatus, obstacle: Any, *, gone: bool) -> str:
    """What to do about a template."""
    if not gone and status in SENDABLE and obstacle != "none":
        return OBSTACLES[obstacle]
    return meaning(status, gone=gone).advice


def _label(variable: dict[str, Any]) -> str:
    """``prenom``, « Variable 1 », « Variable 1 de l'en-tête »."""
    name, place = variable["name"], variable["button"]
    called = f"Variable {name}" if name.isdecimal() else name
    where = {"header": " de l'en-tête", "button": f" du bouton {(place or 0) + 1}"}.get(variable["part"], "")
    return f"{called}{where}"


def sync(row: TemplateSyncRow) -> SyncView:
    """A reading, in the words of the API."""
    return SyncView(
        channel_id=row.channel_id,
        synchronised_at=row.synchronised_at,
        added=row.added,
        changed=row.changed,
        gone=row.missing,
        unchanged=row.unchanged,
        failed_at=row.failed_at,
        code=row.code,
        reason=row.reason,
    )
