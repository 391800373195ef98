"""Sign-ins: kept here and not in a cookie, so that they can be listed and ended. A browser holds a random token."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, insert, select, update

from ledger.domain.errors import LedgerError
from ledger.domain.times import moment
from ledger.store.beside.connections import Connections
from ledger.store.beside.passwords import Passwords
from ledger.store.beside.slowing import LONGEST_ADDRESS, Slowed, Slowing
from ledger.store.beside.tables import accounts, sign_ins
from ledger.store.beside.tokens import digest_of, fresh_token
from ledger.store.beside.words import name_digest, printable
from ledger.store.database import Busy

__all__ = ["LONGEST", "SignIn", "SignIns", "Slowed", "WrongSignIn"]

LONGEST = timedelta(days=30)
"""A sign-in ends after this time at the latest."""
UNUSED = timedelta(hours=12)
"""It ends when it was not used for so long."""
SEEN_EVERY = timedelta(minutes=5)
"""How exact it is when one was last used."""

LONGEST_BROWSER = 200


class WrongSignIn(LedgerError):
    """No account has this name with this password; which of the two is wrong is not told."""

    code = "wrong_sign_in"

    def __init__(self) -> None:
        super().__init__("This name and password do not go together.")


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser in which somebody is signed in.

    Attributes:
        name: what its owner signed in with.
        since: the moment at which it began.
        seen_at: a moment at most a few minutes before it was last used.
        browser: what the browser calls itself.
    """

    id: str
    account_id: str
    participant_id: str
    name: str
    since: str
    seen_at: str
    address: str
    browser: str


class SignIns:
    """The sign-ins to all accounts."""

    def __init__(
        self, connections: Connections, passwords: Passwords, slowing: Slowing, clock: Callable[[], datetime]
    ) -> None:
        self._connections = connections
        self._passwords = passwords
        self._slowing = slowing
        self._clock = clock

    def sign_in(self, name: str, password: str, address: str, browser: str) -> str:
        """The token of a new sign-in.

        Raises:
            WrongSignIn: name and password do not go together, or the account cannot be used.
            Slowed: too many attempts failed before.
            Busy: too many passwords are being looked at.
        """
        attempt = self._slowing.sign_in(name_digest(name), address)
        try:
            row = self._proven(name, password)
        except Busy:
            self._slowing.take_back(attempt)
            raise
        # It may have been disabled, or given another password, while this one was looked at.
        as_looked_at = accounts.c.password == row.password
        hash = self._todays_hash(row.password, password)
        with self._connections.writing() as connection:
            token = self._begin(connection, row.id, as_looked_at, address, browser)
            connection.execute(update(accounts).where(accounts.c.id == row.id).values(password=hash))
            self._slowing.succeeded(connection, attempt)
        return token

    def begin(self, account_id: str, address: str, browser: str) -> str:
        """The token of a new sign-in for whoever has just chosen the account's password.

        Raises:
            WrongSignIn: the account cannot be used.
        """
        with self._connections.writing() as connection:
            return self._begin(connection, account_id, accounts.c.password.is_not(None), address, browser)

    def signed_in(self, token: str) -> SignIn | None:
        """Whom a token stands for; None where its sign-in ended, or its account was disabled."""
        now = self._clock()
        with self._connections.reading() as connection:
            row = connection.execute(_open_at(now).where(sign_ins.c.token_digest == digest_of(token))).one_or_none()
        if row is None:
            return None
        if row.seen_at < moment(now - SEEN_EVERY):
            self._see(row.id, moment(now))
        return SignIn(*row)

    def of(self, account_id: str) -> list[SignIn]:
        """The sign-ins of an account that have not ended, the one used last first."""
        query = _open_at(self._clock()).where(sign_ins.c.account_id == account_id)
        with self._connections.reading() as connection:
            rows = connection.execute(query.order_by(sign_ins.c.seen_at.desc(), sign_ins.c.id)).all()
        return [SignIn(*row) for row in rows]

    def end(self, account_id: str, sign_in_id: str) -> None:
        """End one sign-in of an account; another's is left alone."""
        self._end(sign_ins.c.account_id == account_id, sign_ins.c.id == sign_in_id)

    def end_by_token(self, token: str) -> None:
        """End the sign-in that a token stands for."""
        self._end(sign_ins.c.token_digest == digest_of(token))

    def end_others(self, account_id: str, keep_id: str) -> None:
        """End all sign-ins of an account but one."""
        self._end(sign_ins.c.account_id == account_id, sign_ins.c.id != keep_id)

    def _proven(self, name: str, password: str) -> Row[Any]:
        """The account that has this name and password; an unknown or unusable one takes as long to refuse."""
        with self._connections.reading() as connection:
            query = select(accounts).where(accounts.c.name_digest == name_digest(name))
            row = connection.execute(query).one_or_none()
        is_usable = row is not None and row.disabled_at is None
        if not self._passwords.verifies(row.password if row and is_usable else None, password) or row is None:
            raise WrongSignIn
        return row

    def _todays_hash(self, hash: str, password: str) -> str:
        if self._passwords.is_outdated(hash):
            with suppress(Busy):
                return self._passwords.hashed(password)
        return hash

    def _begin(
        self, connection: Connection, account_id: str, condition: ColumnElement[bool], address: str, browser: str
    ) -> str:
        now, token = self._clock(), fresh_token()
        usable = (accounts.c.id == account_id, accounts.c.disabled_at.is_(None), condition)
        if not connection.execute(update(accounts).where(*usable).values(last_sign_in=moment(now))).rowcount:
            raise WrongSignIn
        ended = (sign_ins.c.since < moment(now - LONGEST)) | (sign_ins.c.seen_at < moment(now - UNUSED))
        connection.execute(delete(sign_ins).where(ended))
        connection.execute(
            insert(sign_ins).values(
                token_digest=digest_of(token),
                id=str(uuid4()),
                account_id=account_id,
                since=moment(now),
                seen_at=moment(now),
                address=printable(address, LONGEST_ADDRESS),
                browser=printable(browser, LONGEST_BROWSER),
            )
        )
        self._slowing.remember(connection, account_id, address)
        return token

    def _see(self, sign_in_id: str, now: str) -> None:
        # A page is not refused because this could not be noted.
        with suppress(Busy), self._connections.writing() as connection:
            connection.execute(update(sign_ins).where(sign_ins.c.id == sign_in_id).values(seen_at=now))

    def _end(self, *conditions: ColumnElement[bool]) -> None:
        with self._connections.writing() as connection:
            connection.execute(delete(sign_ins).where(*conditions))


def _open_at(now: datetime) -> Select[Any]:
    """The sign-ins that have not ended, in the order of the fields of `SignIn`."""
    return (
        select(
            sign_ins.c.id,
            sign_ins.c.account_id,
            accounts.c.participant_id,
            accounts.c.name,
            sign_ins.c.since,
            sign_ins.c.seen_at,
            sign_ins.c.address,
            sign_ins.c.browser,
        )
        .join_from(sign_ins, accounts, accounts.c.id == sign_ins.c.account_id)
        .where(
            accounts.c.disabled_at.is_(None),
            sign_ins.c.since > moment(now - LONGEST),
            sign_ins.c.seen_at > moment(now - UNUSED),
        )
    )
