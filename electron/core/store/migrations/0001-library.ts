import type { Migration } from '../migrate.ts'

/** Projects, prompts, variants, eval sets, settings, models and providers. Times are ISO 8601, JSON is text. */
export const migration0001: Migration = {
  id: 1,
  name: 'library',
  // The application id spells PTHY; by it openStore knows its own files.
  sql: `
PRAGMA application_id = 1347700825;

CREATE TABLE project (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  is_sample INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
  archived_at TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE prompt (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  archived_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX prompt_by_project ON prompt (project_id, id);

CREATE TABLE variant (
  id TEXT PRIMARY KEY,
  prompt_id TEXT NOT NULL REFERENCES prompt (id),
  letter TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  parent_id TEXT REFERENCES variant (id),
  origin TEXT NOT NULL,
  note TEXT NOT NULL,
  is_frozen INTEGER NOT NULL CHECK (is_frozen IN (0, 1)),
  superseded_by_id TEXT REFERENCES variant (id),
  archived_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (prompt_id, letter, revision)
) STRICT;

CREATE TABLE eval_set (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  variable_names TEXT NOT NULL,
  case_count INTEGER NOT NULL CHECK (case_count >= 0),
  assertions TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  archived_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX eval_set_by_project ON eval_set (project_id, id);

CREATE TABLE eval_case (
  id TEXT PRIMARY KEY,
  eval_set_id TEXT NOT NULL REFERENCES eval_set (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  variables TEXT NOT NULL,
  expected TEXT,
  tags TEXT NOT NULL,
  weight REAL NOT NULL,
  sha256 TEXT NOT NULL,
  removed_at TEXT,
  UNIQUE (eval_set_id, position)
) STRICT;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE model (
  id TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('user', 'discovered')),
  provider_id TEXT NOT NULL,
  content TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (id, origin)
) STRICT;

CREATE TABLE provider (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  base_url TEXT,
  needs_key INTEGER NOT NULL CHECK (needs_key IN (0, 1)),
  max_concurrency INTEGER NOT NULL CHECK (max_concurrency >= 1),
  updated_at TEXT NOT NULL
) STRICT;
`,
}
