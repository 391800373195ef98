"""The one write lock: between the threads of this process, and in the database between processes."""

from abc import ABC, abstractmethod
from threading import Lock, get_ident

from eventsourcing.persistence import PersistenceError

from ledger.store.database import Busy


class Writer(ABC):
    """A connection of its own, and the open transaction of the thread that holds the lock."""

    def __init__(self, lock_timeout: int) -> None:
        self.lock_timeout = lock_timeout
        self._lock = Lock()
        self._holder: int | None = None
        self._has_failed = False

    def is_mine(self) -> bool:
        """This thread holds the lock, so what it does joins the open transaction."""
        return self._holder == get_ident()

    def begin(self) -> None:
        """Waits for the lock and opens the transaction.

        Raises:
            Busy: the lock was not free within `lock_timeout` seconds.
            RuntimeError: this thread holds it already.
        """
        self.require_none("This thread is writing already: one transaction cannot be opened inside another.")
        if not self._lock.acquire(timeout=self.lock_timeout):
            raise self.busy()
        try:
            self._begin()
        except BaseException:
            self._lock.release()
            raise
        self._has_failed = False
        self._holder = get_ident()

    def commit(self) -> None:
        """Commits and releases.

        Raises:
            PersistenceError: nothing was recorded, because the database refused or a statement had failed before.
        """
        if self._has_failed:
            self.rollback()
            raise self.lost()
        try:
            self._commit()
        finally:
            self._release()

    def rollback(self) -> None:
        """Undoes all of the transaction and releases."""
        try:
            self._rollback()
        finally:
            self._release()

    def spoil(self) -> None:
        """Says that a statement failed: half of a command may stand in the transaction, so it can only be undone."""
        self._has_failed = True

    def require_sound(self) -> None:
        """Refuses to go on after a statement failed.

        Raises:
            PersistenceError: one did; the transaction can only be undone.
        """
        if self._has_failed:
            raise self.lost()

    def require_none(self, message: str) -> None:
        """Refuses what cannot be done inside a transaction.

        Raises:
            RuntimeError: this thread is writing.
        """
        if self.is_mine():
            raise RuntimeError(message)

    def lost(self) -> PersistenceError:
        """The error of a transaction in which a statement failed before."""
        return PersistenceError("A statement of this transaction failed, so nothing of it was recorded.")

    def busy(self) -> Busy:
        """The refusal when the lock was not free in time."""
        return Busy(f"Someone else has been writing for {self.lock_timeout} seconds; nothing was recorded, try again.")

    @abstractmethod
    def close(self) -> None:
        """Closes the connection, and with it what is not committed."""

    @abstractmethod
    def _begin(self) -> None: ...

    @abstractmethod
    def _commit(self) -> None: ...

    @abstractmethod
    def _rollback(self) -> None: ...

    def _release(self) -> None:
        self._holder = None
        self._lock.release()
