-- Printers of slips: at most one a counter, set by administrators.
CREATE TABLE printers (
  counter TEXT PRIMARY KEY REFERENCES counters (code),
  host TEXT NOT NULL,
  port INTEGER NOT NULL CHECK (port BETWEEN 1024 AND 65535),
  paper TEXT NOT NULL,
  command_set TEXT NOT NULL,
  at_close INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
