"""A database that cannot be used is refused in one sentence; one that can be made is made once."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from ledger.domain.errors import CannotStart
from ledger.store.database import Database
from ledger.store.forms import steps
from ledger.store.migrate import check, migrate
from ledger.store.opening import open_record

MIGRATE = """
import sys
from ledger.store.database import Database
from ledger.store.migrate import check, migrate
print("ready", flush=True)
sys.stdin.readline()
for number in range(10):
    database = Database.from_url(f"{sys.argv[1]}{number}")
    migrate(database)
    check(database)
print("made")
"""


@pytest.fixture
def unwritable() -> Iterator[Path]:
    """A ledger in a directory that this process may read and not write, also where the tests run as root."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "ledger.db"
        migrate(Database.from_url(f"sqlite:///{file}"))
        file.chmod(0o444)
        Path(directory).chmod(0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        yield file
        os.seteuid(user)
        Path(directory).chmod(0o755)


def test_a_ledger_that_was_made_can_be_used(database_url: str) -> None:
    check(Database.from_url(database_url))


def test_making_it_again_changes_nothing(database_url: str) -> None:
    database = Database.from_url(database_url)
    with closing(open_record(database)) as record:
        record.set_read_generation(3)

        migrate(database)

        assert record.read_generation() == 3


def test_several_processes_make_it_at_once(
    postgres_url: str, tmp_path: Path, another_process: Callable[..., Any]
) -> None:
    for url in (f"sqlite:///{tmp_path / 'new'}", f"{postgres_url}&schema=new"):
        processes = [another_process(MIGRATE, url) for _ in range(4)]
        for process in processes:
            process.stdout.readline()

        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()

        assert [process.stdout.readline() for process in processes] == ["made\n"] * 4


def test_two_ledgers_share_a_database_in_schemas_of_their_own(postgres_url: str) -> None:
    database = replace(Database.from_url(postgres_url), schema="Another one")
    migrate(database)

    with closing(open_record(database)) as record, closing(open_record(Database.from_url(postgres_url))) as first:
        record.set_read_generation(9)

        assert (record.read_generation(), first.read_generation()) == (9, 1)


def test_what_is_not_there_yet_is_to_be_made(tmp_path: Path, postgres_url: str) -> None:
    for database in (
        Database.from_url(f"sqlite:///{tmp_path / 'ledger.db'}"),
        replace(Database.from_url(postgres_url), schema="empty"),
    ):
        with pytest.raises(CannotStart, match="ledger migrate"):
            check(database)
    assert not (tmp_path / "ledger.db").exists()


def test_an_empty_file_is_no_ledger_yet(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").touch()

    with pytest.raises(CannotStart, match="ledger migrate"):
        check(Database.from_url(f"sqlite:///{tmp_path / 'ledger.db'}"))


def test_a_newer_form_is_refused(database_url: str, execute: Callable[[str], list[Any]]) -> None:
    execute("INSERT INTO form (number) VALUES (99)")

    for use in (check, migrate):
        with pytest.raises(CannotStart, match=r"form 99.*install the newer program"):
            use(Database.from_url(database_url))


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text("The Hague, 25 November 2015. Present: all. " * 100)

    for use in (check, migrate):
        with pytest.raises(CannotStart, match="not a database"):
            use(Database.from_url(f"sqlite:///{file}"))
    assert file.read_text().startswith("The Hague")


def test_a_directory_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    for use in (check, migrate):
        with pytest.raises(CannotStart, match="is a directory"):
            use(Database.from_url(f"sqlite:///{tmp_path}"))


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    for use in (check, migrate):
        with pytest.raises(CannotStart, match="nowhere does not exist"):
            use(Database.from_url(f"sqlite:///{tmp_path}/nowhere/ledger.db"))


def test_a_file_that_cannot_be_written_is_refused(unwritable: Path) -> None:
    for use in (check, migrate):
        with pytest.raises(CannotStart, match="cannot be used"):
            use(Database.from_url(f"sqlite:///{unwritable}"))


def test_a_directory_that_cannot_be_written_is_refused(unwritable: Path) -> None:
    with pytest.raises(CannotStart, match="cannot be used"):
        migrate(Database.from_url(f"sqlite:///{unwritable.parent / 'new.db'}"))


def test_a_new_file_is_readable_by_its_owner_alone(sqlite_url: str) -> None:
    file = Path(Database.from_url(sqlite_url).name)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    for use in (check, migrate):
        with pytest.raises(CannotStart, match="does not answer"):
            use(Database.from_url(f"postgresql://postgres:secret@/ledger?host={tmp_path}"))


def test_an_option_that_the_driver_does_not_know_is_refused(postgres_url: str) -> None:
    with pytest.raises(CannotStart, match="colour"):
        check(Database.from_url(f"{postgres_url}&colour=blue"))


def test_a_server_that_may_only_be_read_is_refused(postgres_url: str) -> None:
    database = Database.from_url(f"{postgres_url}&options=-cdefault_transaction_read_only%3Don")

    with pytest.raises(CannotStart, match="only read"):
        check(database)


def test_a_database_in_another_encoding_is_refused(postgres_server: Any) -> None:
    name = f"latin_{uuid4().hex}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'".encode())

        with pytest.raises(CannotStart, match="UTF8"):
            migrate(Database.from_url(postgres_server.get_uri(database=name)))

        connection.execute(f"DROP DATABASE {name}".encode())


def test_every_commit_reaches_the_disk_and_deleted_words_are_overwritten(sqlite_url: str) -> None:
    with closing(open_record(Database.from_url(sqlite_url))) as record, record.writing():
        found = {name: record._value(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "secure_delete")}

    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_the_steps_of_both_databases_have_the_same_numbers() -> None:
    numbers = [step.number for step in steps("sqlite")]

    assert numbers == [step.number for step in steps("postgres")] == list(range(1, len(numbers) + 1))


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE disclosures (something)")

    with pytest.raises(CannotStart, match="already exists"):
        migrate(Database.from_url(f"sqlite:///{file}"))

    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("disclosures",)]
