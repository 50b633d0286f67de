-- Forms filled in on paper and keyed by staff.

-- Invitations redeemed on paper since the last seal, as sums: the tallies take them over at night. A figure that moved
-- with each form would tell who keys it whose form it is.
CREATE TABLE keyed_paper (
  day TEXT NOT NULL, officer TEXT NOT NULL, counter TEXT NOT NULL, procedure TEXT NOT NULL, source TEXT NOT NULL,
  forms INTEGER NOT NULL,
  PRIMARY KEY (day, officer, counter, procedure, source)
) STRICT, WITHOUT ROWID;

-- The key under which responseIds of the open day's paper forms are made. Forgotten by the seal.
CREATE TABLE paper_day_key (
  one INTEGER PRIMARY KEY CHECK (one = 1), key BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Batches of forms: who keyed them, on which day, how many. Neither forms nor times.
CREATE TABLE paper_batches (
  number INTEGER PRIMARY KEY,
  keyed_by TEXT NOT NULL,
  day TEXT NOT NULL,
  forms INTEGER NOT NULL CHECK (forms > 0),
  taken INTEGER NOT NULL DEFAULT 0 CHECK (taken BETWEEN 0 AND forms),
  closed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX paper_batches_open ON paper_batches (keyed_by) WHERE closed = 0;
