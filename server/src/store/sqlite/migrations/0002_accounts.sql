-- Who there is. Tokens and passwords are kept as hashes only.

CREATE TABLE organisations (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL UNIQUE,
    tie TEXT NOT NULL CHECK (tie IN ('member', 'partner'))
) STRICT;

CREATE TABLE teams (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL UNIQUE,
    phone TEXT NOT NULL
) STRICT;

-- A CBS code means another area in another year.
CREATE TABLE neighbourhoods (
    code TEXT NOT NULL,
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    team BLOB NOT NULL REFERENCES teams (id),
    PRIMARY KEY (code, year)
) STRICT;
CREATE INDEX neighbourhoods_of_team ON neighbourhoods (team);

CREATE TABLE streets (
    code TEXT NOT NULL,
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (code, year, name),
    FOREIGN KEY (code, year) REFERENCES neighbourhoods (code, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    team BLOB NOT NULL REFERENCES teams (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    username TEXT NOT NULL UNIQUE,
    organisation BLOB REFERENCES organisations (id),
    discipline TEXT NOT NULL,
    password TEXT,
    state TEXT NOT NULL CHECK (state IN ('active', 'deactivated')),
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX members_of_team ON members (team, id);

-- One installation belongs to one member for good: a batch number counts per device.
CREATE TABLE devices (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    member BLOB NOT NULL REFERENCES members (id),
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    revoked INTEGER
) STRICT;
CREATE INDEX devices_of_member ON devices (member);

CREATE TABLE sessions (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    member BLOB NOT NULL REFERENCES members (id),
    device BLOB REFERENCES devices (id),
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    revoked INTEGER
) STRICT;
CREATE INDEX sessions_of_member ON sessions (member);
CREATE INDEX sessions_of_device ON sessions (device);

CREATE TABLE login_attempts (
    username TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_failed INTEGER NOT NULL
) STRICT;
CREATE INDEX login_attempts_by_age ON login_attempts (last_failed);

CREATE TABLE doc_tokens (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    doc BLOB NOT NULL REFERENCES documents (doc),
    member BLOB NOT NULL REFERENCES members (id),
    access TEXT NOT NULL CHECK (access IN ('read', 'write')),
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER
) STRICT;
CREATE INDEX doc_tokens_of_member ON doc_tokens (member, doc);
