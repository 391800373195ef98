"""What a handler of an event works with: the batch that it adds rows to, and what is remembered."""

from typing import Any

from ledger.domain.times import ends, is_date
from ledger.projections import tables
from ledger.projections.batch import Batch
from ledger.projections.events import Event
from ledger.projections.memory import Memory, Thing
from ledger.projections.revising import Revising


class Fold:
    """One batch being folded.

    Attributes:
        revising: the text that the current command changes, until its last event.
    """

    __slots__ = ("batch", "memory", "revising")

    def __init__(self, batch: Batch, memory: Memory) -> None:
        self.batch = batch
        self.memory = memory
        self.revising: Revising | None = None

    def happened_by(self, occurred_at: str, consultation_id: str | None) -> str:
        """The moment by which `occurred_at` was certainly over; a plain date is a day of the consultation's zone."""
        if not is_date(occurred_at):
            return occurred_at
        return ends(occurred_at, self.memory.zones[consultation_id] if consultation_id else "UTC")

    def is_illustrative(self, event: Event, *participants: str) -> bool:
        """Whether the session of the event or one of the participants is only an illustration."""
        session = self.memory.things.get(event.data.get("session", ""))
        if session is not None and session.illustrative:
            return True
        return any(self.memory.participants[participant].illustrative for participant in participants)

    def note_thing(self, event: Event, id: str, thing: Thing, title: str | None) -> Thing:
        """Remember a new thing, and give it its row."""
        self.memory.things[id] = thing
        self.batch.insert(
            tables.things,
            {
                "id": id,
                "kind": thing.kind,
                "consultation_id": thing.consultation_id,
                "framework_id": thing.framework_id,
                "title": title,
                "illustrative": thing.illustrative,
                "position": event.position,
            },
        )
        return thing


def sealed(data: dict[str, Any], field: str) -> str | None:
    """The digest of a sealed field; None where it is absent or was cleared."""
    value = data.get(field)
    return value["sealed"] if isinstance(value, dict) else None


def given(data: dict[str, Any], *fields: str) -> dict[str, Any]:
    """The fields that an update changes; what it clears is null."""
    return {field: None if data[field] == "" else data[field] for field in fields if field in data}
