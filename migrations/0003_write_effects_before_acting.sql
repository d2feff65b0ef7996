-- The outbox: what is to be done outside, written before it is done. Rows hold references, no personal value.

CREATE SCHEMA outbox;
GRANT USAGE ON SCHEMA outbox TO palabre_writer, palabre_projector;

CREATE TABLE outbox.effects (
    id              uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    organisation_id uuid        NOT NULL,
    kind            text        NOT NULL,
    key             text        NOT NULL UNIQUE,
    refs            jsonb       NOT NULL,
    causation       bigint,
    state           text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'claimed', 'done', 'parked')),
    due_at          timestamptz NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    enqueued_at     timestamptz,
    claimed_until   timestamptz,
    last_error      text        NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    done_at         timestamptz
);
COMMENT ON COLUMN outbox.effects.key IS 'written twice by a replayed policy, kept once';

CREATE INDEX effects_due ON outbox.effects (due_at) WHERE state IN ('pending', 'claimed');
CREATE INDEX effects_parked ON outbox.effects (organisation_id, created_at) WHERE state = 'parked';
CREATE INDEX effects_done ON outbox.effects (done_at) WHERE state = 'done';

GRANT SELECT, INSERT, UPDATE, DELETE ON outbox.effects TO palabre_writer, palabre_projector;

-- How far each policy has heard the ledger.
CREATE SCHEMA policy;
GRANT USAGE ON SCHEMA policy TO palabre_writer, palabre_projector;
CREATE TABLE policy.bookmarks (
    name     text   PRIMARY KEY,
    position bigint NOT NULL DEFAULT 0,
    error    text   NOT NULL DEFAULT '',
    error_at timestamptz
);
GRANT SELECT, INSERT, UPDATE ON policy.bookmarks TO palabre_projector;
GRANT SELECT ON policy.bookmarks TO palabre_writer;

-- The turn of each conversation: what the customer said since the last answer left.
CREATE TABLE policy.turns (
    organisation_id uuid        NOT NULL,
    conversation_id uuid        NOT NULL,
    turn_id         uuid        NOT NULL,
    revision        integer     NOT NULL,
    message_ids     uuid[]      NOT NULL,
    opened_at       timestamptz NOT NULL,
    asked_at        timestamptz NOT NULL,
    left_at         timestamptz,
    PRIMARY KEY (organisation_id, conversation_id)
);
GRANT SELECT, INSERT, UPDATE ON policy.turns TO palabre_writer, palabre_projector;
