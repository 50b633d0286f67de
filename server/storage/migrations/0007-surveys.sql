-- Drafts of the next version of the questionnaire. Nothing of a response.
CREATE TABLE questionnaire_drafts (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, based_on TEXT NOT NULL, revision INTEGER NOT NULL, document TEXT NOT NULL,
  changed_by TEXT NOT NULL, changed_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Stand-alone field surveys: apart from visits, ratings and the log.
CREATE TABLE field_surveys (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
  revision INTEGER NOT NULL,
  opens_on TEXT, closes_on TEXT,
  content TEXT NOT NULL,
  changed_by TEXT NOT NULL, changed_on TEXT NOT NULL,
  CHECK ((state = 'draft') = (opens_on IS NULL) AND (opens_on IS NULL) = (closes_on IS NULL))
) STRICT, WITHOUT ROWID;
-- Links that work once. Says that one was used, never when, nor what was answered.
CREATE TABLE field_survey_links (
  survey TEXT NOT NULL REFERENCES field_surveys (id) ON DELETE CASCADE,
  token_hash BLOB NOT NULL, used INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (survey, token_hash)
) STRICT, WITHOUT ROWID;
-- One row a form, under a random key that says nothing: no time, no address, no link. The keys are drawn anew at the close.
CREATE TABLE field_survey_answers (
  survey TEXT NOT NULL REFERENCES field_surveys (id) ON DELETE CASCADE,
  id BLOB NOT NULL, answers TEXT NOT NULL,
  PRIMARY KEY (survey, id)
) STRICT, WITHOUT ROWID;
-- Paper forms by the number printed on them, until the close mixes them with the others and drops the numbers.
CREATE TABLE field_survey_paper (
  survey TEXT NOT NULL REFERENCES field_surveys (id) ON DELETE CASCADE,
  number INTEGER NOT NULL, answers TEXT NOT NULL,
  PRIMARY KEY (survey, number)
) STRICT, WITHOUT ROWID;
