"""What several routes show of a channel."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas import Fresh, Input, View
from application.channel_health import State
from application.ports.connecting import About, Level
from domain.channels.number import Quality

Name = Annotated[str, Field(min_length=1, max_length=64)]
Value = Annotated[str, Field(max_length=4096)]
"""The name and the value of a setting or a secret."""


class FindingView(View):
    """Un point regardé : comment il est, et comment y remédier."""

    code: str = Field(description="Stable et en anglais.")
    level: Level
    about: About
    sentence: str
    remedy: str = Field(description="Vide quand il n'y a rien à faire.")


class ChannelView(View):
    """Un canal. Ses identifiants secrets ne sortent jamais."""

    channel_id: UUID
    provider: str
    label: str
    settings: dict[str, str]
    suspended: str = Field(description="La raison de la suspension ; vide quand le canal marche.")
    connected_at: datetime
    checked_at: datetime | None = Field(description="La dernière vérification qui a appris quelque chose.")
    check_ok: bool | None = Field(description="Ce qu'elle a donné ; null avant la première.")


class Checked(View):
    """Ce qu'une vérification a trouvé."""

    ok: bool = Field(description="Faux quand quelque chose empêche le canal de marcher.")
    findings: list[FindingView]
    sequence: int | None = Field(default=None, description="Pour un canal connecté : à rendre en `at_least`.")


class FailureReasonView(View):
    """Une raison d'échec, et combien de fois."""

    code: str
    reason: str
    count: int


class ChannelDetail(Fresh, ChannelView):
    """Un canal et sa santé."""

    state: State
    state_label: str = Field(description="L'état, en français.")
    reasons: list[FindingView] = Field(description="Ce qui ne va pas, le plus grave d'abord.")
    last_webhook_at: datetime | None = Field(description="Le dernier webhook venu pour lui, bien signé ou non.")
    last_signed_webhook_at: datetime | None
    last_received_at: datetime | None = Field(description="Le dernier message d'un client.")
    last_sent_at: datetime | None
    sent_24h: int = Field(description="Les messages partis depuis 24 heures, à l'heure ronde.")
    failed_24h: int
    failure_reasons: list[FailureReasonView] = Field(description="La plus fréquente d'abord.")
    wrong_signatures_today: int
    number: str = Field(description="Le numéro tel qu'on le compose, quand le fournisseur l'a dit.")
    quality: Quality
    quality_label: str
    customers_per_day: int | None = Field(description="-1 : pas de limite ; null : inconnue.")
    limit_label: str = Field(description="Ce que la limite veut dire.")
    findings: list[FindingView] = Field(description="La dernière vérification, en entier.")
    former_credentials: int = Field(
        description="Les jeux d'identifiants remplacés qui prouvent encore des webhooks (24 heures au plus)."
    )


class ChannelSecrets(Input):
    """Les identifiants à remplacer ; les autres restent."""

    model_config = ConfigDict(json_schema_extra={"example": {"secrets": {"access_token": "EAAG…"}, "force": False}})

    secrets: dict[Name, Value] = Field(max_length=20, repr=False)
    force: bool = Field(default=False, description="Sans demander au fournisseur s'il les accepte.")
