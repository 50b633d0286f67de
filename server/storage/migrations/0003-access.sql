-- Who read or changed what, for ever. Nothing of a citizen's rating is recorded here: a row has a minute, and a minute
-- beside a rating would join the two.
CREATE TABLE audit_trail (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  -- user:NAME | key:LABEL | device:ID | link:ID | system | cli
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT
) STRICT;
CREATE INDEX audit_actor ON audit_trail (actor, number);
CREATE INDEX audit_action ON audit_trail (action, number);
CREATE INDEX audit_at ON audit_trail (at);
CREATE TRIGGER audit_trail_no_update BEFORE UPDATE ON audit_trail BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_trail_no_delete BEFORE DELETE ON audit_trail BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

-- Spare codes for when the telephone is lost; each goes when it is used. MACs under a key outside this file.
CREATE TABLE recovery_codes (
  user_name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
  code_mac BLOB NOT NULL,
  PRIMARY KEY (user_name, code_mac)
) STRICT, WITHOUT ROWID;

-- Links by which a person chooses a password: good once, and not for long. One a person.
CREATE TABLE password_links (
  user_name TEXT PRIMARY KEY REFERENCES users (name) ON DELETE CASCADE,
  link_hash BLOB NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
