"""Accounts: who may sign in as which participant. One is opened by a link that works once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from ledger.domain.errors import AlreadyUsed, InvalidCommand, NotFound, RuleBroken
from ledger.domain.times import moment
from ledger.store.beside.connections import Connections
from ledger.store.beside.passwords import Passwords, check_password
from ledger.store.beside.slowing import Slowed, Slowing
from ledger.store.beside.tables import accounts, invitations, known_addresses, sign_ins
from ledger.store.beside.tokens import digest_of, fresh_token
from ledger.store.beside.words import folded, name_digest
from ledger.store.database import Busy

LONGEST_NAME = 100
LONGEST_SUGGESTED = LONGEST_NAME - 5
"""With room for a number."""

INVITED_FOR = timedelta(days=14)
"""How long an invitation's link works."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account.

    Attributes:
        name: what its owner signs in with.
        is_active: whether a password was chosen.
        last_sign_in: a moment, None where there was none.
    """

    id: str
    participant_id: str
    name: str
    is_active: bool
    is_disabled: bool
    created_at: str
    last_sign_in: str | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link's token, which is known to nobody but its holder, and the moment until which it works."""

    account: Account
    token: str
    until: str


class Accounts:
    """The accounts of a ledger."""

    def __init__(
        self, connections: Connections, passwords: Passwords, slowing: Slowing, clock: Callable[[], datetime]
    ) -> None:
        self._connections = connections
        self._passwords = passwords
        self._slowing = slowing
        self._clock = clock

    def add(self, participant_id: str, name: str, *, given_by: str | None = None) -> Invitation:
        """An account for a participant, and the invitation to choose its password.

        Args:
            given_by: id of the participant who invites; None for the command line.

        Raises:
            InvalidCommand: the name cannot be one.
            AlreadyUsed: the participant has an account, or somebody signs in with this name.
        """
        name = _checked_name(name)
        values = {"id": str(uuid4()), "participant_id": participant_id, "name": name, "name_digest": name_digest(name)}
        with self._connections.writing() as connection:
            if _found(connection, accounts.c.participant_id == participant_id):
                raise AlreadyUsed("This participant has an account already.", "participant_id")
            if _found(connection, accounts.c.name_digest == values["name_digest"]):
                raise AlreadyUsed(f"Somebody signs in as “{name}” already: choose another name.", "name")
            connection.execute(insert(accounts).values(**values, created_at=moment(self._clock())))
            return self._invite(connection, _one(connection, values["id"]), given_by)

    def invite(self, account_id: str, *, given_by: str | None = None) -> Invitation:
        """A new link to choose a password, also for one that was forgotten; older links end.

        Args:
            given_by: id of the participant who invites; None for the command line.

        Raises:
            NotFound: there is no such account.
            RuleBroken: it is disabled.
        """
        with self._connections.writing() as connection:
            row = _one(connection, account_id)
            if row.disabled_at is not None:
                raise RuleBroken(f"The account “{row.name}” is disabled: enable it first.")
            return self._invite(connection, row, given_by)

    def invited(self, token: str) -> Account | None:
        """Whose password the holder of this token may choose; None where the link was used or is too old."""
        with self._connections.reading() as connection:
            row = self._invited(connection, token)
        return _account(row) if row else None

    def given_by(self, token: str) -> str | None:
        """Who gave a link: id of a participant, None for the command line."""
        query = select(invitations.c.given_by).where(invitations.c.token_digest == digest_of(token))
        with self._connections.reading() as connection:
            found: str | None = connection.scalar(query)
        return found

    def accept(self, token: str, password: str) -> Account:
        """Choose the password of the account that one is invited to. The link is used up; every sign-in ends.

        Raises:
            NotFound: the link was used, or is too old.
            InvalidCommand: this cannot be a password.
            Busy: too many passwords are being looked at.
        """
        account = self.invited(token)
        if account is None:
            raise _unusable_link()
        check_password(password, account.name, "password")
        hash = self._passwords.hashed(password)
        with self._connections.writing() as connection:
            row = self._invited(connection, token)
            used = delete(invitations).where(invitations.c.token_digest == digest_of(token))
            if row is None or not connection.execute(used).rowcount:
                raise _unusable_link()
            _set_password(connection, row.id, hash)
            return _account(_one(connection, row.id))

    def change_password(self, account_id: str, old: str, new: str) -> None:
        """Choose another password. Every sign-in stays: whoever asks decides which of them end.

        Raises:
            InvalidCommand: the old one is wrong, or the new one cannot be a password.
            Busy: too many passwords are being looked at.
        """
        with self._connections.reading() as connection:
            row = _one(connection, account_id)
        check_password(new, row.name, "new")
        try:
            attempt = self._slowing.change(account_id)
        except Slowed as slowed:
            raise InvalidCommand(slowed.message, "old") from None
        try:
            hash = self._passwords.hashed(new) if self._passwords.verifies(row.password, old) else None
        except Busy:
            self._slowing.take_back(attempt)
            raise
        with self._connections.writing() as connection:
            if hash is None or not _replace_password(connection, row, hash):
                raise InvalidCommand("This is not your password.", "old")
            self._slowing.succeeded(connection, attempt)

    def disable(self, name_or_id: str) -> Account:
        """Let nobody sign in to an account; its sign-ins and invitations end at once.

        Raises:
            NotFound: there is no such account.
        """
        with self._connections.writing() as connection:
            row = _named(connection, name_or_id)
            if row.disabled_at is None:
                now = moment(self._clock())
                connection.execute(update(accounts).where(accounts.c.id == row.id).values(disabled_at=now))
            _end_all(connection, row.id)
            return _account(_one(connection, row.id))

    def enable(self, name_or_id: str) -> Account:
        """Let an account be used again, with the password that it had.

        Raises:
            NotFound: there is no such account.
        """
        with self._connections.writing() as connection:
            row = _named(connection, name_or_id)
            connection.execute(update(accounts).where(accounts.c.id == row.id).values(disabled_at=None))
            return _account(_one(connection, row.id))

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._connections.reading() as connection:
            rows = connection.execute(select(accounts)).all()
        return sorted(map(_account, rows), key=lambda account: folded(account.name))

    def of(self, participant_id: str) -> Account | None:
        """The account of a participant."""
        return self._first(accounts.c.participant_id == participant_id)

    def with_id(self, account_id: str) -> Account | None:
        """The account with an id."""
        return self._first(accounts.c.id == account_id)

    def named(self, name: str) -> Account | None:
        """The account that somebody signs in to with this name."""
        return self._first(accounts.c.name_digest == name_digest(name))

    def free_name(self, called: str) -> str:
        """What somebody of this name could sign in with, as long as nobody does: small letters, with a number where
        they are taken.
        """
        words = re.sub(r"[\W_]+", "-", called).strip("-").lower()[:LONGEST_SUGGESTED] or "account"
        numbered = (f"{words}-{number}" for number in count(2))
        return next(name for name in chain([words], numbered) if self.named(name) is None)

    def _first(self, condition: ColumnElement[bool]) -> Account | None:
        with self._connections.reading() as connection:
            row = _found(connection, condition)
        return _account(row) if row else None

    def _invite(self, connection: Connection, row: Row[Any], given_by: str | None) -> Invitation:
        token, now = fresh_token(), self._clock()
        connection.execute(delete(invitations).where(invitations.c.account_id == row.id))
        values = {"token_digest": digest_of(token), "account_id": row.id, "given_by": given_by}
        connection.execute(insert(invitations).values(**values, made_at=moment(now)))
        return Invitation(_account(row), token, moment(now + INVITED_FOR))

    def _invited(self, connection: Connection, token: str) -> Row[Any] | None:
        query = (
            select(accounts)
            .join_from(invitations, accounts, accounts.c.id == invitations.c.account_id)
            .where(
                invitations.c.token_digest == digest_of(token),
                invitations.c.made_at > moment(self._clock() - INVITED_FOR),
                accounts.c.disabled_at.is_(None),
            )
        )
        return connection.execute(query).one_or_none()


