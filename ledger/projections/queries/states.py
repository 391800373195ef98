"""Which state of a text an address means: a version's number, a position or a date."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from ledger.domain.times import begins, ends
from ledger.domain.vocabulary import Extent
from ledger.projections.queries.frameworks import Framework
from ledger.projections.queries.versions import Version, as_version, version_numbered
from ledger.projections.reading import Reading
from ledger.projections.tables import revisions, sessions, versions

LONGEST_NUMBER = 15
LONGEST_SHOWN = 40


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

    @property
    def shown(self) -> str:
        """What was asked for, as far as it can be shown."""
        asked = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in self.asked)
        return asked if len(asked) <= LONGEST_SHOWN else f"{asked[:LONGEST_SHOWN]}…"


def state_named(reading: Reading, framework: Framework, asked: str) -> State | Missing:
    """The state that a part of an address means: a version's number, `@` and a position, or a date (its end).

    A date gives the state at the position to which it resolves, so that its `asked` is `@` and that position.
    """
    if asked.startswith("@"):
        return _at_position(reading, framework, asked, asked[1:])
    if is_number(asked):
        return state_of_version(reading, framework, asked)
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


def newest_revision(reading: Reading, framework_id: str) -> Revision | None:
    """The last revision."""
    return _revision(reading, framework_id, revisions.c.number > 0)


def _at_position(reading: Reading, framework: Framework, asked: str, digits: str) -> State | Missing:
    if not is_number(digits):
        return Missing(asked, "unreadable")
    return state_at(reading, framework, int(digits))


def state_of_version(reading: Reading, framework: Framework, asked: str) -> State | Missing:
    """The state of the version with a number."""
    version = version_numbered(reading, framework.id, int(asked))
    if version is None:
        return Missing(asked, "no_version")
    if not version.is_held:
        return Missing(asked, "not_held", version=version)
    state = state_at(reading, framework, version.position)
    if isinstance(state, Missing):
        return state
    return State(asked, version.position, state.revision, state.versions, version)


def is_number(digits: str) -> bool:
    """Whether this is a number as addresses have it: from 1, in plain digits."""
    return digits.isascii() and digits.isdigit() and 0 < len(digits) <= LONGEST_NUMBER and not digits.startswith("0")


def _a_day_before(moment: str, zone: str) -> str:
    day = date.fromisoformat(moment[:10]) - timedelta(days=1)
    return begins(day.isoformat(), zone)


def _first_revision(reading: Reading, framework_id: str) -> Revision | None:
    return _revision(reading, framework_id, revisions.c.number == 1)


def revisions_of(framework_id: str) -> Any:
    """The query for the revisions of a framework, with the titles of their sessions."""
    return (
        select(revisions, sessions.c.title.label("session_title"))
        .join_from(revisions, sessions, sessions.c.id == revisions.c.session_id, isouter=True)
        .where(revisions.c.framework_id == framework_id)
    )


def _revision(reading: Reading, framework_id: str, condition: ColumnElement[bool]) -> Revision | None:
    """The last revision under a condition."""
    query = revisions_of(framework_id).where(condition).order_by(revisions.c.position.desc()).limit(1)
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else as_revision(row)


def _versions_of(reading: Reading, framework_id: str, revision: Revision, position: int) -> list[Version]:
    """The versions whose text is that of a revision, as they stood at a position."""
    query = (
        select(versions)
        .where(versions.c.framework_id == framework_id, versions.c.revision == revision.number)
        .where(versions.c.position <= position, versions.c.extent != Extent.NOT_HELD)
        .order_by(versions.c.number)
    )
    return [_version_at(as_version(row), position) for row in reading.connection.execute(query)]


def _version_at(version: Version, position: int) -> Version:
    """A version without an adoption that came after a position."""
    if version.adopted is None or version.adopted <= position:
        return version
    return replace(version, adopted=None, adopted_at=None, adopted_method=None, adopted_vote=None, adopted_symbol=None)


def as_revision(row: Row[Any]) -> Revision:
    """A row of `revisions` as a value."""
    return Revision(**{name: row._mapping[name] for name in Revision.__dataclass_fields__})
