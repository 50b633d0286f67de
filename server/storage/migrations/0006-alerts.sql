-- Alerts on groups and devices, the one document of their settings, and letters that wait for the mail server. Nothing here
-- names an officer or a response; instants of alerts that follow from ratings are kept to the hour.

CREATE TABLE alert_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1), document TEXT NOT NULL,
  -- Password of the mail server, encrypted under a key derived from secrets.json.
  smtp_password BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  -- A device's id; '' for the centre.
  subject TEXT NOT NULL,
  day TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  ended_at INTEGER,
  -- JSON of the figures that were on the board when it was raised.
  evidence TEXT NOT NULL,
  acknowledged_by TEXT, acknowledged_at INTEGER, note TEXT,
  CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX alerts_newest ON alerts (raised_at, id);

CREATE TABLE alert_mails (
  id TEXT PRIMARY KEY, alert TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  recipient TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at INTEGER NOT NULL, last_failure TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_mails_due ON alert_mails (next_attempt_at) WHERE state = 'pending';
