"""Connections to a PostgreSQL database: the one that writes, and those that are lent for reading."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from eventsourcing.persistence import InterfaceError
from eventsourcing.postgres import PostgresDatastore
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow, dict_row
from psycopg.sql import SQL, Identifier, Literal

from ledger.store.database import LONGEST_PAUSE, Database
from ledger.store.faults import translated
from ledger.store.writing import Writer

Connection = psycopg.Connection[DictRow]

# Connections for reading that one process opens at most; and seconds to wait for one, or for the server.
READERS = 10
PATIENCE = 5

BEGIN = b"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT lock_record()"


class PostgresWriter(Writer):
    """The connection that writes."""

    def __init__(self, connect: Callable[[], Connection], lock_timeout: int) -> None:
        super().__init__(lock_timeout)
        self._connect = connect
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """The connection with the open transaction. It is never replaced before the transaction has ended."""
        if self._connection is None:
            raise InterfaceError("No transaction is open.")
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _begin(self) -> None:
        try:
            self._open_transaction()
        except psycopg.errors.LockNotAvailable as error:
            self._rollback()
            raise self.busy() from error
        except psycopg.Error as error:
            self._rollback()
            raise translated(error) from error

    def _open_transaction(self) -> None:
        if self._connection is not None and not self._connection.closed:
            try:
                self._connection.execute(BEGIN)
                return
            except psycopg.OperationalError:
                # An idle connection dies unnoticed when the server restarts; nothing was done on this one yet.
                if not self._connection.closed:
                    raise
        self._connection = self._connect()
        self._connection.execute(BEGIN)

    def _commit(self) -> None:
        # After a failed statement the server answers COMMIT by rolling back, without an error.
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            self._rollback()
            raise self.lost()
        try:
            self.connection.execute(b"COMMIT")
        except psycopg.Error as error:
            self._rollback()
            raise translated(error) from error

    def _rollback(self) -> None:
        with suppress(psycopg.Error):
            if self._connection is not None:
                self._connection.execute(b"ROLLBACK")


class PostgresConnections(PostgresDatastore):
    """Lends connections that only read, and has the one that writes."""

    def __init__(self, database: Database) -> None:
        super().__init__(
            dbname=database.name,
            host=database.host,
            port=database.port,
            user=database.user,
            password=database.password,
            connect_timeout=PATIENCE,
            idle_in_transaction_session_timeout=LONGEST_PAUSE,
            lock_timeout=database.lock_timeout,
            max_overflow=READERS - 1,
            schema=database.schema,
        )
        self._parameters = parameters(database)
        self.pool.kwargs = {**self._parameters, "row_factory": dict_row}
        self.writer = PostgresWriter(self.connect, database.lock_timeout)

    def connect(self) -> Connection:
        """A connection of its own, apart from those that are lent."""
        connection = psycopg.connect(**self._parameters, row_factory=dict_row, autocommit=True)
        self.after_connect_func()(connection)
        return connection

    def after_connect_func(self) -> Callable[[psycopg.Connection[Any]], None]:
        """What every connection is told first. It reads, unless a transaction says that it writes."""
        settings = SQL(
            "SET search_path TO {schema}, pg_temp;"
            "SET lock_timeout = {lock};"
            "SET idle_in_transaction_session_timeout = {pause};"
            "SET default_transaction_read_only = on;"
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        ).format(
            schema=Identifier(self.schema),
            lock=Literal(f"{self.lock_timeout}s"),
            pause=Literal(f"{self.idle_in_transaction_session_timeout}s"),
        )

        def configure(connection: psycopg.Connection[Any]) -> None:
            connection.autocommit = True
            connection.execute(settings)

        return configure

    def register_type_adapters(self) -> None:
        """Nothing: our statements need no composite types, so none is looked up at the start."""

    @contextmanager
    def get_connection(self) -> Iterator[Connection]:
        """The writing connection inside `writing()`, else one that only reads."""
        if not self.writer.is_mine():
            with super().get_connection() as connection:
                yield connection
            return
        try:
            yield self.writer.connection
        except psycopg.Error as error:
            raise translated(error) from error

    def close(self) -> None:
        with suppress(AttributeError):  # The library also closes what failed to be made.
            self.writer.close()
        super().close()


def parameters(database: Database) -> dict[str, Any]:
    """What the driver is told to connect; what is empty is left to its defaults.

    No option can change the encoding, which is UTF-8.
    """
    given = {
        "dbname": database.name,
        "host": database.host,
        "port": database.port,
        "user": database.user,
        "password": database.password,
    }
    defaults = {"connect_timeout": PATIENCE, "application_name": "ledger"}
    return {
        **defaults,
        **dict(database.options),
        **{key: value for key, value in given.items() if value},
        "client_encoding": "utf8",
    }
