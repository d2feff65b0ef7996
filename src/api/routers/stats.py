"""Figures of a period, with those of the period before it and day by day, and the rows that each figure counts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from psycopg import Connection
from psycopg.rows import TupleRow
from pydantic import Field

from api import periods
from api.asking import Reader, reads
from api.definitions import DEFINITIONS
from api.schemas import Cursor, Fresh, Limit, Listing, View
from api.security import Principal, allowed
from domain.refusal import refuse
from projections import answers, figures, organisations, overview, turns

router = APIRouter(prefix="/api/stats", tags=["Statistiques"])

DEFAULT_ZONE = "Europe/Paris"


class DayFigures(View):
    """Des chiffres. Taux, moyennes et centiles sont nuls (`null`) quand il n'y a rien à diviser."""

    messages_received: int
    ai_messages_sent: int
    human_messages_sent: int
    ai_response_rate: float | None = Field(description="Messages de l'assistant par message reçu : 0,93 pour 93 %.")
    turns: int = Field(description="Tours de parole des clients.")
    turns_allowed: int = Field(description="Ceux auxquels l'assistant avait le droit de répondre.")
    turns_answered: int = Field(description="Parmi eux, ceux auxquels il a répondu le premier.")
    ai_turn_response_rate: float | None = Field(description="`turns_answered` ÷ `turns_allowed`.")
    average_response_time_ms: float | None = Field(description="Du dernier message du client à l'envoi de la réponse.")
    p50_response_time_ms: float | None = Field(description="La médiane, à 2,5 % près.")
    p95_response_time_ms: float | None = Field(description="95 % des réponses sont plus rapides ; à 2,5 % près.")
    answers_scored: int = Field(description="Les réponses qui ont un score, passages de main exclus.")
    average_confidence: float | None = Field(description="La moyenne de leurs scores, de 0 à 1.")


class FiguresView(DayFigures):
    """Les chiffres d'une période."""

    active_conversations: int


class DayView(DayFigures):
    """Un jour, dans le fuseau de l'organisation."""

    day: date


class Span(View):
    """De `since` compris à `until` non compris."""

    since: datetime
    until: datetime


class OverviewView(Fresh):
    """Les chiffres de la période, ceux de la période d'avant, et chaque jour."""

    definition: str = Field(description="La version des définitions : `GET /api/stats/definitions` les donne.")
    time_zone: str
    period: Span
    figures: FiguresView
    previous_period: Span
    previous: FiguresView
    by_day: list[DayView]


class AnswerView(View):
    """Une réponse de l'assistant, acceptée par le fournisseur."""

    message_id: UUID
    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    sent_at: datetime
    waited_ms: int | None = Field(description="Le temps de réponse.")
    source: str = Field(
        description="`faq`, `model`, `handover` quand elle passe la main, `away` hors des heures, `other`."
    )
    score: float | None = Field(description="La confiance de l'assistant, de 0 à 1.")


class TurnView(View):
    """Un tour de parole d'un client : ses messages jusqu'au suivant de notre part."""

    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    began_at: datetime
    asked_at: datetime = Field(description="L'heure du dernier message du tour.")
    messages: int
    allowed: bool = Field(description="Si l'assistant avait le droit de répondre.")
    answered_by: Literal["assistant", "user", ""] = Field(description="Qui a répondu le premier.")
    answered_at: datetime | None
    answer_id: UUID | None


class HourView(View):
    """Une heure de la journée, dans le fuseau de l'organisation."""

    hour: int = Field(description="De 0 à 23.")
    messages_received: int
    conversations: int = Field(description="Les conversations où un client a pris la parole à cette heure.")


class ActiveContactView(View):
    """Un client et ce qu'il a écrit."""

    contact_id: UUID
    name: str
    messages: int
    turns: int


class DefinitionsView(View):
    """Ce que veut dire chaque chiffre, par version."""

    current: str
    definitions: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What period is asked about, and of which channel."""

    name: periods.Name | None
    since: date | None
    until: date | None
    channel_id: UUID | None

    def period(self, zone: ZoneInfo, now: datetime) -> periods.Period:
        """In days of the zone. Raises `Refused`."""
        if self.since is None:
            if self.until is not None:
                refuse("Donnez aussi le premier jour.", code="PERIOD_INVALID", field="since")
            return periods.named(self.name or "today", now, zone)
        if self.name is not None:
            refuse("Donnez une période ou des dates, pas les deux.", code="PERIOD_INVALID", field="period")
        return periods.between(self.since, self.until or now.astimezone(zone).date(), now, zone)


async def _asked(
    period: Annotated[periods.Name | None, Query(description="`today` si rien n'est demandé.")] = None,
    since: Annotated[date | None, Query(description="Premier jour.")] = None,
    until: Annotated[date | None, Query(description="Dernier jour, compris ; aujourd'hui par défaut.")] = None,
    channel_id: Annotated[UUID | None, Query(description="Un seul canal.")] = None,
) -> Asked:
    return Asked(period, since, until, channel_id)


Question = Annotated[Asked, Depends(_asked)]


@router.get("/overview", summary="Les chiffres d'une période")
def show_overview(reader: Annotated[Reader, reads("stats.read")], asked: Question) -> OverviewView:
    """Une période nommée, ou des jours ; toujours dans le fuseau horaire de l'organisation."""
    with reader.session() as connection:
        zone = zone_of(connection)
        span = asked.period(ZoneInfo(zone), reader.services.clock.now())
        now = figures.of_period(connection, span.bounds, asked.channel_id)
        before = figures.of_period(connection, [span.since_before, span.until_before], asked.channel_id)
    return OverviewView(
        definition=figures.VERSION,
        time_zone=zone,
        period=Span(since=span.since, until=span.until),
        figures=_figures(now),
        previous_period=Span(since=span.since_before, until=span.until_before),
        previous=_figures(before),
        by_day=[DayView(day=day, **_day(found).model_dump()) for day, found in zip(span.days, now.days, strict=True)],
        stale=reader.stale,
    )


