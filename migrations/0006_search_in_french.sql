-- Search in French: by the stem of words, without accents. Read models keep lexemes, so that searches only compare.

CREATE TEXT SEARCH CONFIGURATION read.french (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION read.french
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
    WITH public.unaccent, pg_catalog.french_stem;

-- Immutable as long as the configuration is not altered, which only a migration does: generated columns use them.
CREATE FUNCTION read.lexemes(said text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN tsvector_to_array(to_tsvector('read.french', said));

CREATE FUNCTION read.lexemes(said jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN tsvector_to_array(to_tsvector('read.french', said));

CREATE FUNCTION read.lexemes_of_each(said jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (SELECT coalesce(jsonb_agg(to_jsonb(read.lexemes(phrase)) ORDER BY place), '[]')
            FROM jsonb_array_elements_text(said) WITH ORDINALITY AS each (phrase, place));

COMMENT ON FUNCTION read.lexemes(text) IS 'the stems of a text, stop words left out, in no order';
COMMENT ON FUNCTION read.lexemes(jsonb) IS 'the stems of all the texts of an array, each once';
COMMENT ON FUNCTION read.lexemes_of_each(jsonb) IS 'an array of texts as an array of arrays of lexemes';
