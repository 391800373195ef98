"""The record in a PostgreSQL database.

Only this module, `postgres_connections` and `postgres_form` import the driver, which is an extra.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import psycopg
from eventsourcing.persistence import (
    ApplicationRecorder,
    InfrastructureFactory,
    InterfaceError,
    OperationalError,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from eventsourcing.utils import Environment, EnvType, retry
from psycopg.rows import tuple_row

from ledger.store.database import Database
from ledger.store.disclosures import Disclosure
from ledger.store.faults import translated
from ledger.store.postgres_connections import PostgresConnections, PostgresWriter
from ledger.store.record import CommandRow, NameRow, Record

INSERT_EVENTS = b"""
    INSERT INTO stored_events (originator_id, originator_version, topic, state, notification_id)
    SELECT id, version, topic, state, (SELECT coalesce(max(notification_id), 0) FROM stored_events) + number
    FROM unnest(%b::uuid[], %b::bigint[], %b::text[], %b::bytea[])
        WITH ORDINALITY AS event (id, version, topic, state, number)
    RETURNING notification_id
"""
INSERT_COMMANDS = b"INSERT INTO commands (command_id, position) SELECT * FROM unnest(%b::text[], %b::bigint[])"
INSERT_NAMES = b"INSERT INTO names (kind, name, stream) SELECT * FROM unnest(%b::text[], %b::text[], %b::uuid[])"
INSERT_DISCLOSURES = b"""
    INSERT INTO disclosures (digest, author, thing, salt, field, value)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
"""
FILE_OF_DISCLOSURES = "SELECT pg_relation_filenode('disclosures')"


class PostgresRecord(Record, PostgresApplicationRecorder):
    """The record in a PostgreSQL database."""

    datastore: PostgresConnections

    def __init__(self, datastore: PostgresConnections, *, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name=events_table_name)
        self._writer: PostgresWriter = datastore.writer

    def forget(self) -> bool:
        self._writer.require_none("What was deleted can be forgotten after its transaction was committed.")
        with self.datastore.connect() as connection:
            before = connection.execute(FILE_OF_DISCLOSURES).fetchone()
            try:
                connection.execute("SET default_transaction_read_only = off")
                connection.execute("VACUUM (FULL) disclosures")
            except psycopg.errors.LockNotAvailable:
                return False
            # Without the privilege the server warns and does nothing.
            return before != connection.execute(FILE_OF_DISCLOSURES).fetchone()

    def close(self) -> None:
        self.datastore.close()

    def _insert(
        self,
        events: Sequence[StoredEvent],
        disclosures: Sequence[Disclosure],
        commands: Sequence[CommandRow],
        names: Sequence[NameRow],
    ) -> list[int]:
        cursor = self._writer.connection.cursor(row_factory=tuple_row, binary=True)
        try:
            positions = self._insert_rows(cursor, events)
            if commands:
                cursor.execute(INSERT_COMMANDS, _columns(commands))
            if names:
                cursor.execute(INSERT_NAMES, _columns(names))
            if disclosures:
                rows = [(d.digest, d.author, d.thing, d.salt, d.field, d.value_json) for d in disclosures]
                cursor.execute(INSERT_DISCLOSURES, _columns(rows))
        except psycopg.Error as error:
            raise translated(error) from error
        return positions

    def _insert_rows(self, cursor: psycopg.Cursor[tuple[Any, ...]], events: Sequence[StoredEvent]) -> list[int]:
        if not events:
            return []
        columns = (
            [event.originator_id for event in events],
            [event.originator_version for event in events],
            [event.topic for event in events],
            [event.state for event in events],
        )
        return sorted(row[0] for row in cursor.execute(INSERT_EVENTS, columns).fetchall())

    @retry((InterfaceError, OperationalError), max_attempts=10, wait=0.2)
    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row, binary=True)
            return cursor.execute(_marked(statement), values, prepare=True).fetchall()

    def _change(self, statement: str, *values: Any) -> int:
        try:
            return self._writer.connection.execute(_marked(statement), values).rowcount
        except psycopg.Error as error:
            raise translated(error) from error

    def _disclosed(self, digests: list[str]) -> list[tuple[Any, ...]]:
        statement = "SELECT digest, value FROM disclosures WHERE digest = ANY(?)"
        rows: list[tuple[Any, ...]] = self._rows(statement, digests)
        return rows

    def _key(self, stream: UUID) -> UUID:
        return stream

    def _stream(self, key: UUID) -> UUID:
        return key


class PostgresRecordFactory(PostgresFactory):
    """Makes the record from the settings in `ledger.store.database.environment`."""

    datastore: PostgresConnections

    def __init__(self, env: Environment | EnvType | None) -> None:
        InfrastructureFactory.__init__(self, env)
        self.datastore = PostgresConnections(
            Database(
                kind="postgres",
                name=self.env.get(self.POSTGRES_DBNAME, ""),
                host=self.env.get(self.POSTGRES_HOST, ""),
                port=self.env.get(self.POSTGRES_PORT, ""),
                user=self.env.get(self.POSTGRES_USER, ""),
                password=self.env.get(self.POSTGRES_PASSWORD, ""),
                schema=self.env.get(self.POSTGRES_SCHEMA, ""),
                options=tuple(parse_qsl(self.env.get("POSTGRES_OPTIONS", ""))),
                lock_timeout=int(self.env.get(self.POSTGRES_LOCK_TIMEOUT, "30")),
            )
        )

    def application_recorder(self) -> ApplicationRecorder:
        # The library would name the table after the application.
        return PostgresRecord(self.datastore)


@cache
def _marked(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
