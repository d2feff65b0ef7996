"""Figures of a period, with those of the period before it, and day by day."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from pydantic import Field

from api import periods
from api.asking import Reader, reads
from api.schemas import Fresh, View
from domain.refusal import refuse
from projections import organisations, overview

router = APIRouter(prefix="/api/stats", tags=["Statistiques"])

DEFAULT_ZONE = "Europe/Paris"


class FiguresView(View):
    """Les chiffres d'une période. Taux et moyennes sont nuls (`null`) quand il n'y a rien à diviser."""

    messages_received: int
    ai_messages_sent: int
    human_messages_sent: int
    ai_response_rate: float | None = Field(description="Réponses de l'assistant par message reçu : 0,93 pour 93 %.")
    active_conversations: int
    average_response_time_ms: float | None = Field(description="Du dernier message du client à l'envoi de la réponse.")


class DayView(View):
    """Un jour, dans le fuseau de l'organisation."""

    day: date
    messages_received: int
    ai_messages_sent: int
    human_messages_sent: int


class Span(View):
    """De `since` compris à `until` non compris."""

    since: datetime
    until: datetime


class OverviewView(Fresh):
    """Les chiffres de la période, ceux de la période d'avant, et chaque jour."""

    time_zone: str
    period: Span
    figures: FiguresView
    previous_period: Span
    previous: FiguresView
    by_day: list[DayView]


@router.get("/overview", summary="Les chiffres d'une période")
def show_overview(
    reader: Annotated[Reader, reads("stats.read")],
    period: Annotated[periods.Name | None, Query(description="`today` si rien n'est demandé.")] = None,
    since: Annotated[date | None, Query(description="Premier jour.")] = None,
    until: Annotated[date | None, Query(description="Dernier jour, compris ; aujourd'hui par défaut.")] = None,
    channel_id: Annotated[UUID | None, Query(description="Un seul canal.")] = None,
) -> OverviewView:
    """Une période nommée, ou des jours ; toujours dans le fuseau horaire de l'organisation."""
    now = reader.services.clock.now()
    with reader.session() as connection:
        own = organisations.organisation(connection)
        zone = own.time_zone if own else DEFAULT_ZONE
        span = _span(period, since, until, now, ZoneInfo(zone))
        figures = overview.figures(connection, span.since, span.until, channel_id)
        previous = overview.figures(connection, span.since_before, span.until_before, channel_id)
        days = overview.by_day(connection, span.since, span.until, zone, channel_id)
    return OverviewView(
        time_zone=zone,
        period=Span(since=span.since, until=span.until),
        figures=_figures(figures),
        previous_period=Span(since=span.since_before, until=span.until_before),
        previous=_figures(previous),
        by_day=_every_day(span, days),
        stale=reader.stale,
    )


def _span(
    name: periods.Name | None, since: date | None, until: date | None, now: datetime, zone: ZoneInfo
) -> periods.Period:
    if since is None:
        if until is not None:
            refuse("Donnez aussi le premier jour.", code="PERIOD_INVALID", field="since")
        return periods.named(name or "today", now, zone)
    if name is not None:
        refuse("Donnez une période ou des dates, pas les deux.", code="PERIOD_INVALID", field="period")
    return periods.between(since, until or now.astimezone(zone).date(), now, zone)


def _figures(found: overview.Figures) -> FiguresView:
    return FiguresView(
        messages_received=found.received,
        ai_messages_sent=found.sent_by_assistant,
        human_messages_sent=found.sent_by_people,
        ai_response_rate=found.response_rate,
        active_conversations=found.active_conversations,
        average_response_time_ms=found.response_time_ms,
    )


def _every_day(span: periods.Period, found: list[overview.Day]) -> list[DayView]:
    """One line per day, those without a message too."""
    by_day = {day.day: day for day in found}
    return [_day(day, by_day.get(day.isoformat())) for day in span.days]


def _day(day: date, found: overview.Day | None) -> DayView:
    return DayView(
        day=day,
        messages_received=found.received if found else 0,
        ai_messages_sent=found.sent_by_assistant if found else 0,
        human_messages_sent=found.sent_by_people if found else 0,
    )
