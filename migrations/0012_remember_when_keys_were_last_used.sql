-- When each API key was last used, to about a minute. It is no fact: it changes all day, and is worth nothing but the
-- answer to "does anybody still use this one?". From which address is not kept: that may be somebody's.

CREATE SCHEMA access;
GRANT USAGE ON SCHEMA access TO palabre_writer, palabre_app;

CREATE TABLE access.key_uses (
    organisation_id uuid        NOT NULL,
    key_id          uuid        NOT NULL,
    used_at         timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, key_id)
) WITH (fillfactor = 50);
COMMENT ON TABLE access.key_uses IS 'one row a key, written over in place: half of each page is left for that';

ALTER TABLE access.key_uses ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.key_uses FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_organisation ON access.key_uses FOR SELECT TO palabre_app
    USING (organisation_id = ledger.current_organisation());
CREATE POLICY of_all ON access.key_uses TO palabre_writer, palabre_owner USING (true) WITH CHECK (true);

GRANT SELECT ON access.key_uses TO palabre_app;
GRANT SELECT, INSERT, UPDATE ON access.key_uses TO palabre_writer;
