-- Row-level security on every table that holds an organisation. The app has no business here: it has no policy.

ALTER TABLE keys.people ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys.people FORCE ROW LEVEL SECURITY;
CREATE POLICY of_all ON keys.people TO palabre_writer, palabre_projector, palabre_owner USING (true) WITH CHECK (true);
ALTER TABLE keys.erased ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys.erased FORCE ROW LEVEL SECURITY;
CREATE POLICY of_all ON keys.erased TO palabre_writer, palabre_projector, palabre_owner USING (true) WITH CHECK (true);
ALTER TABLE keys.secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys.secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY of_all ON keys.secrets TO palabre_writer, palabre_projector, palabre_owner USING (true) WITH CHECK (true);
