-- The transparency log over the ledger. Tiles are derived from ledger.leaf_hash and can be rebuilt; checkpoints are what
-- the log has said to the world and are never changed or forgotten.

-- Hash tiles of C2SP tlog-tiles; the last one of a level grows until it holds 256 hashes.
CREATE TABLE log_tiles (
  level INTEGER NOT NULL, tile_index INTEGER NOT NULL, hashes BLOB NOT NULL,
  PRIMARY KEY (level, tile_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_checkpoints (
  number INTEGER PRIMARY KEY,
  origin TEXT NOT NULL, tree_size INTEGER NOT NULL,
  -- The signed note without the cosignatures of witnesses.
  note TEXT NOT NULL
) STRICT;
CREATE TRIGGER log_checkpoints_no_update BEFORE UPDATE ON log_checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER log_checkpoints_no_delete BEFORE DELETE ON log_checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;

-- Witnesses whose cosignatures the checkpoint carries, and what they signed last of each checkpoint.
CREATE TABLE log_witnesses (verifier_key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE log_cosignatures (
  checkpoint INTEGER NOT NULL REFERENCES log_checkpoints (number),
  verifier_key TEXT NOT NULL REFERENCES log_witnesses (verifier_key),
  line TEXT NOT NULL,
  PRIMARY KEY (checkpoint, verifier_key)
) STRICT, WITHOUT ROWID;
