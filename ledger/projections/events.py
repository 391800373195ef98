"""The record as the projector takes it: events decoded and brought to their newest form, in whole commands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from json import JSONDecoder
from typing import Any, Protocol
from uuid import UUID

from ledger.domain.catalogue import EVENTS

_parse = JSONDecoder().raw_decode


class Stored(Protocol):
    """One event as the record stores it."""

    @property
    def position(self) -> int: ...
    @property
    def originator_id(self) -> UUID: ...
    @property
    def originator_version(self) -> int: ...
    @property
    def topic(self) -> str: ...
    @property
    def state(self) -> bytes: ...


class Source(Protocol):
    """Where events come from: the record."""

    def head(self) -> int:
        """The position of the last event; what stands up to there are whole commands."""

    def stored_between(self, start: int, stop: int, limit: int) -> Sequence[Stored]:
        """The events from `start` to `stop`, both included, the first `limit` of them."""


@dataclass(slots=True)
class Event:
    """One event: its data are what the record stores, in the newest form of its topic.

    Attributes:
        first: the position of the first event of its command.
        last: the position of the last one.
    """

    position: int
    stream: str
    version: int
    topic: str
    data: dict[str, Any]
    first: int = 0
    last: int = 0


def _upcasts() -> dict[str, Callable[[dict[str, Any]], None]]:
    return {topic: _to_newest(kind) for topic, kind in EVENTS.items() if getattr(kind, "class_version", 1) > 1}


def _to_newest(kind: type) -> Callable[[dict[str, Any]], None]:
    newest: int = kind.class_version  # type: ignore[attr-defined]

    def upcast(state: dict[str, Any]) -> None:
        for version in range(state.pop("class_version", 1), newest):
            getattr(kind, f"upcast_v{version}_v{version + 1}")(state)

    return upcast


class Commands:
    """Reads a source in batches that end at the end of a command. What was read beyond it is kept for the next one."""

    def __init__(self, source: Source, size: int) -> None:
        self._source = source
        self._size = size
        self._upcasts = _upcasts()
        self._beyond: list[Event] = []

    def forget(self) -> None:
        """Read anew from wherever the next batch begins."""
        self._beyond = []

    def after(self, position: int, head: int) -> list[Event]:
        """The events of the next whole commands, at least one; `head` is the end of a command after `position`.

        Raises:
            LookupError: the source does not have an event that stands before its head.
        """
        events = self._beyond
        end = 0
        while end == 0:
            start = events[-1].position + 1 if events else position + 1
            if start <= head:
                events += self._read(start, head)
            end = len(events) if events[-1].position >= head else _start_of_last_command(events)
        self._beyond = events[end:]
        del events[end:]
        _mark_commands(events)
        return events

    def _read(self, start: int, head: int) -> list[Event]:
        read = [self._decoded(stored) for stored in self._source.stored_between(start, head, self._size)]
        if not read or read[0].position != start or read[-1].position != start + len(read) - 1:
            raise LookupError(f"The record does not give every event from position {start} on.")
        return read

    def _decoded(self, stored: Stored) -> Event:
        data = _parse(str(stored.state, "utf-8"))[0]
        upcast = self._upcasts.get(stored.topic)
        if upcast is not None:
            upcast(data)
        return Event(stored.position, str(stored.originator_id), stored.originator_version, stored.topic, data)


def _start_of_last_command(events: list[Event]) -> int:
    last = events[-1].data["command_id"]
    start = len(events) - 1
    while start > 0 and events[start - 1].data["command_id"] == last:
        start -= 1
    return start


def _mark_commands(events: list[Event]) -> None:
    start = 0
    for end in range(1, len(events) + 1):
        if end < len(events) and events[end].data["command_id"] == events[start].data["command_id"]:
            continue
        first, last = events[start].position, events[end - 1].position
        for event in events[start:end]:
            event.first, event.last = first, last
        start = end
