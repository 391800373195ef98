"""The form of an SQLite file."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.domain.errors import CannotStart
from ledger.store.database import Busy, Database
from ledger.store.forms import pending
from ledger.store.sqlite import connect, is_busy


def migrate(database: Database) -> None:
    """Brings the file to the form of this program, and makes it where it is missing, readable by its owner alone.

    Raises:
        CannotStart: the file cannot be made or written, is no database, or is newer.
        Busy: someone else has been writing for too long.
    """
    _make_file(database)
    with _writing(database) as connection:
        for step in pending(database, _number(connection)):
            connection.execute("CREATE TABLE IF NOT EXISTS form (number INTEGER NOT NULL PRIMARY KEY) STRICT")
            for statement in _statements(step.sql):
                connection.execute(statement)
            connection.execute("INSERT INTO form (number) VALUES (?)", (step.number,))


def form(database: Database) -> int:
    """The form of the file, 0 where it has no tables of ours or is not there; makes sure that it can be written.

    Raises:
        CannotStart: it cannot be written or is no database.
    """
    path = Path(database.name)
    if path.parent.is_dir() and not path.exists():
        return 0
    with _writing(database) as connection:
        return _number(connection)


def _make_file(database: Database) -> None:
    # One that is there is not even opened: closing it would release the locks of every connection in this process.
    try:
        os.close(os.open(database.name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise _unusable(database, error.strerror or "") from None


@contextmanager
def _writing(database: Database) -> Iterator[sqlite3.Connection]:
    try:
        connection = connect(database.name, database.lock_timeout)
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()
    except sqlite3.Error as error:
        if is_busy(error):
            raise Busy(f"Someone else has been writing in {database} for {database.lock_timeout} seconds.") from error
        raise _unusable(database, str(error)) from error


def _unusable(database: Database, reason: str) -> CannotStart:
    path = Path(database.name)
    if path.is_dir():
        return CannotStart(f"{path} is a directory: name a file in it, for example sqlite:///{path}/ledger.db.")
    if not path.parent.is_dir():
        return CannotStart(f"The directory {path.parent} does not exist: make it, or name another file.")
    return CannotStart(f"The file {path} cannot be used as the ledger's database ({reason}).")


def _number(connection: sqlite3.Connection) -> int:
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'form'").fetchone() is None:
        return 0
    number: int = connection.execute("SELECT coalesce(max(number), 0) FROM form").fetchone()[0]
    return number


def _statements(sql: str) -> Iterator[str]:
    # `executescript` would commit the open transaction.
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
