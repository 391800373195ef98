"""Batches of whole commands, and events in their newest form."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.canonical import canonical_json
from ledger.domain.catalogue import EVENTS
from ledger.domain.consultations import Consultation
from ledger.projections.events import Commands
from ledger.store.record import StoredRecord

STREAM = uuid4()


class AList:
    """A source in memory."""

    def __init__(self, records: list[StoredRecord]) -> None:
        self.records = records

    def head(self) -> int:
        return len(self.records)

    def stored_between(self, start: int, stop: int, limit: int) -> list[StoredRecord]:
        return self.records[start - 1 : min(stop, start - 1 + limit)]


def a_record(position: int, command: int, **state: Any) -> StoredRecord:
    data = {"command_id": str(UUID(int=command)), **state}
    return StoredRecord(position, STREAM, position, Consultation.Opened.TOPIC, canonical_json(data))


def commands_of(sizes: list[int]) -> AList:
    numbers = [number for number, size in enumerate(sizes) for _ in range(size)]
    return AList([a_record(position, number) for position, number in enumerate(numbers, 1)])


@given(sizes=st.lists(st.integers(1, 9), min_size=1, max_size=12), batch=st.integers(1, 7))
def test_a_batch_ends_at_the_end_of_a_command(sizes: list[int], batch: int) -> None:
    source = commands_of(sizes)
    ends = {sum(sizes[:number]) for number in range(1, len(sizes) + 1)}
    commands, position, seen = Commands(source, batch), 0, []

    while position < source.head():
        events = commands.after(position, source.head())
        seen += events
        position = events[-1].position
        assert position in ends

    assert [event.position for event in seen] == list(range(1, source.head() + 1))
    assert all(event.last in ends and event.first <= event.position <= event.last for event in seen)
    assert len({(event.first, event.last) for event in seen}) == len(sizes)


def test_a_record_with_a_gap_is_not_folded() -> None:
    source = commands_of([1, 1, 1])
    del source.records[1]

    with pytest.raises(LookupError, match="every event"):
        Commands(source, 10).after(0, 3)


def test_an_older_form_of_an_event_comes_in_its_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    class Opened(Consultation.Opened):
        class_version = 3

        @staticmethod
        def upcast_v1_v2(state: dict[str, Any]) -> None:
            state["slug"] = state.pop("path")

        @staticmethod
        def upcast_v2_v3(state: dict[str, Any]) -> None:
            state["slug"] = state["slug"].lower()

    monkeypatch.setitem(EVENTS, Opened.TOPIC, Opened)
    source = AList([a_record(1, 1, path="ONE"), a_record(2, 2, slug="TWO", class_version=2)])

    events = Commands(source, 10).after(0, 2)

    assert [event.data["slug"] for event in events] == ["one", "two"]
    assert "class_version" not in events[1].data
