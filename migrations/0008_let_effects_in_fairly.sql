-- Effects are let in by turns: each organisation has a few rows at the workers at a time, the others wait here.

-- A table that is mostly done work is not read by a screen or a sweeper again: each reads a partial index.
ALTER TABLE outbox.effects
    ADD COLUMN priority  smallint NOT NULL DEFAULT 0,
    ADD COLUMN lane      text     NOT NULL DEFAULT '',
    ADD COLUMN let_in_at timestamptz;
COMMENT ON COLUMN outbox.effects.priority IS '0: somebody waits for it; 10: bulk';
COMMENT ON COLUMN outbox.effects.lane IS 'what shares a pace: the channel of a message, else the kind of effect';
COMMENT ON COLUMN outbox.effects.let_in_at IS 'since when it takes one of the places of its lane';

UPDATE outbox.effects SET lane = kind WHERE state <> 'done';
UPDATE outbox.effects SET let_in_at = clock_timestamp()
    WHERE state = 'claimed' OR state = 'pending' AND enqueued_at IS NOT NULL;

DROP INDEX outbox.effects_due;
CREATE INDEX effects_waiting ON outbox.effects (organisation_id, priority, lane, due_at)
    WHERE state = 'pending' AND let_in_at IS NULL;
CREATE INDEX effects_next ON outbox.effects (due_at)
    WHERE state = 'pending' AND let_in_at IS NULL;
CREATE INDEX effects_inside ON outbox.effects (organisation_id, priority, lane)
    WHERE let_in_at IS NOT NULL AND state IN ('pending', 'claimed');
CREATE INDEX effects_open ON outbox.effects (organisation_id)
    WHERE state <> 'done';
