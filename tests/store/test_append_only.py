"""Nothing that was recorded can be changed, by whatever statement."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from ledger.store.database import Database
from ledger.store.disclosures import seal
from ledger.store.migrate import check
from ledger.store.opening import open_record
from ledger.store.record import Record

EventBuilder = Callable[..., list[StoredEvent]]

REFUSED = (sqlite3.IntegrityError, psycopg.errors.RestrictViolation)
STREAM = UUID("00000000-0000-4000-8000-000000000001")

CHANGES = [
    "UPDATE stored_events SET topic = 'x'",
    "DELETE FROM stored_events",
    "UPDATE commands SET position = 7",
    "DELETE FROM commands",
    "UPDATE names SET name = 'x'",
    "DELETE FROM names",
    "UPDATE form SET number = 7",
    "DELETE FROM form",
    "UPDATE disclosures SET value = 'x'",
]

REPLACEMENTS = [
    f"REPLACE INTO stored_events VALUES ('{STREAM.hex}', 1, 'x', x'7b7d')",
    "INSERT OR REPLACE INTO stored_events (rowid, originator_id, originator_version, topic, state) "
    "VALUES (1, 'x', 1, 'x', x'7b7d')",
    "REPLACE INTO commands SELECT command_id, 7 FROM commands",
    "REPLACE INTO names SELECT kind, name, 'x' FROM names",
    "REPLACE INTO disclosures SELECT digest, author, thing, salt, field, 'x' FROM disclosures",
]

UPSERTS = [
    "INSERT INTO stored_events SELECT * FROM stored_events ON CONFLICT (notification_id) DO UPDATE SET topic = 'x'",
    "INSERT INTO commands SELECT * FROM commands ON CONFLICT (command_id) DO UPDATE SET position = 7",
    "TRUNCATE stored_events",
    "TRUNCATE commands",
    "TRUNCATE names",
    "TRUNCATE form",
    "TRUNCATE disclosures",
    "TRUNCATE stored_events CASCADE",
]


@pytest.fixture
def filled(record: Record, some_events: EventBuilder) -> Record:
    """A record with a row in every table."""
    _fill(record, some_events)
    return record


@pytest.fixture
def filled_file(sqlite_url: str, some_events: EventBuilder) -> Iterator[sqlite3.Connection]:
    """An SQLite ledger with a row in every table, opened by another program."""
    with closing(open_record(Database.from_url(sqlite_url))) as record:
        _fill(record, some_events)
    connection = sqlite3.connect(Database.from_url(sqlite_url).name, isolation_level=None)
    yield connection
    connection.close()


@pytest.fixture
def filled_server(postgres_url: str, some_events: EventBuilder) -> Iterator[psycopg.Connection[Any]]:
    """A PostgreSQL ledger with a row in every table, opened by its owner."""
    with closing(open_record(Database.from_url(postgres_url))) as record:
        _fill(record, some_events)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        yield connection


def _fill(record: Record, some_events: EventBuilder) -> None:
    disclosure = seal("text", "We never spoke of that.", thing="a statement")
    record.insert_events(
        some_events(stream=STREAM), commands=[("c", 1)], names=[("version", "v", STREAM)], disclosures=[disclosure]
    )


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_to_change(filled: Record, execute: Callable[[str], list[Any]], statement: str) -> None:
    with pytest.raises(REFUSED, match=r"append-only|never changed"):
        execute(statement)


def test_a_disclosure_may_be_deleted(filled: Record, execute: Callable[[str], list[Any]]) -> None:
    execute("DELETE FROM disclosures")

    assert execute("SELECT count(*) FROM disclosures")[0][0] == 0


@pytest.mark.parametrize("statement", REPLACEMENTS)
def test_sqlite_refuses_to_write_over_a_row(filled_file: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|never changed"):
        filled_file.execute(statement)


def test_sqlite_refuses_a_position_that_leaves_a_gap(filled_file: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="gapless"):
        filled_file.execute(
            "INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state) "
            "VALUES (3, 'x', 1, 'x', x'7b7d')"
        )


@pytest.mark.parametrize("statement", UPSERTS)
def test_postgres_refuses_to_write_over_a_row(filled_server: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation):
        filled_server.execute(statement.encode())


def test_postgres_refuses_a_session_that_replays_another_server(filled_server: psycopg.Connection[Any]) -> None:
    filled_server.execute("SET session_replication_role = replica")

    with pytest.raises(psycopg.errors.RestrictViolation):
        filled_server.execute("DELETE FROM stored_events")


def test_a_role_that_may_only_append_can_record(
    postgres_url: str, filled_server: psycopg.Connection[Any], some_events: EventBuilder
) -> None:
    role = _a_writer(filled_server)
    database = replace(Database.from_url(postgres_url), user=role)

    check(database)
    with closing(open_record(database)) as record:
        positions = record.insert_events(some_events(), commands=[("d", 2)])
        with record.writing():
            erased = record.delete_disclosures(thing="a statement")

    assert (positions, erased) == ([2], 1)


def test_a_role_that_may_only_append_cannot_change(filled_server: psycopg.Connection[Any]) -> None:
    filled_server.execute(f"SET ROLE {_a_writer(filled_server)}".encode())

    for statement in ("UPDATE stored_events SET topic = 'x'", "DELETE FROM commands", "TRUNCATE names"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            filled_server.execute(statement.encode())


def _a_writer(connection: psycopg.Connection[Any]) -> str:
    """A role as the comment in the first migration describes it."""
    role = f"ledger_writer_{uuid4().hex}"
    connection.execute(f"CREATE ROLE {role} LOGIN".encode())
    for grant in (
        "USAGE ON SCHEMA public",
        "SELECT, INSERT ON stored_events, commands, names",
        "SELECT, INSERT, DELETE ON disclosures",
        "SELECT, UPDATE ON read_generation",
        "SELECT ON record, form",
        "EXECUTE ON FUNCTION lock_record()",
    ):
        connection.execute(f"GRANT {grant} TO {role}".encode())
    return role
