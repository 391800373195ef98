"""A ledger and a furnished room for the tests of rules; every event that they record is checked for its form."""

from collections.abc import Iterator

import pytest

from ledger.application import Ledger
from tests.builders import Clock, Room, a_ledger, a_room


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(sqlite_url: str, clock: Clock) -> Iterator[Ledger]:
    with a_ledger(sqlite_url, clock) as opened:
        yield opened


@pytest.fixture
def room(ledger: Ledger) -> Room:
    return a_room(ledger)
