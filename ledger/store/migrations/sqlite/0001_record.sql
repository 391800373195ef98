-- The record. Its position is the rowid: without AUTOINCREMENT and without deletions it is gapless.
CREATE TABLE stored_events (
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (originator_id, originator_version)
);

CREATE VIEW record AS
SELECT rowid AS position, originator_id, originator_version, topic, state FROM stored_events;

CREATE TABLE commands (
    command_id TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE names (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    stream TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;

CREATE TABLE disclosures (
    digest TEXT NOT NULL PRIMARY KEY,
    author TEXT,
    thing TEXT NOT NULL CHECK (thing <> ''),
    salt TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL
);

CREATE INDEX disclosures_author ON disclosures (author);
CREATE INDEX disclosures_thing ON disclosures (thing);

-- The generation of the read models in use.
CREATE TABLE read_generation (
    one INTEGER NOT NULL PRIMARY KEY DEFAULT 1 CHECK (one = 1),
    number INTEGER NOT NULL
);

INSERT INTO read_generation (number) VALUES (1);

-- Nothing that was written is changed. REPLACE deletes without a DELETE trigger, so inserting over a row is refused too.
CREATE TRIGGER stored_events_update BEFORE UPDATE ON stored_events
BEGIN SELECT RAISE(ABORT, 'The record is append-only: UPDATE of stored_events is refused.'); END;

CREATE TRIGGER stored_events_delete BEFORE DELETE ON stored_events
BEGIN SELECT RAISE(ABORT, 'The record is append-only: DELETE from stored_events is refused.'); END;

CREATE TRIGGER stored_events_replace BEFORE INSERT ON stored_events
WHEN EXISTS (
    SELECT 1 FROM stored_events
    WHERE originator_id = NEW.originator_id AND originator_version = NEW.originator_version
) OR EXISTS (SELECT 1 FROM stored_events WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'The record is append-only: this version of the stream is on record.'); END;

CREATE TRIGGER stored_events_gap AFTER INSERT ON stored_events
WHEN NEW.rowid <> 1 AND NOT EXISTS (SELECT 1 FROM stored_events WHERE rowid = NEW.rowid - 1)
BEGIN SELECT RAISE(ABORT, 'Positions are gapless: the one before is not on record.'); END;

CREATE TRIGGER commands_update BEFORE UPDATE ON commands
BEGIN SELECT RAISE(ABORT, 'The record is append-only: UPDATE of commands is refused.'); END;

CREATE TRIGGER commands_delete BEFORE DELETE ON commands
BEGIN SELECT RAISE(ABORT, 'The record is append-only: DELETE from commands is refused.'); END;

CREATE TRIGGER commands_replace BEFORE INSERT ON commands
WHEN EXISTS (SELECT 1 FROM commands WHERE command_id = NEW.command_id)
BEGIN SELECT RAISE(ABORT, 'The record is append-only: this command is on record.'); END;

CREATE TRIGGER names_update BEFORE UPDATE ON names
BEGIN SELECT RAISE(ABORT, 'The record is append-only: UPDATE of names is refused.'); END;

CREATE TRIGGER names_delete BEFORE DELETE ON names
BEGIN SELECT RAISE(ABORT, 'The record is append-only: DELETE from names is refused.'); END;

CREATE TRIGGER names_replace BEFORE INSERT ON names
WHEN EXISTS (SELECT 1 FROM names WHERE kind = NEW.kind AND name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'The record is append-only: this name is taken.'); END;

CREATE TRIGGER form_update BEFORE UPDATE ON form
BEGIN SELECT RAISE(ABORT, 'The record is append-only: UPDATE of form is refused.'); END;

CREATE TRIGGER form_delete BEFORE DELETE ON form
BEGIN SELECT RAISE(ABORT, 'The record is append-only: DELETE from form is refused.'); END;

-- Disclosures are deleted by erasure, and never changed.
CREATE TRIGGER disclosures_update BEFORE UPDATE ON disclosures
BEGIN SELECT RAISE(ABORT, 'A disclosure is never changed: UPDATE of disclosures is refused.'); END;

CREATE TRIGGER disclosures_replace BEFORE INSERT ON disclosures
WHEN EXISTS (SELECT 1 FROM disclosures WHERE digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'A disclosure is never changed: this digest is in use.'); END;
