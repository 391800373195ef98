"""What people keep beside a fresh ledger, on either database, with passwords that cost nothing to check."""

from collections.abc import Callable, Iterator
from contextlib import closing
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from argon2 import PasswordHasher

from ledger.store.beside import Beside
from ledger.store.beside.accounts import Account
from ledger.store.beside.connections import Connections
from ledger.store.database import Database
from tests.builders import Clock

PASSWORD = "a long walk along the sea"

Execute = Callable[[str], list[Any]]
Run = Callable[[Callable[[], Any], int], list[Any]]


class CountingHasher(PasswordHasher):
    """A cheap hasher that counts what it was asked to check."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.checked: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:
        self.checked.append(str(hash).rpartition("$")[0].rpartition("$")[0])
        return super().verify(hash, password)


@pytest.fixture
def hasher() -> CountingHasher:
    return CountingHasher()


@pytest.fixture
def beside(database_url: str, clock: Clock, hasher: CountingHasher) -> Iterator[Beside]:
    """What is kept beside a fresh ledger, whose clock the test moves on."""
    with closing(Beside.open(Database.from_url(database_url), clock=clock, hasher=hasher)) as opened:
        yield opened


@pytest.fixture
def norway(beside: Beside) -> Account:
    """An account with a password."""
    return an_account(beside, "Norway")


def an_account(beside: Beside, name: str) -> Account:
    """An account whose invitation was accepted with `PASSWORD`."""
    return beside.accounts.accept(beside.accounts.add(str(uuid4()), name).token, PASSWORD)


@pytest.fixture
def execute_beside(database_url: str, beside: Beside) -> Iterator[Execute]:
    """Runs one statement as whoever has the tables open in another program."""
    with closing(Connections(Database.from_url(database_url))) as connections:

        def run(statement: str) -> list[Any]:
            with connections.writing() as connection:
                result = connection.exec_driver_sql(statement)
                return [tuple(row) for row in result] if result.returns_rows else []

        yield run


@pytest.fixture
def at_once() -> Run:
    """Does something several times at once, and gives what each gave or raised."""

    def run(do: Callable[[], Any], times: int) -> list[Any]:
        results: list[Any] = []

        def one() -> None:
            try:
                results.append(do())
            except Exception as error:
                results.append(error)

        threads = [Thread(target=one) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run
