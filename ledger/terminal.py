"""What every subcommand of `ledger` has: --database, an example, errors in one sentence; its input and output."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click
from eventsourcing.persistence import PersistenceError

from ledger.application import Ledger
from ledger.domain.errors import CannotStart, LedgerError, Refusal
from ledger.store.database import DEFAULT_URL

F = TypeVar("F", bound=Callable[..., Any])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dialogue-record-ledger")
def main() -> None:
    """The dialogue record ledger: a consultation on record that nobody can quietly change."""


def command(name: str, example: str, *, group: click.Group = main) -> Callable[[F], click.Command]:
    """A subcommand that takes --database, shows an example, and ends a LedgerError with one sentence."""

    def decorate(function: F) -> click.Command:
        @wraps(function)
        def run(**options: Any) -> None:
            try:
                function(**options)
            except Refusal as refusal:
                raise Failure(refusal.sentence) from None
            except LedgerError as error:
                raise Failure(error.message) from None
            except PersistenceError as error:
                raise Failure(f"The database does not answer as it should: {error}") from None
            except BrokenPipeError:
                # Whoever read our output has enough of it.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

        database = click.option(
            "--database",
            envvar="LEDGER_DATABASE_URL",
            default=DEFAULT_URL,
            show_default=True,
            metavar="URL",
            help="sqlite:///file or postgresql://…; otherwise LEDGER_DATABASE_URL.",
        )
        epilog = f"Example: {example}"
        return group.command(name, epilog=epilog, short_help=(function.__doc__ or "").split("\n")[0])(database(run))

    return decorate


class Failure(click.ClickException):
    """A sentence on stderr, and exit code 1."""

    def show(self, file: Any = None) -> None:
        printable = self.message.encode("utf-8", "backslashreplace").decode()
        click.echo(f"ledger: {printable}", err=True)


@contextmanager
def opened(database: str) -> Iterator[Ledger]:
    """The ledger behind a URL, closed at the end."""
    ledger = Ledger.open(database)
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def output_file(path: str, *, private: bool = False) -> Iterator[BinaryIO]:
    """Standard output for `-`, else a new file in the place of an old one, once it is complete."""
    if path == "-":
        yield sys.stdout.buffer
        return
    beside = Path(f"{path}.part")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if private else 0o644)
    except OSError as error:
        raise CannotStart(f"{path} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def as_json(value: Any) -> None:
    """Print a value for a program."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def input_file(path: str) -> Iterator[tuple[BinaryIO, int]]:
    """The file to read, and its size where it is known (else 0)."""
    import gzip

    if path == "-":
        yield sys.stdin.buffer, 0
        return
    try:
        if path.endswith(".gz"):
            with gzip.open(path, "rb") as unpacked:
                yield unpacked, 0  # type: ignore[misc]
        else:
            with open(path, "rb") as file:
                yield file, os.fstat(file.fileno()).st_size
    except (OSError, EOFError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise CannotStart(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None


@contextmanager
def progress(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """A progress bar in a terminal, moved on by what its function is given; elsewhere, or without a length, nothing."""
    if not length or not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update
