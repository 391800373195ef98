"""Failed sign-ins make the next ones wait, without locking anybody else out.

Counted are failures of one network for one name, of one network for all names, and for one name from everywhere; a wait
grows with what is beyond a free number. An account that was signed in to from a network is held up there by nothing but
failures for its own name there: neither an attack from many places nor a neighbour's typing stands in its owner's way.
An unknown name is counted like any other, so nothing tells it apart.

An attempt is counted before its password is looked at, so guesses that come at once do not slip through together; one
that succeeds takes back what was counted for it.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import Connection, delete, exists, insert, select, update

from ledger.domain.errors import LedgerError
from ledger.domain.times import moment
from ledger.store.beside.connections import Connections
from ledger.store.beside.tables import accounts, failures, known_addresses
from ledger.store.beside.tokens import digest_of

FREE_FOR_A_NAME = 5
"""Failures of one network for one name before the first wait: a second, then twice as long each time."""
FREE_FOR_A_NETWORK = 20
"""Failures of one network for all names together."""
FREE_FOR_AN_ACCOUNT = 50
"""Failures for one name from everywhere."""
FREE_TO_CHANGE = 5
"""Failures to give one's old password when choosing another."""

LONGEST_WAIT = 900
"""Seconds."""
FORGOTTEN_AFTER = timedelta(days=1)
"""When counting begins anew."""
KNOWN_FOR = timedelta(days=365)
"""How long a network is remembered from which an account was signed in to."""

LONGEST_ADDRESS = 100


class Slowed(LedgerError):
    """Too many attempts have failed; no password was looked at.

    Attributes:
        seconds: how long to wait.
    """

    code = "slowed"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"This failed too often; try again in {_in_words(seconds)}.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Counter:
    """What failures are counted for, and how many of them cost nothing."""

    counted: str
    free: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was counted.

    Attributes:
        own: its success clears this counter.
        wider: its success takes from these what the own one held.
    """

    own: Counter
    wider: tuple[Counter, ...] = ()

    @property
    def counters(self) -> tuple[Counter, ...]:
        """All of them."""
        return (self.own, *self.wider)


class Slowing:
    """Counts attempts in the database, for all processes together."""

    def __init__(self, connections: Connections, clock: Callable[[], datetime]) -> None:
        self._connections = connections
        self._clock = clock

    def sign_in(self, name_digest: str, address: str) -> Attempt:
        """Count an attempt to sign in under a name from an address.

        Raises:
            Slowed: it has to wait; it was not counted.
        """
        network = network_of(address)
        attempt = Attempt(
            own=Counter(digest_of("name and network", name_digest, network), FREE_FOR_A_NAME),
            wider=(
                Counter(digest_of("network", network), FREE_FOR_A_NETWORK),
                Counter(digest_of("account", name_digest), FREE_FOR_AN_ACCOUNT),
            ),
        )
        with self._connections.writing() as connection:
            is_known = _is_known(connection, name_digest, network)
            self._count(connection, attempt, (attempt.own,) if is_known else attempt.counters)
        return attempt

    def change(self, account_id: str) -> Attempt:
        """Count an attempt to change the password of an account that is signed in to.

        Raises:
            Slowed: it has to wait; it was not counted.
        """
        attempt = Attempt(Counter(digest_of("change", account_id), FREE_TO_CHANGE))
        with self._connections.writing() as connection:
            self._count(connection, attempt, attempt.counters)
        return attempt

    def succeeded(self, connection: Connection, attempt: Attempt) -> None:
        """Forget what was counted for an attempt and for those before it that failed in the same place."""
        number = _numbers(connection, [attempt.own]).get(attempt.own.counted, 1)
        connection.execute(delete(failures).where(failures.c.counted == attempt.own.counted))
        _take(connection, attempt.wider, number)

    def take_back(self, attempt: Attempt) -> None:
        """Forget an attempt whose password was not looked at."""
        with self._connections.writing() as connection:
            _take(connection, attempt.counters, 1)

    def remember(self, connection: Connection, account_id: str, address: str) -> None:
        """Keep the network from which an account was signed in to."""
        now = self._clock()
        row = {"account_id": account_id, "network_digest": digest_of(network_of(address))}
        connection.execute(delete(known_addresses).where(known_addresses.c.seen_at < moment(now - KNOWN_FOR)))
        connection.execute(delete(known_addresses).filter_by(**row))
        connection.execute(insert(known_addresses).values(**row, seen_at=moment(now)))

    def _count(self, connection: Connection, attempt: Attempt, binding: Iterable[Counter]) -> None:
        now = self._clock()
        connection.execute(delete(failures).where(failures.c.since < moment(now - FORGOTTEN_AFTER)))
        seconds = max(_seconds_left(connection, counter, now) for counter in binding)
        if seconds > 0:
            raise Slowed(seconds)
        for counter in attempt.counters:
            one_more = {"number": failures.c.number + 1, "last_at": moment(now)}
            changed = update(failures).where(failures.c.counted == counter.counted).values(one_more)
            if not connection.execute(changed).rowcount:
                first = {"counted": counter.counted, "number": 1, "since": moment(now), "last_at": moment(now)}
                connection.execute(insert(failures).values(first))


def network_of(address: str) -> str:
    """Where an address belongs: an IPv4 address is its own network, an IPv6 address one of a /64."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        # A socket of this machine has none.
        return address[:LONGEST_ADDRESS]
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return str(ip)


def wait_after(number: int, free: int) -> int:
    """Seconds to wait after so many failures."""
    if number < free:
        return 0
    return min(LONGEST_WAIT, 1 << min(number - free, 32))


def _seconds_left(connection: Connection, counter: Counter, now: datetime) -> int:
    row = connection.execute(select(failures).where(failures.c.counted == counter.counted)).one_or_none()
    if row is None:
        return 0
    wait = wait_after(row.number, counter.free)
    left = (datetime.fromisoformat(row.last_at) - now).total_seconds() + wait
    # A clock that was set back does not make it longer.
    return min(wait, math.ceil(left))


def _is_known(connection: Connection, name_digest: str, network: str) -> bool:
    known = select(known_addresses).where(
        known_addresses.c.account_id == accounts.c.id,
        known_addresses.c.network_digest == digest_of(network),
        accounts.c.name_digest == name_digest,
    )
    return bool(connection.scalar(select(exists(known))))


def _numbers(connection: Connection, counters: Iterable[Counter]) -> dict[str, int]:
    names = [counter.counted for counter in counters]
    rows = connection.execute(select(failures).where(failures.c.counted.in_(names)))
    return {row.counted: row.number for row in rows}


def _take(connection: Connection, counters: Iterable[Counter], number: int) -> None:
    names = [counter.counted for counter in counters]
    connection.execute(update(failures).where(failures.c.counted.in_(names)).values(number=failures.c.number - number))
    connection.execute(delete(failures).where(failures.c.counted.in_(names), failures.c.number <= 0))


def _in_words(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
