"""How a channel is: its state and why, its figures, and the messages that did not leave."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from api.asking import Reader, reads
from api.channel_views import ChannelDetail, FailureReasonView, FindingView
from api.schemas import Cursor, Limit, Listing, View
from application import channel_health
from domain.refusal import refuse
from projections import channels, failed_sends, overview

router = APIRouter(prefix="/api/channels/{channel_id}", tags=["Canaux"])

UNKNOWN = "Ce canal n'existe pas."


class FailedSendView(View):
    """Un message qui n'est pas parti, et pourquoi. Rien n'est renvoyé de soi-même."""

    message_id: UUID
    conversation_id: UUID
    code: str
    reason: str
    failed_at: datetime


@router.get("", summary="Un canal et sa santé")
def show_channel(channel_id: UUID, reader: Annotated[Reader, reads("channels.read")]) -> ChannelDetail:
    """L'état du canal, ce qui ne va pas et comment y remédier, et ses chiffres des dernières 24 heures."""
    watch, now = reader.services.watch, reader.services.clock.now()
    since = now - channel_health.DAY
    with reader.session() as connection:
        row = channels.one_channel(connection, channel_id)
        if row is None:
            refuse(UNKNOWN, code="CHANNEL_UNKNOWN")
        sent = sum(
            counts.sent_by_assistant + counts.sent_by_people
            for counts in overview.by_day(connection, [overview.quarter_of(since), now], channel_id)
        )
        failures = failed_sends.reasons(connection, channel_id, since)
    signs = watch.signs(reader.who.organisation_id, row, sent, failures)
    health = watch.health(row, signs, now)
    adapter = reader.services.channels.providers[row.provider]
    found = [channel_health.explained(adapter, code) for code in row.findings]
    return ChannelDetail(
        channel_id=row.channel_id,
        provider=row.provider,
        label=row.label,
        settings=row.settings,
        suspended=row.suspended,
        connected_at=row.connected_at,
        checked_at=row.checked_at,
        check_ok=row.check_ok,
        state=health.state,
        state_label=health.label,
        reasons=[FindingView.model_validate(one) for one in health.reasons],
        last_webhook_at=signs.last_webhook_at,
        last_signed_webhook_at=signs.last_signed_at,
        last_received_at=row.last_received_at,
        last_sent_at=row.last_sent_at,
        sent_24h=signs.sent,
        failed_24h=signs.failed,
        failure_reasons=[FailureReasonView.model_validate(one) for one in failures],
        wrong_signatures_today=signs.forgeries.count,
        number=row.number,
        quality=row.quality,
        quality_label=channel_health.QUALITY_LABELS[row.quality],
        customers_per_day=row.customers_per_day,
        limit_label=channel_health.limit_in_words(row.customers_per_day),
        findings=[FindingView.model_validate(one) for one in found],
        former_credentials=len(row.former),
        stale=reader.stale,
    )


@router.get("/failures", summary="Les messages en échec d'un canal")
def list_failed_sends(
    channel_id: UUID,
    reader: Annotated[Reader, reads("channels.read")],
    cause: Annotated[
        Literal["all", "channel"], Query(description="`channel` : seulement ceux dont le canal est la cause.")
    ] = "all",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[FailedSendView]:
    """Le dernier d'abord. Après une panne du canal, ce sont eux qu'il faut renvoyer, à la main."""
    with reader.session() as connection:
        row = channels.one_channel(connection, channel_id)
        if row is None:
            refuse(UNKNOWN, code="CHANNEL_UNKNOWN")
        blamed = reader.services.channels.providers[row.provider].codes_of_channel | {"CHANNEL_SUSPENDED"}
        page = failed_sends.of_channel(
            connection,
            channel_id,
            codes=sorted(blamed) if cause == "channel" else None,
            cursor=cursor,
            limit=limit,
        )
    return reader.page(FailedSendView, page)
