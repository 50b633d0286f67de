-- Drafts of the next version of the questionnaire. Nothing of a response.
CREATE TABLE questionnaire_drafts (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, based_on TEXT NOT NULL, revision INTEGER NOT NULL, document TEXT NOT NULL,
  changed_by TEXT NOT NULL, changed_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
