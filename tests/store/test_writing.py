"""One writer at a time; what it does is recorded whole or not at all."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, PersistenceError, StoredEvent

from ledger.store import postgres_connections
from ledger.store.database import Busy, Database
from ledger.store.opening import open_record
from ledger.store.record import Record

EventBuilder = Callable[..., list[StoredEvent]]

HOLD_THE_LOCK = """
import sys
from ledger.store.database import Database
from ledger.store.opening import open_record
record = open_record(Database.from_url(sys.argv[1]))
with record.writing():
    print("held", flush=True)
    sys.stdin.readline()
print("released", flush=True)
record.close()
"""


@pytest.fixture
def impatient(database_url: str) -> Iterator[Record]:
    """The record for someone who waits one second for the lock."""
    with closing(open_record(replace(Database.from_url(database_url), lock_timeout=1))) as record:
        yield record


def test_what_is_written_is_there_after_the_end(record: Record, some_events: EventBuilder) -> None:
    with record.writing():
        record.insert_events(some_events())
        record.insert_events(some_events(2))

    assert record.head() == 3


def test_nothing_is_left_of_what_was_interrupted(record: Record, some_events: EventBuilder) -> None:
    def interrupted() -> None:
        with record.writing():
            record.insert_events(some_events(), commands=[("c", 1)])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert (record.head(), record.position_of_command("c")) == (0, None)


def test_positions_are_used_again_after_a_rollback(record: Record, some_events: EventBuilder) -> None:
    def refused() -> None:
        with record.writing():
            record.insert_events(some_events(5))
            raise ValueError("changed my mind")

    with pytest.raises(ValueError, match="changed my mind"):
        refused()

    assert record.insert_events(some_events()) == [1]


def test_the_writer_sees_its_own_rows_and_others_do_not(record: Record, some_events: EventBuilder) -> None:
    events = some_events(2)
    stream = events[0].originator_id
    seen_by_another: list[int] = []

    with record.writing():
        record.insert_events(events, names=[("framework", "f", stream)], commands=[("c", 1)])
        other = Thread(target=lambda: seen_by_another.append(record.head()))
        other.start()
        other.join()
        seen = (
            record.head(),
            record.max_notification_id(),
            len(record.select_events(stream)),
            len(record.select_notifications(1, 10)),
            record.stream_named("framework", "f"),
            record.position_of_command("c"),
        )

    assert seen == (2, 2, 2, 2, stream, 1)
    assert seen_by_another == [0]


def test_writing_is_not_opened_twice_by_one_thread(record: Record, some_events: EventBuilder) -> None:
    with record.writing():
        with pytest.raises(RuntimeError, match="writing already"), record.writing():
            pass
        record.insert_events(some_events())

    assert record.head() == 1


def test_a_statement_that_failed_takes_the_whole_transaction(record: Record, some_events: EventBuilder) -> None:
    events = some_events()

    def write() -> None:
        with record.writing():
            record.insert_events(events)
            with suppress(IntegrityError):
                record.insert_events(some_events() + events)

    with pytest.raises(PersistenceError, match="nothing of it was recorded"):
        write()

    assert record.head() == 0


def test_nothing_is_recorded_after_a_statement_that_failed(record: Record, some_events: EventBuilder) -> None:
    events = some_events()
    with suppress(PersistenceError), record.writing():
        record.insert_events(events)
        with suppress(IntegrityError):
            record.insert_events(events)
        with pytest.raises(PersistenceError):
            record.insert_events(some_events())

    assert record.head() == 0


def test_the_lock_is_free_again_after_a_failure(record: Record, some_events: EventBuilder) -> None:
    with pytest.raises(ZeroDivisionError), record.writing():
        _ = 1 / 0

    with record.writing():
        record.insert_events(some_events())

    assert record.head() == 1


def test_another_thread_waits_its_turn(record: Record, some_events: EventBuilder) -> None:
    recorded: list[int] = []
    other = Thread(target=lambda: recorded.extend(record.insert_events(some_events())))

    with record.writing():
        other.start()
        other.join(timeout=0.2)
        first = record.insert_events(some_events())
    other.join()

    assert (first, recorded) == ([1], [2])


def test_a_thread_that_waits_too_long_is_told_so(impatient: Record, some_events: EventBuilder) -> None:
    held, done = Event(), Event()

    def hold() -> None:
        with impatient.writing():
            held.set()
            done.wait()

    other = Thread(target=hold)
    other.start()
    held.wait()
    with pytest.raises(Busy, match="nothing was recorded"):
        impatient.insert_events(some_events())
    done.set()
    other.join()

    assert impatient.insert_events(some_events()) == [1]


def test_another_process_holds_the_lock_and_readers_go_on(
    impatient: Record,
    database_url: str,
    some_events: EventBuilder,
    another_process: Callable[..., "subprocess.Popen[str]"],
) -> None:
    holder = another_process(HOLD_THE_LOCK, database_url)
    _wait_for(holder, "held")

    with pytest.raises(Busy, match="1 seconds"), impatient.writing():
        pass
    head = impatient.head()
    _say(holder, "go on")
    _wait_for(holder, "released")

    assert head == 0
    assert impatient.insert_events(some_events()) == [1]


def test_a_killed_writer_leaves_the_lock_free_and_nothing_written(
    record: Record,
    database_url: str,
    some_events: EventBuilder,
    another_process: Callable[..., "subprocess.Popen[str]"],
) -> None:
    holder = another_process(HOLD_THE_LOCK, database_url)
    _wait_for(holder, "held")

    holder.kill()

    assert record.insert_events(some_events()) == [1]


def test_a_connection_lost_while_idle_is_opened_again(postgres_url: str, some_events: EventBuilder) -> None:
    with closing(open_record(Database.from_url(postgres_url))) as record:
        record.insert_events(some_events())
        _end_all_connections(postgres_url)

        assert record.insert_events(some_events()) == [2]
        assert record.head() == 2


def test_a_connection_lost_while_writing_records_nothing(postgres_url: str, some_events: EventBuilder) -> None:
    with closing(open_record(Database.from_url(postgres_url))) as record:

        def write() -> None:
            with record.writing():
                record.insert_events(some_events())
                _end_all_connections(postgres_url)
                record.insert_events(some_events())

        with pytest.raises(PersistenceError):
            write()

        assert record.head() == 0
        assert record.insert_events(some_events()) == [1]


def test_a_writer_that_falls_silent_loses_the_lock(
    postgres_url: str, some_events: EventBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connections, "LONGEST_PAUSE", 1)
    with closing(open_record(Database.from_url(postgres_url))) as record:

        def write() -> None:
            with record.writing():
                record.insert_events(some_events())
                time.sleep(1.5)

        with pytest.raises(PersistenceError):
            write()

        assert record.head() == 0


def test_a_ledger_that_vanished_is_not_made_anew(sqlite_url: str, some_events: EventBuilder) -> None:
    database = Database.from_url(sqlite_url)
    with closing(open_record(replace(database, name=f"{database.name}.gone"))) as record:
        with pytest.raises(PersistenceError):
            record.insert_events(some_events())
        with pytest.raises(PersistenceError):
            record.head()


def _end_all_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _wait_for(process: "subprocess.Popen[str]", word: str) -> None:
    output: Any = process.stdout
    assert output.readline().strip() == word


def _say(process: "subprocess.Popen[str]", word: str) -> None:
    standard_input: Any = process.stdin
    standard_input.write(f"{word}\n")
    standard_input.flush()
