"""Organisations with a past: rows put straight into the read models, as the projector would have left them.

Every drawing is a hash of its number, so that the same sizes give the same rows. A conversation has twenty messages, in
five visits of its customer over ninety days; a contact has one conversation. Beside the organisation that asks there is
another of the same size. The ledger stays empty: no query that is measured reads it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import Connection, sql
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb

from adapters.postgres.pools import Pool, open_pool, organisation_session
from adapters.postgres.roles import Roles
from adapters.projector.generations import generations
from adapters.secrets.master_key import MasterKey
from benchmarks.french import FAMILY_NAMES, GIVEN_NAMES, WORDS
from benchmarks.report import Options
from domain.conversations.answer import Answer
from domain.conversations.content import Text
from domain.conversations.events import MessageQueued, MessageReceived, MessageSent
from domain.event import Event
from projections.windows import Windows
from runtime.installation import beside
from runtime.migrate import migrate
from runtime.settings import Settings

SIZES = (10_000, 100_000, 1_000_000)
"""Messages of the organisation that asks."""
EACH = 20  # messages in a conversation
DAYS = 90
NOW = datetime(2026, 3, 31, 15, 7, tzinfo=UTC)
"""The instant of all questions, just after the last message."""
SCATTER = 61_803_399  # numbers that follow each other would be alike
PROVIDER = "whatsapp_cloud"
WINDOWS = Windows(NOW, {PROVIDER: timedelta(hours=24)})

_ASKING, _OTHER = UUID(int=0xA), UUID(int=0xB)
_NOBODY = UUID(int=0)
_CHANNELS, _MEMBERS = 3, 6


@dataclass(frozen=True, slots=True)
class Filled:
    """A database with so many messages in the organisation that asks, and as many in another."""

    messages: int
    dsn: str
    """the administrator's"""
    pool: Pool
    """as the app, under row-level security"""
    admin_pool: Pool
    """as the administrator, whom no policy holds"""

    organisation_id = _ASKING

    @property
    def label(self) -> str:
        """``10 k``"""
        for size, unit in ((1_000_000, "M"), (1_000, "k")):
            if self.messages >= size:
                return f"{self.messages / size:g} {unit}"
        return str(self.messages)

    @property
    def conversations(self) -> int:
        return max(1, self.messages // EACH)

    @contextmanager
    def session(self) -> Iterator[Connection[TupleRow]]:
        """As a route has it."""
        with organisation_session(self.pool, self.organisation_id) as connection:
            yield connection

    @contextmanager
    def unguarded_session(self) -> Iterator[Connection[TupleRow]]:
        """The same for somebody whom no policy holds."""
        with organisation_session(self.admin_pool, self.organisation_id) as connection:
            yield connection

    def conversation_id(self, number: int) -> UUID:
        return _id("conversation", number)

    def contact_id(self, number: int) -> UUID:
        return _id("contact", number)

    def channel_id(self, number: int) -> UUID:
        return _id("channel", number % _CHANNELS)

    def user_id(self, number: int) -> UUID:
        return _id("user", number % _MEMBERS)


def phone(number: int) -> str:
    """Of the contact of this number, in either organisation."""
    return f"+336{number * SCATTER % 100_000_000:08}"


@contextmanager
def filled(options: Options, models: Collection[str] = ()) -> Iterator[list[Filled]]:
    """A database of each size, smallest first, on the server of the settings; only these read models, or all."""
    found: list[Filled] = []
    try:
        for size in SIZES:
            found.append(_filled(options.size(size), models or _ROWS))
        yield found
    finally:
        for one in found:
            one.pool.close()
            one.admin_pool.close()


def _filled(messages: int, models: Collection[str]) -> Filled:
    given = Settings()
    settings = given.model_copy(update={"dsn": beside(given.dsn, f"_{messages}")})
    migrate(settings)
    roles = Roles(settings.role_prefix, MasterKey.from_file(settings.key_file))
    with psycopg.connect(settings.dsn, autocommit=True) as connection:
        _fill(connection, messages // EACH or 1, models)
    app, admin = (open_pool(dsn, size=1) for dsn in (roles.dsn(settings.dsn, "app"), settings.dsn))
    return Filled(messages, settings.dsn, app, admin)


def _fill(connection: Connection[TupleRow], conversations: int, models: Collection[str]) -> None:
    tables = {one.name: sql.Identifier("read", one.table_name) for one in generations(connection)}
    with connection.transaction():
        connection.execute("SET LOCAL work_mem = '256MB'")
        _draw(connection, conversations)
        for name in models:
            _put(connection, tables[name], _ROWS[name])
    for name in models:
        connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(tables[name]))
    connection.execute("CHECKPOINT")  # or what was filled is written out while questions are asked


def _put(connection: Connection[TupleRow], table: sql.Identifier, statement: LiteralString) -> None:
    """Indexes are made afterwards: many times faster than row by row."""
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisprimary",
        [table.as_string(connection)],
    ).fetchall()
    for name, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(*name.split("."))))
    connection.execute(sql.SQL(statement).format(table=table), _examples())
    for _, definition in indexes:
        connection.execute(definition.encode())


