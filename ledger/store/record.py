"""The interface to the record that both databases give, and what is the same for both.

Statements stand here with `?` for a value; the view `record` gives the events with their positions.
"""

import json
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, StoredEvent, Subscription

from ledger.store.disclosures import Disclosure
from ledger.store.writing import Writer

# command_id and the position of the command's first event.
CommandRow = tuple[str, int]
# Kind (`consultation`, `framework`, `provision`, `version`, …), name, and the stream that it leads to.
NameRow = tuple[str, str, UUID]

DIGESTS_IN_A_QUERY = 500


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One event as stored.

    Attributes:
        position: its gapless number in the ledger, from 1.
        originator_id: its stream.
        originator_version: its number in the stream, from 1.
        state: canonical JSON, the bytes that are hashed.
    """

    position: int
    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes


class Record(ApplicationRecorder):
    """The events and what stands beside them, in one database. Safe to share between threads.

    Inside `writing()` everything that the same thread asks joins the open transaction and sees its rows; outside,
    every question is a read of its own. Errors of the database are the library's `PersistenceError`s.
    """

    _writer: Writer

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the one write lock: commits at the end, rolls back on any exception.

        Raises:
            Busy: the lock was not free in time.
            PersistenceError: the commit failed, or a statement inside had failed; nothing was recorded.
            RuntimeError: this thread is writing already.
        """
        self._writer.begin()
        try:
            yield
        except BaseException:
            self._writer.rollback()
            raise
        self._writer.commit()

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        disclosures: Sequence[Disclosure] = (),
        commands: Sequence[CommandRow] = (),
        names: Sequence[NameRow] = (),
        **_: Any,
    ) -> list[int]:
        """Appends the events and what belongs to them, whole or not at all, and gives the events' positions.

        Raises:
            IntegrityError: a version of a stream, a command, a name or a digest is on record already. Inside
                `writing()` the whole transaction is lost with it.
        """
        writer = self._writer
        if writer.is_mine():
            writer.require_sound()
            try:
                return self._insert(stored_events, disclosures, commands, names)
            except BaseException:
                writer.spoil()
                raise
        writer.begin()
        try:
            positions = self._insert(stored_events, disclosures, commands, names)
        except BaseException:
            writer.rollback()
            raise
        writer.commit()
        return positions

    def head(self) -> int:
        """The position of the last record, 0 in an empty ledger."""
        return self._value("SELECT MAX(position) FROM record") or 0

    def head_and_generation(self) -> tuple[int, int]:
        """The position of the last record and the generation of the read models in use, read at one moment."""
        head, generation = self._rows("SELECT (SELECT MAX(position) FROM record), number FROM read_generation")[0]
        return head or 0, generation

    def position_of_command(self, command_id: str) -> int | None:
        """The position of the command's first event, or None where it is not on record."""
        position: int | None = self._value("SELECT position FROM commands WHERE command_id = ?", command_id)
        return position

    def first_position(self, stream: UUID) -> int | None:
        """The position of the stream's first event."""
        statement = "SELECT position FROM record WHERE originator_id = ? AND originator_version = 1"
        position: int | None = self._value(statement, self._key(stream))
        return position

    def stream_named(self, kind: str, name: str) -> UUID | None:
        """The stream that a name of this kind leads to."""
        stream = self._value("SELECT stream FROM names WHERE kind = ? AND name = ?", kind, name)
        return None if stream is None else self._stream(stream)

    def is_known(self, id: UUID) -> bool:
        """The id is taken: by a stream, a provision or a version."""
        statement = (
            "SELECT EXISTS (SELECT 1 FROM stored_events WHERE originator_id = ?)"
            " OR EXISTS (SELECT 1 FROM names WHERE kind IN ('provision', 'version') AND name = ?)"
        )
        return bool(self._value(statement, self._key(id), str(id)))

    def stored(self, position: int) -> StoredRecord | None:
        """The record at a position."""
        records = self.stored_between(position, position, 1)
        return records[0] if records else None

    def stored_between(self, start: int, stop: int, limit: int) -> list[StoredRecord]:
        """The records from `start` to `stop`, both included, the first `limit` of them."""
        statement = (
            "SELECT position, originator_id, originator_version, topic, state FROM record"
            " WHERE position BETWEEN ? AND ? ORDER BY position LIMIT ?"
        )
        rows = self._rows(statement, start, stop, limit)
        return [
            StoredRecord(position, self._stream(id), version, topic, state)
            for position, id, version, topic, state in rows
        ]

    def stream_events(self, stream: UUID, after_version: int = 0) -> list[StoredEvent]:
        """The events of a stream after a version, in order."""
        statement = (
            "SELECT originator_version, topic, state FROM stored_events"
            " WHERE originator_id = ? AND originator_version > ? ORDER BY originator_version"
        )
        rows = self._rows(statement, self._key(stream), after_version)
        return [StoredEvent(stream, version, topic, state) for version, topic, state in rows]

    def disclosed(self, digests: Iterable[str]) -> dict[str, Any]:
        """The values under these digests, parsed; those that were erased are left out."""
        wanted = list(digests)
        values: dict[str, Any] = {}
        for start in range(0, len(wanted), DIGESTS_IN_A_QUERY):
            rows = self._disclosed(wanted[start : start + DIGESTS_IN_A_QUERY])
            values.update((digest, json.loads(value)) for digest, value in rows)
        return values

    def delete_disclosures(
        self, *, author: str | None = None, thing: str | None = None, field: str | None = None
    ) -> int:
        """Erases the words of an author or of a thing, of one field where it is named; gives how many.

        The bytes are gone from the files after `forget`.

        Raises:
            RuntimeError: outside `writing()`: the event that says so belongs to the same transaction.
            ValueError: neither or both of author and thing are given.
        """
        if not self._writer.is_mine():
            raise RuntimeError("Disclosures are deleted inside writing(), together with the event that says so.")
        if (author is None) == (thing is None):
            raise ValueError("Name either the author or the thing whose disclosures are to be deleted.")
        self._writer.require_sound()
        owner, id = ("author", author) if thing is None else ("thing", thing)
        if field is None:
            return self._change(f"DELETE FROM disclosures WHERE {owner} = ?", id)
        return self._change(f"DELETE FROM disclosures WHERE {owner} = ? AND field = ?", id, field)

    def read_generation(self) -> int:
        """The generation of the read models in use."""
        generation: int = self._value("SELECT number FROM read_generation")
        return generation

    def set_read_generation(self, number: int) -> None:
        """Switches every reader to another generation of the read models."""
        statement = "UPDATE read_generation SET number = ?"
        if self._writer.is_mine():
            self._change(statement, number)
        else:
            with self.writing():
                self._change(statement, number)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Not given: projections catch up in batches, and no notice is sent when an event is recorded."""
        raise NotImplementedError("The record is followed by asking for its head, not by subscription.")

    @abstractmethod
    def forget(self) -> bool:
        """Removes the bytes of deleted disclosures from the database's files, after an erasure was committed.

        False where a reader or a missing privilege stood against it; asking again later is safe. Backups, archives of
        the write-ahead log and free blocks of the disk are the operator's.
        """

    @abstractmethod
    def close(self) -> None:
        """Closes every connection."""

    @abstractmethod
    def _insert(
        self,
        events: Sequence[StoredEvent],
        disclosures: Sequence[Disclosure],
        commands: Sequence[CommandRow],
        names: Sequence[NameRow],
    ) -> list[int]: ...

    @abstractmethod
    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]: ...

    @abstractmethod
    def _change(self, statement: str, *values: Any) -> int: ...

    @abstractmethod
    def _disclosed(self, digests: list[str]) -> list[tuple[Any, ...]]: ...

    @abstractmethod
    def _key(self, stream: UUID) -> Any:
        """A stream as this database stores it."""

    @abstractmethod
    def _stream(self, key: Any) -> UUID: ...

    def _value(self, statement: str, *values: Any) -> Any:
        rows = self._rows(statement, *values)
        return rows[0][0] if rows else None
