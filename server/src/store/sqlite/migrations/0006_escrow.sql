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
