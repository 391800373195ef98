"""Opening what people keep beside the record."""

from collections.abc import Callable
from datetime import UTC, datetime

from argon2 import PasswordHasher

from ledger.store.beside.accounts import Accounts, remove_account
from ledger.store.beside.connections import Connections
from ledger.store.beside.drafts import Drafts, remove_drafts
from ledger.store.beside.form import bring_to_form
from ledger.store.beside.minutes import Minutes
from ledger.store.beside.passwords import Passwords
from ledger.store.beside.sign_ins import SignIns
from ledger.store.beside.slowing import Slowing
from ledger.store.beside.tables import accounts, drafts, invitations, known_addresses, sign_ins
from ledger.store.database import Database


class Beside:
    """What people keep beside the record of one ledger.

    Safe to share between threads. Build it after a fork: it holds connections.
    """

    def __init__(self, connections: Connections, passwords: Passwords, clock: Callable[[], datetime]) -> None:
        slowing = Slowing(connections, clock)
        self._connections = connections
        self.accounts = Accounts(connections, passwords, slowing, clock)
        self.sign_ins = SignIns(connections, passwords, slowing, clock)
        self.drafts = Drafts(connections, clock)
        self.minutes = Minutes(connections, clock)

    @classmethod
    def open(
        cls,
        database: Database,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        hasher: PasswordHasher | None = None,
    ) -> "Beside":
        """What is kept beside the ledger in a database; its tables are made where they are missing.

        Args:
            hasher: makes the hashes of passwords; by default as the library advises.

        Raises:
            CannotStart: the tables cannot be made or used, or a newer program made them.
            Busy: someone else has been making them for too long.
        """
        connections = Connections(database)
        try:
            bring_to_form(connections)
        except BaseException:
            connections.close()
            raise
        return cls(connections, Passwords(hasher), clock)

    def forget(self, participant_id: str) -> bool:
        """Remove the account and the drafts of a participant who was erased from the record.

        Returns:
            Whether nothing of them is left in the files either; where not, asking again does it.
        """
        with self._connections.writing() as connection:
            remove_account(connection, participant_id)
            remove_drafts(connection, participant_id)
        emptied = (accounts, invitations, sign_ins, known_addresses, drafts)
        return self._connections.forget(*(table.name for table in emptied))

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()
