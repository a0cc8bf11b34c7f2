-- Words of somebody whose access ended, for the coordinators of the team.

CREATE TABLE escrow (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    team BLOB NOT NULL CHECK (length(team) = 16),
    doc BLOB NOT NULL REFERENCES documents (doc),
    -- Where it was written; no reference, since the server may never have made it.
    written_in BLOB NOT NULL CHECK (length(written_in) = 17),
    member BLOB NOT NULL CHECK (length(member) = 16),
    at INTEGER NOT NULL,
    written INTEGER NOT NULL,
    root TEXT NOT NULL,
    -- None once somebody dealt with it: the words are gone, that they were there is not.
    body BLOB
) STRICT;
CREATE INDEX escrow_of_team ON escrow (team, number) WHERE body IS NOT NULL;

-- The trail learns two words; its rows stay as they are.
DROP TRIGGER audit_is_not_rewritten;
DROP TRIGGER audit_is_not_shortened;
ALTER TABLE audit RENAME TO audit_before;
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    member BLOB NOT NULL CHECK (length(member) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16),
    action TEXT NOT NULL CHECK (action IN ('create', 'edit', 'command', 'server', 'hand_over', 'settle')),
    doc BLOB NOT NULL CHECK (length(doc) = 17),
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL CHECK (length(chain) = 32),
    seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;
INSERT INTO audit SELECT * FROM audit_before;
DROP TABLE audit_before;
CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
