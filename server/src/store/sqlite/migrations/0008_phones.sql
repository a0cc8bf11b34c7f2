-- Where somebody may be called. Shown to whoever looks at the name of a reporter who said that they may be.
ALTER TABLE members ADD COLUMN phone TEXT NOT NULL DEFAULT '';