def remove_account(connection: Connection, participant_id: str) -> None:
    """Take away the account of a participant, with everything that hangs on it."""
    row = _found(connection, accounts.c.participant_id == participant_id)
    if row is None:
        return
    _end_all(connection, row.id)
    connection.execute(delete(known_addresses).where(known_addresses.c.account_id == row.id))
    connection.execute(delete(accounts).where(accounts.c.id == row.id))


def _set_password(connection: Connection, account_id: str, hash: str) -> None:
    connection.execute(update(accounts).where(accounts.c.id == account_id).values(password=hash))
    _end_all(connection, account_id)


def _replace_password(connection: Connection, row: Row[Any], hash: str) -> bool:
    """Whether it was still the one that was looked at, and is replaced."""
    as_looked_at = (accounts.c.id == row.id, accounts.c.password == row.password, accounts.c.disabled_at.is_(None))
    changed = connection.execute(update(accounts).where(*as_looked_at).values(password=hash))
    connection.execute(delete(invitations).where(invitations.c.account_id == row.id))
    return bool(changed.rowcount)


def _end_all(connection: Connection, account_id: str) -> None:
    for table in (sign_ins, invitations):
        connection.execute(delete(table).where(table.c.account_id == account_id))


def _found(connection: Connection, condition: ColumnElement[bool]) -> Row[Any] | None:
    return connection.execute(select(accounts).where(condition)).one_or_none()


def _one(connection: Connection, account_id: str) -> Row[Any]:
    row = _found(connection, accounts.c.id == account_id)
    if row is None:
        raise NotFound("There is no such account.")
    return row


def _named(connection: Connection, name_or_id: str) -> Row[Any]:
    is_it = or_(accounts.c.name_digest == name_digest(name_or_id), accounts.c.id == name_or_id)
    row = connection.execute(select(accounts).where(is_it)).first()
    if row is None:
        raise NotFound(f"There is no account “{name_or_id}”.")
    return row


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        participant_id=row.participant_id,
        name=row.name,
        is_active=row.password is not None,
        is_disabled=row.disabled_at is not None,
        created_at=row.created_at,
        last_sign_in=row.last_sign_in,
    )


def _checked_name(name: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidCommand(
            f"A name to sign in with has 1 to {LONGEST_NAME} characters that can be seen on a screen.", "name"
        )
    return name


def _unusable_link() -> NotFound:
    days = INVITED_FOR.days
    return NotFound(f"This link works once and for {days} days: it was used or is too old, so ask for a new one.")