def _draw(connection: Connection[TupleRow], conversations: int) -> None:
    """What the rows are made of, in tables of the session."""
    values = {
        "organisations": [_ASKING, _OTHER],
        "conversations": conversations,
        "each": EACH,
        "channels": _CHANNELS,
        "members": _MEMBERS,
        "scatter": SCATTER,
        "now": NOW,
        "span": timedelta(days=DAYS, minutes=-10),
        "words": list(WORDS),
        "given": list(GIVEN_NAMES),
        "families": list(FAMILY_NAMES),
    }
    for function in _FUNCTIONS:
        connection.execute(function)
    for statement in _DRAWN:
        connection.execute(statement, values)
    connection.execute("ANALYZE talks, said")


def _id(kind: str, number: int, organisation_id: UUID = _ASKING) -> UUID:
    """As `pg_temp.named` gives it."""
    return UUID(md5(f"{organisation_id}:{kind}:{number}".encode(), usedforsecurity=False).hexdigest())


def _examples() -> Mapping[str, Any]:
    """Events as the timeline keeps them, and an answer as the thread does; the statements put the ids in."""
    ids: dict[str, Any] = dict.fromkeys(("message_id", "conversation_id", "contact_id", "channel_id"), _NOBODY)
    answer = Answer(
        turn_id=_NOBODY,
        revision=1,
        in_reply_to=(_NOBODY,),
        asked_at=NOW,
        source="faq",
        faq_id=_NOBODY,
        faq_version=3,
        score=0.82,
        confidence=0.82,
        intent="faq",
    )
    said: dict[str, Any] = {"content": Text(body=""), "author": "assistant"}
    received = MessageReceived(**ids, kind="text", content=Text(body=""), provider_message_id="wamid.", sent_at=NOW)
    queued = MessageQueued(**ids, **said, content_index=_NOBODY, queued_at=NOW, answer=answer)
    sent = MessageSent(**ids, author="assistant", provider_message_id="wamid.", sent_at=NOW, waited_ms=1_800)
    examples = {"received": _data(received), "queued": _data(queued), "sent": _data(sent)}
    return {name: Jsonb(data) for name, data in examples.items()} | {
        "answer": Jsonb(answer.model_dump(mode="json")),
        "names": [one.name for one in (received, queued, sent)],
        "provider": PROVIDER,
        "each": EACH,
        "now": NOW,
    }


def _data(event: Event) -> dict[str, Any]:
    return {name: one for name, one in event.model_dump(mode="json").items() if name not in event.personal_fields}


_FUNCTIONS: Sequence[LiteralString] = (
    """
    CREATE FUNCTION pg_temp.drawn(number bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE
        RETURN (hashint8extended(number, salt) & 2147483647)::float8 / 2147483648
    """,
    # The rank 1 to `most` comes with a frequency of about 1 / rank.
    """
    CREATE FUNCTION pg_temp.ranked(number bigint, salt bigint, most integer) RETURNS integer LANGUAGE sql IMMUTABLE
        RETURN floor(power(most + 1, pg_temp.drawn(number, salt)))::integer
    """,
    """
    CREATE FUNCTION pg_temp.named(organisation uuid, kind text, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
        RETURN md5(organisation || ':' || kind || ':' || number)::uuid
    """,
)

