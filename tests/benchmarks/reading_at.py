"""Opening the ledger, and the text at any position: the same however long the past."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from typing import Any

import click
from sqlalchemy import select

from ledger.application import Ledger
from ledger.projections.queries.frameworks import framework_at
from ledger.projections.queries.text import text_at
from ledger.projections.tables import revisions
from tests.benchmarks.ledgers import large_ledger
from tests.benchmarks.measuring import Spread, against, seconds, table

MOST = 1.5
"""The longer ledger may take so many times what the shorter one takes."""

SLUG = "large"
WARM_UP = 3


@click.command()
@click.option("--sizes", default="2000,200000", show_default=True, help="Events of the shorter and the longer ledger.")
@click.option("--rounds", default=30, show_default=True)
@click.pass_obj
def main(directory: Path, sizes: str, rounds: int) -> None:
    """Opening, and the text at the first, a middle, the last and any revision, on two ledgers in turn."""
    short, long = (large_ledger(directory, int(size)) for size in sizes.split(","))
    rows = [_row("opening, with the first read", lambda url: seconds(lambda: _open(url)), short, long, rounds)]
    with ExitStack() as open_ledgers:
        ledgers = {url: open_ledgers.enter_context(closing(Ledger.open(url))) for url in (short, long)}
        known = {url: _revisions(ledger) for url, ledger in ledgers.items()}
        for name, choose in _PLACES.items():
            random = Random(5)

            def read(url: str, choose: Callable[[Random, list[int]], int] = choose, random: Random = random) -> float:
                framework, positions = known[url]
                return _read(ledgers[url], framework, choose(random, positions))

            rows.append(_row(f"text at {name}", read, short, long, rounds))
    header = ("", "longer / shorter", "bound", "shorter, ms", "longer, ms")
    table(f"{sizes.replace(',', ' and ')} events, 500 provisions, SQLite", header, rows)


_PLACES: dict[str, Callable[[Random, list[int]], int]] = {
    "its first revision": lambda _, positions: positions[0],
    "a revision in the middle": lambda _, positions: positions[len(positions) // 2],
    "its last revision": lambda _, positions: positions[-1],
    "any position": lambda random, positions: random.randint(positions[0], positions[-1]),
}


def _row(name: str, measure: Callable[[str], float], short: str, long: str, rounds: int) -> list[str]:
    """Measure on one ledger and on the other, in turn."""
    for url in (short, long) * WARM_UP:
        measure(url)
    times = [(measure(short) * 1000, measure(long) * 1000) for _ in range(rounds)]
    one, other = Spread.of(one for one, _ in times), Spread.of(other for _, other in times)
    ratio = other.median / one.median
    return [name, f"{ratio:.2f}", against(ratio, MOST), one.shown(), other.shown()]


def _open(url: str) -> None:
    with closing(Ledger.open(url)) as ledger, ledger.reading() as reading:
        framework_at(reading, SLUG)


def _read(ledger: Ledger, framework: str, position: int) -> float:
    with ledger.reading() as reading:
        found: list[Any] = []
        taken = seconds(lambda: found.append(text_at(reading, framework, position)))
    if len(found[0].provisions) < 2:
        raise click.ClickException("There is no text there.")
    return taken


def _revisions(ledger: Ledger) -> tuple[str, list[int]]:
    """The framework's id, and the positions of its revisions."""
    with ledger.reading() as reading:
        framework = framework_at(reading, SLUG)
        if framework is None:
            raise click.ClickException("The ledger has no framework.")
        query = select(revisions.c.position).where(revisions.c.framework_id == framework.id)
        return framework.id, list(reading.connection.scalars(query.order_by(revisions.c.number)))
