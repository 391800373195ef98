"""Failed sign-ins slow those who guess, in the database for all processes, and lock nobody else out."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from ledger.store.beside import Beside
from ledger.store.beside.accounts import Account
from ledger.store.beside.sign_ins import Slowed, WrongSignIn
from ledger.store.beside.slowing import network_of, wait_after
from ledger.store.database import Database
from tests.builders import START, Clock
from tests.store.beside.conftest import PASSWORD, CountingHasher, Execute, Run

HOME, OFFICE = "192.0.2.1", "198.51.100.7"


class Standing(Clock):
    """A clock that stands still until a test moves it."""

    def __call__(self):  # type: ignore[no-untyped-def]
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Standing(START)


@pytest.fixture
def another(database_url: str, clock: Clock, hasher: CountingHasher) -> Iterator[Beside]:
    """The same tables, as another process has them open."""
    with closing(Beside.open(Database.from_url(database_url), clock=clock, hasher=hasher)) as opened:
        yield opened


def fails(beside: Beside, name: str, address: str, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongSignIn):
            beside.sign_ins.sign_in(name, "a wrong password", address, "")


def wait(beside: Beside, name: str, address: str) -> int:
    """Seconds that are asked before the next attempt, whatever its password."""
    with pytest.raises(Slowed) as slowed:
        beside.sign_ins.sign_in(name, PASSWORD, address, "")
    return slowed.value.seconds


def signs_in(beside: Beside, name: str, address: str) -> bool:
    return bool(beside.sign_ins.sign_in(name, PASSWORD, address, ""))


def test_waits_grow_from_the_fifth_failure_to_a_quarter_of_an_hour(
    beside: Beside, norway: Account, clock: Clock, hasher: CountingHasher
) -> None:
    fails(beside, "Norway", HOME, 5)
    waits = []
    for _ in range(12):
        waits.append(wait(beside, "Norway", HOME))
        clock.now += timedelta(seconds=waits[-1])
        fails(beside, "Norway", HOME)

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert len(hasher.checked) == 5 + 12


def test_a_wait_is_told_in_words() -> None:
    told = [Slowed(seconds).message for seconds in (1, 2, 60, 61, 900)]

    assert told == [
        f"This failed too often; try again in {words}."
        for words in ("1 second", "2 seconds", "1 minute", "2 minutes", "15 minutes")
    ]


def test_asking_too_early_makes_a_wait_no_longer(beside: Beside, norway: Account, clock: Clock) -> None:
    fails(beside, "Norway", HOME, 5)

    assert [wait(beside, "Norway", HOME) for _ in range(9)] == [1] * 9
    clock.now += timedelta(seconds=1)

    assert signs_in(beside, "Norway", HOME)


def test_a_sign_in_clears_what_failed_before_it(beside: Beside, norway: Account, execute_beside: Execute) -> None:
    fails(beside, "Norway", HOME, 4)

    assert signs_in(beside, "Norway", HOME)

    assert execute_beside("SELECT * FROM failures") == []


def test_an_attack_on_a_name_stops_nobody_elsewhere(beside: Beside, norway: Account) -> None:
    fails(beside, "Norway", HOME, 5)

    assert wait(beside, "Norway", HOME)
    assert signs_in(beside, "Norway", OFFICE)


def test_another_process_waits_too(beside: Beside, another: Beside, norway: Account) -> None:
    fails(beside, "Norway", HOME, 3)
    fails(another, "Norway", HOME, 2)

    assert wait(beside, "Norway", HOME) == wait(another, "Norway", HOME) == 1


def test_one_address_that_tries_many_names_waits_for_all_of_them(beside: Beside, norway: Account, clock: Clock) -> None:
    for number in range(20):
        fails(beside, f"name {number}", HOME)

    assert wait(beside, "Norway", HOME) == 1
    assert signs_in(beside, "Norway", OFFICE)


def test_a_neighbour_who_tries_many_names_stops_nobody_who_signed_in_there_before(
    beside: Beside, norway: Account
) -> None:
    signs_in(beside, "Norway", HOME)

    for number in range(20):
        fails(beside, f"name {number}", HOME)

    assert wait(beside, "Sweden", HOME)
    assert signs_in(beside, "Norway", HOME)


def test_an_attack_from_many_addresses_slows_those_that_never_signed_in_to_the_account(
    beside: Beside, norway: Account
) -> None:
    signs_in(beside, "Norway", HOME)

    for number in range(50):
        fails(beside, "Norway", f"203.0.113.{number}")

    assert wait(beside, "Norway", OFFICE) == 1
    assert signs_in(beside, "Norway", HOME)


def test_an_unknown_name_is_slowed_like_any_other(beside: Beside, norway: Account) -> None:
    fails(beside, "Norway", HOME, 5)
    fails(beside, "nobody", OFFICE, 5)

    assert wait(beside, "Norway", HOME) == wait(beside, " NOBODY", OFFICE)


def test_typing_errors_of_many_in_one_place_are_forgiven_when_they_sign_in(beside: Beside) -> None:
    for number in range(30):
        name = f"delegate {number}"
        beside.accounts.accept(beside.accounts.add(name, name).token, PASSWORD)
        fails(beside, name, HOME)
        assert signs_in(beside, name, HOME)


def test_signing_in_to_an_own_account_gives_no_further_guesses(beside: Beside, norway: Account, clock: Clock) -> None:
    for number in range(20):
        fails(beside, f"name {number}", HOME)
    clock.now += timedelta(seconds=1)
    signs_in(beside, "Norway", HOME)

    clock.now += timedelta(seconds=1)
    fails(beside, "name 20", HOME)

    assert wait(beside, "name 21", HOME) == 2


def test_guesses_that_come_at_once_do_not_slip_through(
    beside: Beside, another: Beside, norway: Account, hasher: CountingHasher, at_once: Run
) -> None:
    ways = iter([beside, another] * 10)

    results = at_once(lambda: next(ways).sign_ins.sign_in("Norway", "a wrong password", HOME, ""), 20)

    assert sum(isinstance(result, WrongSignIn) for result in results) == 5
    assert sum(isinstance(result, Slowed) for result in results) == 15
    assert len(hasher.checked) == 5


def test_many_who_sign_in_at_once_in_one_place_are_all_let_in(beside: Beside, at_once: Run) -> None:
    names = [f"delegate {number}" for number in range(16)]
    for name in names:
        beside.accounts.accept(beside.accounts.add(name, name).token, PASSWORD)
    waiting = iter(names)

    results = at_once(lambda: signs_in(beside, next(waiting), HOME), len(names))

    assert results == [True] * 16


def test_counting_begins_anew_after_a_day(
    beside: Beside, norway: Account, clock: Clock, execute_beside: Execute
) -> None:
    fails(beside, "Norway", HOME, 5)

    clock.now += timedelta(days=1, seconds=1)
    fails(beside, "Norway", HOME)

    assert {number for (number,) in execute_beside("SELECT number FROM failures")} == {1}


def test_a_clock_that_was_set_back_makes_nobody_wait_longer(beside: Beside, norway: Account, clock: Clock) -> None:
    fails(beside, "Norway", HOME, 5)
    clock.now += timedelta(seconds=1)
    fails(beside, "Norway", HOME)

    clock.now -= timedelta(days=100)

    assert wait(beside, "Norway", HOME) == 2


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("", "", True),
        ("unix", "", False),
    ],
)
def test_a_network_of_the_sixth_version_counts_as_one_address(one: str, other: str, are_one: bool) -> None:
    assert (network_of(one) == network_of(other)) is are_one


def test_a_wait_never_ends_the_program() -> None:
    assert wait_after(10**9, 5) == 900
