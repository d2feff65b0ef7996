-- The file of an import, or the words of an act on many licences, encrypted with the key of their day: both are gone
-- after thirty days, as raw webhooks are.

CREATE SCHEMA licensing;
GRANT USAGE ON SCHEMA licensing TO palabre_writer, palabre_projector;

CREATE TABLE licensing.batch_files (
    organisation_id uuid  NOT NULL,
    batch_id        uuid  NOT NULL,
    kept_on         date  NOT NULL,
    sealed_name     bytea NOT NULL,
    sealed          bytea NOT NULL,
    PRIMARY KEY (organisation_id, batch_id)
);
COMMENT ON TABLE licensing.batch_files IS 'names and contents: nonce and ciphertext, with the key of the day';
CREATE INDEX batch_files_by_day ON licensing.batch_files (kept_on);

-- The app reads none of it: who may is decided before, by the batch.
ALTER TABLE licensing.batch_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE licensing.batch_files FORCE ROW LEVEL SECURITY;
CREATE POLICY of_all ON licensing.batch_files TO palabre_writer, palabre_projector, palabre_owner
    USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, DELETE ON licensing.batch_files TO palabre_writer;
GRANT SELECT, DELETE ON licensing.batch_files TO palabre_projector;
