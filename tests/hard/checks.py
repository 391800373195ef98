"""What has to hold of a ledger whatever happened to those who wrote in it."""

from collections import Counter
from uuid import UUID

from ledger.application import Ledger
from ledger.domain.streams import Event
from ledger.store.record import StoredRecord


def events_of(ledger: Ledger) -> list[tuple[StoredRecord, Event]]:
    """Every record with its event, in order of position."""
    stored = ledger.record_store.stored_between(1, ledger.record_store.head(), 10**9)
    return [(one, ledger.event(one)) for one in stored]


def check_whole(ledger: Ledger) -> list[str]:
    """Positions and the numbers in each stream have no gap, and no command is on record twice.

    Returns:
        The ids of the commands on record, in order.
    """
    events = events_of(ledger)
    assert [stored.position for stored, _ in events] == list(range(1, len(events) + 1))
    versions: Counter[UUID] = Counter()
    for stored, _ in events:
        versions[stored.originator_id] += 1
        assert stored.originator_version == versions[stored.originator_id]
    commands = [event.command_id for _, event in events if event.command is not None]
    assert len(set(commands)) == len(commands)
    return commands
