"""A real text: the German Residence Act, its third text (2012) against its fourth (2021)."""

import json
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from ledger.application import Ledger
from ledger.interchange.command_lines import import_lines
from ledger.projections.queries.compare import comparison
from ledger.projections.queries.frameworks import framework_at
from ledger.projections.queries.states import State, state_of_version
from tests.benchmarks.measuring import Spread, against, table
from tests.generated.residence_act import SLUG, command_lines, recognised_in_the_fourth
from web import create_app
from web.pages import ledger as ledger_of
from web.settings import Settings

LONGEST_PAGE = 1_500.0
"""Milliseconds of the comparison page, cold."""
MOST_MEMORY = 200.0
"""MB that a process has which serves it."""
ROOT = Path(__file__).parents[2]
COMPARISON = f"/frameworks/{SLUG}/compare/1...2"


@click.command()
@click.option("--rounds", default=5, show_default=True, help="Processes that do each of them, in turn.")
@click.pass_obj
def main(directory: Path, rounds: int) -> None:
    """Matching, import, comparison and its page of the Act, each in a process of its own: time and peak memory."""
    folder = directory / "act"
    folder.mkdir(exist_ok=True)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in WORK}
    for _ in range(rounds):
        for name, results in found.items():
            results.append(_in_a_process(name, folder))
    header = ("work", "ms", "bound", "peak memory, MB", "bound")
    table("The German Residence Act, its third text against its fourth", header, [_row(*one) for one in found.items()])
    _tell_matching()


def _row(name: str, results: list[dict[str, float]]) -> list[str]:
    time, memory = (Spread.of(one[what] for one in results) for what in ("ms", "memory"))
    is_page = name == "comparison page, cold"
    bounds = [against(time.median, LONGEST_PAGE), against(memory.median, MOST_MEMORY)] if is_page else ["", ""]
    return [name, time.shown(0), bounds[0], memory.shown(0), bounds[1]]


def _tell_matching() -> None:
    found = recognised_in_the_fourth()
    known = sum(one.known_as is not None for one in found)
    hows = ", ".join(f"{how} {count}" for how, count in Counter(one.how for one in found).most_common())
    click.echo(f"  recognised: {known:,} of {len(found):,} provisions ({hows})")


def _in_a_process(name: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.act", name, str(folder)]
    output = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    measured: dict[str, float] = json.loads(output)
    return measured


def _match(_: Path) -> float:
    return _milliseconds(recognised_in_the_fourth)


def _import(folder: Path) -> float:
    lines = [json.dumps(line) for line in command_lines()]
    for old in folder.glob("ledger.*"):
        old.unlink()
    with closing(Ledger.open(_url(folder))) as ledger:
        return _milliseconds(lambda: import_lines(ledger, BytesIO("\n".join(lines).encode())))


def _compare(folder: Path) -> float:
    with closing(Ledger.open(_url(folder))) as ledger, ledger.reading() as now:
        framework = framework_at(now, SLUG)
        if framework is None:
            raise LookupError("The Act is not on record.")
        old, new = (state_of_version(now, framework, number) for number in ("1", "2"))
        if not isinstance(old, State) or not isinstance(new, State):
            raise LookupError("The Act has no two texts on record.")
        return _milliseconds(lambda: comparison(now, framework.id, old, new))


def _page(address: str) -> Callable[[Path], float]:
    def asked(folder: Path) -> float:
        app = create_app(Settings(database_url=_url(folder)))
        with app.app_context():
            opened = ledger_of()
        with closing(opened):
            browser = app.test_client()
            browser.get("/")
            return _milliseconds(lambda: _follow(browser, address))

    return asked


def _follow(browser: Any, address: str) -> None:
    answer = browser.get(address)
    if answer.status_code != 200:
        raise LookupError(f"{address} answers {answer.status_code}.")


WORK: Mapping[str, Callable[[Path], float]] = {
    "matching": _match,
    "import of both texts": _import,
    "comparison query": _compare,
    "comparison page, cold": _page(COMPARISON),
    "page of the version": _page(f"/frameworks/{SLUG}/versions/2"),
}
"""What is measured, in this order: the import leaves the ledger for what follows."""


def _milliseconds(work: Callable[[], Any]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'ledger.db'}"


if __name__ == "__main__":
    taken = WORK[sys.argv[1]](Path(sys.argv[2]))
    # Linux counts it in KiB.
    print(json.dumps({"ms": taken, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
