"""The library's own tests of a recorder, on both of ours.

Left out: `optional_test_insert_subscribe`, because the record is followed by asking for its head; no notice is sent
when an event is recorded. `AggregateRecorderTestCase`, because it wants `insert_events` to give None, which the
library's application recorders do not do either; what it says about reading is in `ApplicationRecorderTestCase` too.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest
from eventsourcing.tests import persistence

from ledger.store.database import Database
from ledger.store.opening import open_record
from ledger.store.record import Record


class TestSQLiteRecord(persistence.ApplicationRecorderTestCase):
    """The record in an SQLite file."""

    @pytest.fixture(autouse=True)
    def _record(self, sqlite_url: str) -> Iterator[None]:
        with closing(open_record(Database.from_url(sqlite_url))) as self.record:
            yield

    def create_recorder(self) -> Record:
        return self.record


class TestPostgresRecord(persistence.ApplicationRecorderTestCase):
    """The record in a PostgreSQL database."""

    @pytest.fixture(autouse=True)
    def _record(self, postgres_url: str) -> Iterator[None]:
        with closing(open_record(Database.from_url(postgres_url))) as self.record:
            yield

    def create_recorder(self) -> Record:
        return self.record
