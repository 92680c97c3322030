-- Who did it, to be asked for by name.
ALTER TABLE domain_events ADD COLUMN user_id text GENERATED ALWAYS AS (metadata ->> 'userId') STORED;
CREATE INDEX domain_events_by_user ON domain_events (user_id, position);
