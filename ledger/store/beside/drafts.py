"""Drafts: what somebody began to write and has not put on record. They are their author's alone until shared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, null, or_, select, update

from ledger.domain.errors import InvalidCommand, NotFound
from ledger.domain.times import moment
from ledger.store.beside.connections import Connections
from ledger.store.beside.tables import drafts
from ledger.store.beside.tokens import digest_of, fresh_token
from ledger.store.beside.words import printable, size_of

LARGEST = 500_000
"""Bytes of what one draft holds."""
MOST = 200
"""Drafts of one author."""

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody began to write.

    Attributes:
        author: participant id.
        command: name of the command that it would become.
        fields: what was typed, by the names of the form's fields; empty in a list of drafts.
        became: id of what stands on record by it: the motion that was made of it, or the text that it changed.
    """

    id: str
    author: str
    command: str
    title: str
    fields: Mapping[str, Sequence[str]]
    created_at: str
    changed_at: str
    is_shared: bool
    became: str | None


class Drafts:
    """The drafts of all authors."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    def save(
        self,
        author: str,
        command: str,
        title: str,
        fields: Mapping[str, Sequence[str]],
        id: str | None = None,
        *,
        new_id: str | None = None,
    ) -> Draft:
        """Keep a draft, or what it says now. Nothing that was typed is lost: where the author has no draft with this id
        any more, it becomes a new one with an id of its own.

        Args:
            new_id: of a new draft, where no other has it: what is sent twice at once becomes one draft.

        Raises:
            InvalidCommand: it is too large, or the author has too many.
        """
        if size_of(fields) > LARGEST:
            raise InvalidCommand(f"A draft may have {LARGEST:,} bytes: shorten it, or make two of it.")
        values: dict[str, Any] = {
            "title": printable(title, LONGEST_TITLE),
            "fields": {name: list(given) for name, given in fields.items()},
            "changed_at": moment(self._clock()),
        }
        with self._connections.writing() as connection:
            is_own = (drafts.c.id == id, drafts.c.author == author, drafts.c.command == command)
            if id is None or not connection.execute(update(drafts).where(*is_own).values(values)).rowcount:
                _refuse_too_many(connection, author)
                id = _free_id(connection, new_id)
                more = {"id": id, "author": author, "command": command, "created_at": values["changed_at"]}
                connection.execute(insert(drafts).values(values | more))
            return _draft(connection.execute(select(drafts).where(drafts.c.id == id)).one())

    def of(self, author: str) -> list[Draft]:
        """The drafts of an author, the one changed last first, without their fields."""
        told: list[ColumnElement[Any]] = [column for column in drafts.c if column is not drafts.c.fields]
        query: Select[Any] = select(*told, null().label("fields")).where(drafts.c.author == author)
        with self._connections.reading() as connection:
            rows = connection.execute(query.order_by(drafts.c.changed_at.desc(), drafts.c.id)).all()
        return [replace(_draft(row), fields={}) for row in rows]

    def own(self, id: str, author: str) -> Draft | None:
        """A draft of this author; None for anyone else's."""
        return self._first(drafts.c.id == id, drafts.c.author == author)

    def share(self, id: str, author: str) -> str:
        """The token of a link by which anyone can read a draft; an older link ends.

        Raises:
            NotFound: the author has no such draft.
        """
        token = fresh_token()
        self._change_own(id, author, share_digest=digest_of(token))
        return token

    def unshare(self, id: str, author: str) -> None:
        """End the link to a draft.

        Raises:
            NotFound: the author has no such draft.
        """
        self._change_own(id, author, share_digest=None)

    def shared(self, token: str) -> Draft | None:
        """The draft that a link leads to; None where the link was ended."""
        return self._first(drafts.c.share_digest == digest_of(token))

    def taken(self, id: str, by: str, became: str) -> None:
        """Note what somebody put on record by a draft of her own, or by one that is shared; the first where there are
        several. One that is gone needs no note.
        """
        is_open_to_her = or_(drafts.c.author == by, drafts.c.share_digest.is_not(None))
        first = (drafts.c.id == id, is_open_to_her, drafts.c.became.is_(None))
        with self._connections.writing() as connection:
            connection.execute(update(drafts).where(*first).values(became=became))

    def delete(self, id: str, author: str) -> None:
        """Throw a draft of this author away."""
        with self._connections.writing() as connection:
            connection.execute(delete(drafts).where(drafts.c.id == id, drafts.c.author == author))

    def _change_own(self, id: str, author: str, **values: str | None) -> None:
        is_own = (drafts.c.id == id, drafts.c.author == author)
        with self._connections.writing() as connection:
            if not connection.execute(update(drafts).where(*is_own).values(values)).rowcount:
                raise NotFound("You have no such draft.")

    def _first(self, *conditions: ColumnElement[bool]) -> Draft | None:
        with self._connections.reading() as connection:
            row = connection.execute(select(drafts).where(*conditions)).one_or_none()
        return _draft(row) if row else None


def remove_drafts(connection: Connection, author: str) -> None:
    """Throw all drafts of an author away."""
    connection.execute(delete(drafts).where(drafts.c.author == author))


def _free_id(connection: Connection, wanted: str | None) -> str:
    """An id that no draft has: the wanted one where it is free."""
    is_taken = wanted is None or connection.scalar(select(drafts.c.id).where(drafts.c.id == wanted)) is not None
    return str(uuid4()) if wanted is None or is_taken else wanted


def _refuse_too_many(connection: Connection, author: str) -> None:
    number = connection.scalar(select(func.count()).select_from(drafts).where(drafts.c.author == author)) or 0
    if number >= MOST:
        raise InvalidCommand(f"You keep {MOST} drafts already: throw one away first.")


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        author=row.author,
        command=row.command,
        title=row.title,
        fields=row.fields,
        created_at=row.created_at,
        changed_at=row.changed_at,
        is_shared=row.share_digest is not None,
        became=row.became,
    )
