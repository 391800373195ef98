"""The record of a database, opened."""

from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment

from ledger.store.database import APPLICATION_NAME, Database, environment
from ledger.store.record import Record


def open_record(database: Database) -> Record:
    """The record for a program that needs no aggregates; whoever opens it closes it.

    Nothing is looked at yet: `ledger.store.migrate.check` says whether the database can be used.
    """
    factory = InfrastructureFactory.construct(Environment(APPLICATION_NAME, environment(database)))
    record = factory.application_recorder()
    if not isinstance(record, Record):
        raise TypeError(f"{type(record).__name__} is no record of the ledger.")
    return record
