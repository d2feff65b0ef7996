"""Asking the licences: a page of them, how many there are, one of them, all of them for an export.

Statuses and days left are those of the instant asked: a term that ended a millisecond ago is over.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from domain.licensing.terms import PaymentMethod, Plan, Status
from projections.paging import CursorInvalid, Page, decode, moment, page
from projections.searching import FEW, narrowed

Sort = Literal["issued", "expiry", "email", "check_in"]
Order = Literal["asc", "desc"]

AT_ONCE = 1_000
"""Licences that an export reads at a time."""

_STATUS = (
    "CASE WHEN l.revoked_at IS NOT NULL THEN 'revoked' WHEN l.suspended THEN 'suspended'"
    " WHEN l.ends_at > %(now)s THEN 'active' WHEN l.grace_ends_at > %(now)s THEN 'grace_period' ELSE 'expired' END"
)
_RUNS = "l.revoked_at IS NULL AND NOT l.suspended"
_OF_STATUS: dict[Status, str] = {
    "active": f"{_RUNS} AND l.ends_at > %(now)s",
    "grace_period": f"{_RUNS} AND l.ends_at <= %(now)s AND l.grace_ends_at > %(now)s",
    "expired": f"{_RUNS} AND l.ends_at <= %(now)s AND l.grace_ends_at <= %(now)s",
    "suspended": "l.revoked_at IS NULL AND l.suspended",
    "revoked": "l.revoked_at IS NOT NULL",
}
_SILENT = f"{_OF_STATUS['active']} AND coalesce(l.last_check_in_at, l.issued_at) < %(silent_since)s"
_ELSEWHERE = "l.revoked_at IS NULL AND l.seen_elsewhere_at IS NOT NULL"

_NEVER_SEEN = "-infinity"
_KEYS: dict[Sort, tuple[str, str]] = {
    "issued": ("l.issued_at", "timestamptz"),
    "expiry": ("l.ends_at", "timestamptz"),
    "email": ("l.searchable", "text"),
    "check_in": (f"coalesce(l.last_check_in_at, '{_NEVER_SEEN}'::timestamptz)", "timestamptz"),
}
USUAL_ORDER: dict[Sort, Order] = {"issued": "desc", "expiry": "asc", "email": "asc", "check_in": "desc"}


@dataclass(frozen=True, slots=True)
class Instant:
    """When it is, and by whose clocks a day is a day."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.now.astimezone(self.zone).date()

    def begins(self, day: date) -> datetime:
        """The instant at which a day begins."""
        return _midnight(day, self.zone)


@dataclass(frozen=True, slots=True)
class Searched:
    """What was typed, as each thing that it may be: part of an address (folded), a key, a machine (keyed hashes)."""

    folded: str
    key_index: UUID | None
    hwid_index: UUID


@dataclass(frozen=True, slots=True)
class Filters:
    """Which licences; what is not given does not narrow anything.

    `expiring_within`: those that are active and end in so many days at most, the last one whole. `ends_on`: those that
    were not revoked and end on that day. `silent_since`: what was not heard of since is silent.
    """

    search: Searched | None = None
    status: Status | None = None
    plan: Plan | None = None
    payment_method: PaymentMethod | None = None
    expiring_within: int | None = None
    ends_on: date | None = None
    import_id: UUID | None = None
    elsewhere: bool = False
    silent_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence at an instant. `days_left` counts days of the calendar: 0 today, negative once over."""

    licence_id: UUID
    contact_id: UUID
    key: str
    email: str
    searchable: str
    hwid: str
    plan: Plan
    price_cents: int
    currency: str
    payment_method: PaymentMethod
    auto_renew: bool
    notes: str
    expires_at: datetime
    grace_ends_at: datetime
    issued_at: datetime
    issued_by: str
    issued_by_id: UUID | None
    import_id: UUID | None
    suspended_reason: str
    revoked_at: datetime | None
    revoked_reason: str
    revoked_note: str
    delivery: str
    delivery_code: str
    last_check_in_at: datetime | None
    client_version: str
    os: str
    seen_elsewhere_at: datetime | None
    status: Status
    days_left: int
    mrr_cents: int
    ltv_cents: int


_LINES = f"""
SELECT l.licence_id, l.contact_id, l.key, l.email, l.searchable, l.hwid, l.plan, l.price_cents, l.currency,
       l.payment_method, l.auto_renew, l.notes, l.ends_at AS expires_at, l.grace_ends_at, l.issued_at, l.issued_by,
       l.issued_by_id, l.import_id, l.suspended_reason, l.revoked_at, l.revoked_reason, l.revoked_note, l.delivery,
       l.delivery_code, l.last_check_in_at, l.client_version, l.os, l.seen_elsewhere_at, {_STATUS} AS status,
       (l.ends_at AT TIME ZONE %(zone)s)::date - (%(now)s AT TIME ZONE %(zone)s)::date AS days_left,
       CASE WHEN l.payment_method <> 'courtesy' AND {_RUNS} AND l.grace_ends_at > %(now)s
            THEN l.price_cents ELSE 0 END AS mrr_cents,
       CASE WHEN l.payment_method <> 'courtesy' THEN 12 * l.price_cents ELSE 0 END AS ltv_cents
