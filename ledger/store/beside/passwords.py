"""Passwords: what may be one, and their hashes with argon2id (RFC 9106), a few at a time."""

import secrets
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ledger.domain.errors import InvalidCommand
from ledger.store.beside.words import folded, normal
from ledger.store.database import Busy

SHORTEST = 12
LONGEST = 256
"""Characters of a password. No other rule is put on it (NIST SP 800-63B, 3.1.1.2): long is what helps."""

AT_ONCE = 2
"""Hashes that a process makes at once; each takes 64 MiB."""
PATIENCE = 10
"""Seconds to wait for one's turn."""


class Passwords:
    """Makes and checks hashes. Safe to share between threads."""

    def __init__(
        self, hasher: PasswordHasher | None = None, *, at_once: int = AT_ONCE, patience: int = PATIENCE
    ) -> None:
        """
        Args:
            hasher: by default one with RFC 9106's parameters for machines that have to share their memory.
        """
        self._hasher = hasher or PasswordHasher()
        self._turns = BoundedSemaphore(at_once)
        self._patience = patience
        self._nobodys = _hash_of_nothing(self._hasher)

    def hashed(self, password: str) -> str:
        """The encoded hash of a password under a fresh salt.

        Raises:
            Busy: there was no turn in time.
        """
        with self._turn():
            return self._hasher.hash(_as_bytes(password))

    def verifies(self, hash: str | None, password: str) -> bool:
        """Whether a hash is of this password. Without a hash it takes as long, and is not.

        Raises:
            Busy: there was no turn in time.
        """
        is_possible = hash is not None and len(password) <= LONGEST
        with self._turn():
            try:
                self._hasher.verify(hash if hash and is_possible else self._nobodys, _as_bytes(password[:LONGEST]))
            except (VerificationError, InvalidHashError):
                return False
        return is_possible

    def is_outdated(self, hash: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(hash)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=self._patience):
            raise Busy("Many people sign in just now; try again in a moment.")
        try:
            yield
        finally:
            self._turns.release()


def check_password(password: str, name: str, field: str) -> None:
    """Refuses what cannot be the password of an account with this name.

    Raises:
        InvalidCommand: says why.
    """
    length = len(normal(password))
    if length < SHORTEST:
        raise InvalidCommand(f"A password has at least {SHORTEST} characters: a few words make a good one.", field)
    if max(length, len(password)) > LONGEST:
        raise InvalidCommand(f"A password has at most {LONGEST} characters.", field)
    if folded(password) == folded(name):
        raise InvalidCommand("The password cannot be the name that you sign in with.", field)


def _as_bytes(password: str) -> bytes:
    # Keyboards write one character in several ways (NIST SP 800-63B, 3.1.1.2: one form before hashing).
    return normal(password).encode("utf-8", "surrogatepass")


def _hash_of_nothing(hasher: PasswordHasher) -> str:
    """A hash that no password has, and that takes as long to check as one of the hasher's."""
    parts = (secrets.token_bytes(length) for length in (hasher.salt_len, hasher.hash_len))
    salt, hash = (b64encode(part).decode("ascii").rstrip("=") for part in parts)
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2{hasher.type.name.lower()}$v=19${costs}${salt}${hash}"
