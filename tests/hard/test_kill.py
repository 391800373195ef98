"""An importer that is killed in the middle of writing: what it acknowledged is there, once, and the rest can follow.

The log of what was acknowledged is kept by another process, this one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from signal import SIGKILL
from threading import Timer

import pytest
from sqlalchemy import func, select

from ledger.application import Ledger
from ledger.interchange.command_lines import export_lines, import_lines
from ledger.projections.rebuild import rebuild
from ledger.projections.tables import records
from tests.generated import generate
from tests.hard.checks import check_whole

EVENTS = 1_500
ROUNDS = 3
SLOW_ROUNDS = 20
MOST_BATCHES = 60
"""Acknowledgements after which the importer is killed at the latest."""


@dataclass(frozen=True)
class File:
    """What is imported, and the export of a ledger into which it went undisturbed."""

    path: Path
    commands: list[str]
    exported: bytes


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> File:
    directory = tmp_path_factory.mktemp("killed")
    lines = list(generate(EVENTS, provisions=60))
    path = directory / "lines.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    with closing(Ledger.open(f"sqlite:///{directory}/undisturbed.db")) as ledger, path.open("rb") as opened:
        import_lines(ledger, opened)
        exported = b"".join(export_lines(ledger))
    return File(path, [line["command_id"] for line in lines], exported)


@pytest.mark.parametrize("round", range(ROUNDS))
def test_what_was_acknowledged_outlives_a_kill(database_url: str, file: File, round: int) -> None:
    kill_and_check(database_url, file, round)


@pytest.mark.slow
@pytest.mark.parametrize("round", range(ROUNDS, ROUNDS + SLOW_ROUNDS))
def test_what_was_acknowledged_outlives_many_kills(database_url: str, file: File, round: int) -> None:
    kill_and_check(database_url, file, round)


def kill_and_check(url: str, file: File, seed: int) -> None:
    random = Random(seed)
    batch = random.choice([1, 3, 10, 40])
    after, pause = random.randint(1, min(MOST_BATCHES, len(file.commands) // batch // 2)), random.uniform(0, 0.02)
    acknowledged = killed(url, file, batch, after, pause)
    print(f"seed {seed}: batches of {batch}, killed {pause * 1000:.1f} ms after no. {after};", end=" ")
    print(f"{len(acknowledged)} commands acknowledged")

    with closing(Ledger.open(url)) as ledger:
        on_record = check_whole(ledger)
        assert on_record[: len(acknowledged)] == acknowledged
        # One batch may have been committed and not acknowledged; nothing is on record in part.
        assert on_record == file.commands[: len(on_record)]
        assert len(on_record) <= len(acknowledged) + batch
        check_read_models(ledger)
        check_the_rest(ledger, file, len(on_record))


def check_read_models(ledger: Ledger) -> None:
    """They catch up by themselves, with every event once, and hold what the record gives."""
    with ledger.reading() as reading:
        assert reading.position == ledger.record_store.head()
        assert reading.connection.scalar(select(func.count()).select_from(records)) == reading.position
    assert rebuild(ledger.database, ledger.record_store).differing == []


def check_the_rest(ledger: Ledger, file: File, known: int) -> None:
    """The same file goes on where it stopped."""
    with file.path.open("rb") as opened:
        report = import_lines(ledger, opened)

    assert (report.refused, report.differing) == ([], [])
    assert (report.known, report.recorded) == (known, len(file.commands) - known)
    assert check_whole(ledger) == file.commands
    assert b"".join(export_lines(ledger)) == file.exported


def killed(url: str, file: File, batch: int, after: int, pause: float) -> list[str]:
    """Start an importer, kill it so many seconds after one of its acknowledgements, and give what it acknowledged."""
    acknowledged: list[str] = []
    with importer(url, file.path, batch) as process:
        for number, line in enumerate(process.stdout or (), 1):
            if number == after:
                Timer(pause, os.kill, (process.pid, SIGKILL)).start()
            # Half a line is none: it was never said to the end.
            if line.endswith("\n"):
                acknowledged += line.split()
        assert process.wait() == -SIGKILL, "It was through before it was killed."
    return acknowledged


@contextmanager
def importer(url: str, path: Path, batch: int) -> "Iterator[subprocess.Popen[str]]":
    command = [sys.executable, "-m", "tests.hard.importer", url, str(path), str(batch)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            yield process
        finally:
            process.kill()
