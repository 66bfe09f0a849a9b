-- An index over search_document.folded that finds any part of three letters or more. It keeps no copy of the words;
-- the triggers keep it true. Its rows are made by server/search/documents.ts: no SQL of either engine folds accents.
CREATE VIRTUAL TABLE `search_index` USING fts5(`folded`, content='search_document', content_rowid='number', tokenize='trigram case_sensitive 1');
--> statement-breakpoint
CREATE TRIGGER `search_document_inserted` AFTER INSERT ON `search_document` BEGIN
  INSERT INTO `search_index`(`rowid`, `folded`) VALUES (new.`number`, new.`folded`);
END;
--> statement-breakpoint
CREATE TRIGGER `search_document_deleted` AFTER DELETE ON `search_document` BEGIN
  INSERT INTO `search_index`(`search_index`, `rowid`, `folded`) VALUES ('delete', old.`number`, old.`folded`);
END;
--> statement-breakpoint
CREATE TRIGGER `search_document_updated` AFTER UPDATE OF `number`, `folded` ON `search_document` BEGIN
  INSERT INTO `search_index`(`search_index`, `rowid`, `folded`) VALUES ('delete', old.`number`, old.`folded`);
  INSERT INTO `search_index`(`rowid`, `folded`) VALUES (new.`number`, new.`folded`);
END;
