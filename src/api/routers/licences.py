"""Licences as they stand: the list, one of them, when they end, what was done with them, what asks for attention."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from psycopg import Connection
from psycopg.rows import TupleRow

from api.asking import Reader, reads
from api.licence_filters import LicencesAsked, alerting
from api.licence_shapes import (
    Alert,
    AlertsView,
    AlertView,
    CalendarDay,
    CalendarView,
    LicenceActView,
    LicenceCounts,
    LicenceLine,
    LicenceView,
    UsageView,
)
from api.routers.stats import zone_of
from api.schemas import Cursor, Limit, Listing
from domain.licensing.terms import PLAN_LABELS
from domain.refusal import refuse
from projections import licence_acts, licence_list, licence_usage
from projections.licence_list import Filters, Instant, Order, Sort

router = APIRouter(prefix="/api/licences", tags=["Licences"])

Reading = Annotated[Reader, reads("licences.read")]

UNKNOWN = ("Cette licence n'existe pas.", "LICENCE_UNKNOWN")
ALERTS: tuple[Alert, ...] = ("expiring", "elsewhere", "silent")
FIRST_OF_AN_ALERT = 5


@router.get("", summary="Les licences")
def list_licences(
    reader: Reading,
    asked: LicencesAsked,
    sort: Annotated[
        Sort, Query(description="Par date de création, échéance, adresse e-mail ou dernière connexion.")
    ] = "issued",
    order: Annotated[
        Order | None,
        Query(description="Sinon : la dernière créée ou vue d'abord, l'échéance la plus proche, l'ordre alphabétique."),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Listing[LicenceLine]:
    """Les licences de l'organisation, page par page. Le statut est celui de l'instant de la réponse."""
    with reader.session() as connection:
        at = _at(reader, connection)
        found = licence_list.licences(
            connection, at, _filters(reader, asked, at), sort=sort, order=order, cursor=cursor, limit=limit
        )
        return reader.page(LicenceLine, found)


@router.get("/counts", summary="Combien de licences")
def count_licences(reader: Reading, asked: LicencesAsked) -> LicenceCounts:
    """Combien la liste en montre avec les mêmes filtres, statut par statut. Le filtre `status` n'y change rien."""
    with reader.session() as connection:
        at = _at(reader, connection)
        found = licence_list.counts(connection, at, _filters(reader, asked, at))
    return LicenceCounts(total=sum(found.values()), **found, stale=reader.stale)


@router.get("/alerts", summary="Les licences dont il faut s'occuper")
def list_alerts(reader: Reading) -> AlertsView:
    """Celles qui finissent bientôt, celles vues sur une autre machine, celles dont le logiciel se tait."""
    settings = reader.services.licences.settings(reader.who.organisation_id)
    shown = []
    with reader.session() as connection:
        at = _at(reader, connection)
        for kind in ALERTS:
            filters = alerting(Filters(), kind, settings, at)
            first = licence_list.licences(connection, at, filters, sort="expiry", limit=FIRST_OF_AN_ALERT)
            count = sum(licence_list.counts(connection, at, filters).values())
            shown.append(AlertView(kind=kind, count=count, first=[*map(LicenceLine.model_validate, first.data)]))
    return AlertsView(
        expiring_days=settings.expiring_days, silent_days=settings.silent_days, alerts=shown, stale=reader.stale
    )


@router.get("/calendar", summary="Les échéances d'un mois")
def show_calendar(
    reader: Reading,
    month: Annotated[
        str | None, Query(pattern=r"^\d{4}-\d{2}$", description="`2026-12` ; le mois en cours sinon.")
    ] = None,
) -> CalendarView:
    """Combien de licences finissent chaque jour, par formule ; celles qui sont révoquées n'y sont pas."""
    with reader.session() as connection:
        at = _at(reader, connection)
        first = _first_day(month) if month else at.today.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        found = {(day, plan): count for day, plan, count in licence_list.ends(connection, first, after, at.zone)}
    days = []
    for n in range((after - first).days):
        day = first + timedelta(days=n)
        by_plan = {plan: found.get((day, plan), 0) for plan in PLAN_LABELS}
        days.append(CalendarDay(day=day, total=sum(by_plan.values()), by_plan=by_plan))
    return CalendarView(
        month=f"{first:%Y-%m}",
        time_zone=at.zone.key,
        total=sum(one.total for one in days),
        days=days,
        stale=reader.stale,
    )


@router.get("/activity", summary="Ce qui se passe avec les licences")
def list_activity(reader: Reading, cursor: Cursor = None, limit: Limit = 50) -> Listing[LicenceActView]:
    """Tout ce qui est arrivé à toutes les licences, le dernier fait d'abord : qui, quoi, quand."""
    with reader.session() as connection:
        return reader.page(LicenceActView, licence_acts.acts(connection, cursor=cursor, limit=limit))


@router.get("/{licence_id}", summary="Une licence")
def show_licence(licence_id: UUID, reader: Reading) -> LicenceView:
    """La fiche de la licence."""
    with reader.session() as connection:
        found = licence_list.licence(connection, licence_id, _at(reader, connection))
        return reader.one(LicenceView, found, *UNKNOWN)


@router.get("/{licence_id}/usage", summary="L'usage d'une licence")
def list_usage(
    licence_id: UUID,
    reader: Reading,
    days: Annotated[int, Query(ge=1, le=366, description="Combien de jours, aujourd'hui compris.")] = 30,
) -> Listing[UsageView]:
    """Ce que le logiciel a dit de chaque jour, le premier d'abord ; un jour dont il n'a rien dit n'y est pas."""
    with reader.session() as connection:
        at = _at(reader, connection)
        if licence_list.licence(connection, licence_id, at) is None:
            refuse(UNKNOWN[0], code=UNKNOWN[1])
        return reader.all(UsageView, licence_usage.days(connection, licence_id, at.today - timedelta(days=days - 1)))


@router.get("/{licence_id}/history", summary="L'histoire d'une licence")
def list_history(
    licence_id: UUID, reader: Reading, cursor: Cursor = None, limit: Limit = 50
) -> Listing[LicenceActView]:
    """Tout ce qui lui est arrivé, le dernier fait d'abord. L'histoire reste après une révocation."""
    with reader.session() as connection:
        if licence_list.licence(connection, licence_id, _at(reader, connection)) is None:
            refuse(UNKNOWN[0], code=UNKNOWN[1])
        found = licence_acts.acts(connection, licence_id=licence_id, cursor=cursor, limit=limit)
        return reader.page(LicenceActView, found)


def _at(reader: Reader, connection: Connection[TupleRow]) -> Instant:
    return Instant(reader.services.clock.now(), ZoneInfo(zone_of(connection)))


def _filters(reader: Reader, asked: LicencesAsked, at: Instant) -> Filters:
    return asked.filters(reader.services.licences, reader.who.organisation_id, at)


def _first_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    if not (2000 <= year < 2100 and 1 <= number <= 12):
        refuse("Ce mois est hors du calendrier.", code="MONTH_INVALID", field="month")
    return date(year, number, 1)
