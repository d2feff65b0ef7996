"""The templates of an organisation's channels, and when they were last read."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from domain.channels.template_events import (
    TemplateGone,
    TemplateQualityChanged,
    TemplateRecategorised,
    TemplateStatus,
    TemplateStatusChanged,
    TemplateSynchronised,
)
from domain.fact import Fact
from domain.folding import fold
from projections.paging import Page, decode, page
from projections.projection import Projection


class TemplateRow(NamedTuple):
    """One template. `buttons` and `variables` are those of `Wording`; `status_at` is when it took its status."""

    organisation_id: UUID
    template_id: UUID
    channel_id: UUID
    reference: str
    name: str
    language: str
    category: str
    status: TemplateStatus
    gone: bool
    reason: str
    quality: str
    header_kind: str
    header: str
    body: str
    footer: str
    buttons: list[dict[str, Any]]
    variables: list[dict[str, Any]]
    obstacle: str
    status_at: datetime
    changed_at: datetime
    searchable: str


templates = Projection(
    "templates",
    TemplateRow,
    key=("organisation_id", "template_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id uuid        NOT NULL,
        template_id     uuid        NOT NULL,
        channel_id      uuid        NOT NULL,
        reference       text        NOT NULL,
        name            text        NOT NULL,
        language        text        NOT NULL,
        category        text        NOT NULL,
        status          text        NOT NULL,
        gone            boolean     NOT NULL,
        reason          text        NOT NULL,
        quality         text        NOT NULL,
        header_kind     text        NOT NULL,
        header          text        NOT NULL,
        body            text        NOT NULL,
        footer          text        NOT NULL,
        buttons         jsonb       NOT NULL,
        variables       jsonb       NOT NULL,
        obstacle        text        NOT NULL,
        status_at       timestamptz NOT NULL,
        changed_at      timestamptz NOT NULL,
        searchable      text        NOT NULL,
        PRIMARY KEY (organisation_id, template_id)
    );
    CREATE INDEX {name}_by_name ON {table} (organisation_id, name, language, template_id)
    """,
)


@templates.folds
def synchronised(row: TemplateRow | None, fact: Fact[TemplateSynchronised]) -> TemplateRow | None:
    """As the provider lists it."""
    event, says = fact.event, fact.event.wording
    return TemplateRow(
        organisation_id=fact.organisation_id,
        template_id=event.template_id,
        channel_id=event.channel_id,
        reference=event.reference,
        name=event.template_name,
        language=event.language,
        category=event.category,
        status=event.status,
        gone=False,
        reason=event.reason,
        quality=event.quality,
        header_kind=says.header_kind,
        header=says.header,
        body=says.body,
        footer=says.footer,
        buttons=[button.model_dump() for button in says.buttons],
        variables=[variable.model_dump() for variable in says.variables],
        obstacle=says.obstacle,
        status_at=row.status_at if row and not row.gone and row.status == event.status else event.told_at,
        changed_at=event.told_at,
        searchable=fold(" ".join([event.template_name, says.header, says.body, says.footer])),
    )


@templates.folds
def status_changed(row: TemplateRow | None, fact: Fact[TemplateStatusChanged]) -> TemplateRow | None:
    """Of another status, and why."""
    event = fact.event
    since = row.status_at if row and row.status == event.status else event.told_at
    return row and row._replace(status=event.status, reason=event.reason, status_at=since, changed_at=event.told_at)


@templates.folds
def recategorised(row: TemplateRow | None, fact: Fact[TemplateRecategorised]) -> TemplateRow | None:
    """Of another category."""
    return row and row._replace(category=fact.event.category, changed_at=fact.event.told_at)


@templates.folds
def quality_changed(row: TemplateRow | None, fact: Fact[TemplateQualityChanged]) -> TemplateRow | None:
    """Rated otherwise."""
    return row and row._replace(quality=fact.event.quality, changed_at=fact.event.told_at)


@templates.folds
def gone(row: TemplateRow | None, fact: Fact[TemplateGone]) -> TemplateRow | None:
    """Kept, for the messages that were sent with it."""
    told_at = fact.event.told_at
    return row and row._replace(gone=True, status_at=told_at, changed_at=told_at)


def all_templates(
    connection: Connection[Any],
    *,
    channel_id: UUID | None = None,
    status: str | None = None,
    category: str | None = None,
    language: str | None = None,
    search: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[TemplateRow]:
    """The templates of the organisation, by name. Those that are gone only when the status asked for is ``gone``.

    Raises `CursorInvalid`.
    """
    where = ["gone" if status == "gone" else "NOT gone"]
    values: dict[str, Any] = {"limit": limit + 1}
    asked = {"channel_id": channel_id, "status": None if status == "gone" else status}
    for column, value in (asked | {"category": category, "language": language}).items():
        if value is not None:
            where.append(f"{column} = %({column})s")
            values[column] = value
    if folded := fold(search):
        where.append("strpos(searchable, %(search)s) > 0")
        values["search"] = folded
    if cursor:
        values["name"], values["tongue"], values["id"] = decode(cursor, str, str, UUID)
        where.append("(name, language, template_id) > (%(name)s, %(tongue)s, %(id)s::uuid)")
    rows = (
        connection.cursor(row_factory=class_row(TemplateRow))
        .execute(
            f"SELECT * FROM templates WHERE {' AND '.join(where)} ORDER BY name, language, template_id LIMIT %(limit)s",
            values,
        )
        .fetchall()
    )
    return page(rows, limit, lambda row: (row.name, row.language, row.template_id))


def template(connection: Connection[Any], template_id: UUID) -> TemplateRow | None:
    """One template of the organisation."""
    cursor = connection.cursor(row_factory=class_row(TemplateRow))
    return cursor.execute("SELECT * FROM templates WHERE template_id = %s", [template_id]).fetchone()


def listed_ids(connection: Connection[Any], channel_id: UUID) -> set[UUID]:
    """The templates of a channel that its provider listed when last asked."""
    rows = connection.execute("SELECT template_id FROM templates WHERE channel_id = %s AND NOT gone", [channel_id])
    return {template_id for (template_id,) in rows}


def same_elsewhere(connection: Connection[Any], reference: str, template_id: UUID) -> list[TemplateRow]:
    """The same template of the provider, on other channels of the organisation."""
    cursor = connection.cursor(row_factory=class_row(TemplateRow))
    return cursor.execute(
        "SELECT * FROM templates WHERE reference = %s AND template_id <> %s AND NOT gone", [reference, template_id]
    ).fetchall()
