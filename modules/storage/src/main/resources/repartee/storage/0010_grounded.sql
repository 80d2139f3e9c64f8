-- What became of checking an answer against its passages; null where nobody has checked.
ALTER TABLE message ADD grounded text CHECK (grounded IN ('true', 'partly', 'false'));

DROP VIEW log_entry;

CREATE OR REPLACE VIEW log AS
SELECT
  m.conversation, m.seq, m.id, m.chatbot, m.epoch, m.author_kind, m.author_id, m.author_name,
  m.content, m.state, m.related_docs::text AS related_docs, m.language, m.in_reply_to,
  m.feedback_score, m.feedback_comment, m.is_qa_mode, m.system_message, m.failure, m.node,
  m.created_at, m.updated_at,
  coalesce(CASE WHEN c.visitor = '' THEN c.client_id END, c.uid::text) AS conversation_id,
  m.answer, m.waits, m.asked_seq, m.adoptions, m.grounded
FROM message m JOIN conversation c ON c.uid = m.conversation;

CREATE VIEW log_entry AS
SELECT l.*, (
    SELECT string_agg(q.content, E'\n' ORDER BY q.seq) FROM message q
    WHERE q.conversation = l.conversation AND q.answer = l.id
      AND q.seq BETWEEN coalesce(l.asked_seq, l.seq - 1) AND l.seq - 1
  ) AS question
FROM log l;
