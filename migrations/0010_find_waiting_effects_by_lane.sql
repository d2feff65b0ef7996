-- The sweeper finds what waits by one index, lane by lane, whatever the planner believes of a young table.

-- While its statistics were young or stale, the planner preferred these two, and read every waiting row at each round.
DROP INDEX outbox.effects_next;
DROP INDEX outbox.effects_open;
-- Not of a state: what asks for a state must not find this one.
CREATE INDEX effects_open ON outbox.effects (organisation_id) WHERE done_at IS NULL;
