-- The journal of webhooks: the raw body, encrypted with the key of its day, written before the 200.

CREATE SCHEMA journal;
GRANT USAGE ON SCHEMA journal TO palabre_writer, palabre_projector;

CREATE TABLE journal.webhooks (
    id              bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    received_on     date        NOT NULL,
    received_at     timestamptz NOT NULL,
    organisation_id uuid        NOT NULL,
    channel_id      uuid        NOT NULL,
    provider        text        NOT NULL,
    digest          bytea       NOT NULL,
    sealed          bytea       NOT NULL,
    state           text        NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'read', 'failed')),
    attempts        integer     NOT NULL DEFAULT 0,
    retry_at        timestamptz,
    error           text        NOT NULL DEFAULT '',
    gave            jsonb       NOT NULL DEFAULT '[]',
    PRIMARY KEY (received_on, id)
) PARTITION BY RANGE (received_on);
COMMENT ON COLUMN journal.webhooks.sealed IS 'nonce and ciphertext of the payload, with the key of the day';
COMMENT ON COLUMN journal.webhooks.gave IS 'what the payload gave: kind and id of each item';

CREATE TABLE journal.webhooks_default PARTITION OF journal.webhooks DEFAULT;
CREATE INDEX webhooks_to_read ON journal.webhooks (id) WHERE state = 'received';
CREATE INDEX webhooks_of_a_channel ON journal.webhooks (organisation_id, channel_id, id);

-- Partitions of the days around today; older than `keep` days are dropped with what they hold.
CREATE FUNCTION journal.turn_the_page(today date, keep integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    d date;
    part text;
BEGIN
    FOR d IN SELECT today + n FROM generate_series(0, 2) AS n LOOP
        part := 'webhooks_' || to_char(d, 'YYYYMMDD');
        IF to_regclass('journal.' || part) IS NULL THEN
            EXECUTE format('CREATE TABLE journal.%I (LIKE journal.webhooks INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
            -- what came before the partition was there waits in the default one
            EXECUTE format('WITH moved AS (DELETE FROM journal.webhooks_default WHERE received_on = %L RETURNING *)'
                           ' INSERT INTO journal.%I SELECT * FROM moved', d, part);
            EXECUTE format('ALTER TABLE journal.webhooks ATTACH PARTITION journal.%I FOR VALUES FROM (%L) TO (%L)',
                           part, d, d + 1);
        END IF;
    END LOOP;
    DELETE FROM journal.webhooks_default WHERE received_on < today - keep;
    FOR part IN
        SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'journal' AND c.relkind = 'r' AND c.relname ~ '^webhooks_[0-9]{8}$'
          AND to_date(right(c.relname, 8), 'YYYYMMDD') < today - keep
    LOOP
        EXECUTE format('DROP TABLE journal.%I', part);
    END LOOP;
END;
$$;
REVOKE ALL ON FUNCTION journal.turn_the_page(date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal.turn_the_page(date, integer) TO palabre_projector;

-- Forgeries and unknown numbers: nothing is kept of them but a count, by keyed hash of the endpoint.
CREATE TABLE journal.refusals (
    refused_on date        NOT NULL,
    provider   text        NOT NULL,
    endpoint   uuid        NOT NULL,
    reason     text        NOT NULL CHECK (reason IN ('unknown_endpoint', 'bad_signature')),
    count      bigint      NOT NULL,
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL,
    PRIMARY KEY (refused_on, provider, endpoint, reason)
);

GRANT SELECT, INSERT, UPDATE ON journal.webhooks TO palabre_writer, palabre_projector;
GRANT SELECT, INSERT, UPDATE ON journal.refusals TO palabre_writer;
