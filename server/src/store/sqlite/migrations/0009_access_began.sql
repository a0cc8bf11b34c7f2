-- Where a document's history stood when its reader's access began, or began again: what was written before it, while they
-- were out, is not theirs to read row by row. Of what was given before this step nothing is known: from the beginning.
ALTER TABLE grants ADD COLUMN began INTEGER NOT NULL DEFAULT 0;
