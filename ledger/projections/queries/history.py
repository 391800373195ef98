"""The history of a text: its revisions and versions, and the motions behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from ledger.domain.vocabulary import Decision, Extent
from ledger.projections.queries.known import Known, known
from ledger.projections.queries.states import Revision, as_revision, newest_revision, revisions_of
from ledger.projections.queries.versions import Version, as_version
from ledger.projections.reading import Reading
from ledger.projections.tables import motions, revisions, versions

HISTORY_PAGE = 50

# What tells of a motion that it stands behind a change; its other lists take as long to read as all this.
_BEHIND = [
    *(motions.c[name] for name in ("id", "number", "revision", "kind", "title", "proposers", "edited_by")),
    *(motions.c[name] for name in ("decided", "decided_at", "decided_actor", "decision_reason_digest")),
    *(motions.c[name] for name in ("changes", "changes_adopted")),
]


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
    def state(self) -> str | None:
        """How an address names its text: by its last version, else by a position; None where it is not held."""
        held = [version for version in self.versions if version.is_held]
        if held:
            return str(held[-1].number)
        return f"@{self.revision.position}" if self.revision else None

    @property
    def reasons(self) -> dict[str, str]:
        """Digests of the reasons that were given for its decisions, each with who gave it."""
        return {one.reason_digest: one.decided_actor for one in self.motions if one.reason_digest}

    @property
    def people(self) -> list[str]:
        """Everyone whom the line names."""
        behind = [id for motion in self.motions for id in (*motion.proposers, *motion.edited_by, motion.decided_actor)]
        issued = [id for version in self.versions for id in (version.actor, *version.issued_by)]
        return [*behind, *issued, *([self.revision.actor] if self.revision else [])]


@dataclass(frozen=True, slots=True)
class History:
    """A page of a history, newest first.

    Attributes:
        before: the key of the next page.
        newest: the last revision of all; None where there is none.
        pair: the two states that one compares first, as an address names them, the older one first: of the last two
            versions that were published, else of the last two whose text is held, else of the last two revisions.
    """

    entries: tuple[Entry, ...]
    known: Known
    before: int | None
    newest: Revision | None
    pair: tuple[str, str] | None


def history_of(reading: Reading, framework_id: str, before: int | None = None) -> History:
    """The revisions below a number (None: the newest), and the versions among them."""
    rows = _page_of_revisions(reading, framework_id, before)
    page, more = rows[:HISTORY_PAGE], len(rows) > HISTORY_PAGE
    ceiling = _position_of(reading, framework_id, before)
    floor = page[-1].position if page and more else 0
    named = _versions_between(reading, framework_id, floor, ceiling or reading.position + 1)
    found = motions_between(reading, framework_id, page[-1].command_position - 1, page[0].position) if page else []
    entries = _entries(rows, named, found)
    newest = newest_revision(reading, framework_id) if before is not None else next(iter(rows), None)
    return History(
        entries=entries,
        known=known(
            reading,
            (id for entry in entries for id in entry.people),
            (digest for entry in entries for digest in entry.reasons),
        ),
        before=page[-1].number if more else None,
        newest=newest,
        pair=_pair(reading, framework_id),
    )


def _versions_between(reading: Reading, framework_id: str, floor: int, ceiling: int) -> list[Version]:
    """The versions from one position on and before another, oldest first."""
    query = select(versions).where(versions.c.framework_id == framework_id, versions.c.position >= floor)
    query = query.where(versions.c.position < ceiling).order_by(versions.c.number)
    return [as_version(row) for row in reading.connection.execute(query)]


def _pair(reading: Reading, framework_id: str) -> tuple[str, str] | None:
    held = select(versions.c.number).where(versions.c.framework_id == framework_id)
    held = held.where(versions.c.extent != Extent.NOT_HELD).order_by(versions.c.number.desc()).limit(2)
    for query in (held.where(versions.c.how == "published"), held):
        numbers = list(reading.connection.scalars(query))
        if len(numbers) == 2:
            return str(numbers[1]), str(numbers[0])
    last = select(revisions.c.position).where(revisions.c.framework_id == framework_id)
    positions = list(reading.connection.scalars(last.order_by(revisions.c.number.desc()).limit(2)))
    return (f"@{positions[1]}", f"@{positions[0]}") if len(positions) == 2 else None


def motions_between(reading: Reading, framework_id: str, after: int, until: int) -> list[MotionBehind]:
    """The motions accepted into the text after one position and not after another, by number."""
    query = (
        select(*_BEHIND)
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
