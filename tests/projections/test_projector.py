"""Batches, kills, and processes that catch up at once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application import Ledger
from ledger.domain.catalogue import EVENTS
from ledger.projections.events import Source, Stored
from ledger.projections.generation import Generation, tracked
from ledger.projections.memory import Recent
from ledger.projections.projector import HANDLERS, Projector, UnknownEvent
from ledger.projections.reading import ReadModels
from ledger.projections.rebuild import digests
from ledger.store.database import Database
from ledger.store.opening import open_record
from ledger.store.record import StoredRecord
from tests.builders import a_room
from tests.projections.conftest import digests_after, folded_in_one, say_everything


class Killed(Exception):
    """The process is gone."""


class Failing:
    """A source that fails once, in the middle of a batch."""

    def __init__(self, source: Source, at: int) -> None:
        self._source = source
        self._at = at

    def head(self) -> int:
        return self._source.head()

    def stored_between(self, start: int, stop: int, limit: int) -> Sequence[Stored]:
        if start <= self._at < start + limit:
            self._at = 0
            raise Killed
        return self._source.stored_between(start, stop, limit)


def kill_after(batches: int, projector: Projector) -> None:
    """Lets a projector do so many batches."""
    left = batches

    def count(position: int, stop: int) -> None:
        nonlocal left
        left -= 1
        if left == 0 and position < stop:
            raise Killed

    projector.catch_up(progress=count)


def test_every_event_form_has_a_handler() -> None:
    assert HANDLERS.keys() == EVENTS.keys()


@settings(max_examples=15, deadline=None)
@given(batch=st.integers(1, 400), kills=st.lists(st.integers(1, 5), max_size=6))
def test_a_kill_between_batches_loses_nothing_and_repeats_nothing(
    everything: Ledger, batch: int, kills: list[int]
) -> None:
    source = everything.record_store

    def fold(generation: Generation) -> None:
        for batches in kills:
            with suppress(Killed):
                kill_after(batches, Projector(source, generation, batch))
        Projector(source, generation, batch).catch_up()

    assert digests_after(everything, fold) == digests_after(everything, folded_in_one(source))


def test_a_process_that_remembers_nothing_folds_the_same(everything: Ledger) -> None:
    source = everything.record_store

    def fold(generation: Generation) -> None:
        position = 0
        while position < source.head():
            with suppress(Killed):
                kill_after(1, Projector(source, generation, 1))
            with generation.reading() as connection:
                position = tracked(connection)

    assert digests_after(everything, fold) == digests_after(everything, folded_in_one(source))


def test_what_was_forgotten_for_want_of_room_is_loaded_again(
    everything: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = digests_after(everything, folded_in_one(everything.record_store))
    make = Recent.__init__
    monkeypatch.setattr(Recent, "__init__", lambda recent, _: make(recent, 1))

    assert digests_after(everything, folded_in_one(everything.record_store, batch=3)) == whole


def test_a_batch_that_fails_leaves_nothing_and_can_be_done_again(everything: Ledger) -> None:
    source = Failing(everything.record_store, at=100)

    def fold(generation: Generation) -> None:
        projector = Projector(source, generation, 30)
        with pytest.raises(Killed):
            projector.catch_up()
        with generation.reading() as connection:
            assert tracked(connection) < 100
        projector.catch_up()

    assert digests_after(everything, fold) == digests_after(everything, folded_in_one(everything.record_store))


def test_an_event_form_that_nothing_can_show_is_not_passed_over(everything: Ledger) -> None:
    class Unknown(Failing):
        def stored_between(self, start: int, stop: int, limit: int) -> list[StoredRecord]:
            records = everything.record_store.stored_between(start, stop, limit)
            return [replace(record, topic="ledger.motion.sung") for record in records]

    with pytest.raises(UnknownEvent, match=r"Record no\. 1 has the form ledger\.motion\.sung"):
        digests_after(everything, folded_in_one(Unknown(everything.record_store, 0)))


def test_two_projectors_that_catch_up_in_turns_do_not_disturb_each_other(everything: Ledger) -> None:
    source = everything.record_store
    stops = sorted({0, source.head(), *(source.position_of_command(id) or 0 for id in _command_ids(everything)[::7])})

    def fold(generation: Generation) -> None:
        turns = [Projector(source, generation, 20), Projector(source, generation, 50)]
        for number, stop in enumerate(stops):
            turns[number % 2].catch_up(max(stop - 1, 0) if stop < source.head() else stop)

    assert digests_after(everything, fold) == digests_after(everything, folded_in_one(source))


def test_processes_that_catch_up_at_once_fold_every_event_once(ledger: Ledger, database_url: str) -> None:
    say_everything(ledger)
    context = get_context("spawn")

    with context.Pool(3) as pool:
        positions = pool.map(_catch_up, [database_url] * 3)

    assert positions == [ledger.record_store.head()] * 3
    assert _living(ledger) == digests_after(ledger, folded_in_one(ledger.record_store))


def test_threads_that_write_and_catch_up_at_once_fold_every_event_once(ledger: Ledger) -> None:
    with ThreadPoolExecutor(4) as pool:
        for _ in pool.map(lambda _: (a_room(ledger), ledger.read_models.catch_up()), range(8)):
            pass

    assert _living(ledger) == digests_after(ledger, folded_in_one(ledger.record_store))


def _living(ledger: Ledger) -> dict[str, str]:
    with ledger.reading() as reading:
        return digests(reading.connection)


def _command_ids(ledger: Ledger) -> list[str]:
    head = ledger.record_store.head()
    events = (ledger.event(stored) for stored in ledger.record_store.stored_between(1, head, head))
    return [event.command_id for event in events if event.command is not None]


def _catch_up(url: str) -> int:
    database = Database.from_url(url)
    record = open_record(database)
    models = ReadModels(database, record, batch=10)
    try:
        return models.catch_up()
    finally:
        models.close()
        record.close()
