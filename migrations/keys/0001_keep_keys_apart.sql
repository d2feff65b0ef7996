-- Keys and secrets, in a database of their own: its backups are few and short, so that erasing erases.
-- Every value is wrapped with the master key of the installation, which is in no database.

CREATE SCHEMA keys;
GRANT USAGE ON SCHEMA keys TO palabre_writer, palabre_projector;

CREATE TABLE keys.people (
    organisation_id uuid        NOT NULL,
    subject_id      uuid        NOT NULL,
    wrapped         bytea       NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation_id, subject_id)
);

-- Erased subjects get no second key: a late fact about them stays unreadable.
CREATE TABLE keys.erased (
    organisation_id uuid        NOT NULL,
    subject_id      uuid        NOT NULL,
    erased_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation_id, subject_id)
);

CREATE TABLE keys.days (
    day        date        PRIMARY KEY,
    wrapped    bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE keys.secrets (
    organisation_id uuid        NOT NULL,
    name            text        NOT NULL,
    version         integer     NOT NULL,
    wrapped         bytea       NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation_id, name, version)
);

GRANT SELECT, INSERT, DELETE ON keys.people, keys.secrets TO palabre_writer;
GRANT SELECT, INSERT ON keys.erased TO palabre_writer;
GRANT SELECT, INSERT, DELETE ON keys.days TO palabre_writer, palabre_projector;
GRANT SELECT ON keys.people, keys.erased, keys.secrets TO palabre_projector;
