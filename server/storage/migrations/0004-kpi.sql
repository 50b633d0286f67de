-- From evidence to KPI sheets: policies, positions, entered figures, closed periods, disputes, and the ledger entries that
-- people decided by day and the next seal takes in. Nothing here is about a citizen.

-- Entries waiting for the next seal, canonical JSON. What they say takes effect when they are in the ledger, not before.
CREATE TABLE pending_entries (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, leaf_hash BLOB NOT NULL UNIQUE, entry TEXT NOT NULL
) STRICT;

CREATE TABLE kpi_policies (
  number INTEGER PRIMARY KEY,
  document TEXT NOT NULL, hash TEXT NOT NULL, effective TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'active', 'rejected')),
  proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL,
  decided_by TEXT, decided_at INTEGER,
  CHECK (state = 'proposed' OR decided_by IS NOT NULL),
  CHECK (state <> 'active' OR decided_by <> proposed_by)
) STRICT;

-- Weights that a manager moved within the policy's bounds. Never changed: a later one takes an earlier one's place.
CREATE TABLE kpi_positions (
  number INTEGER PRIMARY KEY, effective TEXT NOT NULL, document TEXT NOT NULL,
  entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL
) STRICT;

-- Figures that people and other systems entered; a correction is another revision with a reason.
CREATE TABLE kpi_figures (
  officer TEXT NOT NULL REFERENCES officers (code), month TEXT NOT NULL, unit TEXT NOT NULL, revision INTEGER NOT NULL,
  body TEXT NOT NULL, entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL, reason TEXT NOT NULL,
  CHECK (revision = 0 OR reason <> ''),
  PRIMARY KEY (officer, month, unit, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX kpi_figures_month ON kpi_figures (month);
CREATE TRIGGER kpi_figures_no_update BEFORE UPDATE ON kpi_figures BEGIN SELECT RAISE(ABORT, 'entered figures are append-only'); END;
CREATE TRIGGER kpi_figures_no_delete BEFORE DELETE ON kpi_figures BEGIN SELECT RAISE(ABORT, 'entered figures are append-only'); END;

-- Closed periods. closed: by one person; confirmed: by another, waiting for the seal; final: in the ledger, for good.
-- officers is null for a whole table, else the JSON list of those whose sheets this version replaces.
CREATE TABLE kpi_closes (
  period TEXT NOT NULL, version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('closed', 'confirmed', 'final')),
  provisional INTEGER NOT NULL, officers TEXT,
  policy INTEGER NOT NULL REFERENCES kpi_policies (number),
  tree_size INTEGER NOT NULL, withheld INTEGER NOT NULL,
  -- The published table as hashed (canonical JSON), and what its sheets were computed from.
  table_bytes TEXT NOT NULL, table_hash TEXT NOT NULL, figures TEXT NOT NULL,
  reason TEXT NOT NULL,
  closed_by TEXT NOT NULL, closed_at INTEGER NOT NULL,
  confirmed_by TEXT, confirmed_at INTEGER,
  leaf_hash BLOB, final_day TEXT,
  CHECK (state = 'closed' OR (confirmed_by IS NOT NULL AND confirmed_by <> closed_by AND leaf_hash IS NOT NULL)),
  CHECK (state <> 'final' OR final_day IS NOT NULL),
  PRIMARY KEY (period, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX kpi_closes_open ON kpi_closes (period) WHERE state <> 'final';
CREATE TRIGGER kpi_closes_final BEFORE UPDATE ON kpi_closes WHEN old.state = 'final'
BEGIN SELECT RAISE(ABORT, 'a final version never changes'); END;
CREATE TRIGGER kpi_closes_kept BEFORE DELETE ON kpi_closes WHEN old.state = 'final'
BEGIN SELECT RAISE(ABORT, 'a final version never goes'); END;

-- Petitions of officers. open -> proposed (by one person) -> decided (by another) -> logged (by the seal) -> settled
-- (versions of closed periods made). A proposal that the second person does not share goes back to open.
CREATE TABLE kpi_disputes (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE,
  officer TEXT NOT NULL REFERENCES officers (code),
  petition TEXT NOT NULL, filed_by TEXT NOT NULL, filed_at INTEGER NOT NULL, decide_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'proposed', 'decided', 'logged', 'settled')),
  proposal TEXT, proposed_by TEXT, proposed_at INTEGER, approved_by TEXT, approved_at INTEGER, logged_day TEXT,
  CHECK (state = 'open' OR (proposal IS NOT NULL AND proposed_by IS NOT NULL)),
  CHECK (state IN ('open', 'proposed') OR (approved_by IS NOT NULL AND approved_by <> proposed_by))
) STRICT, WITHOUT ROWID;
CREATE INDEX kpi_disputes_officer ON kpi_disputes (officer);

-- Answers of two persons where a policy holds an officer's level back until somebody decides.
CREATE TABLE kpi_holds (
  number INTEGER PRIMARY KEY, officer TEXT NOT NULL REFERENCES officers (code), period TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('count', 'leave-out')), reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'decided', 'rejected')),
  proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL, decided_by TEXT, decided_at INTEGER,
  CHECK (state = 'proposed' OR decided_by IS NOT NULL),
  CHECK (state <> 'decided' OR decided_by <> proposed_by)
) STRICT;
CREATE UNIQUE INDEX kpi_holds_one ON kpi_holds (officer, period) WHERE state <> 'rejected';
