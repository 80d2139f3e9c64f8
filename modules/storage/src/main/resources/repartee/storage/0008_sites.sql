-- Sites that chatbots are taught, their pages, and the hosts that are asked for them.

CREATE TABLE site (
  id uuid PRIMARY KEY,
  chatbot uuid NOT NULL REFERENCES chatbot ON DELETE CASCADE,
  url text NOT NULL,
  depth int NOT NULL,
  include text[] NOT NULL,
  exclude text[] NOT NULL,
  refresh_hours int NOT NULL,
  state text NOT NULL CHECK (state IN ('crawling', 'sweeping', 'ready', 'failed', 'removing')),
  crawl int NOT NULL DEFAULT 1, -- which one it is; raised when one begins
  truncated boolean NOT NULL DEFAULT false,
  claim uuid, -- of whoever sweeps it
  held_until timestamptz NOT NULL DEFAULT '-infinity',
  created_at timestamptz NOT NULL DEFAULT now(),
  crawled_at timestamptz,
  next_at timestamptz -- of the next crawl; null: none
);

CREATE UNIQUE INDEX site_url ON site (chatbot, name_hash(url));
CREATE INDEX site_due ON site (next_at) WHERE state IN ('ready', 'failed');
CREATE INDEX site_sweep ON site (held_until) WHERE state IN ('sweeping', 'removing');

CREATE TABLE site_page (
  site uuid NOT NULL REFERENCES site ON DELETE CASCADE,
  id uuid NOT NULL,
  url text NOT NULL,
  host text NOT NULL GENERATED ALWAYS AS (split_part(url, '/', 3)) STORED,
  depth int NOT NULL,
  state text NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'taught', 'read', 'refused', 'gone', 'failed')),
  crawl int NOT NULL, -- the last one that has found it
  tries int NOT NULL DEFAULT 0, -- in this crawl
  failed_crawls int NOT NULL DEFAULT 0, -- in a row
  sentence text NOT NULL DEFAULT '',
  etag text,
  last_modified text,
  hash text,
  document uuid, -- may be gone: whoever forgets a document need not know of sites
  links text[] NOT NULL DEFAULT '{}',
  next_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (site, id)
);

CREATE UNIQUE INDEX site_page_url ON site_page (site, name_hash(url));
CREATE INDEX site_page_due ON site_page (host, next_at) WHERE state = 'waiting';
CREATE INDEX site_page_waiting ON site_page (site) WHERE state = 'waiting';
CREATE INDEX site_page_document ON site_page (document) WHERE document IS NOT NULL;

-- Who holds a host's row asks it, alone, for pages of whichever site.
CREATE TABLE site_host (
  name text PRIMARY KEY,
  claim uuid,
  held_until timestamptz NOT NULL DEFAULT '-infinity',
  next_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX site_host_due ON site_host (next_at);
