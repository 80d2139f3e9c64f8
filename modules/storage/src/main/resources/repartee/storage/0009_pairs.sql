-- A question that people have answered themselves is a document whose passages are the ways to ask it. A pair and a
-- text may have the same name.
DROP INDEX document_name;
CREATE UNIQUE INDEX document_name ON document (chatbot, (source = 'pair'), name_hash(name));

CREATE OR REPLACE VIEW shown_document AS
SELECT d.chatbot, d.id, d.name, CASE WHEN f.id IS NULL THEN d.source ELSE 'file' END AS source,
  coalesce(f.state, d.state) AS state, f.progress, f.failure, d.passages,
  coalesce(f.bytes, d.bytes) AS bytes, d.created_at,
  coalesce(f.updated_at, d.updated_at) AS updated_at
FROM document d LEFT JOIN file f ON f.chatbot = d.chatbot AND f.id = d.id
WHERE d.source <> 'pair'
UNION ALL
SELECT f.chatbot, f.id, f.name, 'file', f.state, f.progress, f.failure, 0, f.bytes,
  f.created_at, f.updated_at
FROM file f
WHERE NOT EXISTS (SELECT FROM document d WHERE d.chatbot = f.chatbot AND d.id = f.id);

CREATE VIEW pair AS
SELECT d.chatbot, d.id, d.name AS question, d.content AS answer, d.created_at, d.updated_at,
  ARRAY(SELECT p.metadata ->> 'question' FROM passage p
    WHERE p.chatbot = d.chatbot AND p.document = d.id AND p.index > 0
    ORDER BY p.index) AS variants
FROM document d WHERE d.source = 'pair';
