-- Webhooks can be read again, and the journal tells how late and how silent each channel is.

ALTER TABLE journal.webhooks
    ADD COLUMN read_at    timestamptz,
    ADD COLUMN delay_ms   bigint,
    ADD COLUMN duplicates integer NOT NULL DEFAULT 0,
    ADD COLUMN replay_id  uuid,
    ADD COLUMN replays    integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN journal.webhooks.read_at IS 'when it was first read without error';
COMMENT ON COLUMN journal.webhooks.delay_ms IS 'from the oldest new thing it told of, by the provider, to our receipt';
COMMENT ON COLUMN journal.webhooks.duplicates IS 'how many things it told of were known already';
COMMENT ON COLUMN journal.webhooks.replay_id IS 'the last order to read it again';

-- The words of an error may quote the body: its kind is enough.
UPDATE journal.webhooks SET error = split_part(error, ':', 1) WHERE error <> '';

-- What arrives is read before what is read again.
DROP INDEX journal.webhooks_to_read;
CREATE INDEX webhooks_to_read ON journal.webhooks (id) WHERE state = 'received' AND replay_id IS NULL;
CREATE INDEX webhooks_to_read_again ON journal.webhooks (id) WHERE state = 'received' AND replay_id IS NOT NULL;

CREATE INDEX webhooks_of_an_organisation ON journal.webhooks (organisation_id, id);
CREATE INDEX webhooks_not_read ON journal.webhooks (organisation_id, id) WHERE state <> 'read';
CREATE INDEX webhooks_in_time ON journal.webhooks (organisation_id, channel_id, received_at);
CREATE INDEX webhooks_by_what_they_gave ON journal.webhooks USING gin (jsonb_path_query_array(gave, '$[*].id'))
    WHERE gave <> '[]';  -- nothing to index before it is read: keeping a webhook must stay quick

CREATE TABLE journal.replays (
    replay_id       uuid        PRIMARY KEY,
    organisation_id uuid        NOT NULL,
    which           text        NOT NULL,
    channel_id      uuid,
    ordered_by      uuid,
    ordered_at      timestamptz NOT NULL,
    marked          integer     NOT NULL,
    read            integer     NOT NULL DEFAULT 0,
    failed          integer     NOT NULL DEFAULT 0,
    added           integer     NOT NULL DEFAULT 0,
    done_at         timestamptz
);
COMMENT ON TABLE journal.replays IS 'how far each order to read again has come; the order itself is a fact';
COMMENT ON COLUMN journal.replays.added IS 'things that were not known before: 0 when all had been read';
CREATE INDEX replays_going_on ON journal.replays (replay_id) WHERE done_at IS NULL;
CREATE INDEX replays_of_an_organisation ON journal.replays (organisation_id, ordered_at DESC, replay_id DESC);

GRANT SELECT, INSERT, UPDATE ON journal.replays TO palabre_writer, palabre_projector;
