"""Pools of connections for tables that SQLAlchemy asks: read models, and what people keep beside the record."""

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from ledger.store.database import LONGEST_PAUSE, Database, require_driver

READERS = 16
"""Connections that a process keeps at most."""
PATIENCE = 30
"""Seconds to wait for a connection or a lock."""


def sqlite_engine(connect: Callable[[], sqlite3.Connection]) -> Engine:
    """Connections to one file. A transaction only reads, unless its execution option `ledger_writes` is set: then it
    holds the file's write lock from its beginning.

    Args:
        connect: opens one connection, which begins no transaction by itself and may be used by any thread.
    """
    engine = create_engine(
        "sqlite://",
        creator=connect,
        pool_size=READERS,
        max_overflow=READERS,
        pool_timeout=PATIENCE,
        poolclass=QueuePool,
        hide_parameters=True,  # What was held for a session is not to stand in a log, with the time of its failure.
    )
    event.listen(engine, "begin", _begin)
    return engine


def postgres_engine(database: Database, schema: str, *, durable: bool) -> Engine:
    """Connections that see the tables of one schema.

    Args:
        durable: whether a commit waits for the disk.
    """
    require_driver(database)
    import psycopg
    from psycopg.sql import SQL, Identifier, Literal

    from ledger.store.postgres_connections import parameters

    settings = SQL(
        "SET search_path TO {schema};"
        "SET lock_timeout = {lock}; SET idle_in_transaction_session_timeout = {pause};"
        "SELECT set_config('synchronous_commit', {commit}, false) WHERE {always} OR"
        " current_setting('synchronous_commit') = 'off'"
    ).format(
        schema=Identifier(schema),
        commit=Literal("on" if durable else "off"),
        always=Literal(not durable),
        lock=Literal(f"{PATIENCE}s"),
        pause=Literal(f"{LONGEST_PAUSE}s"),
    )

    def connect() -> Any:
        connection = psycopg.connect(**parameters(database), autocommit=True)
        connection.execute(settings)
        connection.autocommit = False
        return connection

    return create_engine(
        "postgresql+psycopg://",
        creator=connect,
        paramstyle="format",
        pool_size=READERS // 2,
        max_overflow=READERS // 2,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _begin(connection: Connection) -> None:
    # The driver would begin by itself, deferred and at the first change only: too late to wait for the lock.
    writes = connection.get_execution_options().get("ledger_writes", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
