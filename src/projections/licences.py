"""The licences: what was sold to whom, until when, and what became of it. `licence_list` asks it.

A status depends on the clock: none is kept. Rows say what it follows from, and queries tell it for the instant asked.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domain.contacts.contact import ContactErased
from domain.fact import Fact
from domain.folding import fold
from domain.licensing.activity import LicenceCheckedIn, LicenceSeenElsewhere
from domain.licensing.licence_events import (
    LicenceAmended,
    LicenceDelivered,
    LicenceExtended,
    LicenceIssued,
    LicencePlanChanged,
    LicenceReinstated,
    LicenceRenewed,
    LicenceRevoked,
    LicenceSuspended,
    LicenceTransferred,
)
from domain.personal import known
from projections.projection import Projection, Statement


class LicenceRow(NamedTuple):
    """One licence. `searchable` is the folded address. What the customer's own software tells of itself
    (`last_check_in_at`, `client_version`, `os`, `seen_elsewhere_at`) is empty until it has spoken."""

    organisation_id: UUID
    licence_id: UUID
    contact_id: UUID
    key: str
    key_index: UUID
    email: str
    searchable: str
    hwid: str
    hwid_index: UUID
    plan: str
    price_cents: int
    currency: str
    payment_method: str
    auto_renew: bool
    notes: str
    ends_at: datetime
    grace_ends_at: datetime
    issued_at: datetime
    issued_by: str
    issued_by_id: UUID | None
    import_id: UUID | None
    suspended: bool = False
    suspended_reason: str = ""
    revoked_at: datetime | None = None
    revoked_reason: str = ""
    revoked_note: str = ""
    delivery: str = ""
    delivery_code: str = ""
    last_check_in_at: datetime | None = None
    client_version: str = ""
    os: str = ""
    seen_elsewhere_at: datetime | None = None


licences = Projection(
    "licences",
    LicenceRow,
    key=("organisation_id", "licence_id"),
    ddl="""
    CREATE TABLE {table} (
        organisation_id   uuid        NOT NULL,
        licence_id        uuid        NOT NULL,
        contact_id        uuid        NOT NULL,
        key               text        NOT NULL,
        key_index         uuid        NOT NULL,
        email             text        NOT NULL,
        searchable        text        NOT NULL,
        hwid              text        NOT NULL,
        hwid_index        uuid        NOT NULL,
        plan              text        NOT NULL,
        price_cents       integer     NOT NULL,
        currency          text        NOT NULL,
        payment_method    text        NOT NULL,
        auto_renew        boolean     NOT NULL,
        notes             text        NOT NULL,
        ends_at           timestamptz NOT NULL,
        grace_ends_at     timestamptz NOT NULL,
        issued_at         timestamptz NOT NULL,
        issued_by         text        NOT NULL,
        issued_by_id      uuid,
        import_id         uuid,
        suspended         boolean     NOT NULL,
        suspended_reason  text        NOT NULL,
        revoked_at        timestamptz,
        revoked_reason    text        NOT NULL,
        revoked_note      text        NOT NULL,
        delivery          text        NOT NULL,
        delivery_code     text        NOT NULL,
        last_check_in_at  timestamptz,
        client_version    text        NOT NULL,
        os                text        NOT NULL,
        seen_elsewhere_at timestamptz,
        PRIMARY KEY (organisation_id, licence_id)
    );
    CREATE INDEX {name}_by_issue ON {table} (organisation_id, issued_at, licence_id);
    CREATE INDEX {name}_by_end ON {table} (organisation_id, ends_at, licence_id);
    CREATE INDEX {name}_by_email ON {table} (organisation_id, searchable, licence_id);
    CREATE INDEX {name}_by_check_in ON {table}
        (organisation_id, coalesce(last_check_in_at, '-infinity'::timestamptz), licence_id);
    CREATE INDEX {name}_by_contact ON {table} (organisation_id, contact_id);
    CREATE INDEX {name}_by_key ON {table} (organisation_id, key_index);
    CREATE INDEX {name}_by_machine ON {table} (organisation_id, hwid_index);
    CREATE INDEX {name}_by_import ON {table} (organisation_id, import_id, issued_at, licence_id)
        WHERE import_id IS NOT NULL;
    CREATE INDEX {name}_elsewhere ON {table} (organisation_id) WHERE seen_elsewhere_at IS NOT NULL;
    CREATE INDEX {name}_by_text ON {table} USING gin (searchable gin_trgm_ops)
    """,
    # LIKE is not leakproof: under row-level security its index would not be used. The function takes the
    # organisation from the setting, and gives ids only, `most` of them: nobody waits for a million.
    functions="""
    CREATE OR REPLACE FUNCTION read.search_licences(folded text, of_key uuid, of_machine uuid, most integer)
        RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = read, public, pg_catalog, pg_temp AS $$
    DECLARE
        mine uuid := ledger.current_organisation();
        pattern text := '%' || replace(replace(replace(folded, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%';
    BEGIN
        RETURN QUERY
            SELECT l.licence_id FROM licences l WHERE l.organisation_id = mine AND l.key_index = of_key
            UNION ALL
            SELECT l.licence_id FROM licences l WHERE l.organisation_id = mine AND l.hwid_index = of_machine
            UNION ALL
            SELECT l.licence_id FROM licences l WHERE l.organisation_id = mine AND l.searchable LIKE pattern
            LIMIT most;
    END;
    $$;
    REVOKE ALL ON FUNCTION read.search_licences(text, uuid, uuid, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION read.search_licences(text, uuid, uuid, integer) TO {app}
    """,
)


@licences.folds
def issued(row: LicenceRow | None, fact: Fact[LicenceIssued]) -> LicenceRow | None:
    """A new one."""
    event = fact.event
    email = known(event.email, "")
    return LicenceRow(
        organisation_id=fact.organisation_id,
        licence_id=event.licence_id,
        contact_id=event.contact_id,
        key=known(event.key, ""),
        key_index=event.key_index,
        email=email,
        searchable=fold(email),
        hwid=known(event.hwid, ""),
        hwid_index=event.hwid_index,
        plan=event.plan,
        price_cents=event.price_cents,
        currency=event.currency,
        payment_method=event.payment_method,
        auto_renew=event.auto_renew,
        notes=known(event.notes, ""),
        ends_at=event.ends_at,
        grace_ends_at=event.grace_ends_at,
        issued_at=fact.happened_at,
        issued_by=fact.context.actor.kind,
        issued_by_id=fact.context.actor.id,
        import_id=event.import_id,
    )


@licences.folds
def prolonged(row: LicenceRow | None, fact: Fact[LicenceRenewed | LicenceExtended]) -> LicenceRow | None:
    """Good for longer."""
    return row and row._replace(ends_at=fact.event.ends_at, grace_ends_at=fact.event.grace_ends_at)


@licences.folds
def plan_changed(row: LicenceRow | None, fact: Fact[LicencePlanChanged]) -> LicenceRow | None:
    """Another plan, at its price."""
    event = fact.event
    return row and row._replace(
        plan=event.plan,
        price_cents=event.price_cents,
        currency=event.currency,
        grace_ends_at=event.grace_ends_at,
    )


@licences.folds
def amended(row: LicenceRow | None, fact: Fact[LicenceAmended]) -> LicenceRow | None:
    """Said otherwise."""
    event = fact.event
    return row and row._replace(
        payment_method=event.payment_method, auto_renew=event.auto_renew, notes=known(event.notes, "")
    )


@licences.folds
def suspended(row: LicenceRow | None, fact: Fact[LicenceSuspended]) -> LicenceRow | None:
    """Out for now."""
    return row and row._replace(suspended=True, suspended_reason=known(fact.event.reason, ""))


@licences.folds
def reinstated(row: LicenceRow | None, fact: Fact[LicenceReinstated]) -> LicenceRow | None:
    """In again."""
    return row and row._replace(suspended=False, suspended_reason="")


@licences.folds
def transferred(row: LicenceRow | None, fact: Fact[LicenceTransferred]) -> LicenceRow | None:
    """On another machine: where else it was seen is settled."""
    event = fact.event
    return row and row._replace(hwid=known(event.hwid, ""), hwid_index=event.hwid_index, seen_elsewhere_at=None)


@licences.folds
def revoked(row: LicenceRow | None, fact: Fact[LicenceRevoked]) -> LicenceRow | None:
    """For good."""
    event = fact.event
    return row and row._replace(
        revoked_at=fact.happened_at, revoked_reason=event.reason, revoked_note=known(event.note, "")
    )


@licences.folds
def delivered(row: LicenceRow | None, fact: Fact[LicenceDelivered]) -> LicenceRow | None:
    """What became of the last letter that carries it."""
    return row and row._replace(delivery=fact.event.outcome, delivery_code=fact.event.code)


@licences.folds
def checked_in(row: LicenceRow | None, fact: Fact[LicenceCheckedIn]) -> LicenceRow | None:
    """Its software has spoken."""
    event = fact.event
    return row and row._replace(
        last_check_in_at=event.checked_in_at, client_version=event.software_version, os=event.os
    )


@licences.folds
def seen_elsewhere(row: LicenceRow | None, fact: Fact[LicenceSeenElsewhere]) -> LicenceRow | None:
    """Shown by another machine."""
    return row and row._replace(seen_elsewhere_at=fact.at)


@licences.rewrites
def erased(fact: Fact[ContactErased]) -> Statement:
    """Nothing of the person stays."""
    return (
        "UPDATE {table} SET key = '', email = '', searchable = '', hwid = '', notes = '', suspended_reason = '',"
        " revoked_note = '', client_version = '', os = ''"
        " WHERE organisation_id = %(organisation)s AND contact_id = %(contact)s",
        {"organisation": fact.organisation_id, "contact": fact.event.contact_id},
    )
