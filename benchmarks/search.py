"""Searching under row-level security, as the app does, beside the same search as the administrator, whom no policy
holds: the statement then names the organisation itself. First the ids that a word finds, then the page of the inbox."""

import time
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from benchmarks.asking import CALLS, Ask, Contestant, Session, p95s
from benchmarks.figures import Aim, Comparison
from benchmarks.filled import SIZES, WINDOWS, Filled, filled
from benchmarks.machine import described
from benchmarks.machines import cpu_seconds, machines
from benchmarks.report import Options, Report
from benchmarks.words import WORDS, Word
from domain.folding import fold
from projections import inbox
from projections.searching import FEW, narrowed
from projections.windows import COLUMNS, JOIN

SEED = 11
AIM = Aim("at most", 2)
LIMIT = 20

_IDS: LiteralString = """
SELECT i.conversation_id FROM contacts c JOIN inbox i USING (organisation_id, contact_id)
WHERE c.organisation_id = %(mine)s AND c.searchable LIKE %(pattern)s AND strpos(c.searchable, %(folded)s) > 0
LIMIT %(few)s
"""
_LOOKS = "strpos(c.searchable, %(folded)s) > 0"
_BESIDE = f"LEFT JOIN contacts c USING (organisation_id, contact_id) {JOIN}"
_LATEST_FIRST = "ORDER BY i.last_message_at DESC, i.conversation_id DESC"
_COLUMNS = f"""
SELECT i.conversation_id, i.contact_id, coalesce(c.name, '') AS contact_name, i.channel_id, i.address, i.status,
       i.owner, i.user_id, i.last_message_id, i.last_message_at, i.last_author, i.last_preview, i.last_inbound_at,
       i.unread, i.messages, i.muted, i.snoozed_until, i.escalation, i.sequence AS revision, {COLUMNS}
"""

Search = Callable[[Connection[Any], str], list[UUID]]


def guarded_ids(connection: Connection[Any], word: str) -> list[UUID]:
    rows = connection.execute("SELECT read.search_inbox(%s, %s)", [fold(word), FEW]).fetchall()
    return [one for (one,) in rows]


def bare_ids(connection: Connection[Any], word: str) -> list[UUID]:
    return [one for (one,) in connection.execute(_IDS, _values(word)).fetchall()]


def guarded_page(connection: Connection[Any], word: str) -> list[UUID]:
    return [one.conversation_id for one in inbox.conversations(connection, WINDOWS, search=word, limit=LIMIT).data]


def bare_page(connection: Connection[Any], word: str) -> list[UUID]:
    values = _values(word)
    where, of_found = narrowed(connection.execute(_IDS, values).fetchall(), "i.conversation_id", _LOOKS)
    cursor = connection.cursor(row_factory=class_row(inbox.Conversation))
    rows = cursor.execute(
        f"{_COLUMNS} FROM (SELECT i.* FROM inbox i {_BESIDE} WHERE i.organisation_id = %(mine)s AND {where}"
        f" {_LATEST_FIRST} LIMIT {LIMIT + 1}) AS i {_BESIDE} {_LATEST_FIRST}",
        values | WINDOWS.values() | of_found,
    ).fetchall()
    return [one.conversation_id for one in rows[:LIMIT]]


def _values(word: str) -> dict[str, Any]:
    """Numbers are looked up by their ends, as `read.search_inbox` does."""
    folded = fold(word)
    part = folded[-8:] if folded.startswith("+336") else folded
    return {"mine": Filled.organisation_id, "folded": folded, "pattern": f"%{part}%", "few": FEW}


SEARCHES: Mapping[str, tuple[Search, Search]] = {"ids": (guarded_ids, bare_ids), "page": (guarded_page, bare_page)}


def run(options: Options) -> Report:
    with machines({}), filled(options, ("channels", "contacts", "inbox")) as databases:
        before, mine = cpu_seconds(), time.process_time()
        compared = [
            _compared(database, word, search, options.rounds)
            for search in SEARCHES
            for word in WORDS
            for database in databases
        ]
        cpu = {name: round(used - before.get(name, 0.0), 1) for name, used in cpu_seconds().items()}
        return Report(
            "search",
            "Searches under row-level security, beside the same without it",
            described(databases[0].dsn),
            compared,
            cpu={**cpu, "python, who asks": round(time.process_time() - mine, 1)},
            notes={"messages": SIZES, "searched": "names and numbers of contacts and conversations", "seed": SEED},
        )


def _compared(database: Filled, word: str, search: str, rounds: int) -> Comparison:
    guarded, bare = SEARCHES[search]
    _check_alike(database, WORDS[word], guarded, bare)
    found = p95s(
        {
            "guarded": _contestant(database, WORDS[word], guarded, database.session),
            "bare": _contestant(database, WORDS[word], bare, database.unguarded_session),
        },
        rounds,
    )
    what = f"{search} of {word}, {database.label} messages"
    return Comparison(what, "ms p95", found["guarded"], "without policies", found["bare"], AIM, {"calls": CALLS})


def _contestant(database: Filled, word: Word, search: Search, session: Session) -> Contestant:
    """Both contestants search for the same words in the same order."""
    drawn = Random(SEED)

    def draw() -> Ask:
        searched = word(database, drawn)
        return lambda connection: search(connection, searched)

    return session, draw


def _check_alike(database: Filled, word: Word, guarded: Search, bare: Search) -> None:
    """A comparison says something when both find the same; of what is frequent, as much."""
    drawn = Random(SEED)
    for _ in range(10):
        searched = word(database, drawn)
        with database.session() as ours, database.unguarded_session() as theirs:
            found = guarded(ours, searched), bare(theirs, searched)
        assert len(found[0]) == len(found[1]), searched
        assert len(found[0]) == FEW or sorted(found[0]) == sorted(found[1]), searched
