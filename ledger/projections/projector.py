"""The projector: folds the events into the tables, in order, in batches that end at the end of a command.

Who owns what: whoever holds the write lock of a generation may write its tables and nobody else; the lock is taken
before the tracking is read. A batch and its tracking position are one transaction, so a process that is killed at any
moment loses nothing and repeats nothing. What this process remembers holds only as long as the tracking stands where it
left it; otherwise another process went on, and everything is forgotten.
"""

from collections.abc import Callable
from threading import Lock

from sqlalchemy import Connection, update

from ledger.projections import (
    of_consultations,
    of_frameworks,
    of_motions,
    of_participants,
    of_positions,
    of_statements,
    of_texts,
    of_votes,
    tables,
)
from ledger.projections.batch import Batch
from ledger.projections.events import Commands, Event, Source
from ledger.projections.folding import Fold
from ledger.projections.generation import Generation, tracked
from ledger.projections.memory import Memory, Thing, Wanted
from ledger.projections.registry import Family, Handler

BATCH = 1_000
"""Events of a batch; it is longer where a single command is."""

FAMILIES: tuple[Family, ...] = (
    of_participants.FAMILY,
    of_consultations.FAMILY,
    of_statements.FAMILY,
    of_frameworks.FAMILY,
    of_texts.FAMILY,
    of_motions.FAMILY,
    of_positions.FAMILY,
    of_votes.FAMILY,
)

HANDLERS: dict[str, Handler] = {kind.TOPIC: handler for family in FAMILIES for kind, handler in family.handlers.items()}
WANTED = {kind.TOPIC: family.wanted for family in FAMILIES for kind in family.handlers}

Progress = Callable[[int, int], None]
"""Told after each batch: the position that was reached, and the one to reach."""


class UnknownEvent(LookupError):
    """An event form that the projector does not know: it can neither be shown nor left out."""


class Projector:
    """Brings one generation of the read models forward. Safe to share between threads."""

    def __init__(self, source: Source, generation: Generation, batch: int = BATCH) -> None:
        self._source = source
        self._generation = generation
        self._commands = Commands(source, batch)
        self._memory = Memory()
        self._left_at: int | None = None
        self._alone = Lock()

    def catch_up(self, until: int | None = None, progress: Progress | None = None) -> int:
        """Fold everything up to a position, and give the position where the tables stand then.

        Args:
            until: the end of a command; None: the head of the record.

        Raises:
            UnknownEvent: the record holds an event of a form that this program does not know.
        """
        with self._alone:
            stop = self._source.head() if until is None else until
            while True:
                position = self._fold_a_batch(stop)
                if progress is not None:
                    progress(position, stop)
                if position >= stop:
                    return position

    def _fold_a_batch(self, stop: int) -> int:
        left_at, self._left_at = self._left_at, None
        with self._generation.writing() as connection:
            position = tracked(connection)
            if position != left_at:
                self._memory = Memory()
                self._commands.forget()
            if position < stop:
                events = self._commands.after(position, stop)
                _fold(connection, self._memory, events)
                position = events[-1].position
                connection.execute(update(tables.tracking).values(position=position))
        self._memory.trim()
        self._left_at = position
        return position


def _fold(connection: Connection, memory: Memory, events: list[Event]) -> None:
    """Write the rows of whole commands."""
    memory.load(connection, _wanted(events))
    fold = Fold(Batch(), memory)
    for event in events:
        place = HANDLERS[event.topic](fold, event)
        fold.batch.append(tables.records, _record(event, place))
        if event.position == event.last and fold.revising is not None:
            fold.revising.finish(fold.batch)
            fold.revising = None
    fold.batch.write(connection)


def _wanted(events: list[Event]) -> Wanted:
    wanted = Wanted()
    for event in events:
        if event.topic not in WANTED:
            raise UnknownEvent(f"Record no. {event.position} has the form {event.topic}, which nothing here can show.")
        WANTED[event.topic](event, wanted)
    return wanted


def _record(event: Event, place: Thing) -> dict[str, object]:
    data = event.data
    return {
        "position": event.position,
        "topic": event.topic,
        "stream": event.stream,
        "version": event.version,
        "command_id": data["command_id"],
        "command": data.get("command"),
        "actor": data["actor"],
        "occurred_at": data["occurred_at"],
        "recorded_at": data["timestamp"],
        "session_id": data.get("session"),
        "consultation_id": place.consultation_id,
        "framework_id": place.framework_id,
    }