FROM licences l
"""


def licences(
    connection: Connection[Any],
    at: Instant,
    filters: Filters,
    *,
    sort: Sort = "issued",
    order: Order | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Licence]:
    """A page of the licences of the organisation. Raises `CursorInvalid`, also for a cursor of another order."""
    order = order or USUAL_ORDER[sort]
    key, kind = _KEYS[sort]
    where, values = _narrowed(connection, at, filters)
    values["limit"] = limit + 1
    if cursor:
        values["after"], values["id"] = _place(cursor, sort, order)
        where.append(f"({key}, l.licence_id) {'<' if order == 'desc' else '>'} (%(after)s::{kind}, %(id)s::uuid)")
    rows = (
        connection.cursor(row_factory=class_row(Licence))
        .execute(
            f"{_LINES} WHERE {' AND '.join(where)} ORDER BY {key} {order}, l.licence_id {order} LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (sort, order, _key_of(row, sort), row.licence_id))


def every(reading: Callable[[], Any], at: Instant, filters: Filters) -> Iterator[Sequence[Licence]]:
    """All of them, last issued first, some at a time: no session lasts from one to the next."""
    cursor: str | None = None
    while True:
        with reading() as connection:
            found = licences(connection, at, filters, cursor=cursor, limit=AT_ONCE)
        yield found.data
        cursor = found.next_cursor
        if cursor is None:
            return


def counts(connection: Connection[Any], at: Instant, filters: Filters) -> dict[Status, int]:
    """How many there are of each status; the status that `filters` ask for narrows nothing."""
    where, values = _narrowed(connection, at, replace(filters, status=None))
    columns = ", ".join(f"count(*) FILTER (WHERE {those}) AS {status}" for status, those in _OF_STATUS.items())
    row = (
        connection.cursor(row_factory=dict_row)
        .execute(f"SELECT {columns} FROM licences l WHERE {' AND '.join(where)}", values)
        .fetchone()
    )
    assert row is not None
    return {status: row[status] for status in _OF_STATUS}


def licence(connection: Connection[Any], licence_id: UUID, at: Instant) -> Licence | None:
    """One licence of the organisation."""
    values = {"now": at.now, "zone": at.zone.key, "licence": licence_id}
    cursor = connection.cursor(row_factory=class_row(Licence))
    return cursor.execute(f"{_LINES} WHERE l.licence_id = %(licence)s", values).fetchone()


def ends(connection: Connection[Any], first: date, after: date, zone: ZoneInfo) -> list[tuple[date, Plan, int]]:
    """How many end on each day from `first` to before `after`, by plan, of those that were not revoked. Days and plans
    without any are left out."""
    return connection.execute(
        "SELECT (l.ends_at AT TIME ZONE %(zone)s)::date AS day, l.plan, count(*) FROM licences l"
        " WHERE l.revoked_at IS NULL AND l.ends_at >= %(since)s AND l.ends_at < %(until)s"
        " GROUP BY day, l.plan ORDER BY day, l.plan",
        {"zone": zone.key, "since": _midnight(first, zone), "until": _midnight(after, zone)},
    ).fetchall()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _narrowed(connection: Connection[Any], at: Instant, filters: Filters) -> tuple[list[str], dict[str, Any]]:
    where = ["true"]
    values: dict[str, Any] = {"now": at.now, "zone": at.zone.key}
    if filters.status is not None:
        where.append(_OF_STATUS[filters.status])
    for column in ("plan", "payment_method", "import_id"):
        value = getattr(filters, column)
        if value is not None:
            where.append(f"l.{column} = %({column})s")
            values[column] = value
    if filters.expiring_within is not None:
        where.append(f"{_OF_STATUS['active']} AND l.ends_at < %(soon)s")
        values["soon"] = at.begins(at.today + timedelta(days=filters.expiring_within + 1))
    if filters.ends_on is not None:
        where.append("l.revoked_at IS NULL AND l.ends_at >= %(begins)s AND l.ends_at < %(ends)s")
        values["begins"] = at.begins(filters.ends_on)
        values["ends"] = at.begins(filters.ends_on + timedelta(days=1))
    if filters.elsewhere:
        where.append(_ELSEWHERE)
    if filters.silent_since is not None:
        where.append(_SILENT)
        values["silent_since"] = filters.silent_since
    if filters.search is not None:
        searched, of_search = _searched(connection, filters.search)
        where.append(searched)
        values |= of_search
    return where, values


def _searched(connection: Connection[Any], search: Searched) -> tuple[str, dict[str, Any]]:
    values = {"folded": search.folded or None, "key": search.key_index, "machine": search.hwid_index}
    found = connection.execute(
        "SELECT read.search_licences(%(folded)s, %(key)s, %(machine)s, %(few)s)", values | {"few": FEW}
    ).fetchall()
    looks = "(strpos(l.searchable, %(folded)s) > 0 OR l.key_index = %(key)s OR l.hwid_index = %(machine)s)"
    where, of_found = narrowed(found, "l.licence_id", looks)
    return where, values | of_found


def _key_of(row: Licence, sort: Sort) -> str:
    match sort:
        case "issued":
            return row.issued_at.isoformat()
        case "expiry":
            return row.expires_at.isoformat()
        case "email":
            return row.searchable
        case "check_in":
            return row.last_check_in_at.isoformat() if row.last_check_in_at else _NEVER_SEEN


def _place(cursor: str, sort: Sort, order: Order) -> tuple[Any, UUID]:
    """Where the page before ended."""
    kind = {"email": _text, "check_in": _moment_or_never}.get(sort, moment)
    of_sort, of_order, after, licence_id = decode(cursor, str, str, kind, UUID)
    if (of_sort, of_order) != (sort, order):
        raise CursorInvalid
    return after, licence_id


def _moment_or_never(text: str) -> Any:
    return text if text == _NEVER_SEEN else moment(text)


def _text(text: str) -> str:
    """Text that the database can compare with."""
    if "\x00" in text:
        raise ValueError("not a text")
    text.encode()
    return text
