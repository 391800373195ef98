"""The form of the tables: numbered steps, one file for both databases, never edited once released."""

import os
from importlib.resources import files

from eventsourcing.persistence import PersistenceError
from sqlalchemy import Connection, func, insert, inspect, select, text

from ledger.domain.errors import CannotStart
from ledger.store.beside import tables
from ledger.store.beside.connections import Connections
from ledger.store.forms import Step


def steps() -> list[Step]:
    """The steps that make the tables, in order."""
    found = [
        Step(int(file.name.partition("_")[0]), file.read_text(encoding="utf-8"))
        for file in (files("ledger.store.beside") / "steps").iterdir()
        if file.name.endswith(".sql")
    ]
    return sorted(found, key=lambda step: step.number)


def bring_to_form(connections: Connections) -> None:
    """Make the tables, or bring them to the form of this program. Several processes may do so at once.

    Raises:
        CannotStart: they cannot be made or read, or their form is newer.
        Busy: someone else has been at it for too long.
    """
    try:
        if connections.is_sqlite:
            _make_file(connections)
        with connections.reading() as connection:
            is_complete = not _pending(connections, connection)
        if not is_complete:
            _take_steps(connections)
    except PersistenceError as error:
        raise _unusable(connections, str(error)) from error


def _take_steps(connections: Connections) -> None:
    with connections.writing() as connection:
        if not connections.is_sqlite:
            _make_schema(connection, connections.schema)
        for step in _pending(connections, connection):
            without_rowid = "WITHOUT ROWID" if connections.is_sqlite else ""
            for statement in step.sql.replace("{without_rowid};", f"{without_rowid};").split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement)
            connection.execute(insert(tables.form).values(number=step.number))


def _pending(connections: Connections, connection: Connection) -> list[Step]:
    form = _number(connection)
    known = steps()
    if form > known[-1].number:
        raise CannotStart(
            f"What people keep beside the ledger in {connections.database} has form {form}, and this program knows"
            f" forms up to {known[-1].number}: install the newer program."
        )
    return [step for step in known if step.number > form]


def _number(connection: Connection) -> int:
    if not inspect(connection).has_table(tables.form.name):
        return 0
    return connection.scalar(select(func.max(tables.form.c.number))) or 0


def _make_file(connections: Connections) -> None:
    # One that is there is not even opened: closing it would release the locks of every connection in this process.
    try:
        os.close(os.open(connections.file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise _unusable(connections, error.strerror or "") from None


def _make_schema(connection: Connection, schema: str) -> None:
    # Asked first: a role that may not make one may use the one that is there.
    asked = text("SELECT 1 FROM pg_namespace WHERE nspname = :name")
    if connection.scalar(asked, {"name": schema}) is None:
        quoted = connection.dialect.identifier_preparer.quote_identifier(schema)
        connection.exec_driver_sql(f"CREATE SCHEMA {quoted}")


def _unusable(connections: Connections, reason: str) -> CannotStart:
    where = connections.file if connections.is_sqlite else f"the schema {connections.schema} of {connections.database}"
    first_line = reason.strip().partition("\n")[0]
    return CannotStart(f"What people keep beside the ledger cannot be used in {where} ({first_line}).")
