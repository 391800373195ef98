"""An open record on either database, events to put into it, and the statements of an outsider."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from ledger.store.database import Database
from ledger.store.opening import open_record
from ledger.store.record import Record


@pytest.fixture
def record(database_url: str) -> Iterator[Record]:
    """The record of a fresh ledger."""
    with closing(open_record(Database.from_url(database_url))) as record:
        yield record


@pytest.fixture
def some_events() -> Callable[..., list[StoredEvent]]:
    """Builds the first events of a stream."""

    def build(count: int = 1, stream: UUID | None = None, start: int = 1) -> list[StoredEvent]:
        stream = stream or uuid4()
        return [
            StoredEvent(stream, version, "ledger.motion.tabled", b'{"number":%d}' % version)
            for version in range(start, start + count)
        ]

    return build


@pytest.fixture
def execute(database_url: str) -> Callable[[str], list[Any]]:
    """Runs one statement as whoever has the database open in another program."""

    def run(statement: str) -> list[Any]:
        if database_url.startswith("sqlite"):
            with closing(sqlite3.connect(Database.from_url(database_url).name)) as connection, connection:
                return connection.execute(statement).fetchall()
        with psycopg.connect(database_url) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    return run


@pytest.fixture
def another_process() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts a Python program with arguments; what still runs at the end of the test is ended."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str, *arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
