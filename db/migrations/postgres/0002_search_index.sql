-- An index over search_document.folded that finds any part of three letters or more. Its rows are made by
-- server/search/documents.ts: no SQL of either engine folds accents.
--
-- The extension belongs into `public`, which is in the search_path of every workspace: in the schema of the first
-- workspace that comes along, no other could use it, and removing that example would take it away. Where it is
-- elsewhere already, it is used from there. A server or a user that cannot have it gets no index and the same answers.
DO $$
DECLARE
  place text;
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
  EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'pg_trgm could not be created: %', SQLERRM;
  END;
  SELECT quote_ident(n.nspname) INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
  IF place IS NOT NULL THEN
    EXECUTE format('CREATE INDEX search_document_folded ON search_document USING gin (folded %s.gin_trgm_ops)', place);
  END IF;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'Search has no index here: %', SQLERRM;
END $$;
