-- Who stood in for a team's coordinators, and until when. A row is never rewritten but for how it came to its end.
CREATE TABLE deputies (
    number INTEGER PRIMARY KEY,
    team BLOB NOT NULL REFERENCES teams (id),
    member BLOB NOT NULL REFERENCES members (id),
    -- The coordinator who asked for it; null from the command line.
    appointed_by BLOB REFERENCES members (id),
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    -- When it was ended before its time.
    ended INTEGER,
    -- When it was seen that nobody holds anything more because of it.
    settled INTEGER
) STRICT;
CREATE INDEX deputies_to_settle ON deputies (team, number) WHERE settled IS NULL;
