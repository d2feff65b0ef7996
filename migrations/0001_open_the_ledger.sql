-- The ledger: one append-only table of facts. Only its append function's role may add, nobody may change.

CREATE SCHEMA ledger;
GRANT USAGE ON SCHEMA ledger TO palabre_writer, palabre_projector, palabre_app;

CREATE TABLE ledger.facts (
    organisation_id uuid        NOT NULL,
    stream_id       uuid        NOT NULL,
    version         bigint      NOT NULL CHECK (version >= 0),
    sequence        bigint      NOT NULL CHECK (sequence > 0),
    position        bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    recorded_at     timestamptz NOT NULL,
    name            text        NOT NULL,
    state           bytea       NOT NULL,
    PRIMARY KEY (organisation_id, stream_id, version)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);

CREATE UNIQUE INDEX facts_by_sequence ON ledger.facts (organisation_id, sequence);
CREATE UNIQUE INDEX facts_by_position ON ledger.facts (position);

COMMENT ON COLUMN ledger.facts.sequence IS 'gapless per organisation, assigned under the writer lock: the public position';
COMMENT ON COLUMN ledger.facts.position IS 'place in the whole ledger, an internal bookmark; increases in commit order';

CREATE TABLE ledger.heads (
    organisation_id uuid        PRIMARY KEY,
    sequence        bigint      NOT NULL,
    recorded_at     timestamptz NOT NULL
);

CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger.facts
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON ledger.facts
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE FUNCTION ledger.current_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    -- a pooled connection that once set it later returns an empty string
    RETURN nullif(current_setting('palabre.organisation_id', true), '')::uuid;

ALTER TABLE ledger.facts ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger.facts FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_organisation ON ledger.facts FOR SELECT TO palabre_app
    USING (organisation_id = ledger.current_organisation());
CREATE POLICY reads_for_everyone ON ledger.facts FOR SELECT TO palabre_writer, palabre_projector, palabre_owner USING (true);
CREATE POLICY appends ON ledger.facts FOR INSERT TO palabre_writer WITH CHECK (true);

ALTER TABLE ledger.heads ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_organisation ON ledger.heads FOR SELECT TO palabre_app
    USING (organisation_id = ledger.current_organisation());
CREATE POLICY of_all ON ledger.heads TO palabre_writer, palabre_projector USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON ledger.facts TO palabre_writer;
GRANT SELECT, INSERT, UPDATE ON ledger.heads TO palabre_writer;
GRANT SELECT ON ledger.facts, ledger.heads TO palabre_projector, palabre_app;

CREATE VIEW ledger.readable WITH (security_invoker = true) AS
SELECT organisation_id, sequence, recorded_at, name, stream_id, version, position,
       convert_from(state, 'UTF8')::jsonb AS fact
FROM ledger.facts;
COMMENT ON VIEW ledger.readable IS 'the ledger as JSON, for a person with psql';
GRANT SELECT ON ledger.readable TO palabre_writer, palabre_projector, palabre_app;