_DRAWN: Sequence[LiteralString] = (
    """
    CREATE TEMP TABLE sentences ON COMMIT DROP AS
    SELECT s, string_agg((%(words)s::text[])[pg_temp.ranked(s * 12 + w, 1, cardinality(%(words)s::text[]))], ' ')
        AS words
    FROM generate_series(0, 8191) AS s, generate_series(0, 4 + s %% 8) AS w GROUP BY s
    """,
    """
    CREATE TEMP TABLE talks ON COMMIT DROP AS
    SELECT o AS organisation_id, c, side * %(conversations)s + c AS n,
           pg_temp.named(o, 'conversation', c) AS conversation_id, pg_temp.named(o, 'contact', c) AS contact_id,
           pg_temp.named(o, 'channel', c %% %(channels)s) AS channel_id,
           pg_temp.named(o, 'user', c %% %(members)s) AS user_id,
           (%(given)s::text[])[pg_temp.ranked(side * %(conversations)s + c, 2, cardinality(%(given)s::text[]))]
           || ' ' ||
           (%(families)s::text[])[pg_temp.ranked(side * %(conversations)s + c, 3, cardinality(%(families)s::text[]))]
               AS name,
           '+336' || lpad((c::bigint * %(scatter)s %% 100000000)::text, 8, '0') AS phone
    FROM unnest(%(organisations)s::uuid[]) WITH ORDINALITY AS two (o, side),
         generate_series(0, %(conversations)s - 1) AS c
    """,
    # In the order of time, as rows come. `sequence` leaves a place for the fact that follows a message of ours.
    """
    CREATE TEMP TABLE said ON COMMIT DROP AS
    SELECT t.*, m, at, md5(t.n || '/' || m)::uuid AS message_id,
           CASE WHEN m %% 2 = 0 THEN 'contact' WHEN pg_temp.drawn(t.n * 100 + m, 5) < 0.2 THEN 'user' ELSE 'assistant'
           END AS author,
           2 * row_number() OVER (PARTITION BY organisation_id ORDER BY at, t.n, m) AS sequence,
           initcap(left(a.words, 1)) || substr(a.words, 2) || ', ' || b.words || '.' AS body,
           (900 + 4000 * pg_temp.drawn(t.n * 100 + m, 6))::bigint AS waited_ms
    FROM talks t CROSS JOIN generate_series(0, %(each)s - 1) AS m
         CROSS JOIN LATERAL (
             SELECT %(now)s - interval '10 minutes' - %(span)s * pg_temp.drawn(t.n * 100 + m / 4, 4)
                    + m %% 4 * interval '40 s' AS at
         ) AS time
         JOIN sentences a ON a.s = hashint8(t.n * 100 + m) & 8191
         JOIN sentences b ON b.s = hashint8(t.n * 100 + m + 50) & 8191
    ORDER BY at
    """,
)

