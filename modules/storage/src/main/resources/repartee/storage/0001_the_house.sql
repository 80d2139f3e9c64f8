-- Ids come from the server, not from here: a statement can then name what it makes.

CREATE TABLE account (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  plan text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  account uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  name text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('admin', 'owner', 'agent', 'chat')),
  prefix text NOT NULL,
  hash text NOT NULL UNIQUE, -- SHA-256 of the token: whoever reads this table holds no key
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);

CREATE INDEX api_key_account ON api_key (account);

CREATE TABLE chatbot (
  id uuid PRIMARY KEY,
  account uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  settings jsonb NOT NULL,
  revision bigint NOT NULL DEFAULT 0, -- of its documents; whoever takes the next one holds the row
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX chatbot_account ON chatbot (account);

CREATE TABLE document (
  chatbot uuid NOT NULL REFERENCES chatbot ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  source text NOT NULL,
  state text NOT NULL CHECK (state IN ('ready')),
  content text NOT NULL,
  bytes bigint NOT NULL,
  passages int NOT NULL,
  embedding_model text NOT NULL,
  revision bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (chatbot, id)
);

-- A name may be longer than an index entry may be.
CREATE FUNCTION name_hash(name text) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$ SELECT sha256(convert_to(name, 'UTF8')) $$;

CREATE UNIQUE INDEX document_name ON document (chatbot, name_hash(name));
CREATE INDEX document_revision ON document (chatbot, revision);

CREATE TABLE passage (
  chatbot uuid NOT NULL,
  document uuid NOT NULL,
  index int NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  content text NOT NULL,
  metadata jsonb NOT NULL,
  embedding real[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (chatbot, document, index),
  FOREIGN KEY (chatbot, document) REFERENCES document ON DELETE CASCADE
);

CREATE UNIQUE INDEX passage_id ON passage (chatbot, id);

-- What was forgotten, for those who read on from a revision.
CREATE TABLE document_removal (
  chatbot uuid NOT NULL REFERENCES chatbot ON DELETE CASCADE,
  revision bigint NOT NULL,
  document uuid NOT NULL,
  PRIMARY KEY (chatbot, revision)
);

CREATE TABLE conversation (
  uid uuid PRIMARY KEY,
  chatbot uuid NOT NULL REFERENCES chatbot ON DELETE CASCADE,
  client_id text, -- the client's own name for it
  user_id text NOT NULL,
  status text NOT NULL DEFAULT 'bot' CHECK (status IN ('bot')),
  last_seq int NOT NULL, -- who raises it holds the row until its messages are there
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (chatbot, client_id)
);

CREATE INDEX conversation_newest ON conversation (chatbot, created_at, uid);

CREATE TABLE message (
  conversation uuid NOT NULL REFERENCES conversation (uid) ON DELETE CASCADE,
  seq int NOT NULL,
  id uuid NOT NULL,
  chatbot uuid NOT NULL,
  epoch int NOT NULL,
  author_kind text NOT NULL CHECK (author_kind IN ('user', 'bot', 'agent', 'system')),
  author_id text NOT NULL,
  author_name text NOT NULL,
  content text NOT NULL,
  state text NOT NULL
    CHECK (state IN ('streaming', 'complete', 'stopped', 'interrupted', 'failed')),
  related_docs jsonb NOT NULL DEFAULT '[]',
  language text NOT NULL,
  in_reply_to uuid,
  message_key text,
  feedback_score smallint CHECK (feedback_score IN (-1, 1)),
  feedback_comment text,
  is_qa_mode boolean NOT NULL,
  system_message text NOT NULL DEFAULT '',
  failure int, -- a problem's code
  node text, -- who writes it, or wrote it
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (conversation, seq)
);

CREATE UNIQUE INDEX message_id ON message (conversation, id);
CREATE UNIQUE INDEX message_key ON message (chatbot, message_key) WHERE message_key IS NOT NULL;
CREATE INDEX message_streaming ON message (node) WHERE state = 'streaming';

-- Questions asked, by month (UTC).
CREATE TABLE usage (
  account uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  month timestamptz NOT NULL,
  turns bigint NOT NULL,
  PRIMARY KEY (account, month)
) WITH (fillfactor = 50);

CREATE TABLE node (
  name text PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT now(),
  beaten_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);

-- A conversation by either of its names: the uid goes before the client's own.
CREATE FUNCTION conversation_named(bot uuid, as_uid uuid, as_client_id text) RETURNS uuid
LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT uid FROM conversation WHERE uid = as_uid AND chatbot = bot),
    (SELECT uid FROM conversation WHERE chatbot = bot AND client_id = as_client_id))
$$;

-- Messages as they are published.
CREATE VIEW log AS
SELECT
  m.conversation, m.seq, m.id, m.chatbot, m.epoch, m.author_kind, m.author_id, m.author_name,
  m.content, m.state, m.related_docs::text AS related_docs, m.language, m.in_reply_to,
  m.feedback_score, m.feedback_comment, m.is_qa_mode, m.system_message, m.failure, m.node,
  m.created_at, m.updated_at, coalesce(c.client_id, c.uid::text) AS conversation_id
FROM message m JOIN conversation c ON c.uid = m.conversation;
