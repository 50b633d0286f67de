-- What a centre's data directory holds. Rows that carry an order of arrival (rowid tables) are only those of the open
-- day (journal) and of the ledger, whose order is that of leaf hashes; everything else is keyed by hashes or codes and
-- WITHOUT ROWID, so that the file keeps no trace of who came when.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE counters (code TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE officers (
  code TEXT PRIMARY KEY, name TEXT NOT NULL, position TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TABLE officer_photos (
  officer TEXT PRIMARY KEY REFERENCES officers (code), type TEXT NOT NULL, bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE procedures (
  code TEXT PRIMARY KEY, name TEXT NOT NULL, field TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TABLE duty (
  counter TEXT NOT NULL REFERENCES counters (code),
  officer TEXT NOT NULL REFERENCES officers (code),
  starts_at INTEGER NOT NULL,
  ends_at INTEGER,
  PRIMARY KEY (counter, starts_at, officer),
  CHECK (ends_at IS NULL OR ends_at > starts_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX duty_officer ON duty (officer, starts_at);

CREATE TABLE policies (
  version INTEGER PRIMARY KEY, effective_from TEXT NOT NULL, document TEXT NOT NULL
) STRICT;
-- number: the order in which they came into use; the last one is in use.
CREATE TABLE questionnaires (
  version TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, used_from TEXT NOT NULL, published_by TEXT NOT NULL,
  document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A visit and its invitation, from close to redemption and seal, or to the end of the response window.
-- token_hash and visit_id are HMACs under a key outside this file; the external id itself is never stored.
CREATE TABLE visits (
  token_hash BLOB PRIMARY KEY,
  visit_id BLOB NOT NULL UNIQUE,
  code_hash BLOB UNIQUE,
  code_attempt INTEGER NOT NULL,
  officer TEXT NOT NULL REFERENCES officers (code),
  counter TEXT NOT NULL REFERENCES counters (code),
  procedure TEXT NOT NULL REFERENCES procedures (code),
  stage TEXT,
  source TEXT NOT NULL CHECK (source IN ('integrated', 'self-reported')),
  day TEXT NOT NULL,
  expires_day TEXT NOT NULL,
  opens_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX visits_expiry ON visits (expires_day);

-- Redeemed invitations, until the response window is past. Says that one was used, never how or when.
CREATE TABLE spent (
  token_hash BLOB PRIMARY KEY,
  code_attempt INTEGER NOT NULL,
  officer TEXT NOT NULL,
  day TEXT NOT NULL,
  expires_day TEXT NOT NULL,
  contested INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_expiry ON spent (expires_day);

CREATE TABLE contests (
  id BLOB PRIMARY KEY, officer TEXT NOT NULL, day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Visits closed and invitations redeemed by mode, by what they have in common: the denominators.
CREATE TABLE tallies (
  day TEXT NOT NULL, officer TEXT NOT NULL, counter TEXT NOT NULL, procedure TEXT NOT NULL, source TEXT NOT NULL,
  visits INTEGER NOT NULL,
  kiosk INTEGER NOT NULL DEFAULT 0, qr INTEGER NOT NULL DEFAULT 0,
  paper INTEGER NOT NULL DEFAULT 0, link INTEGER NOT NULL DEFAULT 0,
  CHECK (kiosk + qr + paper + link <= visits),
  PRIMARY KEY (day, officer, counter, procedure, source)
) STRICT, WITHOUT ROWID;

-- Responses without an invitation, by the officer on duty: counted at the seal, when they leave the journal.
CREATE TABLE uninvited (
  day TEXT NOT NULL, officer TEXT NOT NULL, presence INTEGER NOT NULL, walk_up INTEGER NOT NULL,
  PRIMARY KEY (day, officer)
) STRICT, WITHOUT ROWID;
-- Derived: the tally last put into the ledger for a day, officer and procedure, while it can still change.
CREATE TABLE logged_tallies (
  day TEXT NOT NULL, officer TEXT NOT NULL, procedure TEXT NOT NULL, revision INTEGER NOT NULL, counts TEXT NOT NULL,
  PRIMARY KEY (day, officer, procedure)
) STRICT, WITHOUT ROWID;

-- Every responseId ever accepted, as its tag: one effect each, across the seal. During the open day it also points at
-- the journal, which so needs no index of its own.
CREATE TABLE tags (tag BLOB PRIMARY KEY, journal_id INTEGER) STRICT, WITHOUT ROWID;

-- The open day. Emptied by the seal.
CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  tag BLOB NOT NULL,
  body_hash BLOB NOT NULL,
  officer TEXT NOT NULL,
  counter TEXT NOT NULL,
  procedure TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('kiosk', 'qr', 'paper', 'link')),
  tier TEXT NOT NULL CHECK (tier IN ('invited', 'presence', 'walk-up')),
  day TEXT NOT NULL,
  received_day TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  questionnaire TEXT NOT NULL,
  level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
  answers TEXT NOT NULL,
  comment TEXT,
  locale TEXT NOT NULL,
  flags TEXT NOT NULL DEFAULT '[]',
  completed INTEGER NOT NULL DEFAULT 0,
  -- Of what completed it: the same sent again, its answer having been lost, is told from another.
  completion_hash BLOB
) STRICT;

-- Severed responses whose group is still too small to publish. entry is the sealed content, no finer than a week.
CREATE TABLE waiting (tag BLOB PRIMARY KEY, entry TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Comments without a link to their response. sealed = the text under a key of its own that lies in another file
-- (comment-keys.sqlite); NULL once erased.
CREATE TABLE comments (
  id BLOB PRIMARY KEY, officer TEXT NOT NULL, period TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'released', 'erased')),
  sealed BLOB, tags TEXT NOT NULL DEFAULT '[]',
  CHECK ((state = 'erased') = (sealed IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
  leaf_index INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  public_entry BLOB NOT NULL,
  leaf_hash BLOB NOT NULL UNIQUE
) STRICT;
CREATE INDEX ledger_kind ON ledger (kind) WHERE kind <> 'response';
CREATE TABLE openings (
  tag BLOB PRIMARY KEY,
  leaf_index INTEGER NOT NULL UNIQUE REFERENCES ledger (leaf_index),
  salt BLOB NOT NULL,
  entry TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger rows are append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger rows are append-only'); END;
CREATE TRIGGER openings_no_update BEFORE UPDATE ON openings BEGIN SELECT RAISE(ABORT, 'openings are append-only'); END;
CREATE TRIGGER openings_no_delete BEFORE DELETE ON openings BEGIN SELECT RAISE(ABORT, 'openings are append-only'); END;
CREATE TRIGGER policies_no_update BEFORE UPDATE ON policies BEGIN SELECT RAISE(ABORT, 'policies are append-only'); END;
CREATE TRIGGER policies_no_delete BEFORE DELETE ON policies BEGIN SELECT RAISE(ABORT, 'policies are append-only'); END;
CREATE TRIGGER questionnaires_no_update BEFORE UPDATE ON questionnaires BEGIN SELECT RAISE(ABORT, 'a questionnaire version never changes'); END;
CREATE TRIGGER questionnaires_no_delete BEFORE DELETE ON questionnaires BEGIN SELECT RAISE(ABORT, 'a questionnaire version never changes'); END;

-- Derived: counts of severed responses by everything a number may depend on. published = 1 counts openings (the ledger),
-- 0 counts waiting. Published numbers read the former only.
CREATE TABLE cells (
  published INTEGER NOT NULL,
  period TEXT NOT NULL, when_label TEXT NOT NULL, officer TEXT NOT NULL, counter TEXT NOT NULL,
  procedure TEXT NOT NULL, mode TEXT NOT NULL, tier TEXT NOT NULL, item TEXT NOT NULL, level INTEGER NOT NULL,
  flagged INTEGER NOT NULL, excluded INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (
    published, period, when_label, officer, counter, procedure, mode, tier, item, level, flagged, excluded
  )
) STRICT, WITHOUT ROWID;

-- One row a seal; `rewritten` is 0 between the seal's transaction and the rewriting of the file.
CREATE TABLE seals (
  number INTEGER PRIMARY KEY, day TEXT NOT NULL, leaves INTEGER NOT NULL, rewritten INTEGER NOT NULL
) STRICT;

-- What the live board has shown of a day when the seal empties the journal. Not a source of published numbers.
CREATE TABLE board_days (
  day TEXT PRIMARY KEY,
  responses INTEGER NOT NULL,
  counters TEXT NOT NULL,
  released TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How many of the responses that wait are in which of the board's groups of the past (seal/overlap.ts): counts alone.
CREATE TABLE overlaps (a TEXT NOT NULL, b TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  officer TEXT REFERENCES officers (code),
  -- argon2id; null for who signs in elsewhere, or has not yet chosen one.
  password_hash TEXT,
  disabled INTEGER NOT NULL DEFAULT 0,
  -- Who this is at the identity provider, as issuer, line break, subject.
  external_id TEXT UNIQUE,
  -- Secret of the one-time codes, encrypted under the root of secrets.json; the pending one is not confirmed yet.
  totp_secret BLOB,
  totp_pending BLOB,
  -- The last time step a code was accepted of: none of it or before it is accepted again.
  totp_step INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
  token_hash BLOB PRIMARY KEY,
  -- What a list of sessions calls it; no secret.
  id TEXT NOT NULL UNIQUE,
  user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
  csrf_token TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('password', 'second-factor', 'identity-provider')),
  agent TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_name);
CREATE TABLE api_keys (
  key_hash BLOB PRIMARY KEY, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL, scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE devices (
  id TEXT PRIMARY KEY, public_key BLOB NOT NULL, label TEXT NOT NULL, place TEXT NOT NULL,
  counter TEXT REFERENCES counters (code), revoked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE pairing_codes (
  code_hash BLOB PRIMARY KEY, place TEXT NOT NULL, counter TEXT REFERENCES counters (code), expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE board_links (
  id TEXT PRIMARY KEY, label TEXT NOT NULL, link_hash BLOB NOT NULL UNIQUE, revoked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
