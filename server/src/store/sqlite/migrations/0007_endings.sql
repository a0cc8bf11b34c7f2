-- A token for one document lives no longer than the session that asked for it. One of before has none, and is over.
ALTER TABLE doc_tokens ADD COLUMN session BLOB REFERENCES sessions (id);
ALTER TABLE doc_tokens ADD COLUMN device BLOB REFERENCES devices (id);
UPDATE doc_tokens SET revoked = created WHERE revoked IS NULL;
CREATE INDEX doc_tokens_of_session ON doc_tokens (session);

-- Grows with everything that ends somebody's access, whichever process does it: open sockets look then.
CREATE TABLE endings (
    number INTEGER NOT NULL
) STRICT;
INSERT INTO endings (number) VALUES (0);
CREATE TRIGGER a_session_ended AFTER UPDATE OF revoked ON sessions WHEN NEW.revoked IS NOT OLD.revoked
BEGIN UPDATE endings SET number = number + 1; END;
CREATE TRIGGER a_token_ended AFTER UPDATE OF revoked ON doc_tokens WHEN NEW.revoked IS NOT OLD.revoked
BEGIN UPDATE endings SET number = number + 1; END;
CREATE TRIGGER a_member_left AFTER UPDATE OF state ON members WHEN NEW.state IS NOT OLD.state
BEGIN UPDATE endings SET number = number + 1; END;

-- What is kept of one member has a limit.
CREATE INDEX quarantine_of_member ON quarantine (member);
