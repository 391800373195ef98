"""A URL names a database, or a sentence says what is wrong with it."""

import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from eventsourcing.application import Application

from ledger.domain.errors import CannotStart
from ledger.store.database import Database, environment
from ledger.store.migrate import check
from ledger.store.opening import open_record
from ledger.store.record import Record


class Ledger(Application[UUID]):
    """An application as the ledger's own is set up."""

    name = "ledger"


def test_a_relative_file_is_in_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert Database.from_url("sqlite:///ledger.db").name == str(tmp_path / "ledger.db")


def test_four_slashes_begin_an_absolute_path() -> None:
    assert Database.from_url("sqlite:////var/lib/ledger.db").name == "/var/lib/ledger.db"


def test_the_address_of_a_server_is_read_in_all_its_parts() -> None:
    database = Database.from_url("postgres://ann:p%40ss@db.example:6543/ledger?schema=records&sslmode=require")

    assert database == Database(
        kind="postgres",
        name="ledger",
        host="db.example",
        port="6543",
        user="ann",
        password="p@ss",
        schema="records",
        options=(("sslmode", "require"),),
    )


def test_the_directory_of_a_socket_stands_in_the_query() -> None:
    database = Database.from_url("postgresql://postgres:@/postgres?host=/run/sockets")

    assert (database.host, database.user, database.name) == ("/run/sockets", "postgres", "postgres")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:///:memory:", "would forget"),
        ("sqlite:///file::memory:", "would forget"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite:///ledger.db?mode=ro", "no options"),
        ("mysql://localhost/ledger", "must begin with"),
        ("ledger.db", "must begin with"),
        ("", "must begin with"),
        ("postgresql://localhost", "names no database"),
        ("postgresql://localhost:port/ledger", "cannot be read"),
        ("postgresql://localhost/ledger?schema", "cannot be read"),
    ],
)
def test_any_other_url_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(CannotStart, match=sentence):
        Database.from_url(url)


def test_a_password_is_shown_nowhere() -> None:
    database = Database.from_url("postgresql://ann:secret@localhost/ledger?sslpassword=secret")

    assert "secret" not in f"{database} {database!r}"


def test_an_application_gets_the_record(database_url: str) -> None:
    with closing(Ledger(environment(Database.from_url(database_url)))) as ledger:
        assert isinstance(ledger.recorder, Record)
        assert ledger.recorder.head() == 0


def test_stray_variables_change_nothing(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for prefix in ("", "LEDGER_"):
        monkeypatch.setenv(f"{prefix}PERSISTENCE_MODULE", "eventsourcing.popo")
        monkeypatch.setenv(f"{prefix}SQLITE_DBNAME", str(tmp_path / "other.db"))
        monkeypatch.setenv(f"{prefix}POSTGRES_DBNAME", "other")
        monkeypatch.setenv(f"{prefix}CREATE_TABLE", "y")
        monkeypatch.setenv(f"{prefix}COMPRESSOR_TOPIC", "zlib")

    with closing(Ledger(environment(Database.from_url(database_url)))) as ledger:
        assert isinstance(ledger.recorder, Record)
        assert ledger.recorder.head() == 0
        assert ledger.mapper.compressor is None
    assert not (tmp_path / "other.db").exists()


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    database = Database.from_url("postgresql://localhost/ledger")

    for use in (environment, check, open_record):
        with pytest.raises(CannotStart, match="extra “postgres”"):
            use(database)
