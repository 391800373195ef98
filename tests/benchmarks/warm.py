"""What a command costs where much has happened before: a long history of a text, many positions on a motion."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import click

from ledger.application import Ledger
from ledger.commands.preparing import prepare
from ledger.domain.errors import Refusal, RuleBroken
from ledger.domain.vocabulary import Rule, Standing
from tests.benchmarks.ledgers import copy_of, kept
from tests.benchmarks.measuring import Spread, against, seconds, table
from tests.generated.negotiable import negotiable, participant, revised
from tests.generated.script import Line, Script

MOST = 2.0
"""A command on much may take so many times what it takes on little."""
LONGEST_FIRST = 250.0
"""Milliseconds of the first command after a start."""

PROVISIONS = 200
LINES_OF_A_FRAMEWORK = 6
LATER = datetime(2018, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Case:
    """A ledger that grows without end, and the commands to measure once it has grown to a size.

    Attributes:
        ledger: a name for what it grows to, which several cases may share.
        lines: all its lines, those to measure at the end.
        before: how many of them make a ledger of some size.
        measured: what the lines after those are, in turn.
    """

    ledger: str
    name: str
    lines: Callable[[int], Iterator[Line]]
    before: Callable[[int], int]
    measured: tuple[str, ...]


@click.command()
@click.option("--little", default=10, show_default=True)
@click.option("--much", default=10_000, show_default=True)
@click.option("--rounds", default=100, show_default=True, help="Commands of each kind, in turn.")
@click.pass_obj
def main(directory: Path, little: int, much: int, rounds: int) -> None:
    """Commands on a framework with many revisions and on a motion with many positions, against few."""
    rows = [row for case in CASES for row in _rows(directory, case, (little, much), rounds)]
    header = (
        "",
        f"{much:,} / {little:,}",
        "bound",
        f"{little:,}, ms",
        f"{much:,}, ms",
        "first after a start, ms",
        "bound",
    )
    table("One command a commit on SQLite, read models not included", header, rows)


def _rows(directory: Path, case: Case, sizes: tuple[int, int], rounds: int) -> Iterator[list[str]]:
    kinds = case.measured
    with ExitStack() as stack:
        sides = [_side(stack, directory, case, size) for size in sizes]
        # The first commands fold the aggregates; the first of all also opens what is opened once.
        cold = [[_record(ledger, next(lines)) for _ in kinds] for ledger, lines in sides]
        times: dict[str, list[list[float]]] = {kind: [] for kind in kinds}
        for _ in range(rounds):
            for kind in kinds:
                times[kind].append([_record(ledger, next(lines)) for ledger, lines in sides])
    for number, kind in enumerate(kinds):
        few, many = (Spread.of(one[side] for one in times[kind]) for side in range(2))
        ratio, first = many.median / few.median, cold[1][number]
        shown = [few.shown(), many.shown(), f"{first:,.1f}", against(first, LONGEST_FIRST)]
        yield [f"{kind}, by {case.name}", f"{ratio:.2f}", against(ratio, MOST), *shown]


def _side(stack: ExitStack, directory: Path, case: Case, size: int) -> tuple[Ledger, Iterator[Line]]:
    """An opened copy of the ledger of a size, and the lines that follow."""
    before = case.before(size)
    url = kept(directory, f"{case.ledger}-{size}", lambda: islice(case.lines(size), before))
    copy = stack.enter_context(copy_of(url, directory))
    ledger = stack.enter_context(closing(Ledger.open(copy)))
    return ledger, islice(case.lines(size), before, None)


def many_revisions(_: int) -> Iterator[Line]:
    """A framework that is revised again and again."""
    return revised(PROVISIONS)


def many_positions(size: int) -> Iterator[Line]:
    """A motion on which so many take a position, a tenth of them observers who object; then some change theirs."""
    motion, script = yield from _positions(size)
    while True:
        number = script.random.randrange(1, size - 1)
        yield _stance(
            script, motion, number, "object" if number % 10 == 9 else script.random.choice(["endorse", "abstain"])
        )


def many_objections(size: int) -> Iterator[Line]:
    """The same motion; then it is put to consensus again and again, and one member's objection stands against it."""
    motion, script = yield from _positions(size)
    while True:
        yield script.line("decide_motion", {"motion_id": motion, "decision": "adopted"})


def _positions(size: int) -> Generator[Line, None, tuple[str, Script]]:
    lines = list(negotiable(1, provisions=PROVISIONS, members=size + 1, every_tenth=Standing.OBSERVER))
    yield from lines
    motion = lines[-1]["data"]["motion_id"]
    script = Script(14, step=timedelta(seconds=1), start=LATER)
    for number in range(1, size):
        yield _stance(script, motion, number, "object" if number % 10 == 9 else "endorse")
    # The member who objects comes last.
    yield _stance(script, motion, size, "object")
    return motion, script


def _stance(script: Script, motion: str, number: int, stance: str) -> Line:
    data = {"participant_id": participant(number), "subject": {"kind": "motion", "id": motion}, "stance": stance}
    return script.line("endorse", {**data, "reason": "No." if stance == "object" else None})


def _before_positions(size: int) -> int:
    lines = negotiable(1, provisions=PROVISIONS, members=size + 1, every_tenth=Standing.OBSERVER)
    return sum(1 for _ in lines) + size


def _before_revisions(size: int) -> int:
    # The framework's own version is its first revision.
    return LINES_OF_A_FRAMEWORK + 2 * (size - 1)


CASES = (
    Case("revisions", "revisions of the text", many_revisions, _before_revisions, ("amendment tabled", "adopted")),
    Case("positions", "positions on the motion", many_positions, _before_positions, ("position taken",)),
    Case(
        "positions",
        "positions, a tenth objections of observers",
        many_objections,
        _before_positions,
        ("consensus asked",),
    ),
)


def _record(ledger: Ledger, line: Line) -> float:
    """Milliseconds of one command."""
    prepared = prepare(line, importing=True)
    answers = []
    taken = seconds(lambda: answers.extend(ledger.record([prepared])))
    is_meant = isinstance(answers[0], RuleBroken) and answers[0].rule == Rule.DECISION_METHOD
    if isinstance(answers[0], Refusal) and not is_meant:
        raise answers[0]
    return taken * 1000
