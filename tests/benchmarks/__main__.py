"""`python -m tests.benchmarks NAME`: one benchmark; `all`: one after the other."""

import tempfile
from pathlib import Path

import click

from tests.benchmarks import (
    act,
    blame,
    comparing,
    forms,
    importing,
    machine,
    merging,
    pages,
    reading_at,
    rebuilding,
    warm,
    words,
    writing,
)

BENCHMARKS = {
    "writing": writing.main,
    "importing": importing.main,
    "rebuilding": rebuilding.main,
    "pages": pages.main,
    "reading-at": reading_at.main,
    "warm": warm.main,
    "forms": forms.main,
    "act": act.main,
    "blame": blame.main,
    "merging": merging.main,
    "comparing": comparing.main,
    "words": words.main,
}


@click.group()
@click.option(
    "--directory",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(tempfile.gettempdir()) / "ledger-benchmarks",
    show_default=True,
    help="Where generated ledgers are kept; it should be on the disk that is to be measured.",
)
@click.pass_context
def benchmarks(context: click.Context, directory: Path) -> None:
    """Measure the ledger. Nothing else should run on the machine meanwhile."""
    directory.mkdir(parents=True, exist_ok=True)
    machine.describe(directory)
    context.obj = directory


@benchmarks.command("all")
@click.pass_context
def all_of_them(context: click.Context) -> None:
    """Every benchmark with its defaults."""
    for command in BENCHMARKS.values():
        context.invoke(command)


for name, command in BENCHMARKS.items():
    benchmarks.add_command(command, name)

if __name__ == "__main__":
    benchmarks()