@router.get("/overview/answers", summary="Les réponses que comptent les chiffres")
def list_answers(
    reader: Annotated[Reader, reads("stats.read")], asked: Question, cursor: Cursor = None, limit: Limit = 50
) -> Listing[AnswerView]:
    """Les réponses de l'assistant de la période, la dernière d'abord : leur nombre, leurs temps et leurs scores font
    les chiffres."""
    with reader.session() as connection:
        span = asked.period(ZoneInfo(zone_of(connection)), reader.services.clock.now())
        found = answers.answers(
            connection, span.since, span.until, channel_id=asked.channel_id, cursor=cursor, limit=limit
        )
        return reader.page(AnswerView, found)


@router.get("/overview/turns", summary="Les tours de parole que comptent les chiffres")
def list_turns(
    reader: Annotated[Reader, reads("stats.read")], asked: Question, cursor: Cursor = None, limit: Limit = 50
) -> Listing[TurnView]:
    """Les tours commencés dans la période, le dernier d'abord, et qui y a répondu."""
    with reader.session() as connection:
        span = asked.period(ZoneInfo(zone_of(connection)), reader.services.clock.now())
        found = turns.lines(connection, span.since, span.until, channel_id=asked.channel_id, cursor=cursor, limit=limit)
        return reader.page(TurnView, found)


@router.get("/hours", summary="Les heures de la journée")
def show_hours(reader: Annotated[Reader, reads("stats.read")], asked: Question) -> Listing[HourView]:
    """Les messages reçus et les conversations de la période, par heure de la journée."""
    with reader.session() as connection:
        zone = zone_of(connection)
        span = asked.period(ZoneInfo(zone), reader.services.clock.now())
        messages = overview.by_hour(connection, span.since, span.until, zone, asked.channel_id)
        talks = turns.conversations_by_hour(connection, span.since, span.until, zone, asked.channel_id)
    data = [
        HourView(hour=hour, messages_received=messages.get(hour, 0), conversations=talks.get(hour, 0))
        for hour in range(24)
    ]
    return Listing[HourView](data=data, stale=reader.stale)


@router.get("/contacts", summary="Les clients les plus actifs")
def list_most_active(reader: Annotated[Reader, reads("stats.read")], asked: Question) -> Listing[ActiveContactView]:
    """Les dix clients qui ont le plus écrit dans les tours commencés dans la période."""
    with reader.session() as connection:
        span = asked.period(ZoneInfo(zone_of(connection)), reader.services.clock.now())
        return reader.all(
            ActiveContactView,
            turns.most_active(connection, span.since, span.until, channel_id=asked.channel_id),
        )


@router.get("/definitions", summary="Ce que veulent dire les chiffres")
async def show_definitions(who: Annotated[Principal, allowed("stats.read")]) -> DefinitionsView:
    """Le texte de chaque définition, par version."""
    return DefinitionsView(current=figures.VERSION, definitions=DEFINITIONS)


def zone_of(connection: Connection[TupleRow]) -> str:
    """The time zone of the organisation that asks."""
    own = organisations.organisation(connection)
    return own.time_zone if own else DEFAULT_ZONE


def _figures(found: figures.PeriodFigures) -> FiguresView:
    return FiguresView(active_conversations=found.active_conversations, **_day(found.whole).model_dump())


def _day(found: figures.Figures) -> DayFigures:
    return DayFigures(
        messages_received=found.received,
        ai_messages_sent=found.sent_by_assistant,
        human_messages_sent=found.sent_by_people,
        ai_response_rate=found.message_rate,
        turns=found.turns,
        turns_allowed=found.turns_allowed,
        turns_answered=found.turns_answered,
        ai_turn_response_rate=found.turn_rate,
        average_response_time_ms=found.mean_wait_ms,
        p50_response_time_ms=found.p50_wait_ms,
        p95_response_time_ms=found.p95_wait_ms,
        answers_scored=found.scored,
        average_confidence=found.mean_confidence,
    )
