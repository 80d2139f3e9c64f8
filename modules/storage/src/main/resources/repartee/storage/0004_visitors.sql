-- Visitors of pages, who see only what is theirs, and people at the console.

-- Who began it with a visitor's token; '': it was begun with a key. It never changes.
ALTER TABLE conversation ADD visitor text NOT NULL DEFAULT '';

CREATE INDEX conversation_of_visitor ON conversation (chatbot, visitor, created_at, uid)
  WHERE visitor <> '';

-- A visitor's names for conversations are apart from all others', or they would tell of each other.
-- The youngest of indexes that look alike is taken while tables are empty: it has to be this one.
ALTER TABLE conversation
  DROP CONSTRAINT conversation_chatbot_client_id_key,
  ADD CONSTRAINT conversation_chatbot_client_id_key UNIQUE (chatbot, client_id, visitor);

-- With a key a visitor's conversation is named by its uid.
CREATE OR REPLACE FUNCTION conversation_named(bot uuid, as_uid uuid, as_client_id text)
RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT uid FROM conversation WHERE uid = as_uid AND chatbot IS NOT DISTINCT FROM bot),
    (SELECT uid FROM conversation
     WHERE chatbot = bot AND client_id = as_client_id AND visitor = ''))
$$;

CREATE FUNCTION conversation_of_visitor(
  bot uuid, as_uid uuid, as_client_id text, whose text)
RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT uid FROM conversation
     WHERE uid = as_uid AND chatbot IS NOT DISTINCT FROM bot
       AND visitor IS NOT DISTINCT FROM whose),
    (SELECT uid FROM conversation
     WHERE chatbot = bot AND client_id = as_client_id AND visitor = whose))
$$;

CREATE OR REPLACE VIEW log AS
SELECT
  m.conversation, m.seq, m.id, m.chatbot, m.epoch, m.author_kind, m.author_id, m.author_name,
  m.content, m.state, m.related_docs::text AS related_docs, m.language, m.in_reply_to,
  m.feedback_score, m.feedback_comment, m.is_qa_mode, m.system_message, m.failure, m.node,
  m.created_at, m.updated_at,
  coalesce(CASE WHEN c.visitor = '' THEN c.client_id END, c.uid::text) AS conversation_id,
  m.answer, m.waits, m.asked_seq, m.adoptions
FROM message m JOIN conversation c ON c.uid = m.conversation;

-- Whom a site vouches for. Visitors whom nobody knows have no row.
CREATE TABLE visitor (
  chatbot uuid NOT NULL REFERENCES chatbot ON DELETE CASCADE,
  id text NOT NULL,
  name text,
  email text,
  vouched_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (chatbot, id)
);

-- Whoever knows it can be any visitor. Made once, by whoever comes here first.
CREATE TABLE signing (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  secret text NOT NULL
);

INSERT INTO signing (secret) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);

CREATE TABLE session (
  hash text PRIMARY KEY, -- SHA-256 of the token: whoever reads this table holds no session
  key uuid NOT NULL REFERENCES api_key ON DELETE CASCADE,
  lasts_ms int NOT NULL, -- when nobody uses it
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX session_key ON session (key);
CREATE INDEX session_expired ON session (expires_at);
