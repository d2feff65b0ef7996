-- Letters to members who are away, kept when there is no mail server. They name a contact: encrypted with the
-- contact's key, and deleted when the contact is erased.

CREATE SCHEMA mail;
GRANT USAGE ON SCHEMA mail TO palabre_writer, palabre_app;

CREATE TABLE mail.letters (
    organisation_id uuid        NOT NULL,
    mail_id         uuid        NOT NULL,
    user_id         uuid        NOT NULL,
    subject_id      uuid        NOT NULL,
    sealed          bytea       NOT NULL,
    kept_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organisation_id, mail_id)
);
COMMENT ON COLUMN mail.letters.sealed IS 'subject and text, with the key of the contact (subject_id)';
CREATE INDEX letters_by_time ON mail.letters (organisation_id, kept_at DESC, mail_id DESC);
CREATE INDEX letters_about_a_person ON mail.letters (organisation_id, subject_id);

ALTER TABLE mail.letters ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_organisation ON mail.letters FOR SELECT TO palabre_app
    USING (organisation_id = ledger.current_organisation());
CREATE POLICY of_all ON mail.letters TO palabre_writer USING (true) WITH CHECK (true);

GRANT SELECT ON mail.letters TO palabre_app;
GRANT SELECT, INSERT, DELETE ON mail.letters TO palabre_writer;

-- Nobody is to be notified of what was said before there were notifications.
INSERT INTO policy.bookmarks (name, position)
SELECT 'notifications', max(position) FROM ledger.facts HAVING max(position) IS NOT NULL
ON CONFLICT (name) DO NOTHING;
