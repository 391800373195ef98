"""Minutes: what was said in a session and is not on record yet.

Lines are of a session whose speakers are recorded by name. Where the attribution is `group` or `none`, statements are
held until the session closes (rule 11 of the design): a random id and the words, no author, no time, no order.

What still tells their order until then are the files themselves. A page of SQLite's has its rows in the order of their
ids, but their bytes where there was room when they came, and its log has the pages as they were written; a PostgreSQL
table has its rows in the order in which they came, with the numbers of their transactions. So whoever reads copies of
the files that were made during the session can tell more than this program, and `release` writes the files anew: after
the close nothing of it is left in them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, Table, delete, func, insert, select, update

from ledger.domain.errors import InvalidCommand, NotFound
from ledger.domain.times import moment
from ledger.store.beside.connections import Connections
from ledger.store.beside.tables import held, lines
from ledger.store.beside.words import size_of

LARGEST = 100_000
"""Bytes of one line; a record takes fewer."""

HELD_FIELDS = frozenset({"kind", "text", "language", "attribution", "group", "about"})
"""All that a held statement may say: nothing in it leads to whoever said it."""

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the minutes.

    Attributes:
        id: drawn when it was noted; the statement may have it too.
        command_id: drawn then too, so that putting the line on record twice records it once.
        number: its place in the session.
        author: id of the participant who noted it.
        noted_at: a moment.
    """

    id: str
    command_id: str
    session_id: str
    number: int
    author: str
    noted_at: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class HeldStatement:
    """A statement that waits for its session to close."""

    id: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class DrawnStatement:
    """A held statement with the ids that it goes on record with."""

    statement_id: str
    command_id: str
    fields: Fields


class Minutes:
    """The minutes of all sessions."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    def note(self, session_id: str, author: str, fields: Fields) -> Line:
        """Add a line after the last one.

        Raises:
            InvalidCommand: it is too long.
        """
        _refuse_too_large(fields)
        with self._connections.writing() as connection:
            last = select(func.max(lines.c.number)).where(lines.c.session_id == session_id)
            line = Line(
                id=str(uuid4()),
                command_id=str(uuid4()),
                session_id=session_id,
                number=(connection.scalar(last) or 0) + 1,
                author=author,
                noted_at=moment(self._clock()),
                fields=dict(fields),
            )
            connection.execute(insert(lines).values({name: getattr(line, name) for name in Line.__slots__}))
        return line

    def lines(self, session_id: str) -> list[Line]:
        """The lines of a session, in order."""
        query = select(lines).where(lines.c.session_id == session_id).order_by(lines.c.number)
        with self._connections.reading() as connection:
            return [_line(row) for row in connection.execute(query)]

    def change(self, line_id: str, session_id: str, fields: Fields) -> None:
        """Let a line say something else.

        Raises:
            NotFound: the session has no such line any more.
            InvalidCommand: it is too long.
        """
        self._change(lines, line_id, session_id, fields)

    def remove(self, line_id: str, session_id: str) -> None:
        """Strike a line out."""
        self.take(session_id, [line_id])

    def take(self, session_id: str, ids: Iterable[str]) -> None:
        """Take lines away, since they are on record now."""
        with self._connections.writing() as connection:
            connection.execute(delete(lines).where(lines.c.session_id == session_id, lines.c.id.in_(list(ids))))

    def hold(self, session_id: str, fields: Fields) -> HeldStatement:
        """Hold a statement until its session closes.

        Raises:
            InvalidCommand: it is too long, or says what may not be kept.
        """
        _refuse_what_tells(fields)
        statement = HeldStatement(str(uuid4()), dict(fields))
        with self._connections.writing() as connection:
            connection.execute(insert(held).values(session_id=session_id, id=statement.id, fields=statement.fields))
        return statement

    def held(self, session_id: str) -> list[HeldStatement]:
        """What is held for a session, in the order of random ids."""
        with self._connections.reading() as connection:
            rows = connection.execute(select(held).where(held.c.session_id == session_id)).all()
        return sorted((HeldStatement(row.id, row.fields) for row in rows), key=lambda statement: statement.id)

    def change_held(self, held_id: str, session_id: str, fields: Fields) -> None:
        """Let a held statement say something else.

        Raises:
            NotFound: the session has no such statement any more.
            InvalidCommand: it is too long, or says what may not be kept.
        """
        _refuse_what_tells(fields)
        self._change(held, held_id, session_id, fields)

    def remove_held(self, held_id: str, session_id: str) -> None:
        """Strike a held statement out."""
        with self._connections.writing() as connection:
            connection.execute(delete(held).where(held.c.session_id == session_id, held.c.id == held_id))

    def draw(self, session_id: str) -> list[DrawnStatement]:
        """What is held for a session that closes now, with fresh ids and in a fresh order. They are drawn once: asked
        again, after a crash between recording and `release`, it gives the same.
        """
        with self._connections.writing() as connection:
            for id in connection.scalars(
                select(held.c.id).where(held.c.session_id == session_id, held.c.statement_id.is_(None))
            ).all():
                drawn = {"statement_id": str(uuid4()), "command_id": str(uuid4()), "place": token_hex(16)}
                connection.execute(update(held).where(held.c.session_id == session_id, held.c.id == id).values(drawn))
            rows = connection.execute(select(held).where(held.c.session_id == session_id)).all()
        return [
            DrawnStatement(row.statement_id, row.command_id, row.fields)
            for row in sorted(rows, key=lambda row: str(row.place))
        ]

    def release(self, session_id: str) -> bool:
        """Let go of what was drawn for a session: it is on record, and nothing of what is not on record is left.

        Returns:
            Whether the files were written anew; where not, asking again does it.
        """
        with self._connections.writing() as connection:
            connection.execute(delete(held).where(held.c.session_id == session_id, held.c.statement_id.is_not(None)))
        return self._connections.forget(held.name)

    def _change(self, table: Table, id: str, session_id: str, fields: Fields) -> None:
        _refuse_too_large(fields)
        is_it = (table.c.id == id, table.c.session_id == session_id)
        with self._connections.writing() as connection:
            if not connection.execute(update(table).where(*is_it).values(fields=dict(fields))).rowcount:
                raise NotFound("This line is not there any more.")


def _refuse_too_large(fields: Fields) -> None:
    if size_of(fields) > LARGEST:
        raise InvalidCommand(f"A line of the minutes may have {LARGEST:,} bytes.", "text")


def _refuse_what_tells(fields: Fields) -> None:
    for name in fields:
        if name not in HELD_FIELDS:
            raise InvalidCommand("Speakers of this session are not recorded: this cannot be kept.", name)
    _refuse_too_large(fields)


def _line(row: Row[Any]) -> Line:
    return Line(**{name: getattr(row, name) for name in Line.__slots__})
