"""A ledger in which everything occurs, and generations of its read models beside the one in use."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ledger.application import Ledger
from ledger.domain.errors import Refusal
from ledger.projections.connecting import drop
from ledger.projections.events import Source
from ledger.projections.generation import Generation
from ledger.projections.projector import Projector
from ledger.projections.rebuild import digests
from ledger.store.database import Database
from ledger.store.migrate import migrate
from tests.builders import a_ledger
from tests.generated import every_command


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """An empty ledger, once on each kind of database."""
    with a_ledger(database_url) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger in an SQLite file in which everything occurs that a command can say; only read it."""
    path = Path(tmp_path_factory.mktemp("everything")) / "ledger.db"
    migrate(Database.from_url(f"sqlite:///{path}"))
    with a_ledger(f"sqlite:///{path}") as ledger:
        say_everything(ledger)
        yield ledger


def say_everything(ledger: Ledger) -> None:
    """Record the small ledger in which everything occurs."""
    for line in every_command():
        with suppress(Refusal):
            ledger.execute(line, importing=True)


Folds = Callable[[Generation], object]


def digests_after(ledger: Ledger, fold: Folds, number: int = 77) -> dict[str, str]:
    """The digests of a generation of its own, once `fold` brought it forward."""
    generation = Generation(ledger.database, number)
    try:
        drop(ledger.database, number)
        generation.make()
        fold(generation)
        with generation.reading() as connection:
            return digests(connection)
    finally:
        generation.close()
        drop(ledger.database, number)


def folded_in_one(source: Source, batch: int = 1_000) -> Folds:
    """Folds everything with one projector."""
    return lambda generation: Projector(source, generation, batch).catch_up()
