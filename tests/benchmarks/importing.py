"""An import with its read models: how fast, and how much memory whatever the length of the file."""

import json
import resource
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter

import click

from ledger.application import Ledger
from ledger.interchange.command_lines import import_lines
from tests.benchmarks.ledgers import lines_file
from tests.benchmarks.measuring import Spread, against, table

LEAST_RATE = 3_000
MOST_MEMORY = 1.2
ROOT = Path(__file__).parents[2]


@click.command()
@click.option("--sizes", default="10000,200000", show_default=True, help="Lines of the shorter and of the longer file.")
@click.option("--rounds", default=3, show_default=True, help="Imports of each file, in turn.")
@click.pass_obj
def main(directory: Path, sizes: str, rounds: int) -> None:
    """Lines a second and peak memory of an import, each in a process of its own."""
    files = {size: lines_file(directory, size) for size in map(int, sizes.split(","))}
    found: dict[int, list[dict[str, float]]] = {size: [] for size in files}
    for _ in range(rounds):
        for size, path in files.items():
            found[size].append(_in_a_process(directory, path))
    rows = [_row(size, results) for size, results in found.items()]
    table("Import with read models on SQLite", ("lines", "lines/s", "bound", "peak memory, MB"), rows)
    short, long = (Spread.of(one["memory"] for one in found[size]).median for size in (min(files), max(files)))
    click.echo(f"  memory of the longer / of the shorter: {long / short:.2f}, {against(long / short, MOST_MEMORY)}")


def _row(size: int, results: list[dict[str, float]]) -> list[str]:
    rate = Spread.of(one["lines"] / one["seconds"] for one in results)
    memory = Spread.of(one["memory"] / 2**20 for one in results)
    return [f"{size:,}", rate.shown(0), against(rate.median, LEAST_RATE, at_least=True), memory.shown(1)]


def _in_a_process(directory: Path, path: Path) -> dict[str, float]:
    for old in directory.glob("importing.*"):
        old.unlink()
    command = [sys.executable, "-m", "tests.benchmarks.importing", str(directory / "importing.db"), str(path)]
    output = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    measured: dict[str, float] = json.loads(output)
    return measured


def _measured(database: str, path: str) -> dict[str, float]:
    """Import a file here, and say how long it took and how much memory this process ever had."""
    with closing(Ledger.open(f"sqlite:///{database}")) as ledger, Path(path).open("rb") as file:
        start = perf_counter()
        report = import_lines(ledger, file)
        taken = perf_counter() - start
    if report.refused:
        raise report.refused[0].refusal
    # Linux counts it in KiB.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"lines": report.recorded, "seconds": taken, "memory": memory}


if __name__ == "__main__":
    print(json.dumps(_measured(*sys.argv[1:])))
