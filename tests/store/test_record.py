"""What can be asked of the record, the same on both databases."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent

from ledger.store.record import Record, StoredRecord

EventBuilder = Callable[..., list[StoredEvent]]


def test_an_empty_ledger_has_the_head_0(record: Record) -> None:
    assert record.head() == 0
    assert record.head_and_generation() == (0, 1)
    assert record.stored(1) is None


def test_a_command_is_found_at_the_position_of_its_first_event(record: Record, some_events: EventBuilder) -> None:
    command_id = str(uuid4())
    record.insert_events(some_events())
    record.insert_events(some_events(3), commands=[(command_id, 2)])

    assert record.position_of_command(command_id) == 2
    assert record.position_of_command(str(uuid4())) is None


def test_a_command_is_recorded_once(record: Record, some_events: EventBuilder) -> None:
    record.insert_events(some_events(), commands=[("c", 1)])

    with pytest.raises(IntegrityError):
        record.insert_events(some_events(), commands=[("c", 2)])

    assert record.head() == 1


def test_a_name_leads_to_its_stream(record: Record, some_events: EventBuilder) -> None:
    stream = uuid4()
    record.insert_events(some_events(), names=[("framework", "new-design", stream)])

    assert record.stream_named("framework", "new-design") == stream
    assert record.stream_named("consultation", "new-design") is None


def test_a_name_is_given_once_of_each_kind(record: Record, some_events: EventBuilder) -> None:
    record.insert_events(some_events(), names=[("framework", "f", uuid4()), ("consultation", "f", uuid4())])

    with pytest.raises(IntegrityError):
        record.insert_events(some_events(), names=[("framework", "f", uuid4())])

    assert record.head() == 1


def test_streams_provisions_and_versions_are_known_by_their_ids(record: Record, some_events: EventBuilder) -> None:
    stream, provision, version, slug = uuid4(), uuid4(), uuid4(), uuid4()
    names = [
        ("provision", str(provision), stream),
        ("version", str(version), stream),
        ("framework", str(slug), stream),
    ]
    record.insert_events(some_events(stream=stream), names=names)

    assert [record.is_known(id) for id in (stream, provision, version)] == [True, True, True]
    assert not record.is_known(slug)
    assert not record.is_known(uuid4())


def test_a_record_is_given_as_it_was_stored(record: Record, some_events: EventBuilder) -> None:
    (event,) = some_events()
    record.insert_events([event])

    stored = record.stored(1)

    assert stored == StoredRecord(1, event.originator_id, 1, event.topic, event.state)


def test_records_are_given_in_order_and_within_bounds(record: Record, some_events: EventBuilder) -> None:
    record.insert_events(some_events(9))

    assert [row.position for row in record.stored_between(3, 6, 100)] == [3, 4, 5, 6]
    assert [row.position for row in record.stored_between(3, 6, 2)] == [3, 4]


def test_a_stream_is_read_from_a_version_on(record: Record, some_events: EventBuilder) -> None:
    events = some_events(5)
    record.insert_events(some_events(2))
    record.insert_events(events)

    assert record.stream_events(events[0].originator_id, 0) == events
    assert record.stream_events(events[0].originator_id, 3) == events[3:]
    assert record.stream_events(uuid4(), 0) == []


def test_a_stream_begins_at_the_position_of_its_first_version(record: Record, some_events: EventBuilder) -> None:
    stream = uuid4()
    record.insert_events(some_events(2))
    record.insert_events(some_events(2, stream=stream))

    assert record.first_position(stream) == 3
    assert record.first_position(uuid4()) is None


def test_the_generation_of_the_read_models_is_switched_for_everyone(record: Record, some_events: EventBuilder) -> None:
    record.insert_events(some_events(2))

    record.set_read_generation(2)

    assert record.read_generation() == 2
    assert record.head_and_generation() == (2, 2)


def test_the_generation_is_switched_together_with_what_is_written(record: Record, some_events: EventBuilder) -> None:
    with record.writing():
        record.insert_events(some_events())
        record.set_read_generation(5)

    assert record.head_and_generation() == (1, 5)


def test_settings_of_the_library_for_one_save_are_taken(record: Record, some_events: EventBuilder) -> None:
    assert record.insert_events(some_events(), tracking=None) == [1]


def test_the_record_is_not_subscribed_to(record: Record) -> None:
    with pytest.raises(NotImplementedError, match="head"):
        record.subscribe()