_ROWS: Mapping[str, LiteralString] = {
    "organisations": """
    INSERT INTO {table} (organisation_id, name, time_zone, operator, plan, folded)
    SELECT DISTINCT organisation_id, 'Institut Lumière', 'Europe/Paris', false, 'enterprise', 1 FROM talks
    """,
    "channels": """
    INSERT INTO {table} (organisation_id, channel_id, provider, label, settings, credentials_version, suspended,
        connected_at, former, findings, number, quality, restrictions, folded)
    SELECT DISTINCT organisation_id, channel_id, %(provider)s, 'Accueil', '{{}}'::jsonb, 1, '',
           %(now)s - interval '1 year', '{{}}'::integer[], '{{}}'::jsonb, '', 'unknown', '{{}}'::jsonb, 1
    FROM talks
    """,
    "contacts": """
    INSERT INTO {table} (organisation_id, contact_id, name, identifiers, searchable, erased, first_seen_at, consent,
        consent_at, consent_by, consent_word, folded)
    SELECT organisation_id, contact_id, name, jsonb_build_array(jsonb_build_object('kind', 'phone', 'value', phone)),
           lower(unaccent(name)) || ' ' || phone, false, min(at), 'given', min(at), 'first_contact', '', 1
    FROM said GROUP BY organisation_id, contact_id, name, phone ORDER BY min(at)
    """,
    "inbox": """
    INSERT INTO {table} (organisation_id, conversation_id, contact_id, channel_id, address, status, owner, user_id,
        last_message_id, last_message_at, last_author, last_preview, last_inbound_at, unread, messages, muted,
        snoozed_until, escalation, sequence, folded)
    SELECT organisation_id, conversation_id, contact_id, channel_id, phone, status,
           CASE WHEN taken THEN 'person' WHEN status = 'waiting' THEN 'nobody' ELSE 'assistant' END,
           CASE WHEN taken THEN user_id END, message_id, at, author, left(body, 200), at - interval '40 s',
           CASE WHEN pg_temp.drawn(n, 8) < 0.05 THEN 1 + n %% 3 ELSE 0 END, %(each)s,
           pg_temp.drawn(n, 9) < 0.005,
           CASE WHEN pg_temp.drawn(n, 10) < 0.01 THEN %(now)s + n %% 7 * interval '1 day' END, '', sequence, sequence
    FROM (SELECT DISTINCT ON (n) * FROM said ORDER BY n, at DESC) AS last,
         LATERAL (SELECT CASE WHEN dice < 0.05 THEN 'new' WHEN dice < 0.3 THEN 'open' WHEN dice < 0.4 THEN 'waiting'
                              WHEN dice < 0.8 THEN 'resolved' ELSE 'closed' END AS status
                  FROM pg_temp.drawn(n, 7) AS dice) AS state,
         LATERAL (SELECT status = 'open' AND n %% 2 = 0 AS taken) AS owned
    ORDER BY at
    """,
    "thread": """
    INSERT INTO {table} (organisation_id, message_id, conversation_id, contact_id, sequence, at, author, user_id, kind,
        content, status, code, reason, sent_at, delivered_at, read_at, reaction, answer, folded)
    SELECT organisation_id, message_id, conversation_id, contact_id, sequence, at, author,
           CASE WHEN author = 'user' THEN user_id END, 'text', jsonb_build_object('kind', 'text', 'body', body),
           CASE WHEN author = 'contact' THEN 'received' ELSE 'read' END, '', '', at,
           CASE WHEN author <> 'contact' THEN at + interval '2 s' END,
           CASE WHEN author <> 'contact' THEN at + interval '9 s' END, '',
           CASE WHEN author = 'assistant' THEN %(answer)s END, sequence
    FROM said
    """,
    "timeline": """
    INSERT INTO {table} (organisation_id, sequence, contact_id, at, recorded_at, name, data, personal, actor, actor_id,
        correlation_id, folded)
    SELECT organisation_id, sequence + place, contact_id, at, at, (%(names)s::text[])[kind],
           CASE kind WHEN 1 THEN %(received)s WHEN 2 THEN %(queued)s ELSE %(sent)s END
               || jsonb_build_object('message_id', message_id, 'conversation_id', conversation_id,
                                     'contact_id', contact_id, 'channel_id', channel_id),
           CASE kind WHEN 3 THEN '{{}}'::jsonb
                ELSE jsonb_build_object('content', jsonb_build_object('kind', 'text', 'body', body)) END
               || CASE kind WHEN 2 THEN '{{}}'::jsonb
                  ELSE jsonb_build_object('provider_message_id', 'wamid.' || md5(message_id::text)) END,
           author, CASE WHEN author = 'user' THEN user_id END, message_id, 1
    FROM said, generate_series(0, CASE WHEN author = 'contact' THEN 0 ELSE 1 END) AS place,
         LATERAL (SELECT CASE WHEN author = 'contact' THEN 1 ELSE 2 + place END AS kind) AS one
    """,
    "turns": """
    INSERT INTO {table} (organisation_id, conversation_id, turn, contact_id, channel_id, assistant_owns, muted,
        began_at, asked_at, opened, sequence, messages, allowed, answered_by, answered_at, answer_id, folded)
    SELECT organisation_id, conversation_id, sequence, contact_id, channel_id, true, false, at, at, sequence,
           sequence, 1, answer = 'assistant', answer, at + interval '40 s', answer_id, sequence
    FROM (SELECT said.*, lead(author) OVER visit AS answer, lead(message_id) OVER visit AS answer_id FROM said
          WINDOW visit AS (PARTITION BY n ORDER BY m)) AS asked
    WHERE author = 'contact' ORDER BY at
    """,
    "sends": """
    INSERT INTO {table} (organisation_id, message_id, conversation_id, contact_id, channel_id, author, queued_at,
        source, score, sent_at, waited_ms, wait_bucket, told_at, settled_as, settled_reason, folded)
    SELECT organisation_id, message_id, conversation_id, contact_id, channel_id, author, at,
           CASE WHEN author = 'assistant' THEN 'faq' ELSE '' END, CASE WHEN author = 'assistant' THEN 0.82 END, at,
           waited_ms, ceil(ln(waited_ms) / ln(1.05)), at + interval '2 s', '', '', sequence
    FROM said WHERE author <> 'contact'
    """,
    "overview": """
    INSERT INTO {table} (organisation_id, quarter, channel_id, received, sent_by_assistant, sent_by_people, folded)
    SELECT organisation_id, date_bin('15 minutes', at, timestamptz '2000-01-01'), channel_id,
           count(*) FILTER (WHERE author = 'contact'), count(*) FILTER (WHERE author = 'assistant'),
           count(*) FILTER (WHERE author = 'user'), 1
    FROM said GROUP BY 1, 2, 3 ORDER BY 2
    """,
    "activity": """
    INSERT INTO {table} (organisation_id, day, conversation_id, channel_id, quarters, folded)
    SELECT organisation_id, (at AT TIME ZONE 'UTC')::date, conversation_id, channel_id,
           array_agg(DISTINCT (extract(hour FROM at AT TIME ZONE 'UTC') * 4
                               + floor(extract(minute FROM at) / 15))::smallint), 1
    FROM said GROUP BY 1, 2, 3, 4 ORDER BY 2
    """,
}
