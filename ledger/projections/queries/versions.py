"""Revisions, versions, and which state of a text an address means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from ledger.domain.times import begins, ends
from ledger.domain.vocabulary import Extent
from ledger.projections.queries.frameworks import Framework
from ledger.projections.queries.known import Known, known
from ledger.projections.queries.positions import Positions, positions_on
from ledger.projections.queries.statements import Statement, statements_about
from ledger.projections.queries.text import Text, text_at
from ledger.projections.queries.votes import Vote, votes_on
from ledger.projections.reading import Reading
from ledger.projections.tables import motions, revisions, sessions, versions

HISTORY_PAGE = 50
STATEMENTS = 200
LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True)
class Version:
    """A state under a name.

    Attributes:
        how: `published` from the ledger's own text, or `received` from outside.
        extent: `whole`, `extract` or `not_held`.
        position: from which position on the text is this one.
        adopted: the position of its adoption; None where it was not adopted.
    """

    id: str
    number: int
    name: str
    symbol: str | None
    how: str
    extent: str
    source: str | None
    issued_by: tuple[str, ...]
    wording: str | None
    note_digest: str | None
    position: int
    revision: int
    actor: str
    occurred_at: str
    adopted: int | None
    adopted_at: str | None
    adopted_method: str | None
    adopted_vote: str | None
    adopted_symbol: str | None
    adopted_note_digest: str | None

    @property
    def is_held(self) -> bool:
        """Whether its text is in the ledger."""
        return self.extent != Extent.NOT_HELD


@dataclass(frozen=True, slots=True)
class Revision:
    """The state of a text after one command that changed it; `position` is that of the command's last event."""

    number: int
    position: int
    command_position: int
    how: str
    actor: str
    occurred_at: str
    recorded_at: str
    session_id: str | None
    session_title: str | None
    words_before: int
    words_inserted: int
    words_deleted: int
    provisions_touched: int


@dataclass(frozen=True, slots=True)
class State:
    """One state of a text.

    Attributes:
        asked: how an address names it: a version's number, or `@` and a position.
        position: the position at which the text is read.
        revision: the revision that stood there.
        versions: the versions that had this very text by then, oldest first.
        version: the one that was asked for by its number.
    """

    asked: str
    position: int
    revision: Revision
    versions: tuple[Version, ...]
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """No such state.

    Attributes:
        why: `no_version`, `not_held`, `no_text_yet`, `not_yet` or `unreadable`.
        first: the first revision, where there is one.
        newest: the newest revision, where there is one.
        version: the version whose text is not held.
    """

    asked: str
    why: str
    first: Revision | None = None
    newest: Revision | None = None
    version: Version | None = None
    position: int = 0


def state_named(reading: Reading, framework: Framework, asked: str) -> State | Missing:
    """The state that a part of an address means: a version's number, `@` and a position, or a date (its end).

    A date gives the state at the position to which it resolves, so that its `asked` is `@` and that position.
    """
    if asked.startswith("@"):
        return _at_position(reading, framework, asked, asked[1:])
    if _is_number(asked):
        return _of_version(reading, framework, asked)
    if (day := as_day(asked)) is not None:
        return on_day(reading, framework, day)
    return Missing(asked, "unreadable")


def state_at(reading: Reading, framework: Framework, position: int) -> State | Missing:
    """The state at a position; inside a command that is the revision before it."""
    asked = f"@{position}"
    if position > reading.position:
        return Missing(asked, "not_yet", newest=newest_revision(reading, framework.id), position=reading.position)
    revision = _revision(reading, framework.id, revisions.c.position <= position)
    if revision is None:
        return Missing(asked, "no_text_yet", first=_first_revision(reading, framework.id))
    return State(asked, position, revision, tuple(_versions_of(reading, framework.id, revision, position)))


def current_state(reading: Reading, framework: Framework) -> State | Missing:
    """The state as it stands; its address is the position of the last revision."""
    revision = newest_revision(reading, framework.id)
    if revision is None:
        return Missing("", "no_text_yet")
    found = tuple(_versions_of(reading, framework.id, revision, reading.position))
    return State(f"@{revision.position}", revision.position, revision, found)


