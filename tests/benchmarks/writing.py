"""A command through `Ledger` against the bare library recorder that saves the same events, commit by commit in turn."""

import cProfile
import pstats
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path

import click
from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from ledger.application import Ledger
from ledger.commands.preparing import prepare
from ledger.domain.errors import Refusal
from ledger.domain.vocabulary import DecisionMethod
from tests.benchmarks.ledgers import BATCH, record_all
from tests.benchmarks.measuring import Spread, against, seconds, table
from tests.generated import generate
from tests.generated.negotiable import negotiable, participant
from tests.generated.script import Line, Script

BOUNDS = {1: 0.5, 10: 0.3}
"""The least share of the bare recorder's rate, by commands a commit."""

MEMBERS = 200
MOTIONS = 50
SYNCHRONOUS_FULL = 2
PROFILED = 25
STEP = timedelta(seconds=1)


@click.command()
@click.option("--sizes", default="1,10,100", show_default=True, help="Commands a commit.")
@click.option("--rounds", default=15, show_default=True)
@click.option("--commands", default=200, show_default=True, help="Commands in a round (at least two commits).")
@click.option("--profile", is_flag=True, help="Print where the time of single commands goes.")
@click.pass_obj
def main(directory: Path, sizes: str, rounds: int, commands: int, profile: bool) -> None:
    """Commands through the ledger (schemas included, read models not) and the bare recorder, alternating."""
    rows = []
    for name, lines in (("mixed", mixed), ("positions", positions)):
        for size in map(int, sizes.split(",")):
            pair = Pair.open(directory, lines())
            per_round = max(2, commands // size)
            ratios = [pair.round(size, per_round) for _ in range(rounds)]
            pair.close()
            rows.append(_row(name, size, ratios))
    header = ("lines", "a commit", "ledger / bare", "bound", "ledger, commands/s", "bare, the same/s", "events/command")
    table("A command through the ledger against its events through the bare recorder", header, rows)
    if profile:
        _profile(directory, commands * rounds)


def mixed() -> Iterator[Line]:
    """A negotiation as it goes."""
    return generate(200_000, provisions=500)


def positions() -> Iterator[Line]:
    """Positions alone, on fifty motions, after what they need."""
    yield from negotiable(MOTIONS, provisions=500, members=MEMBERS, method=DecisionMethod.ORGANIZER)
    lines = negotiable(MOTIONS, provisions=500, members=MEMBERS, method=DecisionMethod.ORGANIZER)
    motions = [line["data"]["motion_id"] for line in lines if line["command"] == "table_amendment"]
    script = Script(12, step=STEP)
    while True:
        who = participant(script.random.randrange(1, MEMBERS))
        subject = {"kind": "motion", "id": script.random.choice(motions)}
        stance = script.random.choice(["endorse", "abstain", "object"])
        reason = "It goes beyond what was agreed." if stance == "object" else None
        data = {"participant_id": who, "subject": subject, "stance": stance, "reason": reason}
        yield script.line("endorse", data, actor=who)


@dataclass(slots=True)
class Round:
    """How long each side took for the same commits."""

    ledger: float = 0.0
    bare: float = 0.0
    commands: int = 0
    events: int = 0


@dataclass(slots=True)
class Pair:
    """The two sides, each with a database of its own beside the other's, with the same events in it."""

    ledger: Ledger
    bare: SQLiteApplicationRecorder
    datastore: SQLiteDatastore
    lines: Iterator[Line]
    head: int = field(default=0)

    @classmethod
    def open(cls, directory: Path, lines: Iterator[Line]) -> "Pair":
        for path in directory.glob("writing-*.db*"):
            path.unlink()
        ledger = Ledger.open(f"sqlite:///{directory / 'writing-ledger.db'}")
        datastore = SQLiteDatastore(str(directory / "writing-bare.db"))
        bare = SQLiteApplicationRecorder(datastore)
        bare.create_table()
        with datastore.transaction(commit=False) as cursor:
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] != SYNCHRONOUS_FULL:
                raise click.ClickException(
                    "The bare recorder does not wait for the disk here; nothing can be compared."
                )
        pair = cls(ledger, bare, datastore, lines)
        pair.begin()
        return pair

    def begin(self) -> None:
        """Put on record what comes before the first position or statement, and a little more to be warm."""
        before = []
        for line in self.lines:
            before.append(line)
            if line["command"] in ("endorse", "make_statement"):
                break
        record_all(self.ledger, [*before, *islice(self.lines, BATCH)])
        self.bare.insert_events(self._new_events())

    def round(self, size: int, commits: int) -> Round:
        """So many commits on each side, one here and one there."""
        round = Round()
        for _ in range(commits):
            lines = list(islice(self.lines, size))
            round.ledger += seconds(partial(self._record, lines))
            events = self._new_events()
            round.bare += seconds(partial(self.bare.insert_events, events))
            round.commands += len(lines)
            round.events += len(events)
        return round

    def close(self) -> None:
        self.ledger.close()
        self.datastore.close()

    def _record(self, lines: list[Line]) -> None:
        answers = self.ledger.record([prepare(line, importing=True) for line in lines])
        if isinstance(answers[-1], Refusal):
            raise answers[-1]

    def _new_events(self) -> list[StoredEvent]:
        head = self.ledger.record_store.head()
        stored = self.ledger.record_store.stored_between(self.head + 1, head, head)
        self.head = head
        return [StoredEvent(one.originator_id, one.originator_version, one.topic, one.state) for one in stored]


def _row(name: str, size: int, rounds: list[Round]) -> list[str]:
    ratio = Spread.of(round.bare / round.ledger for round in rounds)
    bound = against(ratio.median, BOUNDS[size], at_least=True) if size in BOUNDS else ""
    ledger = Spread.of(round.commands / round.ledger for round in rounds)
    bare = Spread.of(round.commands / round.bare for round in rounds)
    events = sum(round.events for round in rounds) / sum(round.commands for round in rounds)
    return [name, str(size), ratio.shown(), bound, ledger.shown(0), bare.shown(0), f"{events:.2f}"]


def _profile(directory: Path, commands: int) -> None:
    """Where the time of single commands through the ledger goes, that of the disk included."""
    pair = Pair.open(directory, mixed())
    lines = list(islice(pair.lines, commands))
    profile = cProfile.Profile()
    with profile:
        for line in lines:
            pair.ledger.record([prepare(line, importing=True)])
    pair.close()
    click.echo(f"\nProfile of {len(lines)} mixed commands, one a commit")
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile).sort_stats(order).print_stats(PROFILED)
