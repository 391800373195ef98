"""A new generation is built, compared and switched to."""

from contextlib import AbstractContextManager
from threading import Event, Thread

import pytest
from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, Table, delete, insert, select, update

from ledger.application import Ledger
from ledger.projections import tables
from ledger.projections.connecting import numbers_of
from ledger.projections.rebuild import Differs, Rebuilt, digests, rebuild
from tests.builders import a_ledger, a_participant, a_room
from tests.projections.conftest import digests_after, folded_in_one, say_everything


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """A ledger in which everything occurs, with its read models."""
    say_everything(ledger)
    ledger.read_models.catch_up()
    return ledger


def rebuilt(ledger: Ledger, *, switch_anyway: bool = False) -> Rebuilt:
    return rebuild(ledger.database, ledger.record_store, switch_anyway=switch_anyway)


def test_a_rebuild_gives_what_the_living_generation_holds(full: Ledger) -> None:
    with full.reading() as reading:
        living = digests(reading.connection)

    result = rebuilt(full)

    assert result == Rebuilt(2, full.record_store.head(), living, [], True)
    assert full.record_store.read_generation() == 2


def test_readers_go_over_to_the_new_generation(full: Ledger) -> None:
    rebuilt(full)
    participant = a_participant(full)

    with full.reading() as reading:
        assert participant in reading.connection.execute(select(tables.participants.c.id)).scalars().all()
        assert reading.position == full.record_store.head()


def test_a_generation_lives_until_the_rebuild_after_the_next(full: Ledger) -> None:
    rebuilt(full)
    assert numbers_of(full.database) == [1, 2]

    rebuilt(full)

    assert numbers_of(full.database) == [2, 3]


def test_progress_is_told_up_to_the_head(full: Ledger) -> None:
    told: list[tuple[int, int]] = []

    rebuild(full.database, full.record_store, progress=lambda *step: told.append(step), batch=50)

    head = full.record_store.head()
    assert told[-1] == (head, head)
    assert len(told) > 3


@pytest.mark.parametrize("table", [table for table in tables.metadata.sorted_tables if table is not tables.tracking])
def test_one_value_that_was_tampered_with_changes_the_digest_of_its_table(everything: Ledger, table: Table) -> None:
    with everything.reading() as reading:
        before = digests(reading.connection)

    with _writing(everything) as connection:
        _tamper(connection, table)
        after = digests(connection)
        connection.rollback()

    assert [name for name in before if before[name] != after[name]] == [table.name]


def test_a_row_that_was_tampered_with_is_found(full: Ledger) -> None:
    with _writing(full) as connection:
        _tamper(connection, tables.provisions)

    with pytest.raises(Differs, match="not what the record gives: provisions"):
        rebuilt(full)

    assert full.record_store.read_generation() == 1


def test_a_row_that_was_left_out_or_put_in_is_found(full: Ledger) -> None:
    with _writing(full) as connection:
        connection.execute(delete(tables.stances))
        connection.execute(insert(tables.roles).values(participant_id="x", role="organizer", place="", since=1))

    with pytest.raises(Differs) as found:
        rebuilt(full)

    assert sorted(found.value.tables) == ["roles", "stances"]


def test_one_can_switch_to_what_the_record_gives_all_the_same(full: Ledger) -> None:
    with _writing(full) as connection:
        _tamper(connection, tables.motions)
    with pytest.raises(Differs):
        rebuilt(full)

    result = rebuilt(full, switch_anyway=True)

    assert result.differing == ["motions"]
    with full.reading() as reading:
        living = digests(reading.connection)
    assert living == digests_after(full, folded_in_one(full.record_store))


def test_read_models_of_another_form_are_replaced_without_comparing(full: Ledger) -> None:
    with _writing(full) as connection:
        connection.execute(update(tables.tracking).values(form="of another program"))
    full.read_models.close()

    result = rebuilt(full)

    assert not result.compared
    with full.reading() as reading:
        assert reading.position == full.record_store.head()


def test_a_ledger_without_read_models_gets_some(ledger: Ledger) -> None:
    a_room(ledger)

    result = rebuilt(ledger)

    assert (result.compared, result.position) == (False, ledger.record_store.head())


def test_both_databases_hold_the_same(everything: Ledger, postgres_url: str) -> None:
    with a_ledger(postgres_url) as other:
        head = everything.record_store.head()
        _copy(everything, other, head)

        theirs = digests_after(other, folded_in_one(other.record_store))

    assert theirs == digests_after(everything, folded_in_one(everything.record_store))


def test_no_reader_meets_an_empty_page_while_it_is_rebuilt(full: Ledger, database_url: str) -> None:
    done, wrong = Event(), []
    head = full.record_store.head()

    def read() -> None:
        with a_ledger(database_url) as reader:
            while not done.is_set():
                with reader.reading() as reading:
                    if reading.position < head or not reading.connection.execute(select(tables.motions.c.id)).first():
                        wrong.append(reading.position)

    thread = Thread(target=read)
    thread.start()
    for _ in range(4):
        rebuilt(full)
        a_participant(full)
    done.set()
    thread.join()

    assert wrong == []


def _writing(ledger: Ledger) -> AbstractContextManager[Connection]:
    living = ledger.read_models._living
    assert living is not None
    return living.generation.writing()


def _tamper(connection: Connection, table: Table) -> None:
    """Change one value of one row."""
    key = list(table.primary_key)
    column = next(column for column in table.c if column not in key and column.name not in ("slug", "number"))
    row = connection.execute(select(*key).limit(1)).one()
    value = 987_654 if column.type.python_type is int else "tampered"
    same = [one == value for one, value in zip(key, row, strict=True)]
    connection.execute(update(table).where(*same).values({column: value}))


def _copy(source: Ledger, target: Ledger, head: int) -> None:
    records = source.record_store.stored_between(1, head, head)
    target.record_store.insert_events(
        [StoredEvent(one.originator_id, one.originator_version, one.topic, one.state) for one in records]
    )
