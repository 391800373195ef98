"""Several processes and threads that write at once: what each rule saw was true when its events went on record."""

import json
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from ledger.application import Answer, Ledger
from ledger.commands.preparing import prepare
from ledger.domain.motions import Motion
from ledger.domain.positions import Positions
from ledger.domain.vocabulary import Stance
from ledger.interchange.command_lines import import_lines
from tests.generated import every_command, generate
from tests.generated.negotiable import CONSULTATION, MEMBER, negotiable, participant
from tests.generated.script import Line
from tests.hard.checks import check_whole, events_of
from tests.hard.processes import adopt_each, finished, import_file, object_to_each

MOTIONS = 150
THREADS = 8
COMMANDS_OF_A_THREAD = 25

spawn = get_context("spawn")


def as_file(lines: Iterator[Line]) -> bytes:
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def prepared(url: str, motions: int) -> list[str]:
    """Put open motions on record that take consensus, each with a position on it, and give their ids."""
    lines = list(negotiable(motions, members=3))
    ids = [line["data"]["motion_id"] for line in lines if line["command"] == "table_amendment"]
    lines += [abstention(number, motion) for number, motion in enumerate(ids)]
    with closing(Ledger.open(url)) as ledger:
        assert import_lines(ledger, BytesIO(as_file(iter(lines)))).refused == []
    return ids


def abstention(number: int, motion: str) -> Line:
    subject = {"kind": "motion", "id": motion}
    data = {"participant_id": participant(2), "subject": subject, "stance": "abstain"}
    return {"command": "endorse", "command_id": _id(3, 0, number), "actor": "system", "data": data}


def test_nobody_objects_to_what_was_decided_and_nothing_is_adopted_over_an_objection(database_url: str) -> None:
    motions = prepared(database_url, MOTIONS)
    objected, adopted = both(database_url, motions)

    with closing(Ledger.open(database_url)) as ledger:
        check_whole(ledger)
        events = [event for _, event in events_of(ledger)]
    decided: set[str] = set()
    objections: set[str] = set()
    for event in events:
        if isinstance(event, Positions.StanceTaken):
            assert event.subject["id"] not in decided
            objections |= {event.subject["id"]} if event.stance == Stance.OBJECT else set()
        elif isinstance(event, Motion.Decided):
            assert event.motion_id not in objections
            decided.add(event.motion_id)
    # Each motion has one outcome, and each process came first at some of them: there was a race.
    assert [one != other for one, other in zip(objected, adopted, strict=True)] == [True] * MOTIONS
    assert any(objected)
    assert any(adopted)


def both(url: str, motions: list[str]) -> tuple[list[bool], list[bool]]:
    """Let one process object to each motion while another adopts it; which of their commands were recorded."""
    barrier, objected, adopted = spawn.Barrier(2), spawn.Queue(), spawn.Queue()
    processes = [
        spawn.Process(target=object_to_each, args=(url, motions, participant(1), barrier, objected)),
        spawn.Process(target=adopt_each, args=(url, motions, barrier, adopted)),
    ]
    for process in processes:
        process.start()
    try:
        return objected.get(timeout=120), adopted.get(timeout=120)
    finally:
        assert finished(processes)


def test_a_file_that_two_processes_send_at_once_is_recorded_once_and_no_repeat_is_refused(
    database_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "lines.jsonl"
    lines = [*every_command(1), *generate(800, 2, provisions=20)]
    path.write_bytes(as_file(iter(lines)))

    one, other = sent_twice(database_url, path)

    # One line is refused whoever sends it: its actor was erased.
    assert one["refused"] == other["refused"]
    assert len(one["refused"]) == 1
    assert one["recorded"] + other["recorded"] == len(lines) - 1
    assert one["known"] == other["recorded"]
    with closing(Ledger.open(database_url)) as ledger:
        commands = check_whole(ledger)
    refused = one["refused"][0] - 1
    assert sorted(commands) == sorted(line["command_id"] for line in [*lines[:refused], *lines[refused + 1 :]])


def sent_twice(url: str, path: Path) -> list[dict[str, Any]]:
    """Import a file in two processes at once; what each of them reports."""
    barrier, reports = spawn.Barrier(2), spawn.Queue()
    processes = [spawn.Process(target=import_file, args=(url, path, batch, barrier, reports)) for batch in (3, 5)]
    for process in processes:
        process.start()
    try:
        return [reports.get(timeout=120) for _ in processes]
    finally:
        assert finished(processes)


@pytest.mark.parametrize("batch", [1, 7])
def test_what_threads_write_at_once_is_all_on_record_without_a_gap(database_url: str, batch: int) -> None:
    prepared(database_url, 1)
    answers: list[Answer] = []

    with closing(Ledger.open(database_url)) as ledger:
        before = ledger.record_store.head()
        threads = [Thread(target=speak, args=(ledger, number, batch, answers)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        commands = check_whole(ledger)

    spoken = THREADS * COMMANDS_OF_A_THREAD * batch
    assert sorted(answer.position for answer in answers) == list(range(before + 1, before + 1 + spoken))
    assert {answer.command_id for answer in answers} <= set(commands)


def speak(ledger: Ledger, thread: int, batch: int, answers: list[Answer]) -> None:
    """Record remarks, and keep what the ledger answers."""
    for number in range(COMMANDS_OF_A_THREAD):
        lines = [remark(thread, number * batch + one) for one in range(batch)]
        answers += [
            a for a in ledger.record([prepare(line, importing=True) for line in lines]) if isinstance(a, Answer)
        ]


def remark(thread: int, number: int) -> Line:
    """What one thread says as its so-manieth remark."""
    data = {
        "statement_id": _id(1, thread, number),
        "consultation_id": CONSULTATION,
        "participant_id": MEMBER,
        "kind": "remark",
        "text": f"Remark {number} of thread {thread}.",
    }
    return {"command": "make_statement", "command_id": _id(2, thread, number), "actor": "system", "data": data}


def _id(kind: int, thread: int, number: int) -> str:
    return f"{kind:08d}-{thread:04d}-4000-8000-{number:012d}"
