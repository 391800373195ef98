-- The record. Positions are given under the write lock, never from a sequence: a sequence leaves gaps.
CREATE TABLE stored_events (
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigint NOT NULL,
    PRIMARY KEY (originator_id, originator_version)
);

CREATE UNIQUE INDEX stored_events_notification_id_idx ON stored_events (notification_id);

CREATE VIEW record AS
SELECT notification_id AS position, originator_id, originator_version, topic, state FROM stored_events;

CREATE TABLE commands (
    command_id text NOT NULL PRIMARY KEY,
    position bigint NOT NULL
);

CREATE TABLE names (
    kind text NOT NULL,
    name text NOT NULL,
    stream uuid NOT NULL,
    PRIMARY KEY (kind, name)
);

CREATE TABLE disclosures (
    digest text NOT NULL PRIMARY KEY,
    author text,
    thing text NOT NULL CHECK (thing <> ''),
    salt text NOT NULL,
    field text NOT NULL,
    value text NOT NULL
);

CREATE INDEX disclosures_author ON disclosures (author);
CREATE INDEX disclosures_thing ON disclosures (thing);

-- The planner's statistics hold samples of a column, and would keep words that were erased.
ALTER TABLE disclosures ALTER COLUMN value SET STATISTICS 0, ALTER COLUMN salt SET STATISTICS 0;

-- The generation of the read models in use.
CREATE TABLE read_generation (
    one integer NOT NULL PRIMARY KEY DEFAULT 1 CHECK (one = 1),
    number bigint NOT NULL
);

INSERT INTO read_generation (number) VALUES (1);

-- The one write lock, held to the end of the transaction. With the owner's rights, because PostgreSQL lets only those
-- lock a table against writers who may also change it, and the ledger's role should not.
CREATE FUNCTION lock_record() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$ BEGIN LOCK TABLE stored_events IN EXCLUSIVE MODE; END $$;

REVOKE EXECUTE ON FUNCTION lock_record() FROM PUBLIC;

-- Nothing that was written is changed.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'The record is append-only: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stored_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commands
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON names
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON form
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Disclosures are deleted by erasure, one by one, and never changed.
CREATE TRIGGER never_changed BEFORE UPDATE OR TRUNCATE ON disclosures
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Also for a session that replays another server's changes.
ALTER TABLE stored_events ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE commands ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE names ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE form ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE disclosures ENABLE ALWAYS TRIGGER never_changed;

REVOKE UPDATE, DELETE, TRUNCATE ON stored_events, commands, names, form FROM PUBLIC;
REVOKE UPDATE, TRUNCATE ON disclosures FROM PUBLIC;

-- The owner of these tables could still drop the triggers. An operator who wants the server to stand in the way as well
-- lets one role run `ledger migrate` and another one, without its rights, the ledger:
--
--   GRANT USAGE ON SCHEMA public TO ledger_writer;
--   GRANT SELECT, INSERT ON stored_events, commands, names TO ledger_writer;
--   GRANT SELECT, INSERT, DELETE ON disclosures TO ledger_writer;
--   GRANT SELECT, UPDATE ON read_generation TO ledger_writer;
--   GRANT SELECT ON record, form TO ledger_writer;
--   GRANT EXECUTE ON FUNCTION lock_record() TO ledger_writer;
--
-- `MAINTAIN ON disclosures` (PostgreSQL 17) lets that role also clear the files after an erasure; before, the owner does.
