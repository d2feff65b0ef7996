-- Read models live in schema `read`: one table per generation, behind a view of the projection's name.

CREATE SCHEMA read;
GRANT USAGE ON SCHEMA read TO palabre_projector, palabre_app, palabre_writer;

CREATE TABLE read.generations (
    name       text        NOT NULL,
    generation integer     NOT NULL,
    version    integer     NOT NULL,
    state      text        NOT NULL CHECK (state IN ('building', 'live', 'retired')),
    position   bigint      NOT NULL DEFAULT 0,
    error      text        NOT NULL DEFAULT '',
    error_at   timestamptz,
    moved_at   timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, generation)
);
CREATE UNIQUE INDEX one_live_generation ON read.generations (name) WHERE state = 'live';
COMMENT ON COLUMN read.generations.position IS 'the bookmark: facts up to this position are in the table';

-- A person may order that one fact be passed over by one projection; the order is kept.
CREATE TABLE read.skips (
    name       text        NOT NULL,
    position   bigint      NOT NULL,
    reason     text        NOT NULL,
    ordered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, position)
);

GRANT SELECT ON read.generations, read.skips TO palabre_projector, palabre_app, palabre_writer;
GRANT UPDATE ON read.generations TO palabre_projector;

-- The projector may show a generation that has caught up, nothing else of the owner's.
CREATE FUNCTION read.show(projection text, shown integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM FROM read.generations WHERE name = projection AND generation = shown AND state = 'building';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no building generation % of %', shown, projection;
    END IF;
    EXECUTE format('DROP VIEW IF EXISTS read.%I', projection);
    EXECUTE (
        SELECT format('CREATE VIEW read.%I WITH (security_invoker = true) AS SELECT %s FROM read.%I',
                      projection, string_agg(quote_ident(attname), ', ' ORDER BY attnum), projection || '_' || shown)
        FROM pg_catalog.pg_attribute
        WHERE attrelid = format('read.%I', projection || '_' || shown)::regclass
          AND attnum > 0 AND NOT attisdropped AND attname <> 'folded'
    );
    EXECUTE format('GRANT SELECT ON read.%I TO palabre_app, palabre_projector', projection);
    UPDATE read.generations SET state = 'retired' WHERE name = projection AND state = 'live';
    UPDATE read.generations SET state = 'live' WHERE name = projection AND generation = shown;
END;
$$;
REVOKE ALL ON FUNCTION read.show(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION read.show(text, integer) TO palabre_projector;
