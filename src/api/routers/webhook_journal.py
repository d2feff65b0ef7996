"""The kept webhooks: what became of each, why some could not be read, and reading them again."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query
from pydantic import ConfigDict, Field, model_validator

from api.asking import Caller, acts, made_of
from api.problems import answers
from api.schemas import LAST_PLACE, Cursor, Done, Input, Limit, Listing, View
from api.security import Principal, allowed
from api.services import Services
from api.webhook_words import thing, why
from application.ports.webhook_journal import Chosen, KeptWebhook, Range, State
from domain.channels.channel import Channel, channel
from domain.channels.replay import OrderReplay, Replay, replay
from domain.refusal import refuse

router = APIRouter(prefix="/api/supervision", tags=["Supervision"])

IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
WebhookId = Annotated[int, Path(ge=0, le=LAST_PLACE)]


class GivenView(View):
    """Une chose que le webhook annonçait, et ce qu'elle a donné."""

    kind: str
    result: str
    id: UUID | None = Field(description="Le message concerné ; pour `held`, l'empreinte de celui qui est attendu.")
    sentence: str = Field(description="La même chose, en français.")


class WebhookView(View):
    """Un webhook reçu et ce qu'il est devenu, jamais ce qu'il dit."""

    id: int
    received_at: datetime
    channel_id: UUID
    provider: str
    state: State
    attempts: int = Field(description="Les lectures essayées depuis son arrivée, ou depuis qu'on l'a rejoué.")
    replays: int = Field(description="Combien de fois on l'a rejoué.")
    read_at: datetime | None = Field(description="Quand il a été lu pour la première fois.")
    delay_ms: int | None = Field(description="Combien de temps le fournisseur avait gardé ce qu'il annonce de neuf.")
    duplicates: int = Field(description="Les choses qu'il annonce et qui étaient déjà connues.")
    error: str = Field(description="Le genre d'erreur et sa place dans le programme.")
    why: str = Field(description="Pourquoi il n'est pas lu et que faire, en français ; vide s'il est lu.")
    gave: list[GivenView]


class ReplayRange(Input):
    """Les webhooks à relire : ceux en échec, ou tous, d'un canal ou d'une période."""

    model_config = ConfigDict(json_schema_extra={"example": {"state": "failed", "since": "2026-03-10T00:00:00Z"}})

    state: Literal["failed", "all"] = "failed"
    channel_id: UUID | None = None
    since: datetime | None = Field(default=None, description="Reçus à partir de cet instant.")
    until: datetime | None = Field(default=None, description="Reçus avant cet instant.")

    @model_validator(mode="after")
    def check_period(self) -> Self:
        """Instants with a zone, in order."""
        for instant in (self.since, self.until):
            if instant is not None and instant.tzinfo is None:
                raise ValueError("Donnez le fuseau horaire, par exemple « Z ».")
        if self.since and self.until and self.until <= self.since:
            raise ValueError("La fin de la période vient avant son début.")
        return self


class ReplayDone(Done):
    """La relecture est demandée."""

    replay_id: UUID
    count: int = Field(description="Combien de webhooks seront relus.")
    more: bool = Field(description="Vrai s'il en reste au-delà : demandez à nouveau, après ceux-ci.")


class ReplayView(View):
    """Une relecture demandée, et où elle en est."""

    replay_id: UUID
    which: Literal["one", "failed", "all"]
    channel_id: UUID | None
    ordered_by: UUID | None
    ordered_at: datetime
    marked: int = Field(description="Les webhooks à relire.")
    read: int
    failed: int
    added: int = Field(description="Ce qui manquait et a été ajouté : 0 quand tout avait déjà été lu.")
    done_at: datetime | None


