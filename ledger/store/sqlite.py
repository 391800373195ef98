"""The record in an SQLite file."""

import json
import sqlite3
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.persistence import InfrastructureFactory, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor, SQLiteDatastore, SQLiteFactory
from eventsourcing.utils import Environment, EnvType

from ledger.store.disclosures import Disclosure
from ledger.store.faults import translated
from ledger.store.record import CommandRow, NameRow, Record
from ledger.store.writing import Writer

INSERT_EVENT = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
INSERT_COMMAND = "INSERT INTO commands (command_id, position) VALUES (?, ?)"
INSERT_NAME = "INSERT INTO names (kind, name, stream) VALUES (?, ?, ?)"
INSERT_DISCLOSURE = "INSERT INTO disclosures (digest, author, thing, salt, field, value) VALUES (?, ?, ?, ?, ?, ?)"


def connect(path: str, lock_timeout: int) -> sqlite3.Connection:
    """A connection to an existing file, that commits to the disk and leaves nothing of what is deleted.

    Raises:
        sqlite3.Error: there is no such file, or it is no database, or it cannot be written.
    """
    connection = sqlite3.connect(
        f"{Path(path).as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False, timeout=lock_timeout
    )
    try:
        _write_ahead(connection, lock_timeout)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def is_busy(error: sqlite3.Error) -> bool:
    """Another connection holds the lock."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) == sqlite3.SQLITE_BUSY


class SQLiteWriter(Writer):
    """The connection that writes."""

    def __init__(self, path: str, lock_timeout: int) -> None:
        super().__init__(lock_timeout)
        self._path = path
        self._connection: sqlite3.Connection | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, opened when it is first needed."""
        if self._connection is None:
            self._connection = connect(self._path, self.lock_timeout)
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _begin(self) -> None:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise (self.busy() if is_busy(error) else translated(error)) from error

    def _commit(self) -> None:
        try:
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._rollback()
            raise translated(error) from error

    def _rollback(self) -> None:
        # Some faults (a full disk) roll back by themselves; then there is nothing to undo.
        if self.connection.in_transaction:
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")
        if self.connection.in_transaction:
            self.close()


class SQLiteConnections(SQLiteDatastore):
    """Lends connections that only read, and has the one that writes."""

    def __init__(self, path: str, lock_timeout: int) -> None:
        super().__init__(path, lock_timeout=lock_timeout)
        self.path = path
        self.writer = SQLiteWriter(path, lock_timeout)
        self._idle: deque[sqlite3.Connection] = deque()

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """A cursor for the library's own statements, which all read; inside `writing()` it joins."""
        connection = self.borrow()
        cursor = connection.cursor()
        cursor.row_factory = sqlite3.Row
        try:
            yield SQLiteCursor(cursor)
        except sqlite3.Error as error:
            raise translated(error) from error
        finally:
            cursor.close()
            self.give_back(connection)

    def borrow(self) -> sqlite3.Connection:
        """The writing connection inside `writing()`, else one that only reads."""
        if self.writer.is_mine():
            return self.writer.connection
        try:
            return self._idle.pop()
        except IndexError:
            return self._reader()

    def give_back(self, connection: sqlite3.Connection) -> None:
        """Takes a borrowed connection back."""
        if not self.writer.is_mine():
            self._idle.append(connection)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
        self.writer.close()
        super().close()

    def _reader(self) -> sqlite3.Connection:
        try:
            connection = connect(self.path, self.writer.lock_timeout)
            connection.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise translated(error) from error
        return connection


class SQLiteRecord(Record, SQLiteApplicationRecorder):
    """The record in an SQLite file."""

    datastore: SQLiteConnections

    def __init__(self, datastore: SQLiteConnections, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name)
        self._writer: SQLiteWriter = datastore.writer

    def forget(self) -> bool:
        self._writer.require_none("What was deleted can be forgotten after its transaction was committed.")
        connection = connect(self.datastore.path, self._writer.lock_timeout)
        try:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            connection.close()
        return not busy

    def close(self) -> None:
        self.datastore.close()

    def _insert(
        self,
        events: Sequence[StoredEvent],
        disclosures: Sequence[Disclosure],
        commands: Sequence[CommandRow],
        names: Sequence[NameRow],
    ) -> list[int]:
        connection = self._writer.connection
        try:
            positions = self._insert_rows(connection, events)
            if commands:
                connection.executemany(INSERT_COMMAND, commands)
            if names:
                connection.executemany(INSERT_NAME, [(kind, name, stream.hex) for kind, name, stream in names])
            if disclosures:
                connection.executemany(
                    INSERT_DISCLOSURE,
                    [(d.digest, d.author, d.thing, d.salt, d.field, d.value_json) for d in disclosures],
                )
        except sqlite3.Error as error:
            raise translated(error) from error
        return positions

    def _insert_rows(self, connection: sqlite3.Connection, events: Sequence[StoredEvent]) -> list[int]:
        rows = [(_hex(event.originator_id), event.originator_version, event.topic, event.state) for event in events]
        if not rows:
            return []
        if len(rows) == 1:
            return [connection.execute(INSERT_EVENT, rows[0]).lastrowid or 0]
        connection.executemany(INSERT_EVENT, rows)
        last: int = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
        return list(range(last - len(rows) + 1, last + 1))

    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        connection = self.datastore.borrow()
        try:
            return connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise translated(error) from error
        finally:
            self.datastore.give_back(connection)

    def _change(self, statement: str, *values: Any) -> int:
        try:
            return self._writer.connection.execute(statement, values).rowcount
        except sqlite3.Error as error:
            self._writer.spoil()
            raise translated(error) from error

    def _disclosed(self, digests: list[str]) -> list[tuple[Any, ...]]:
        statement = "SELECT digest, value FROM disclosures WHERE digest IN (SELECT value FROM json_each(?))"
        return self._rows(statement, json.dumps(digests))

    def _key(self, stream: UUID) -> str:
        return stream.hex

    def _stream(self, key: str) -> UUID:
        return UUID(key)


class SQLiteRecordFactory(SQLiteFactory):
    """Makes the record from the settings in `ledger.store.database.environment`."""

    datastore: SQLiteConnections

    def __init__(self, env: Environment | EnvType | None) -> None:
        InfrastructureFactory.__init__(self, env)
        self.datastore = SQLiteConnections(
            self.env.get(self.SQLITE_DBNAME, ""), int(self.env.get(self.SQLITE_LOCK_TIMEOUT, "30"))
        )


def _hex(id: UUID | str) -> str:
    return id.hex if isinstance(id, UUID) else UUID(id).hex


def _write_ahead(connection: sqlite3.Connection, lock_timeout: int) -> None:
    # Where several processes open a new file, SQLite refuses this one change at once instead of waiting.
    last_attempt = time.monotonic() + lock_timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > last_attempt:
                raise
        time.sleep(0.01)
