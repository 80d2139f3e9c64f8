-- A file that is to become a document: it waits here until there are passages of it.
CREATE TABLE file (
  chatbot uuid NOT NULL REFERENCES chatbot ON DELETE CASCADE,
  id uuid NOT NULL, -- of the document that it becomes, or replaces
  upload uuid NOT NULL UNIQUE, -- its parts stand under this name
  name text NOT NULL,
  bytes bigint NOT NULL,
  parts int NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'reading', 'embedding', 'failed')),
  progress double precision,
  failure text,
  tries int NOT NULL DEFAULT 0,
  claim uuid, -- who takes it in; what comes under another claim is refused
  claimed_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (chatbot, id)
);

CREATE UNIQUE INDEX file_name ON file (chatbot, name_hash(name));
CREATE INDEX file_to_be_read ON file (updated_at) WHERE state <> 'failed';

-- Parts come before their file does: those whose file never came go after a while.
CREATE TABLE file_part (
  upload uuid NOT NULL,
  index int NOT NULL,
  content bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (upload, index)
);

-- Most files are compressed already.
ALTER TABLE file_part ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX file_part_created ON file_part (created_at);

-- Documents as people see them: a file's state stands before what it replaces.
CREATE VIEW shown_document AS
SELECT d.chatbot, d.id, d.name, CASE WHEN f.id IS NULL THEN d.source ELSE 'file' END AS source,
  coalesce(f.state, d.state) AS state, f.progress, f.failure, d.passages,
  coalesce(f.bytes, d.bytes) AS bytes, d.created_at,
  coalesce(f.updated_at, d.updated_at) AS updated_at
FROM document d LEFT JOIN file f ON f.chatbot = d.chatbot AND f.id = d.id
UNION ALL
SELECT f.chatbot, f.id, f.name, 'file', f.state, f.progress, f.failure, 0, f.bytes,
  f.created_at, f.updated_at
FROM file f
WHERE NOT EXISTS (SELECT FROM document d WHERE d.chatbot = f.chatbot AND d.id = f.id);
