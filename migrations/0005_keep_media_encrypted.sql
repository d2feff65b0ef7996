-- The bytes of media, encrypted with the key of the person: erasing the person makes them noise.

CREATE SCHEMA media;
GRANT USAGE ON SCHEMA media TO palabre_writer, palabre_app;

CREATE TABLE media.files (
    organisation_id uuid        NOT NULL,
    message_id      uuid        NOT NULL,
    subject_id      uuid        NOT NULL,
    mime_type       text        NOT NULL,
    size            bigint      NOT NULL,
    sealed          bytea       NOT NULL,
    kept_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation_id, message_id)
);
CREATE INDEX files_of_a_person ON media.files (organisation_id, subject_id);

ALTER TABLE media.files ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_organisation ON media.files FOR SELECT TO palabre_app
    USING (organisation_id = ledger.current_organisation());
CREATE POLICY of_all ON media.files TO palabre_writer USING (true) WITH CHECK (true);

GRANT SELECT ON media.files TO palabre_app;
GRANT SELECT, INSERT, DELETE ON media.files TO palabre_writer;
