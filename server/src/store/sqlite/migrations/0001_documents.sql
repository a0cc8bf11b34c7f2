-- Documents, what each member may open, and what was committed for whom. Ids are 16 bytes; a document is its kind's
-- number and its id, 17 bytes, so that the order of the bytes is the order of the ids.

CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('live', 'demonstration')),
    -- The last number that was given in the change log.
    change INTEGER NOT NULL,
    -- What the seal key makes of a constant: tells the wrong key file at once.
    key_check BLOB NOT NULL CHECK (length(key_check) = 32)
) STRICT;

CREATE TABLE documents (
    doc BLOB PRIMARY KEY CHECK (length(doc) = 17),
    team BLOB NOT NULL CHECK (length(team) = 16),
    parent BLOB REFERENCES documents (doc),
    schema INTEGER NOT NULL,
    created_by BLOB NOT NULL CHECK (length(created_by) = 16),
    created_at INTEGER NOT NULL,
    head INTEGER NOT NULL,
    chain BLOB NOT NULL CHECK (length(chain) = 32)
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_of_team ON documents (team, doc);

CREATE TABLE history (
    doc BLOB NOT NULL REFERENCES documents (doc),
    seq INTEGER NOT NULL CHECK (seq > 0),
    member BLOB NOT NULL CHECK (length(member) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16),
    at INTEGER NOT NULL,
    body BLOB NOT NULL,
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    PRIMARY KEY (doc, seq)
) STRICT;

CREATE TABLE snapshots (
    doc BLOB PRIMARY KEY REFERENCES documents (doc),
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    body BLOB NOT NULL
) STRICT;

CREATE TABLE bindings (
    doc BLOB NOT NULL REFERENCES documents (doc),
    client INTEGER NOT NULL,
    member BLOB NOT NULL CHECK (length(member) = 16),
    device BLOB CHECK (length(device) = 16),
    PRIMARY KEY (doc, client)
) STRICT, WITHOUT ROWID;

-- Also the change log of each member: a row's number grows with whatever its member must hear of.
CREATE TABLE grants (
    doc BLOB NOT NULL REFERENCES documents (doc),
    member BLOB NOT NULL CHECK (length(member) = 16),
    access TEXT NOT NULL CHECK (access IN ('read', 'write')),
    state TEXT NOT NULL CHECK (state IN ('granted', 'ended')),
    change INTEGER NOT NULL,
    PRIMARY KEY (doc, member)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX changes_of_member ON grants (member, change);
CREATE INDEX documents_of_member ON grants (member, doc) WHERE state = 'granted';

CREATE TABLE batches (
    device BLOB NOT NULL CHECK (length(device) = 16),
    batch INTEGER NOT NULL,
    doc BLOB NOT NULL CHECK (length(doc) = 17),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    at INTEGER NOT NULL,
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    PRIMARY KEY (device, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE commands (
    command BLOB PRIMARY KEY CHECK (length(command) = 16),
    doc BLOB NOT NULL CHECK (length(doc) = 17),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    at INTEGER NOT NULL,
    seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE parts (
    doc BLOB NOT NULL REFERENCES documents (doc),
    key BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (doc, key)
) STRICT;

-- No reference to documents: bytes are refused for documents that do not exist, too.
CREATE TABLE quarantine (
    number INTEGER PRIMARY KEY,
    doc BLOB NOT NULL CHECK (length(doc) = 17),
    member BLOB NOT NULL CHECK (length(member) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16),
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    body BLOB NOT NULL
) STRICT;
-- The same bytes offered again and again fill no disk.
CREATE UNIQUE INDEX quarantined_once ON quarantine (doc, device, reason, hash);

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    member BLOB NOT NULL CHECK (length(member) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16),
    action TEXT NOT NULL CHECK (action IN ('create', 'edit', 'command', 'server')),
    doc BLOB NOT NULL CHECK (length(doc) = 17),
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;
CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

-- What a probe writes and takes away again.
CREATE TABLE probe (
    number INTEGER PRIMARY KEY,
    filler BLOB NOT NULL
) STRICT;
