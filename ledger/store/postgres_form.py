"""The form of a PostgreSQL database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from ledger.domain.errors import CannotStart
from ledger.store.database import Busy, Database
from ledger.store.forms import pending
from ledger.store.postgres_connections import parameters

# Any number that other programs on the server are unlikely to lock.
LOCK = 412_2015_1125


def migrate(database: Database) -> None:
    """Brings the schema to the form of this program, and makes it where it is missing.

    Raises:
        CannotStart: the server does not answer or refuses, or the form is newer.
        Busy: someone else has been migrating for too long.
    """
    with _connected(database) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        schema = Identifier(database.schema)
        if connection.execute("SELECT to_regnamespace(quote_ident(%s))", (database.schema,)).fetchone() == (None,):
            connection.execute(SQL("CREATE SCHEMA {}").format(schema))
        for step in pending(database, _number(connection)):
            connection.execute("CREATE TABLE IF NOT EXISTS form (number integer NOT NULL PRIMARY KEY)")
            connection.execute(step.sql.encode())
            connection.execute("INSERT INTO form (number) VALUES (%s)", (step.number,))


def form(database: Database) -> int:
    """The form of the schema, 0 where it has no tables of ours; makes sure that it can be written.

    Raises:
        CannotStart: the server does not answer, or refuses to write.
    """
    with _connected(database) as connection:
        number = _number(connection)
        if number and not _can_write(connection):
            raise CannotStart(f"The record in {database} cannot be written: the server or this role may only read.")
        return number


@contextmanager
def _connected(database: Database) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    try:
        with psycopg.connect(**parameters(database), autocommit=True) as connection:
            _require_unicode(database, connection)
            connection.execute(SQL("SET search_path TO {}, pg_temp").format(Identifier(database.schema)))
            connection.execute(SQL("SET lock_timeout = {}").format(Literal(f"{database.lock_timeout}s")))
            yield connection
    except psycopg.errors.LockNotAvailable as error:
        raise Busy(f"Someone else has been at work in {database} for {database.lock_timeout} seconds.") from error
    except psycopg.OperationalError as error:
        raise CannotStart(f"The PostgreSQL server of {database} does not answer ({_first_line(error)}).") from error
    except psycopg.Error as error:
        raise CannotStart(f"The database {database} cannot be used ({_first_line(error)}).") from error


def _require_unicode(database: Database, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise CannotStart(f"The database {database} has the encoding {encoding}: make one with ENCODING 'UTF8'.")


def _number(connection: psycopg.Connection[tuple[Any, ...]]) -> int:
    row = connection.execute("SELECT to_regclass('form')").fetchone()
    if row == (None,):
        return 0
    row = connection.execute("SELECT coalesce(max(number), 0) FROM form").fetchone()
    return row[0] if row else 0


def _can_write(connection: psycopg.Connection[tuple[Any, ...]]) -> bool:
    row = connection.execute(
        "SELECT has_table_privilege('stored_events', 'INSERT') AND NOT pg_is_in_recovery()"
        " AND current_setting('transaction_read_only') = 'off'"
    ).fetchone()
    return row == (True,)


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().partition("\n")[0]
