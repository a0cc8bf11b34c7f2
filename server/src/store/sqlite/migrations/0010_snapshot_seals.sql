-- What a snapshot says is sealed as a row is, so that one which was damaged or changed is not served. Those of before carry
-- no seal; each is made again from its rows.
DROP TABLE snapshots;
CREATE TABLE snapshots (
    doc BLOB PRIMARY KEY REFERENCES documents (doc),
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    body BLOB NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;
