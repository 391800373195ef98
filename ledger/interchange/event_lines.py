"""The events as they are stored: one canonical line for each, or a table for a spreadsheet."""

import csv
import io
from collections.abc import Iterator

from ledger.application import Ledger
from ledger.store.lines import line
from ledger.store.record import StoredRecord

COLUMNS = ("position", "recorded_at", "occurred_at", "topic", "stream", "version", "command", "command_id", "actor")


def export_events(ledger: Ledger) -> Iterator[bytes]:
    """The canonical line of every record, in order of position: what is hashed, with a line feed."""
    for stored in records(ledger):
        yield line(stored) + b"\n"


def export_table(ledger: Ledger) -> Iterator[bytes]:
    """A CSV table of the records, without their data; it begins with the names of the columns."""
    yield _row(COLUMNS)
    for stored in records(ledger):
        event = ledger.event(stored)
        yield _row(
            (
                stored.position,
                event.timestamp,
                event.occurred_at,
                stored.topic,
                stored.originator_id,
                stored.originator_version,
                event.command or "",
                event.command_id,
                event.actor,
            )
        )


def records(ledger: Ledger, stop: int | None = None) -> Iterator[StoredRecord]:
    """The records in order of position, up to `stop`, read in sections."""
    head = ledger.record_store.head()
    last = head if stop is None else min(stop, head)
    for start in range(1, last + 1, 1000):
        yield from ledger.record_store.stored_between(start, min(start + 999, last), 1000)


def _row(values: tuple[object, ...]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue().encode()
