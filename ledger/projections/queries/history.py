"""The history of a text: its revisions and versions, and the motions behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from ledger.domain.vocabulary import Decision
from ledger.projections.queries.known import Known, known
from ledger.projections.queries.states import Revision, as_revision, revisions_of
from ledger.projections.queries.versions import Version, versions_of
from ledger.projections.reading import Reading
from ledger.projections.tables import motions, revisions

HISTORY_PAGE = 50


@dataclass(frozen=True, slots=True)
class MotionBehind:
    """A motion that changed the text: what is needed to name it."""

    id: str
    number: int
    revision: int
    kind: str
    title: str
    proposers: tuple[str, ...]
    edited_by: tuple[str, ...]
    decided: int
    decided_at: str
    decided_actor: str
    reason_digest: str | None
    provisions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a history: a revision with the motions behind it, or a version that made none.

    Attributes:
        earlier_position: of the revision before.
    """

    revision: Revision | None
    versions: tuple[Version, ...]
    motions: tuple[MotionBehind, ...] = ()
    earlier_position: int | None = None

    @property
    def people(self) -> list[str]:
        """Everyone whom the line names."""
        behind = [id for motion in self.motions for id in (*motion.proposers, *motion.edited_by)]
        issued = [id for version in self.versions for id in (version.actor, *version.issued_by)]
        return [*behind, *issued, *([self.revision.actor] if self.revision else [])]


@dataclass(frozen=True, slots=True)
class History:
    """A page of a history, newest first; `before` is the key of the next page."""

    entries: tuple[Entry, ...]
    known: Known
    before: int | None


def history_of(reading: Reading, framework_id: str, before: int | None = None) -> History:
    """The revisions below a number (None: the newest), and the versions among them."""
    rows = _page_of_revisions(reading, framework_id, before)
    page, more = rows[:HISTORY_PAGE], len(rows) > HISTORY_PAGE
    ceiling = _position_of(reading, framework_id, before)
    floor = page[-1].position if page and more else 0
    ends_at = ceiling or reading.position + 1
    named = [one for one in versions_of(reading, framework_id) if floor <= one.position < ends_at]
    found = motions_between(reading, framework_id, page[-1].command_position - 1, page[0].position) if page else []
    entries = _entries(rows, named, found)
    return History(
        entries, known(reading, (id for entry in entries for id in entry.people)), page[-1].number if more else None
    )


def motions_between(reading: Reading, framework_id: str, after: int, until: int) -> list[MotionBehind]:
    """The motions accepted into the text after one position and not after another, by number."""
    query = (
        select(motions)
        .where(motions.c.framework_id == framework_id, motions.c.decision == Decision.ADOPTED)
        .where(motions.c.decided > after, motions.c.decided <= until)
        .order_by(motions.c.number)
    )
    return [as_motion_behind(row) for row in reading.connection.execute(query)]


def behind(motions_found: Sequence[MotionBehind], after: int, until: int) -> tuple[MotionBehind, ...]:
    """Those that were decided from one position to another, both included."""
    return tuple(motion for motion in motions_found if after <= motion.decided <= until)


def _entries(rows: Sequence[Revision], named: Sequence[Version], found: Sequence[MotionBehind]) -> tuple[Entry, ...]:
    page = rows[:HISTORY_PAGE]
    numbers = {revision.number for revision in page}
    is_apart = {one.id: not one.is_held or one.revision not in numbers for one in named}
    entries = [(one.position, Entry(None, (one,))) for one in named if is_apart[one.id]]
    for at, revision in enumerate(page):
        names = tuple(one for one in named if not is_apart[one.id] and one.revision == revision.number)
        motions_behind = behind(found, revision.command_position, revision.position)
        earlier = rows[at + 1].position if at + 1 < len(rows) else None
        entries.append((revision.position, Entry(revision, names, motions_behind, earlier)))
    return tuple(entry for _, entry in sorted(entries, key=lambda pair: -pair[0]))


def _page_of_revisions(reading: Reading, framework_id: str, before: int | None) -> list[Revision]:
    query = revisions_of(framework_id).order_by(revisions.c.number.desc()).limit(HISTORY_PAGE + 1)
    if before is not None:
        query = query.where(revisions.c.number < before)
    return [as_revision(row) for row in reading.connection.execute(query)]


def _position_of(reading: Reading, framework_id: str, number: int | None) -> int | None:
    if number is None:
        return None
    query = select(revisions.c.position).where(revisions.c.framework_id == framework_id, revisions.c.number == number)
    position: int | None = reading.connection.scalar(query)
    return position


def as_motion_behind(row: Row[Any]) -> MotionBehind:
    """A row of `motions` as what stands behind a change."""
    return MotionBehind(
        id=row.id,
        number=row.number,
        revision=row.revision,
        kind=row.kind,
        title=row.title,
        proposers=tuple(row.proposers or ()),
        edited_by=tuple(row.edited_by or ()),
        decided=row.decided,
        decided_at=row.decided_at,
        decided_actor=row.decided_actor,
        reason_digest=row.decision_reason_digest,
        provisions=frozenset(touched(row.changes_adopted or row.changes or ())),
    )


def touched(changes: Sequence[Mapping[str, Any]]) -> list[str]:
    """The ids of the provisions that changes are about."""
    return [(change["provision"] if change["op"] == "insert" else change)["provision_id"] for change in changes]
