-- Row-level security on every table that holds an organisation, and on their owner too: who has no policy sees nothing.

-- The owner is among those who see all: its functions move webhooks and search, its migrations mend what was written.
ALTER TABLE ledger.heads FORCE ROW LEVEL SECURITY;
ALTER POLICY of_all ON ledger.heads TO palabre_writer, palabre_projector, palabre_owner;
ALTER TABLE media.files FORCE ROW LEVEL SECURITY;
ALTER POLICY of_all ON media.files TO palabre_writer, palabre_owner;
ALTER TABLE mail.letters FORCE ROW LEVEL SECURITY;
ALTER POLICY of_all ON mail.letters TO palabre_writer, palabre_owner;

-- The app has no right on these, hence no policy: the day it is given one, it still sees nothing until it has both.
ALTER TABLE outbox.effects ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox.effects FORCE ROW LEVEL SECURITY;
CREATE POLICY of_all ON outbox.effects TO palabre_writer, palabre_projector, palabre_owner USING (true) WITH CHECK (true);
ALTER TABLE policy.turns ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy.turns FORCE ROW LEVEL SECURITY;
CREATE POLICY of_all ON policy.turns TO palabre_writer, palabre_projector, palabre_owner USING (true) WITH CHECK (true);
ALTER TABLE journal.replays ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal.replays FORCE ROW LEVEL SECURITY;
CREATE POLICY of_all ON journal.replays TO palabre_writer, palabre_projector, palabre_owner USING (true) WITH CHECK (true);
ALTER TABLE journal.webhooks ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal.webhooks FORCE ROW LEVEL SECURITY;
CREATE POLICY of_all ON journal.webhooks TO palabre_writer, palabre_projector, palabre_owner USING (true) WITH CHECK (true);

-- A partition is read through its parent, whose policies hold then. By its own name it shows nothing to anybody, but
-- the default one to the function that empties it.
CREATE POLICY of_all ON journal.webhooks_default TO palabre_owner USING (true) WITH CHECK (true);
DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid FROM pg_catalog.pg_inherits WHERE inhparent = 'journal.webhooks'::regclass LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', part);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', part);
    END LOOP;
END;
$$;

CREATE OR REPLACE FUNCTION journal.turn_the_page(today date, keep integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
            EXECUTE format('ALTER TABLE journal.%I ENABLE ROW LEVEL SECURITY', part);
            EXECUTE format('ALTER TABLE journal.%I FORCE ROW LEVEL SECURITY', part);
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

-- Unless it is named last, the schema of temporary tables is looked at first.
ALTER FUNCTION read.show(text, integer) SET search_path = pg_catalog, pg_temp;

-- Read models that exist; those to come are made so.
DO $$
DECLARE
    model regclass;
BEGIN
    FOR model IN
        SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'read'::regnamespace AND c.relkind = 'r' AND a.attname = 'organisation_id'
    LOOP
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', model);
        EXECUTE format('ALTER POLICY of_all ON %s TO palabre_projector, palabre_owner', model);
    END LOOP;
END;
$$;
