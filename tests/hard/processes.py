"""What the other processes do in the tests of this folder. Each opens the ledger for itself, after it was started."""

from collections.abc import Callable
from contextlib import closing
from multiprocessing.context import SpawnProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random
from time import sleep
from typing import Any
from uuid import UUID

from ledger.application import Ledger
from ledger.commands.preparing import Prepared, prepare
from ledger.domain.errors import Refusal
from ledger.interchange import command_lines
from tests.generated.negotiable import participant

LONGEST_WAIT = 120
"""Seconds after which a test gives up on another process."""


def object_to_each(url: str, motions: list[str], objector: str, barrier: Barrier, answers: "Queue[list[bool]]") -> None:
    """Object to one motion after the other; answers which objections were recorded."""

    def objection(motion: str) -> tuple[str, dict[str, Any]]:
        subject = {"kind": "motion", "id": motion}
        return "endorse", {"participant_id": objector, "subject": subject, "stance": "object", "reason": "No."}

    _each(url, motions, objection, Random(1), barrier, answers)


def adopt_each(url: str, motions: list[str], barrier: Barrier, answers: "Queue[list[bool]]") -> None:
    """Adopt one motion after the other; answers which adoptions were recorded."""

    def adoption(motion: str) -> tuple[str, dict[str, Any]]:
        return "decide_motion", {"motion_id": motion, "decision": "adopted"}

    _each(url, motions, adoption, Random(2), barrier, answers)


def _each(
    url: str,
    motions: list[str],
    command: Callable[[str], tuple[str, dict[str, Any]]],
    random: Random,
    barrier: Barrier,
    answers: "Queue[list[bool]]",
) -> None:
    """Give one command for each motion, at nearly the same moment as the other process."""
    recorded = []
    with closing(Ledger.open(url)) as ledger:
        _know(ledger, motions, random)
        for motion in motions:
            prepared = _prepared(*command(motion), random)
            barrier.wait(LONGEST_WAIT)
            sleep(random.uniform(0, 0.002))
            recorded.append(not isinstance(ledger.record([prepared])[0], Refusal))
    answers.put(recorded)


def _know(ledger: Ledger, motions: list[str], random: Random) -> None:
    """Have every motion and its positions in the cache as they stand before the race, by a command that is refused."""
    for motion in motions:
        data = {"participant_id": participant(1), "subject": {"kind": "motion", "id": motion}}
        assert isinstance(ledger.record([_prepared("withdraw_endorsement", data, random)])[0], Refusal)


def _prepared(name: str, data: dict[str, Any], random: Random) -> Prepared:
    line = {"command": name, "command_id": str(UUID(int=random.getrandbits(128), version=4)), "actor": "system"}
    return prepare({**line, "data": data}, importing=True)


def import_file(url: str, path: Path, batch: int, barrier: Barrier, answers: "Queue[dict[str, Any]]") -> None:
    """Import a file in small batches; answers what became of its lines."""
    command_lines.BATCH = batch
    with closing(Ledger.open(url)) as ledger, path.open("rb") as file:
        barrier.wait(LONGEST_WAIT)
        report = command_lines.import_lines(ledger, file, keep_going=True)
    answers.put(
        {
            "recorded": report.recorded,
            "known": report.known,
            "refused": [one.number for one in report.refused],
        }
    )


def finished(processes: list[SpawnProcess]) -> bool:
    """Wait for processes; whether every one of them ended well. What still runs then is ended."""
    for process in processes:
        process.join(LONGEST_WAIT)
    for process in processes:
        process.kill()
        process.join()
    return all(process.exitcode == 0 for process in processes)
