"""The gap meter: for each channel, whether something is missing or late, and what to do."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from api.asking import Reader, reads
from api.routers.stats import zone_of
from api.schemas import Listing, View
from application.gaps import Gap
from projections import channels, held_receipts, sends
from projections.channels import ChannelRow

router = APIRouter(prefix="/api/supervision", tags=["Supervision"])

PATIENCE = timedelta(minutes=10)
"""After that, a provider that took a message should have told of it."""
LOOK_BACK = timedelta(days=1)
TELLS_NOTHING = "simulator"
"""The phones of this provider are screens of ours: they confirm nothing."""


class RhythmView(View):
    """Le silence habituel à cette heure, les jours comme aujourd'hui (du lundi au vendredi, ou le même jour du
    week-end), sur quatre semaines."""

    usual_s: float = Field(description="Le silence médian, en secondes.")
    longest_usual_s: float = Field(description="95 % des silences sont plus courts.")
    days: int = Field(description="Sur combien de jours il est mesuré.")


class FlowView(View):
    """Ce qui arrive d'un canal. Les chiffres sont ceux des dernières 24 heures, sauf ce qui n'est pas lu."""

    last_at: datetime | None
    silent_s: float | None = Field(description="Depuis combien de secondes rien n'est arrivé.")
    longest_silence_s: float | None
    rhythm: RhythmView | None
    received: int
    judged: int = Field(description="Ceux qui ont eu 60 secondes pour être lus.")
    in_time: int = Field(description="Ceux qui ont été lus sans erreur en 60 secondes.")
    duplicates: int = Field(description="Ce que le fournisseur a annoncé plusieurs fois.")
    delay_p50_ms: int | None = Field(
        description="Le retard du fournisseur, de son heure à notre réception ; `null` s'il ne dit pas l'heure."
    )
    delay_p95_ms: int | None
    delay_worst_ms: int | None
    failed: int = Field(description="Les webhooks qui n'ont pas pu être lus.")
    unread: int = Field(description="Ceux qui attendent d'être lus.")
    oldest_unread_s: float | None = Field(description="Depuis combien de secondes le plus ancien d'entre eux attend.")
    reading_again: int = Field(description="Ceux qu'on relit.")


class GapView(View):
    """Un canal : ce qui manque ou tarde, et que faire."""

    channel_id: UUID
    label: str
    provider: str
    advice: str = Field(description="Que faire, en une phrase.")
    abnormal_silence: bool | None = Field(description="`null` tant que le rythme du canal n'est pas connu.")
    success: float | None = Field(description="`in_time` ÷ `judged` : plus de 0,99 est attendu.")
    flow: FlowView
    without_news: int = Field(
        description="Messages acceptés par le fournisseur sans nouvelle après dix minutes, depuis 24 h."
    )
    without_news_ids: list[UUID] = Field(description="Les derniers d'entre eux, 50 au plus.")
    unknown_statuses: int = Field(description="Statuts qui attendent un message inconnu ici.")
    refused_signatures: int = Field(description="Webhooks refusés aujourd'hui pour leur signature.")


@router.get("/gaps", summary="Ce qui manque ou tarde, canal par canal")
def show_gaps(reader: Annotated[Reader, reads("supervision.read")]) -> Listing[GapView]:
    """Silences, retards, webhooks non lus, messages sans nouvelle : et que faire."""
    organisation_id = reader.who.organisation_id
    now = reader.services.clock.now()
    with reader.session() as connection:
        zone = zone_of(connection)
        rows = channels.all_channels(connection)
        silent = sends.without_news(connection, now - LOOK_BACK, now - PATIENCE)
        held = held_receipts.waiting(connection)
    told = reader.services.webhooks.channels_of(
        organisation_id, [*(one.message_id for one in silent), *(one.alias_id for one in held)]
    )
    silent = [one for one in silent if one.message_id not in told]  # a status that changed nothing is no fact
    unknown = Counter(told[one.alias_id] for one in held if one.alias_id in told)
    flows = reader.services.flows.of(organisation_id, [row.channel_id for row in rows], zone)
    refused = _refused(reader, rows)
    data = []
    for row in rows:
        tells = row.provider != TELLS_NOTHING
        ids = [one.message_id for one in silent if tells and one.channel_id == row.channel_id]
        flow = flows[row.channel_id]
        gap = Gap(flow, row.suspended, len(ids), unknown[row.channel_id], refused[row.channel_id])
        data.append(_view(row, gap, ids))
    return Listing[GapView](data=data, stale=reader.stale)


def _refused(reader: Reader, rows: Sequence[ChannelRow]) -> Counter[UUID]:
    """Bad signatures of the day, by channel."""
    of_endpoint: dict[UUID, UUID] = {}
    for row in rows:
        adapter = reader.services.channels.providers.get(row.provider)
        for endpoint in [adapter.endpoint(row.settings), *adapter.shared_endpoints(row.settings)] if adapter else []:
            of_endpoint[reader.services.channels.endpoint_index(row.provider, endpoint)] = row.channel_id
    counted: Counter[UUID] = Counter()
    for index, count in reader.services.refusals.signatures_today(list(of_endpoint)).items():
        counted[of_endpoint[index]] += count
    return counted


def _view(row: ChannelRow, gap: Gap, without_news: Sequence[UUID]) -> GapView:
    return GapView(
        channel_id=row.channel_id,
        label=row.label,
        provider=row.provider,
        advice=gap.advice,
        abnormal_silence=gap.abnormal_silence,
        success=gap.success,
        flow=FlowView.model_validate(gap.flow),
        without_news=gap.unconfirmed,
        without_news_ids=list(without_news[:50]),
        unknown_statuses=gap.held,
        refused_signatures=gap.refused_signatures,
    )
