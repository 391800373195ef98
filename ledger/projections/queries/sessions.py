"""One session: when and where it met, who attended, and its record in order."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from ledger.projections.queries.people import Person, people
from ledger.projections.queries.record import Entry, entries_of_session
from ledger.projections.queries.statements import Statement, statements_where
from ledger.projections.reading import Reading
from ledger.projections.tables import consultations, sessions, statements

ITEMS_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who attended, as far as the attribution lets it be recorded: names, or counts by group, or a total."""

    participants: tuple[Person, ...]
    by_group: dict[str, int]
    total: int | None


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting of a consultation.

    Attributes:
        opens_at: when it was to open; `opened_at` says when it did.
        attendance: None where none was recorded.
    """

    id: str
    title: str
    symbol: str | None
    place: str | None
    opens_at: str
    closes_at: str | None
    opened_at: str | None
    closed_at: str | None
    attribution: str
    cancelled: bool
    illustrative: bool
    attendance: Attendance | None
    position: int
    consultation_slug: str
    consultation_title: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened in a meeting; a statement with its words."""

    entry: Entry
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Proceedings:
    """A part of the record of a meeting, in order; `after` is the position after which it goes on."""

    items: tuple[Item, ...]
    after: int | None


def session_with(reading: Reading, session_id: str) -> Session | None:
    """One session."""
    consultation = (consultations.c.slug, consultations.c.title.label("consultation_title"), consultations.c.timezone)
    query = (
        select(sessions, *consultation)
        .join_from(sessions, consultations, consultations.c.id == sessions.c.consultation_id)
        .where(sessions.c.id == session_id)
    )
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return None
    return Session(
        id=row.id,
        title=row.title,
        symbol=row.symbol,
        place=row.place,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        attribution=row.attribution,
        cancelled=row.cancelled,
        illustrative=row.illustrative,
        attendance=_attendance(reading, row),
        position=row.position,
        consultation_slug=row.slug,
        consultation_title=row.consultation_title,
        timezone=row.timezone or "UTC",
    )


def proceedings_of(reading: Reading, session_id: str, *, after: int = 0) -> Proceedings:
    """What happened in a meeting, in the order of the record, after a position."""
    entries = entries_of_session(reading, session_id, after=after, limit=ITEMS_ON_A_PAGE + 1)
    shown = entries[:ITEMS_ON_A_PAGE]
    said = statements_where(
        reading,
        statements.c.id.in_([entry.stream for entry in shown if entry.topic == "ledger.statement.made"]),
        order=[statements.c.position],
        limit=ITEMS_ON_A_PAGE,
    )
    by_position = {statement.position: statement for statement in said}
    items = tuple(Item(entry, by_position.get(entry.position)) for entry in shown)
    return Proceedings(items, shown[-1].position if len(entries) > len(shown) else None)


def _attendance(reading: Reading, row: Row[Any]) -> Attendance | None:
    told = row.attendance
    known = people(reading, (told or {}).get("participants") or ())
    if not told:
        return None
    names = sorted(known.values(), key=lambda person: (person.group, person.name))
    return Attendance(tuple(names), told.get("by_group") or {}, told.get("total"))