def on_day(reading: Reading, framework: Framework, day: str) -> State | Missing:
    """The state after the last change that had happened by the end of a day in the consultation's zone (rule 13)."""
    end = ends(day, framework.zone)
    had_happened = and_(
        revisions.c.framework_id == framework.id,
        revisions.c.happened_by <= end,
        or_(revisions.c.happened_by < end, revisions.c.occurred_at == day),
    )
    times = select(revisions.c.happened_by).where(had_happened).order_by(revisions.c.happened_by.desc()).limit(1)
    latest = reading.connection.scalar(times)
    if latest is None:
        return Missing(day, "no_text_yet", first=_first_revision(reading, framework.id))
    # A day and a moment in it are in no order of time; of those two the later revision counts.
    same_day = revisions.c.happened_by >= _a_day_before(latest, framework.zone)
    number = reading.connection.scalar(select(func.max(revisions.c.number)).where(had_happened, same_day))
    revision = _revision(reading, framework.id, revisions.c.number == number)
    if revision is None:
        return Missing(day, "no_text_yet")
    found = tuple(_versions_of(reading, framework.id, revision, revision.position))
    return State(f"@{revision.position}", revision.position, revision, found)


def as_day(asked: str) -> str | None:
    """A plain date as the record writes it; None for anything else."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    in_reach = date.min + timedelta(days=2) < day < date.max - timedelta(days=2)
    return day.isoformat() if in_reach and len(asked) == len("2015-11-25") else None


@dataclass(frozen=True, slots=True)
class VersionInFull:
    """Everything about a version.

    Attributes:
        state: the state that it names, and
        text: its text; both None where it is not held.
    """

    version: Version
    state: State | None
    text: Text | None
    positions: Positions
    votes: tuple[Vote, ...]
    statements: tuple[Statement, ...]
    known: Known


def version_in_full(
    reading: Reading, framework: Framework, number: str, when: str, before: int | None = None
) -> VersionInFull | Missing:
    """Everything about a version: a fixed number of queries.

    Args:
        number: as it stands in an address.
        when: now; terms of accreditation are judged by it.
        before: list the positions whose record comes before this one.
    """
    state = _of_version(reading, framework, number) if _is_number(number) else Missing(number, "unreadable")
    version = state.version
    if version is None:
        return state if isinstance(state, Missing) else Missing(number, "no_version")
    place = framework.consultation_id
    positions = positions_on(reading, version.id, place, version.wording, when, before=before)
    is_held = isinstance(state, State)
    told = [digest for one in positions.listed for digest in (one.reservation_digest, one.reason_digest)]
    return VersionInFull(
        version=version,
        state=state if isinstance(state, State) else None,
        text=text_at(reading, framework.id, version.position) if is_held else None,
        positions=positions,
        votes=votes_on(reading, version.id),
        statements=tuple(statements_about(reading, version.id, limit=STATEMENTS)),
        known=known(
            reading,
            [version.actor, *version.issued_by, *positions.people],
            [version.note_digest, version.adopted_note_digest, *told],
            [one.counter_motion for one in positions.listed],
        ),
    )


def versions_of(reading: Reading, framework_id: str) -> list[Version]:
    """Every version of a framework, oldest first."""
    query = select(versions).where(versions.c.framework_id == framework_id).order_by(versions.c.number)
    return [_version(row) for row in reading.connection.execute(query)]


def versions_at(reading: Reading, framework_id: str, positions: Sequence[int]) -> list[Version]:
    """The versions that were received from outside at these positions."""
    query = select(versions).where(
        versions.c.framework_id == framework_id, versions.c.how == "received", versions.c.position.in_(positions)
    )
    return [_version(row) for row in reading.connection.execute(query)]


def version_numbered(reading: Reading, framework_id: str, number: int) -> Version | None:
    """A version by its number."""
    query = select(versions).where(versions.c.framework_id == framework_id, versions.c.number == number)
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else _version(row)


def newest_revision(reading: Reading, framework_id: str) -> Revision | None:
    """The last revision."""
    return _revision(reading, framework_id, revisions.c.number > 0)


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
    decided_actor: str
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
        .where(motions.c.framework_id == framework_id, motions.c.decision == "adopted")
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
    query = _revisions(framework_id).order_by(revisions.c.number.desc()).limit(HISTORY_PAGE + 1)
    if before is not None:
        query = query.where(revisions.c.number < before)
    return [_as_revision(row) for row in reading.connection.execute(query)]


def _position_of(reading: Reading, framework_id: str, number: int | None) -> int | None:
    if number is None:
        return None
    query = select(revisions.c.position).where(revisions.c.framework_id == framework_id, revisions.c.number == number)
    position: int | None = reading.connection.scalar(query)
    return position


def _at_position(reading: Reading, framework: Framework, asked: str, digits: str) -> State | Missing:
    if not _is_number(digits):
        return Missing(asked, "unreadable")
    return state_at(reading, framework, int(digits))


def _of_version(reading: Reading, framework: Framework, asked: str) -> State | Missing:
    version = version_numbered(reading, framework.id, int(asked))
    if version is None:
        return Missing(asked, "no_version")
    if not version.is_held:
        return Missing(asked, "not_held", version=version)
    state = state_at(reading, framework, version.position)
    if isinstance(state, Missing):
        return state
    return State(asked, version.position, state.revision, state.versions, version)


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and 0 < len(digits) <= LONGEST_NUMBER and not digits.startswith("0")


def _a_day_before(moment: str, zone: str) -> str:
    day = date.fromisoformat(moment[:10]) - timedelta(days=1)
    return begins(day.isoformat(), zone)


def _first_revision(reading: Reading, framework_id: str) -> Revision | None:
    return _revision(reading, framework_id, revisions.c.number == 1)


def _revisions(framework_id: str) -> Any:
    return (
        select(revisions, sessions.c.title.label("session_title"))
        .join_from(revisions, sessions, sessions.c.id == revisions.c.session_id, isouter=True)
        .where(revisions.c.framework_id == framework_id)
    )


def _revision(reading: Reading, framework_id: str, condition: ColumnElement[bool]) -> Revision | None:
    """The last revision under a condition."""
    query = _revisions(framework_id).where(condition).order_by(revisions.c.position.desc()).limit(1)
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else _as_revision(row)


def _versions_of(reading: Reading, framework_id: str, revision: Revision, position: int) -> list[Version]:
    """The versions whose text is that of a revision, as they stood at a position."""
    query = (
        select(versions)
        .where(versions.c.framework_id == framework_id, versions.c.revision == revision.number)
        .where(versions.c.position <= position, versions.c.extent != Extent.NOT_HELD)
        .order_by(versions.c.number)
    )
    return [_version_at(_version(row), position) for row in reading.connection.execute(query)]


def _version_at(version: Version, position: int) -> Version:
    """A version without an adoption that came after a position."""
    if version.adopted is None or version.adopted <= position:
        return version
    return replace(version, adopted=None, adopted_at=None, adopted_method=None, adopted_vote=None, adopted_symbol=None)


def _as_revision(row: Row[Any]) -> Revision:
    return Revision(**{name: row._mapping[name] for name in Revision.__dataclass_fields__})


def _version(row: Row[Any]) -> Version:
    values = row._mapping
    own = {name: values[name] for name in Version.__dataclass_fields__}
    return Version(**{**own, "issued_by": tuple(own["issued_by"] or ()), "extent": own["extent"] or Extent.WHOLE})


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
        decided_actor=row.decided_actor,
        provisions=frozenset(touched(row.changes_adopted or row.changes or ())),
    )


def touched(changes: Sequence[Mapping[str, Any]]) -> list[str]:
    """The ids of the provisions that changes are about."""
    return [(change["provision"] if change["op"] == "insert" else change)["provision_id"] for change in changes]
