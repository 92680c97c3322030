-- The fund and the investor that a document is about; no references, as of draws.

ALTER TABLE documents ADD COLUMN fund_id TEXT;
ALTER TABLE documents ADD COLUMN investor_id TEXT;
