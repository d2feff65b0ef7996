-- One call appends saves: it waits for its turn, checks, numbers and writes, and nobody waits for the network meanwhile.
--
-- The arguments are columns of rows. A row with a name is a fact to append; one without is a guard: its stream must be at
-- this version. A save is appended as a whole, or not at all when one of its rows does not follow what is recorded; no two
-- saves of a call may meet on a stream that one of them appends to. What is given is what was written, by row.

CREATE FUNCTION ledger.append(
    saves integer[], organisations uuid[], streams uuid[], versions bigint[], names text[], states bytea[]
) RETURNS TABLE (n bigint, "sequence" bigint, "position" bigint, recorded_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    clock timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(x'1ED6E12'::integer);
    -- A statement of its own: it sees all that was committed before the lock was held.
    clock := clock_timestamp();
    RETURN QUERY
    WITH asked AS (
        SELECT * FROM unnest(saves, organisations, streams, versions, names, states)
            WITH ORDINALITY AS a (save, organisation_id, stream_id, version, name, state, n)
    ), placed AS (
        SELECT a.save, a.version, a.name IS NULL AS is_guard,
               (SELECT max(f.version) FROM ledger.facts f
                WHERE f.organisation_id = a.organisation_id AND f.stream_id = a.stream_id) AS last,
               count(a.name) OVER stream AS nth,
               least(min(a.version) OVER stream, 1) AS first -- a stream starts with 1, in the library's own tests with 0
        FROM asked a
        WINDOW stream AS (PARTITION BY a.save, a.organisation_id, a.stream_id ORDER BY a.n)
    ), accepted AS (
        SELECT save FROM placed GROUP BY save
        HAVING bool_and(version = CASE WHEN is_guard THEN coalesce(last, 0) ELSE coalesce(last, first - 1) + nth END)
    ), numbered AS (
        SELECT a.*, coalesce(h.sequence, 0) + row_number() OVER (PARTITION BY a.organisation_id ORDER BY a.n) AS sequence,
               greatest(clock, h.recorded_at) AS recorded_at
        FROM asked a JOIN accepted USING (save) LEFT JOIN ledger.heads h USING (organisation_id)
        WHERE a.name IS NOT NULL
    ), moved AS (
        INSERT INTO ledger.heads (organisation_id, sequence, recorded_at)
        SELECT organisation_id, max(sequence), max(recorded_at) FROM numbered GROUP BY organisation_id
        ON CONFLICT (organisation_id) DO UPDATE SET sequence = EXCLUDED.sequence, recorded_at = EXCLUDED.recorded_at
    ), written AS (
        INSERT INTO ledger.facts (organisation_id, stream_id, version, sequence, recorded_at, name, state)
        SELECT organisation_id, stream_id, version, sequence, recorded_at, name, state FROM numbered ORDER BY n
        RETURNING organisation_id, sequence, position
    )
    SELECT n, sequence, position, recorded_at FROM numbered JOIN written USING (organisation_id, sequence) ORDER BY n;
    IF FOUND THEN
        PERFORM pg_notify('ledger', '');
    END IF;
END;
$$;

COMMENT ON FUNCTION ledger.append IS 'the one way by which the program writes facts';
REVOKE ALL ON FUNCTION ledger.append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append TO palabre_writer;
