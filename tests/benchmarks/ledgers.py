"""Generated ledgers, made once and kept in a directory."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path

import click

from ledger.application import Ledger
from ledger.commands.preparing import prepare
from ledger.domain.errors import CannotStart, Refusal
from ledger.projections.rebuild import rebuild
from tests.generated import generate
from tests.generated.script import Line

BATCH = 500


def lines_file(directory: Path, lines: int) -> Path:
    """A file of so many command lines of a generated ledger."""
    path = directory / f"lines-{lines}-{_state_of_the_generator()}.jsonl"
    if not path.exists():
        click.echo(f"writing {path} …", err=True)
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(line)}\n" for line in islice(generate(lines + lines // 10 + 1000), lines))
    return path


def large_ledger(directory: Path, events: int) -> str:
    """The URL of a ledger of so many events, with its read models."""
    return kept(directory, f"large-{events}", lambda: generate(events))


def kept(directory: Path, name: str, lines: Callable[[], Iterable[Line]]) -> str:
    """The URL of a ledger of these lines, with its read models; it is made where it is not there yet."""
    folder = directory / f"{name}-{_state_of_the_generator()}"
    url = f"sqlite:///{folder / 'ledger.db'}"
    if not folder.exists():
        click.echo(f"making {folder} …", err=True)
        half_made = folder.with_name(f"{folder.name}.making")
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir(parents=True)
        with closing(Ledger.open(f"sqlite:///{half_made / 'ledger.db'}")) as ledger:
            record_all(ledger, lines())
        half_made.rename(folder)
    with closing(Ledger.open(url)) as ledger:
        _with_read_models(ledger)
    return url


@contextmanager
def copy_of(url: str, directory: Path) -> Iterator[str]:
    """The URL of a copy of the record of a kept ledger, to write in; it is gone afterwards."""
    source = Path(url.removeprefix("sqlite:///"))
    folder = directory / f"copy-of-{source.parent.name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file in source.parent.glob(f"{source.name}*"):
        shutil.copy(file, folder / file.name)
    try:
        yield f"sqlite:///{folder / source.name}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def record_all(ledger: Ledger, lines: Iterable[Line]) -> None:
    """Record lines in batches, without read models.

    Raises:
        Refusal: one of them was refused.
    """
    waiting = iter(lines)
    while batch := list(islice(waiting, BATCH)):
        answers = ledger.record([prepare(line, importing=True) for line in batch])
        if isinstance(answers[-1], Refusal):
            raise answers[-1]


def _with_read_models(ledger: Ledger) -> None:
    try:
        with ledger.reading():
            return
    except CannotStart:
        rebuild(ledger.database, ledger.record_store, switch_anyway=True)


def _state_of_the_generator() -> str:
    """A digest that changes with the generator and with the form of the database."""
    root = Path(__file__).parents[2]
    files = [*root.glob("tests/generated/*.py"), *root.glob("ledger/store/migrations/sqlite/*.sql")]
    return sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()[:8]
