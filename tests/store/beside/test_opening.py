"""The tables are made once, whoever opens them first, and stand apart from the record."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from ledger.application import Ledger
from ledger.domain.errors import CannotStart
from ledger.store.beside import Beside, tables
from ledger.store.beside.connections import Connections
from ledger.store.beside.form import bring_to_form, steps
from ledger.store.database import Database

OPEN = """
import sys
from ledger.store.beside import Beside
from ledger.store.database import Database
print("ready", flush=True)
sys.stdin.readline()
Beside.open(Database.from_url(sys.argv[1])).close()
print("opened")
"""


@pytest.fixture
def connections(database_url: str) -> Any:
    with closing(Connections(Database.from_url(database_url))) as connections:
        yield connections


def test_the_steps_make_the_tables_that_the_program_asks(connections: Connections) -> None:
    bring_to_form(connections)

    with connections.reading() as connection:
        found = inspect(connection)
        for table in tables.metadata.sorted_tables:
            columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
            assert columns == {column.name: column.nullable for column in table.columns}
            assert found.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]


def test_the_steps_are_numbered_from_one() -> None:
    assert [step.number for step in steps()] == list(range(1, len(steps()) + 1))


def test_several_processes_open_it_at_once(database_url: str, another_process: Callable[..., Any]) -> None:
    processes = [another_process(OPEN, database_url) for _ in range(3)]
    for process in processes:
        process.stdout.readline()

    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()

    assert [process.stdout.readline() for process in processes] == ["opened\n"] * 3


def test_opening_it_again_loses_nothing(beside: Beside, database_url: str) -> None:
    account = beside.accounts.add("a participant", "norway").account

    with closing(Beside.open(Database.from_url(database_url))) as again:
        assert again.accounts.all() == [account]


def test_a_newer_form_is_refused(connections: Connections) -> None:
    bring_to_form(connections)
    with connections.writing() as connection:
        connection.execute(text("INSERT INTO form (number) VALUES (99)"))

    with pytest.raises(CannotStart, match=r"form 99.*install the newer program"):
        Beside.open(connections.database)


def test_a_step_that_fails_leaves_nothing(connections: Connections, database_url: str) -> None:
    with connections.writing() if not connections.is_sqlite else closing(sqlite3.connect(connections.file)) as other:
        if connections.is_sqlite:
            other.execute("CREATE TABLE drafts (something TEXT)")
        else:
            other.execute(text("CREATE SCHEMA beside CREATE TABLE drafts (something text)"))

    with pytest.raises(CannotStart, match="already exists"):
        bring_to_form(connections)

    with connections.reading() as connection:
        assert inspect(connection).get_table_names(connections.schema if not connections.is_sqlite else None) == [
            "drafts"
        ]


def test_two_ledgers_in_one_database_keep_theirs_apart(postgres_url: str) -> None:
    first = Database.from_url(postgres_url)
    second = replace(first, schema="Another one")

    with closing(Beside.open(first)) as one, closing(Beside.open(second)) as other:
        one.accounts.add("a participant", "norway")

        assert other.accounts.all() == []


def test_the_file_is_for_its_owner_alone_and_apart_from_the_ledgers(sqlite_url: str) -> None:
    database = Database.from_url(sqlite_url)
    before = Path(database.name).read_bytes()

    with closing(Beside.open(database)) as beside:
        beside.accounts.add("a participant", "norway")

    file = Path(database.name).with_name("ledger.beside.db")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Path(database.name).read_bytes() == before


def test_every_commit_reaches_the_disk_and_deleted_words_are_overwritten(sqlite_url: str) -> None:
    connections = Connections(Database.from_url(sqlite_url))
    bring_to_form(connections)

    with closing(connections), connections.writing() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete")
        ]

    assert found == ["wal", 2, 1]


def test_a_commit_waits_for_the_disk_and_sees_what_was_committed_before(postgres_url: str) -> None:
    connections = Connections(Database.from_url(f"{postgres_url}&options=-csynchronous_commit%3Doff"))
    bring_to_form(connections)

    with closing(connections), connections.writing() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"


def test_a_place_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "ledger.beside.db"
    file.write_text("The Hague, 25 November 2015. " * 100)

    with pytest.raises(CannotStart, match=r"ledger\.beside\.db \(file is not a database\)"):
        Beside.open(Database.from_url(f"sqlite:///{tmp_path / 'ledger.db'}"))
    with pytest.raises(CannotStart, match="No such file or directory"):
        Beside.open(Database.from_url(f"sqlite:///{tmp_path}/nowhere/ledger.db"))


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="cannot be used in the schema beside"):
        Beside.open(Database.from_url(f"postgresql://postgres:secret@/ledger?host={tmp_path}"))


def test_a_role_that_makes_no_schemas_uses_what_is_there(postgres_url: str) -> None:
    database = Database.from_url(postgres_url)
    Beside.open(database).close()
    with closing(Connections(database)) as owner, owner.writing() as connection:
        connection.exec_driver_sql("CREATE ROLE server LOGIN PASSWORD 'x'")
        connection.exec_driver_sql("GRANT USAGE ON SCHEMA beside TO server")
        connection.exec_driver_sql("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA beside TO server")
    try:
        with closing(Beside.open(replace(database, user="server", password="x"))) as beside:
            beside.minutes.hold("a session", {"text": "words"})

            beside.minutes.draw("a session")
            assert beside.minutes.release("a session") is False
            assert beside.minutes.held("a session") == []
    finally:
        with closing(Connections(database)) as owner, owner.writing() as connection:
            connection.exec_driver_sql("DROP OWNED BY server")
            connection.exec_driver_sql("DROP ROLE server")


def test_what_an_erased_participant_kept_is_gone_from_the_files_too(beside: Beside, database_url: str) -> None:
    account = beside.accounts.add("a participant", "a telling name").account
    beside.drafts.save("a participant", "table_amendment", "A telling title", {"text": ["a telling text"]})
    kept = beside.drafts.save("another", "table_amendment", "Another's", {})

    assert beside.forget("a participant")

    assert beside.accounts.with_id(account.id) is None
    assert beside.drafts.of("a participant") == []
    assert beside.drafts.own(kept.id, "another") == kept
    if database_url.startswith("sqlite"):
        directory = Path(Database.from_url(database_url).name).parent
        assert not any(b"telling" in file.read_bytes() for file in directory.glob("ledger.beside.*"))


def test_nothing_of_it_changes_what_is_on_record(database_url: str, beside: Beside) -> None:
    with closing(Ledger(Database.from_url(database_url))) as ledger:
        beside.minutes.note("a session", "somebody", {"text": "words"})

        assert ledger.record_store.head() == 0
