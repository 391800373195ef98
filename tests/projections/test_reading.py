"""Reading: one state a transaction, which holds what was recorded before it was asked for."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from ledger.application import Ledger
from ledger.domain.errors import CannotStart
from ledger.projections import tables
from ledger.projections.connecting import file_of, numbers_of
from ledger.projections.reading import Reading, ReadModels
from tests.builders import a_ledger, a_participant, a_room, give


@pytest.fixture
def another(ledger: Ledger, database_url: str) -> Iterator[Ledger]:
    """The same ledger as another process has it open."""
    with a_ledger(database_url) as another:
        yield another


def records_in(reading: Reading) -> int:
    return reading.connection.execute(select(func.count()).select_from(tables.records)).scalar_one()


def test_what_was_just_recorded_is_read_in_every_process(ledger: Ledger, another: Ledger) -> None:
    for writer, reader in ((ledger, another), (another, ledger)) * 3:
        participant = a_participant(writer)

        with reader.reading() as reading:
            found = reading.connection.execute(select(tables.participants.c.id)).scalars().all()

        assert participant in found


def test_own_words_are_read_while_others_write_and_read(ledger: Ledger, another: Ledger) -> None:
    def write_and_read(number: int) -> bool:
        own = (ledger, another)[number % 2]
        answer = give(own, "register_participant", participant_id=_id(number), name="N", kind="person", group="state")
        with own.reading() as reading:
            return reading.position >= answer.last and records_in(reading) == reading.position

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(write_and_read, range(60)))


def test_a_reading_sees_one_state_whatever_is_recorded_meanwhile(ledger: Ledger) -> None:
    a_participant(ledger)

    with ledger.reading() as reading:
        before = records_in(reading)
        a_participant(ledger)
        ledger.read_models.catch_up()
        assert records_in(reading) == before == reading.position

    with ledger.reading() as reading:
        assert records_in(reading) == before + 1


def test_a_reading_knows_its_position_in_an_empty_ledger(ledger: Ledger) -> None:
    with ledger.reading() as reading:
        assert reading.position == 0


def test_a_reading_gives_the_words_under_digests_until_they_are_erased(ledger: Ledger) -> None:
    participant = a_participant(ledger, name="Amina")
    name = select(tables.participants.c.name_digest).where(tables.participants.c.id == participant)

    with ledger.reading() as reading:
        digest = reading.connection.execute(name).scalar_one()
        assert reading.disclosed([digest]) == {digest: "Amina"}
        give(ledger, "erase_participant", participant_id=participant, reason="legal_order")
        assert reading.disclosed([digest]) == {}


def test_nothing_is_written_through_a_reading(ledger: Ledger) -> None:
    a_participant(ledger)
    ledger.read_models.catch_up()

    with pytest.raises(DBAPIError, match=r"read-?only"), ledger.reading() as reading:
        reading.connection.execute(update(tables.participants).values(kind="other"))


def test_a_generation_that_is_missing_is_made(ledger: Ledger) -> None:
    a_room(ledger)
    assert numbers_of(ledger.database) == []

    ledger.read_models.catch_up()

    assert numbers_of(ledger.database) == [1]


def test_the_file_of_the_read_models_is_its_owners_alone(sqlite_url: str) -> None:
    with a_ledger(sqlite_url) as ledger:
        ledger.read_models.catch_up()

        file = file_of(ledger.database, 1)

    assert file == Path(ledger.database.name).with_name("ledger.read.1.db")
    assert file.stat().st_mode & 0o777 == 0o600


def test_read_models_can_be_used_again_after_they_were_closed(ledger: Ledger) -> None:
    a_participant(ledger)
    ledger.read_models.catch_up()

    ledger.read_models.close()

    with ledger.reading() as reading:
        assert reading.position == ledger.record_store.head()


def test_read_models_of_another_form_are_not_read(ledger: Ledger) -> None:
    models = ledger.read_models
    a_participant(ledger)
    models.catch_up()
    _track(models, form="of another program")

    models.close()

    with pytest.raises(CannotStart, match="ledger rebuild"), models.reading():
        pass


def test_read_models_that_are_ahead_of_a_restored_record_are_not_read(ledger: Ledger) -> None:
    a_participant(ledger)
    ledger.read_models.catch_up()
    _track(ledger.read_models, position=1_000)

    with pytest.raises(CannotStart, match="ahead of the record"), ledger.read_models.reading():
        pass


def _track(models: ReadModels, **values: object) -> None:
    living = models._living
    assert living is not None
    with living.generation.writing() as connection:
        connection.execute(update(tables.tracking).values(**values))


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"
