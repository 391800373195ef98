"""One generation of the read models: a file beside the ledger's (SQLite) or a schema of its database (PostgreSQL).

A generation is made, brought forward and thrown away as a whole; which one is in use stands beside the record.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text
from sqlalchemy.schema import CreateIndex, CreateTable

from ledger.projections import tables
from ledger.projections.connecting import file_of, make_durable, postgres_engine, schema_of, sqlite_engine
from ledger.projections.tables import metadata
from ledger.store.database import Database

FOLDING = 1
"""Raised by one when handlers put other values into the same tables, so that older generations are built anew."""

NEEDED_WHILE_BUILDING = {"provisions_standing", "motions_by_number", "accreditations_by_participant"}
"""Indexes that the projector itself asks by; the others are made when a generation that is being built is complete."""


class Generation:
    """The connections to one generation. Nothing is opened before it is used; safe to share between threads."""

    def __init__(self, database: Database, number: int, *, building: bool = False) -> None:
        """
        Args:
            building: whether nobody reads it yet, so that a crash may leave it in pieces until `settle`.
        """
        self.number = number
        self._is_sqlite = database.kind == "sqlite"
        if self._is_sqlite:
            self._name = str(file_of(database, number))
            self._engine = sqlite_engine(self._name, durable=not building)
        else:
            self._name = schema_of(database, number)
            self._engine = postgres_engine(database, self._name)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One read transaction: it sees one state of all tables."""
        engine = self._engine
        if not self._is_sqlite:
            engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that holds the generation's write lock from its beginning."""
        with self._engine.execution_options(ledger_writes=True).begin() as connection:
            if not self._is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": self._name})
            yield connection

    def exists(self) -> bool:
        """Whether its tables are there."""
        if self._is_sqlite and not Path(self._name).exists():
            return False
        with self._engine.connect() as connection:
            return inspect(connection).has_table(tables.tracking.name)

    def make(self, *, indexed: bool = True) -> None:
        """Make its tables where they are missing, at position 0.

        Args:
            indexed: whether with the indexes that only readers need; `settle` makes them later.
        """
        if self._is_sqlite:
            os.close(os.open(self._name, os.O_RDWR | os.O_CREAT, 0o600))
        with self.writing() as connection:
            if not self._is_sqlite:
                connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{self._name}"'))
            if inspect(connection).has_table(tables.tracking.name):
                return
            for table in metadata.sorted_tables:
                connection.execute(CreateTable(table))
                for index in table.indexes:
                    if indexed or index.name in NEEDED_WHILE_BUILDING:
                        connection.execute(CreateIndex(index))
            connection.execute(insert(tables.tracking).values(id=1, position=0, form=form()))

    def settle(self) -> None:
        """Make what building left out, and see to it that everything is on the disk."""
        with self.writing() as connection:
            for table in metadata.sorted_tables:
                for index in table.indexes:
                    connection.execute(CreateIndex(index, if_not_exists=True))
                connection.exec_driver_sql(f"ANALYZE {table.name}")
        self.close()
        if self._is_sqlite:
            make_durable(self._name)

    def has_todays_form(self) -> bool:
        """Whether it was made by a program that keeps the same tables in the same way."""
        with self.reading() as connection:
            if "form" not in {column["name"] for column in inspect(connection).get_columns(tables.tracking.name)}:
                return False
            return connection.scalar(select(tables.tracking.c.form)) == form()

    def close(self) -> None:
        """Close its connections; those in use are closed when they are given back."""
        self._engine.dispose()


def tracked(connection: Connection) -> int:
    """The position up to which the tables are complete."""
    position: int = connection.execute(select(tables.tracking.c.position)).scalar_one()
    return position


@cache
def form() -> str:
    """A digest of how the tables look and of what is put into them."""
    statements = [str(CreateTable(table)) for table in metadata.sorted_tables]
    indexes = sorted(str(CreateIndex(index)) for table in metadata.sorted_tables for index in table.indexes)
    return sha256("\n".join([str(FOLDING), *statements, *indexes]).encode()).hexdigest()
