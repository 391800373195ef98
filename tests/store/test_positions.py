"""Positions are gapless, from 1, in the order of the commits, whoever writes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent

from ledger.store.record import Record

EventBuilder = Callable[..., list[StoredEvent]]

WRITE_WITH_CONFLICTS = """
import sys
from uuid import UUID, uuid4
from eventsourcing.persistence import IntegrityError, StoredEvent
from ledger.store.database import Database
from ledger.store.opening import open_record
record = open_record(Database.from_url(sys.argv[1]))
for number in range(1, 101):
    own = StoredEvent(uuid4(), 1, "ledger.own", b"{}")
    contested = StoredEvent(UUID(int=number), 1, "ledger.contested", b"{}")
    try:
        positions = record.insert_events([own, contested])
    except IntegrityError:
        positions = record.insert_events([own])
    print(*positions)
record.close()
"""


def test_the_positions_of_several_events_are_given_in_their_order(record: Record, some_events: EventBuilder) -> None:
    record.insert_events(some_events())
    events = some_events(3)

    positions = record.insert_events(events)

    assert positions == [2, 3, 4]
    assert [record.stored(position).originator_version for position in positions] == [1, 2, 3]


def test_no_events_take_no_position(record: Record, some_events: EventBuilder) -> None:
    assert record.insert_events([]) == []
    assert record.insert_events(some_events()) == [1]


def test_a_conflict_leaves_no_gap(record: Record, some_events: EventBuilder) -> None:
    events = some_events(2)
    record.insert_events(events)

    with pytest.raises(IntegrityError):
        record.insert_events([*some_events(3), *events])

    assert record.insert_events(some_events()) == [3]


def test_threads_that_collide_leave_no_gap(record: Record, some_events: EventBuilder) -> None:
    streams = [uuid4() for _ in range(20)]

    def write(number: int) -> list[int]:
        with suppress(IntegrityError):
            return record.insert_events(some_events(2, stream=streams[number % 20]))
        return []

    with ThreadPoolExecutor(8) as threads:
        given = sorted(position for positions in threads.map(write, range(100)) for position in positions)

    assert given == list(range(1, 41))
    assert [row.position for row in record.stored_between(1, 1000, 1000)] == given


def test_processes_that_collide_leave_no_gap(
    record: Record, database_url: str, another_process: Callable[..., Any]
) -> None:
    writers = [another_process(WRITE_WITH_CONFLICTS, database_url) for _ in range(3)]

    given = sorted(int(position) for writer in writers for position in writer.communicate()[0].split())

    assert given == list(range(1, 401))
    assert record.head() == 400


def test_a_follower_misses_nothing(record: Record, some_events: EventBuilder) -> None:
    followed: list[int] = []
    with ThreadPoolExecutor(4) as threads:
        writes = [threads.submit(record.insert_events, some_events(3)) for _ in range(60)]
        while len(followed) < 180:
            after = followed[-1] if followed else 0
            followed.extend(row.position for row in record.stored_between(after + 1, after + 1000, 50))
        for write in writes:
            write.result()

    assert followed == list(range(1, 181))
