-- A conversation's turns follow each other, people step in, and readers know whether to look again.

ALTER TABLE conversation
  DROP CONSTRAINT conversation_status_check,
  ADD CONSTRAINT conversation_status_check CHECK (status IN ('bot', 'human')),
  ADD answering uuid, -- the answer that is being written
  ADD waiting int NOT NULL DEFAULT 0, -- questions that wait until it is over
  ADD answered_seq int NOT NULL DEFAULT 0, -- where the last answer stands
  ADD freed_at timestamptz, -- when the last answer was over
  ADD epoch int NOT NULL DEFAULT 1, -- stop, takeover and adoption raise it
  ADD revision int NOT NULL DEFAULT 1, -- whatever happens raises it
  ADD held_by_id text, -- the person who has it
  ADD held_by_name text,
  ADD heard_at timestamptz, -- when that person last spoke
  -- Each turn changes the row twice, in place: there has to be room beside it, and no index, nor
  -- the condition of one, on what every turn changes.
  SET (fillfactor = 70);

ALTER TABLE message
  ADD answer uuid, -- of a question; those that are answered together share it
  ADD waits boolean NOT NULL DEFAULT false,
  ADD asked_seq int, -- of an answer: where its first question stands; null: right before it
  ADD adoptions int NOT NULL DEFAULT 0, -- how often it was begun anew
  SET (fillfactor = 85);

-- Whoever wrote these is gone, or is an older server that must not go on: what it still says is
-- refused because they are over.
UPDATE message
SET state = 'interrupted', epoch = epoch + 1, updated_at = greatest(now(), created_at)
WHERE state = 'streaming';

UPDATE message q
SET answer = a.id
FROM message a
WHERE a.author_kind = 'bot' AND q.conversation = a.conversation AND q.seq = a.seq - 1
  AND q.id = a.in_reply_to;

-- The next answer's epoch is above all that were.
UPDATE conversation c
SET answered_seq = coalesce(last_answer.seq, 0), epoch = coalesce(last_answer.epoch, 1)
FROM conversation same
LEFT JOIN LATERAL (
  SELECT m.seq, m.epoch FROM message m
  WHERE m.conversation = same.uid AND m.author_kind = 'bot'
  ORDER BY m.seq DESC LIMIT 1
) last_answer ON true
WHERE same.uid = c.uid;

CREATE INDEX conversation_waiting ON conversation (uid) WHERE waiting > 0;
CREATE INDEX conversation_held ON conversation (uid) WHERE status = 'human';
CREATE INDEX message_waiting ON message (conversation, seq) WHERE waits;

-- Of indexes that look alike, as they do while tables are empty, the youngest is taken: not the one
-- that only begins with the same column.
ALTER TABLE conversation
  DROP CONSTRAINT conversation_chatbot_client_id_key,
  ADD CONSTRAINT conversation_chatbot_client_id_key UNIQUE (chatbot, client_id);

CREATE OR REPLACE FUNCTION conversation_named(bot uuid, as_uid uuid, as_client_id text)
RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT uid FROM conversation WHERE uid = as_uid AND chatbot IS NOT DISTINCT FROM bot),
    (SELECT uid FROM conversation WHERE chatbot = bot AND client_id = as_client_id))
$$;

CREATE OR REPLACE VIEW log AS
SELECT
  m.conversation, m.seq, m.id, m.chatbot, m.epoch, m.author_kind, m.author_id, m.author_name,
  m.content, m.state, m.related_docs::text AS related_docs, m.language, m.in_reply_to,
  m.feedback_score, m.feedback_comment, m.is_qa_mode, m.system_message, m.failure, m.node,
  m.created_at, m.updated_at, coalesce(c.client_id, c.uid::text) AS conversation_id,
  m.answer, m.waits, m.asked_seq, m.adoptions
FROM message m JOIN conversation c ON c.uid = m.conversation;

-- Messages with what they answer; several questions stand in lines below each other.
CREATE VIEW log_entry AS
SELECT l.*, (
    SELECT string_agg(q.content, E'\n' ORDER BY q.seq) FROM message q
    WHERE q.conversation = l.conversation AND q.answer = l.id
      AND q.seq BETWEEN coalesce(l.asked_seq, l.seq - 1) AND l.seq - 1
  ) AS question
FROM log l;
