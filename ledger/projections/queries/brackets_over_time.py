"""How many brackets of a text were open, record by record: counted as today's are, on the text and the motions of then.

The past never changes, so that what was counted is kept; and the records at which it is counted are chosen so that
they stay the same when more follow.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import and_, func, select

from ledger.domain.positions import Positions
from ledger.domain.vocabulary import Extent
from ledger.projections.queries.brackets import brackets_of
from ledger.projections.queries.text_over_time import text_over_time
from ledger.projections.queries.versions import Version, versions_of
from ledger.projections.reading import Reading
from ledger.projections.tables import motion_wordings, motions, records, revisions

MOST_POINTS = 48
MOST_FRAMEWORKS = 256

What = Literal["tabled", "revised", "decided", "changed", "version"]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something after which another number of brackets may be open.

    Attributes:
        position: of the last event of its command.
        motion_id, kind, number: of the motion that was tabled, revised or decided.
        decision: how the motion ended.
        version: that was published or received.
    """

    what: What
    position: int
    occurred_at: str
    motion_id: str | None = None
    kind: str | None = None
    number: int | None = None
    decision: str | None = None
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """How many brackets were open from a position on, and what happened since the point before."""

    position: int
    occurred_at: str
    brackets: int
    happened: tuple[Happening, ...]

    @property
    def versions(self) -> list[Version]:
        """Those that came out at this very point."""
        return [one.version for one in self.happened if one.version and one.position == self.position]


@dataclass(slots=True)
class Counts:
    """What was counted of one ledger, by framework: up to which record, and the points. Threads may share it."""

    _kept: OrderedDict[str, tuple[int, tuple[Point, ...]]] = field(default_factory=OrderedDict)

    def of(self, framework_id: str) -> tuple[int, tuple[Point, ...]]:
        """The record up to which it was counted, 0 where it never was, and what was found."""
        return self._kept.get(framework_id, (0, ()))

    def keep(self, framework_id: str, last: int, points: tuple[Point, ...]) -> None:
        """Keep what was counted; what was kept first goes first."""
        self._kept[framework_id] = last, points
        if len(self._kept) > MOST_FRAMEWORKS:
            self._kept.popitem(last=False)


def counts_over_time(reading: Reading, framework_id: str, now: int, counts: Counts) -> tuple[Point, ...]:
    """The points from the first record after which a bracket could be open to the last: a fixed number of queries.

    Args:
        now: how many brackets are open in the text as it stands.
        counts: what was counted before.
    """
    last = _last_record(reading, framework_id)
    counted, points = counts.of(framework_id)
    if counted != last:
        points = _counted(reading, framework_id, now, {point.position: point.brackets for point in points})
        counts.keep(framework_id, last, points)
    return points


def _last_record(reading: Reading, framework_id: str) -> int:
    """The last record of a framework but for positions, by which no bracket comes or goes."""
    positions = [Positions.StanceTaken.TOPIC, Positions.StanceWithdrawn.TOPIC]
    query = (
        select(records.c.position)
        .where(records.c.framework_id == framework_id, records.c.topic.not_in(positions))
        .order_by(records.c.position.desc())
        .limit(1)
    )
    return reading.connection.scalar(query) or 0


def _counted(reading: Reading, framework_id: str, now: int, known: dict[int, int]) -> tuple[Point, ...]:
    happened = _happenings(reading, framework_id)
    if not happened:
        return ()
    versions = {one.position for one in happened if one.version}
    chosen = thinned(sorted({one.position for one in happened}), versions)
    known[chosen[-1]] = now
    missing = [position for position in chosen if position not in known]
    if missing:
        then = text_over_time(reading, framework_id, missing)
        known |= {one.position: len(brackets_of(one.text, one.asked).all) for one in then}
    return tuple(_points(happened, chosen, known))


def thinned(positions: Sequence[int], kept: set[int]) -> list[int]:
    """At most `MOST_POINTS` of these positions beside the kept ones and the last, rising.

    It is every second, or fourth, or eighth, from the first on, so that a choice made before is never other than a part
    of what is chosen now, or the other way about.
    """
    stride = 1
    while len(positions) > MOST_POINTS * stride:
        stride *= 2
    return [at for place, at in enumerate(positions) if place % stride == 0 or at in kept or at == positions[-1]]


def _points(happened: Sequence[Happening], chosen: Sequence[int], known: dict[int, int]) -> Iterator[Point]:
    waiting = sorted(happened, key=lambda one: (one.position, one.number or 0))
    for position in chosen:
        until = next((at for at, one in enumerate(waiting) if one.position > position), len(waiting))
        yield Point(position, waiting[until - 1].occurred_at, known[position], tuple(waiting[:until]))
        del waiting[:until]


def _happenings(reading: Reading, framework_id: str) -> list[Happening]:
    """Everything after which the number may be another, in no order; each once."""
    versions = [
        Happening("version", one.position, one.occurred_at, version=one)
        for one in versions_of(reading, framework_id)
        if one.extent != Extent.NOT_HELD
    ]
    decided = list(_decided(reading, framework_id))
    told = {one.position for one in (*versions, *decided)}
    changes = (one for one in _changes(reading, framework_id) if one.position not in told)
    return [*_worded(reading, framework_id), *decided, *changes, *versions]


def _worded(reading: Reading, framework_id: str) -> Iterator[Happening]:
    of_motion = motion_wordings.c.motion_id == motions.c.id
    query = (
        select(motion_wordings.c.revision, motion_wordings.c.position, motion_wordings.c.occurred_at, *_NAMED)
        .join_from(motions, motion_wordings, of_motion)
        .where(motions.c.framework_id == framework_id)
    )
    for row in reading.connection.execute(query):
        what: What = "revised" if row.revision else "tabled"
        yield Happening(what, row.position, row.occurred_at, row.id, row.kind, row.number)


_NAMED = (motions.c.id, motions.c.kind, motions.c.number)


def _decided(reading: Reading, framework_id: str) -> Iterator[Happening]:
    """The ends of motions, each at the last event of its command: positions inside a command are no states."""
    own, whole = records.alias("own"), records.alias("whole")
    query = (
        select(func.max(whole.c.position).label("position"), motions.c.decision, motions.c.decided_at, *_NAMED)
        .join_from(motions, own, own.c.position == motions.c.decided)
        .join(whole, and_(whole.c.command_id == own.c.command_id, whole.c.position >= own.c.position))
        .where(motions.c.framework_id == framework_id)
        .group_by(*_NAMED, motions.c.decision, motions.c.decided_at)
    )
    for row in reading.connection.execute(query):
        named = (row.id, row.kind, row.number, row.decision)
        yield Happening("decided", row.position, row.decided_at, *named)


def _changes(reading: Reading, framework_id: str) -> Iterator[Happening]:
    """Changes of the text, whoever made them."""
    query = select(revisions.c.position, revisions.c.occurred_at).where(revisions.c.framework_id == framework_id)
    for row in reading.connection.execute(query):
        yield Happening("changed", row.position, row.occurred_at)
