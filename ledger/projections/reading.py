"""Reading: every page asks one state of the read models, complete to the last position that was on record."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from ledger.domain.errors import CannotStart
from ledger.projections.generation import Generation, tracked
from ledger.projections.projector import BATCH, Progress, Projector
from ledger.store.database import Database
from ledger.store.record import Record


@dataclass(frozen=True, slots=True)
class Reading:
    """One read transaction.

    Attributes:
        connection: sees one state of the read models, whatever is recorded meanwhile.
        position: up to where that state is complete, the end of a command.
        disclosed: the words under digests of sealed fields, as they stand now; those that were erased are left out.
    """

    connection: Connection
    position: int
    disclosed: Callable[[Iterable[str]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Living:
    generation: Generation
    projector: Projector


class ReadModels:
    """The read models of a ledger: the generation in use, opened when it is first needed.

    Safe to share between threads. Build it after a fork, as the record.
    """

    def __init__(self, database: Database, record: Record, *, batch: int = BATCH) -> None:
        self.database = database
        self.record = record
        self._batch = batch
        self._living: _Living | None = None
        self._opening = Lock()

    def catch_up(self, progress: Progress | None = None) -> int:
        """Bring the generation in use to the head of the record; gives the position where it stands then."""
        head, number = self.record.head_and_generation()
        return self._in_use(number).projector.catch_up(head, progress)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One read transaction, on a state that holds everything that was on record when it was asked for.

        Raises:
            CannotStart: the read models do not fit this program or this record; `ledger rebuild` makes new ones.
        """
        head, number = self.record.head_and_generation()
        living = self._in_use(number)
        with living.generation.reading() as connection:
            position = tracked(connection)
            if position >= head:
                self._refuse_foreign(position, head)
                yield Reading(connection, position, self.record.disclosed)
                return
        living.projector.catch_up(head)
        with living.generation.reading() as connection:
            yield Reading(connection, tracked(connection), self.record.disclosed)

    def close(self) -> None:
        """Close every connection; the next use opens new ones."""
        with self._opening:
            if self._living is not None:
                self._living.generation.close()
            self._living = None

    def _refuse_foreign(self, position: int, head: int) -> None:
        if position > head and position > self.record.head():
            raise CannotStart("The read models are ahead of the record, as after a restore: run `ledger rebuild`.")

    def _in_use(self, number: int) -> _Living:
        living = self._living
        if living is not None and living.generation.number == number:
            return living
        with self._opening:
            living = self._living
            if living is None or living.generation.number != number:
                generation = opened(self.database, number)
                if living is not None:
                    living.generation.close()
                living = self._living = _Living(generation, Projector(self.record, generation, self._batch))
            return living


def opened(database: Database, number: int) -> Generation:
    """A generation for use; it is made where it is missing.

    Raises:
        CannotStart: a program of another version made it.
    """
    generation = Generation(database, number)
    if not generation.exists():
        generation.make()
    if not generation.has_todays_form():
        generation.close()
        raise CannotStart("Another version of this program made the read models: run `ledger rebuild`.")
    return generation
