-- Presence codes used up today: one row a response, by the HMAC of place and half-minute. Erased by the seal.
CREATE TABLE presence_uses (
  code BLOB NOT NULL, slot INTEGER NOT NULL, PRIMARY KEY (code, slot)
) STRICT, WITHOUT ROWID;

-- Whom reports of unofficial payment are sealed to: the newest row; an empty recipient means that nothing is asked.
CREATE TABLE inspectorate_keys (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, recipient TEXT NOT NULL, set_on TEXT NOT NULL
) STRICT;
-- One record of one size for every completed form that offered the question, answered or not, under a random id.
CREATE TABLE sealed_reports (id BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
