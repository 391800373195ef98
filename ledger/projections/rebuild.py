"""A new generation beside the living one: built from the record alone, compared, and only then put into use."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import JSON, Connection, Table, Text, cast, select

from ledger.domain.errors import LedgerError
from ledger.projections.connecting import alone, drop, numbers_of
from ledger.projections.generation import Generation, tracked
from ledger.projections.projector import BATCH, Progress, Projector
from ledger.projections.tables import metadata, tracking
from ledger.store.database import Database
from ledger.store.record import Record

ROWS_AT_ONCE = 1_000


class Differs(LedgerError):
    """The living generation does not hold what the record says; the new one was not put into use.

    Attributes:
        tables: the names of the tables that differ.
    """

    code = "read_models_differ"

    def __init__(self, tables: list[str], position: int) -> None:
        named = ", ".join(tables)
        super().__init__(
            f"At position {position} these read models are not what the record gives: {named}. "
            "Nothing was switched; look into it, then rebuild and switch all the same."
        )
        self.tables = tables


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild came to.

    Attributes:
        number: the generation that is in use now.
        position: where the two generations were compared, or the new one was complete.
        digests: of the new generation's tables, there.
        differing: the tables in which the former generation held something else.
        compared: false where there was none, or one of another form.
    """

    number: int
    position: int
    digests: dict[str, str]
    differing: list[str]
    compared: bool


def rebuild(
    database: Database,
    record: Record,
    *,
    progress: Progress | None = None,
    switch_anyway: bool = False,
    batch: int = BATCH,
) -> Rebuilt:
    """Build the next generation, compare it with the living one, and put it into use. Nobody has to stop meanwhile.

    The living generation stays until the next rebuild, for those who still read it; older ones are thrown away.

    Args:
        switch_anyway: whether to put it into use although the two differ.

    Raises:
        Differs: the two differ; the new one is left as it is, unused, until the next rebuild.
    """
    with alone(database), _rarely_collected():
        former = Generation(database, record.read_generation())
        new = Generation(database, former.number + 1, building=True)
        try:
            drop(database, new.number)
            new.make(indexed=False)
            projector = Projector(record, new, batch)
            projector.catch_up(progress=progress)
            compared = former.exists() and former.has_todays_form()
            rebuilt = _compare(record, former, new, projector, batch) if compared else _alone(new)
            new.settle()
        finally:
            former.close()
            new.close()
        if rebuilt.differing and not switch_anyway:
            raise Differs(rebuilt.differing, rebuilt.position)
        record.set_read_generation(new.number)
        for number in numbers_of(database):
            if number not in (former.number, new.number):
                drop(database, number)
        return rebuilt


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Look for garbage in cycles seldom: folding makes many values and few cycles, and looking took a fifth of it."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def digests(connection: Connection) -> dict[str, str]:
    """SHA-256 over the rows of each table in the order of its key, by the name of the table."""
    return {table.name: _digest(connection, table) for table in metadata.sorted_tables if table is not tracking}


def _compare(record: Record, former: Generation, new: Generation, projector: Projector, batch: int) -> Rebuilt:
    """Compare the two where the former stands: its read transaction stays there, however others carry it on."""
    Projector(record, former, batch).catch_up()
    with former.reading() as connection:
        position = tracked(connection)
        projector.catch_up(position)
        then = digests(connection)
    with new.reading() as connection:
        now = digests(connection)
    differing = [name for name, digest in now.items() if then[name] != digest]
    return Rebuilt(new.number, position, now, differing, True)


def _alone(new: Generation) -> Rebuilt:
    with new.reading() as connection:
        return Rebuilt(new.number, tracked(connection), digests(connection), [], False)


def _digest(connection: Connection, table: Table) -> str:
    columns = [cast(column, Text) if isinstance(column.type, JSON) else column for column in table.c]
    statement = select(*columns).order_by(*table.primary_key).execution_options(yield_per=ROWS_AT_ONCE)
    hashed = sha256()
    for rows in connection.execute(statement).partitions():
        hashed.update("\n".join(map(repr, map(tuple, rows))).encode())
    return hashed.hexdigest()
