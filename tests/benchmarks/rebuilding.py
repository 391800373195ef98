"""A rebuild of all read models from the record."""

from contextlib import closing
from pathlib import Path
from time import perf_counter

import click

from ledger.application import Ledger
from ledger.projections.rebuild import rebuild
from tests.benchmarks.ledgers import large_ledger
from tests.benchmarks.measuring import Spread, against, table

LEAST_RATE = 15_000


@click.command()
@click.option("--events", default=200_000, show_default=True)
@click.option("--rounds", default=3, show_default=True)
@click.pass_obj
def main(directory: Path, events: int, rounds: int) -> None:
    """Events a second of a rebuild: the building alone, and with the comparison to the generation in use."""
    with closing(Ledger.open(large_ledger(directory, events))) as ledger:
        times = [_rebuilt(ledger) for _ in range(rounds)]
    built = Spread.of(events / built for built, _ in times)
    whole = Spread.of(events / whole for _, whole in times)
    rows = [
        ["building", built.shown(0), against(built.median, LEAST_RATE, at_least=True)],
        ["building, comparing, switching", whole.shown(0), against(whole.median, LEAST_RATE, at_least=True)],
    ]
    table(f"Rebuild of all read models of {events:,} events on SQLite", ("", "events/s", "bound"), rows)


def _rebuilt(ledger: Ledger) -> tuple[float, float]:
    """Seconds until the new generation stood at the head, and until it was compared and in use."""
    reached: list[float] = []
    start = perf_counter()
    result = rebuild(ledger.database, ledger.record_store, progress=lambda *_: reached.append(perf_counter()))
    end = perf_counter()
    if result.differing:
        raise click.ClickException(f"These tables differ after a rebuild: {result.differing}.")
    return reached[-1] - start, end - start
