-- A rebuild of a read model finds its facts by their names, however few they are among all.

-- Equal names share an entry of the index: 7 bytes a fact. With the position beside the name it would be 56.
CREATE INDEX facts_by_name ON ledger.facts (name);