@router.get("/webhooks", summary="Les webhooks gardés")
def list_webhooks(
    services: Services,
    who: Annotated[Principal, allowed("supervision.read")],
    state: Annotated[State | None, Query(description="`failed` : ceux qui n'ont pas pu être lus.")] = None,
    channel_id: Annotated[UUID | None, Query(description="Un seul canal.")] = None,
    since: Annotated[datetime | None, Query(description="Reçus à partir de cet instant.")] = None,
    until: Annotated[datetime | None, Query(description="Reçus avant cet instant.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[WebhookView]:
    """Les webhooks des trente derniers jours, le dernier d'abord, et ce qu'ils ont donné."""
    for field, instant in (("since", since), ("until", until)):
        if instant is not None and instant.tzinfo is None:
            refuse("Donnez le fuseau horaire, par exemple « Z ».", code="INSTANT_INVALID", field=field)
    found = services.webhooks.page(
        who.organisation_id, state=state, channel_id=channel_id, since=since, until=until, cursor=cursor, limit=limit
    )
    return Listing[WebhookView](data=[_view(row) for row in found.data], next_cursor=found.next_cursor)


@router.get("/webhooks/{webhook_id}", summary="Un webhook gardé")
def show_webhook(
    webhook_id: WebhookId, services: Services, who: Annotated[Principal, allowed("supervision.read")]
) -> WebhookView:
    """Ce qu'il est devenu. Son corps n'est jamais montré : ce qu'il a donné l'est, là où l'effacement s'applique."""
    row = services.webhooks.one(who.organisation_id, webhook_id)
    if row is None:
        refuse("Ce webhook n'est pas, ou plus, dans le journal.", code="WEBHOOK_UNKNOWN")
    return _view(row)


@router.post("/webhooks/replay", summary="Rejouer des webhooks", responses=answers(404))
def replay_webhooks(
    asked: ReplayRange, caller: Annotated[Caller, acts("supervision.replay")], idempotency_key: IdempotencyKey = None
) -> ReplayDone:
    """Les relit dans l'ordre, derrière ce qui arrive. Ce qui est déjà connu n'est pas ajouté deux fois."""
    if asked.channel_id is not None:
        line: Channel = caller.services.bus.state(channel, (caller.who.organisation_id, asked.channel_id))
        if not line.known:
            refuse("Ce canal n'existe pas.", code="CHANNEL_UNKNOWN")
    of = Range(asked.state, asked.channel_id, asked.since, asked.until)
    chosen = caller.services.replays.choose(caller.who.organisation_id, of)
    return _order(caller, "replay", of, chosen, idempotency_key)


@router.post("/webhooks/{webhook_id}/replay", summary="Rejouer un webhook")
def replay_webhook(
    webhook_id: WebhookId,
    caller: Annotated[Caller, acts("supervision.replay")],
    idempotency_key: IdempotencyKey = None,
) -> ReplayDone:
    """Le relit. Ce qui est déjà connu n'est pas ajouté deux fois."""
    if caller.services.webhooks.one(caller.who.organisation_id, webhook_id) is None:
        refuse("Ce webhook n'est pas, ou plus, dans le journal.", code="WEBHOOK_UNKNOWN")
    chosen = caller.services.replays.choose_one(caller.who.organisation_id, webhook_id)
    return _order(caller, f"replay:{webhook_id}", Range("one"), chosen, idempotency_key)


@router.get("/replays", summary="Les relectures demandées")
def list_replays(
    services: Services,
    who: Annotated[Principal, allowed("supervision.read")],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[ReplayView]:
    """Qui a demandé quoi, où cela en est, et ce que cela a ajouté ; la dernière d'abord."""
    found = services.replays.page(who.organisation_id, cursor=cursor, limit=limit)
    data = [ReplayView.model_validate(one) for one in found.data]
    return Listing[ReplayView](data=data, next_cursor=found.next_cursor)


def _order(caller: Caller, kind: str, of: Range, chosen: Chosen, key: str | None) -> ReplayDone:
    replay_id = made_of(caller.who.organisation_id, caller.who.user_id, kind, key)
    done = caller.execute(
        OrderReplay(
            replay_id=replay_id,
            which=of.which,
            channel_id=of.channel_id,
            since=of.since,
            until=of.until,
            count=chosen.count,
            first=chosen.first,
            last=chosen.last,
        )
    )
    state: Replay = caller.services.bus.state(replay, (caller.who.organisation_id, replay_id))
    assert state.ordered is not None
    return ReplayDone(sequence=done.sequence, replay_id=replay_id, count=state.ordered.count, more=chosen.more)


def _view(row: KeptWebhook) -> WebhookView:
    given: list[dict[str, Any]] = [{**one, "sentence": thing(one["kind"], one["result"])} for one in row.gave]
    return WebhookView(
        id=row.id,
        received_at=row.received_at,
        channel_id=row.channel_id,
        provider=row.provider,
        state=row.state,
        attempts=row.attempts,
        replays=row.replays,
        read_at=row.read_at,
        delay_ms=row.delay_ms,
        duplicates=row.duplicates,
        error=row.error,
        why=why(row.error, row.state),
        gave=[GivenView.model_validate(one) for one in given],
    )
