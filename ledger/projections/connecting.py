"""Where the generations of the read models live, and the connections to them."""

import fcntl
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from ledger.store import engines
from ledger.store.database import Database
from ledger.store.engines import PATIENCE

CACHE = 8 * 1024
"""Kilobytes of an SQLite file that a connection may keep in memory."""
CACHE_WHILE_BUILDING = 64 * 1024
"""The same for the one connection that builds a generation."""
PAGES_OF_LOG = 8_000
"""Pages that the write-ahead log of an SQLite file gathers before they are copied into the file, once each."""


def file_of(database: Database, number: int) -> Path:
    """The SQLite file of a generation, beside the ledger's."""
    ledger = Path(database.name)
    return ledger.with_name(f"{ledger.stem}.read.{number}.db")


def schema_of(database: Database, number: int) -> str:
    """The PostgreSQL schema of a generation; that of a ledger in a schema of its own begins with its name."""
    return f"read_{number}" if database.schema == "public" else f"{database.schema}_read_{number}"


def sqlite_engine(path: str, *, durable: bool) -> Engine:
    """Connections to an existing file.

    Args:
        durable: whether a power failure must leave it whole.
    """
    return engines.sqlite_engine(lambda: _sqlite_connection(path, durable))


def make_durable(path: str) -> None:
    """Bring a file that was built without care for power failures to the disk, in the form in which it is read."""
    _sqlite_connection(path, durable=True).close()
    with open(path, "rb") as file:
        os.fsync(file.fileno())


def postgres_engine(database: Database, schema: str) -> Engine:
    """Connections that see the tables of one schema. What a crash takes of them is folded again, so no commit waits."""
    return engines.postgres_engine(database, schema, durable=False)


def numbers_of(database: Database) -> list[int]:
    """The generations that are there, complete or not."""
    if database.kind == "sqlite":
        directory = file_of(database, 0).parent
        names = [file.name for file in directory.iterdir()] if directory.is_dir() else []
        form = re.escape(file_of(database, 0).name).replace(r"\.0\.", r"\.(\d+)\.")
    else:
        with _apart(database) as connection:
            names = list(connection.scalars(text("SELECT nspname FROM pg_namespace")))
        form = re.escape(schema_of(database, 0)).removesuffix("0") + r"(\d+)"
    found = (re.fullmatch(form, name) for name in names)
    return sorted(int(match[1]) for match in found if match)


def drop(database: Database, number: int) -> None:
    """Throw a generation away; readers of an SQLite file that have it open keep it until they close it."""
    if database.kind == "sqlite":
        file = file_of(database, number)
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        return
    with _apart(database) as connection:
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{schema_of(database, number)}" CASCADE'))


def throw_away(database: Database) -> None:
    """Remove every generation."""
    for number in numbers_of(database):
        drop(database, number)


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Wait until no other process rebuilds the read models of this ledger, and keep the others waiting."""
    if database.kind == "sqlite":
        with open(Path(database.name).with_suffix(".rebuild.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with _apart(database) as connection:
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": schema_of(database, 0)})
        yield


@contextmanager
def _apart(database: Database) -> Iterator[Connection]:
    """A connection to PostgreSQL that is closed afterwards."""
    engine = postgres_engine(database, database.schema)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _sqlite_connection(path: str, durable: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{Path(path).as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False, timeout=PATIENCE
    )
    if durable:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {PAGES_OF_LOG}")
    else:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA cache_size = -{CACHE if durable else CACHE_WHILE_BUILDING}")
    return connection
