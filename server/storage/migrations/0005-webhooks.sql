-- Webhooks: who is told of what, and the outbox. An event and its deliveries are written in the transaction of what they
-- tell of, so neither happens without the other.

CREATE TABLE webhook_endpoints (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  -- JSON array of event types.
  event_types TEXT NOT NULL,
  -- Encrypted under a key derived from secrets.json; previous_secret signs too until previous_until.
  secret BLOB NOT NULL,
  previous_secret BLOB,
  previous_until INTEGER,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  -- Why the server itself disabled it; null where a person did or it is enabled.
  disabled_reason TEXT,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
) STRICT, WITHOUT ROWID;

-- body holds the exact bytes every attempt sends.
CREATE TABLE webhook_events (
  id TEXT PRIMARY KEY, type TEXT NOT NULL, created_at INTEGER NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE webhook_deliveries (
  event TEXT NOT NULL REFERENCES webhook_events (id) ON DELETE CASCADE,
  endpoint TEXT NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
  -- Attempts since it was queued or replayed.
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  -- Event time, so that a list reads newest first without a join.
  created_at INTEGER NOT NULL,
  last_attempt_at INTEGER,
  last_status INTEGER,
  last_failure TEXT,
  PRIMARY KEY (event, endpoint)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint, next_attempt_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (created_at, event, endpoint);
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint, created_at);

-- The last version of a period that the webhooks were told of.
CREATE TABLE kpi_announced (period TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
