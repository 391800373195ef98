"""The connections to what people keep: a file beside the ledger's (SQLite) or a schema of its database (PostgreSQL)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ledger.store.database import Busy, Database
from ledger.store.engines import PATIENCE, postgres_engine, sqlite_engine
from ledger.store.faults import translated
from ledger.store.sqlite import connect, is_busy

BUSY = "Too many people are at work just now; nothing was kept, try again in a moment."
LOCK_NOT_AVAILABLE = "55P03"


def file_of(database: Database) -> Path:
    """The SQLite file beside the ledger's."""
    ledger = Path(database.name)
    return ledger.with_name(f"{ledger.stem}.beside.db")


def schema_of(database: Database) -> str:
    """The PostgreSQL schema; that of a ledger in a schema of its own begins with its name."""
    return "beside" if database.schema == "public" else f"{database.schema}_beside"


class Connections:
    """Lends connections. Nothing is opened before it is used; safe to share between threads, built after a fork."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.is_sqlite = database.kind == "sqlite"
        self.schema = schema_of(database)
        self.file = file_of(database)
        self._engine = self._make_engine()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing.

        Raises:
            Busy: no connection was free in time.
            PersistenceError: the database failed.
        """
        with _told_as_ours(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of its own: of all threads and processes one writes at a time, and sees what the one before it
        committed. So what is looked at inside stays true until the end.

        Raises:
            Busy: the lock was not free in time.
            PersistenceError: the database failed, and nothing was changed.
        """
        with _told_as_ours(), self._engine.execution_options(ledger_writes=True).begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": self.schema})
            yield connection

    def forget(self, *tables: str) -> bool:
        """See to it that what was deleted from these tables can be read nowhere in the files any more.

        Returns:
            Whether it was done: not while others hold the tables for long, nor by a role that does not own them.
        """
        try:
            return self._empty_log() if self.is_sqlite else self._write_anew(tables)
        except (sqlite3.Error, DBAPIError):
            return False

    def close(self) -> None:
        """Close all connections; those in use are closed when they are given back."""
        self._engine.dispose()

    def _empty_log(self) -> bool:
        # Deleted bytes are overwritten in the file (`secure_delete`), but the write-ahead log still holds them.
        with closing(connect(str(self.file), PATIENCE)) as connection:
            return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def _write_anew(self, tables: tuple[str, ...]) -> bool:
        with self._engine.connect() as opened:
            connection = opened.execution_options(isolation_level="AUTOCOMMIT")
            before = _files(connection, tables)
            for table in tables:
                connection.exec_driver_sql(f'VACUUM (FULL) "{table}"')
            # Without the privilege the server warns and does nothing.
            return before.isdisjoint(_files(connection, tables))

    def _make_engine(self) -> Engine:
        if self.is_sqlite:
            return sqlite_engine(lambda: connect(str(self.file), PATIENCE))
        # A transaction that waited for the lock has to see what was committed meanwhile.
        engine = postgres_engine(self.database, self.schema, durable=True)
        return engine.execution_options(isolation_level="READ COMMITTED")


def _files(connection: Connection, tables: tuple[str, ...]) -> set[int]:
    return {connection.scalar(text("SELECT pg_relation_filenode(:name)"), {"name": name}) or 0 for name in tables}


@contextmanager
def _told_as_ours() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise Busy(BUSY) from error
    except DBAPIError as error:
        cause = error.orig if isinstance(error.orig, Exception) else error
        raise (Busy(BUSY) if _is_busy(cause) else translated(cause)) from error


def _is_busy(error: Exception) -> bool:
    if isinstance(error, sqlite3.Error):
        return is_busy(error)
    return getattr(error, "sqlstate", None) == LOCK_NOT_AVAILABLE
