-- Who did it, to be asked for by name.
ALTER TABLE domain_events ADD COLUMN user_id TEXT GENERATED ALWAYS AS (json_extract(metadata, '$.userId')) VIRTUAL;
CREATE INDEX domain_events_by_user ON domain_events (user_id, position);
