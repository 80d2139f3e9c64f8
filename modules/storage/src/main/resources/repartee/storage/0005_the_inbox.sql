-- What people at the console see and keep: who waits for them, notes, saved replies, figures.

ALTER TABLE conversation
  ADD unanswered boolean NOT NULL DEFAULT false, -- a user's last words have had no answer
  ADD done boolean NOT NULL DEFAULT false, -- somebody says so; the user's next words open it again
  ADD read_seq int NOT NULL DEFAULT 0; -- how far the account's people have read

-- An answer that found nothing in the documents is none, nor is one that broke off by itself.
UPDATE conversation c
SET read_seq = c.last_seq,
  unanswered = (
    SELECT m.author_kind = 'user' AND c.status = 'human'
      OR m.author_kind = 'bot' AND (
        m.state IN ('failed', 'interrupted') OR m.state = 'complete' AND m.related_docs = '[]')
    FROM message m WHERE m.conversation = c.uid AND m.seq = c.last_seq) IS TRUE;

-- The one place that says what an inbox shows a conversation as. Most turns change neither column,
-- so they still change the row in place: an index of updated_at itself would forbid that.
ALTER TABLE conversation
  ADD state text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN done THEN 'done' WHEN unanswered THEN 'waiting' ELSE status END) STORED,
  ADD active_hour timestamptz NOT NULL GENERATED ALWAYS AS (
    date_bin('1 hour', updated_at, timestamptz '2000-01-01 00:00:00+00')) STORED;

CREATE INDEX conversation_active ON conversation (chatbot, state, active_hour);

-- The youngest of indexes that look alike is taken while tables are empty: it has to be this one.
ALTER TABLE conversation
  DROP CONSTRAINT conversation_chatbot_client_id_key,
  ADD CONSTRAINT conversation_chatbot_client_id_key UNIQUE (chatbot, client_id, visitor);

-- How long an answer's first words took, by the clock of who wrote it.
ALTER TABLE message ADD first_text_ms int;

-- A person took it from the bot.
CREATE TABLE takeover (
  conversation uuid NOT NULL REFERENCES conversation (uid) ON DELETE CASCADE,
  taken_at timestamptz NOT NULL DEFAULT now(),
  by_id text NOT NULL,
  PRIMARY KEY (conversation, taken_at)
);

-- What people of an account tell each other about a conversation. It is no part of the log.
CREATE TABLE note (
  conversation uuid NOT NULL REFERENCES conversation (uid) ON DELETE CASCADE,
  id uuid NOT NULL,
  author_name text NOT NULL,
  content text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (conversation, id)
);

-- What people of an account say often.
CREATE TABLE saved_reply (
  account uuid NOT NULL REFERENCES account ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  content text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account, id)
);
