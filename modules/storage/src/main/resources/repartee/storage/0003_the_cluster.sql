-- The nodes of a cluster find each other here.

ALTER TABLE node
  ADD host text, -- where its cluster port is reached; null: it is in no cluster
  ADD port int,
  ADD protocol int, -- what it speaks on the event bus
  ADD roles text[],
  ADD seen_at timestamptz; -- when it was last there to be found; beaten_at is for those who write

-- Who does not know it cannot join. Made once, by whoever comes here first.
CREATE TABLE cluster (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  secret text NOT NULL
);

INSERT INTO cluster (secret) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);
