"""Sign-ins: kept on the server, listed and ended by their owner; an unknown name is refused like a wrong password."""

from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from argon2 import PasswordHasher

from ledger.domain.errors import LedgerError
from ledger.store.beside import Beside
from ledger.store.beside.accounts import Account
from ledger.store.beside.passwords import Passwords
from ledger.store.beside.sign_ins import SignIn, WrongSignIn
from ledger.store.database import Busy
from tests.builders import Clock
from tests.store.beside.conftest import PASSWORD, CountingHasher, Execute, an_account

HOME = ("192.0.2.1", "A browser")


def signed_in(beside: Beside, token: str) -> SignIn:
    found = beside.sign_ins.signed_in(token)
    assert found is not None
    return found


def test_a_token_stands_for_its_owner(beside: Beside, norway: Account) -> None:
    token = beside.sign_ins.sign_in(" NORWAY ", PASSWORD, *HOME)

    found = signed_in(beside, token)

    assert (found.account_id, found.participant_id, found.name) == (norway.id, norway.participant_id, "Norway")
    assert (found.address, found.browser) == HOME
    account = beside.accounts.with_id(norway.id)
    assert account is not None
    assert account.last_sign_in == found.since


def test_every_sign_in_has_a_token_of_its_own(beside: Beside, norway: Account) -> None:
    tokens = [beside.sign_ins.sign_in("Norway", PASSWORD, *HOME) for _ in range(3)]

    assert len(set(tokens)) == 3
    assert [one.id for one in beside.sign_ins.of(norway.id)] == [signed_in(beside, t).id for t in reversed(tokens)]


def test_a_token_that_never_was_stands_for_nobody(beside: Beside, norway: Account) -> None:
    for token in ("", "x" * 43, "\x00", "\ud800", norway.id):
        assert beside.sign_ins.signed_in(token) is None


def test_nothing_tells_an_unknown_name_from_a_wrong_password(
    beside: Beside, norway: Account, hasher: CountingHasher
) -> None:
    beside.accounts.add("one", "no password yet")
    beside.accounts.disable(an_account(beside, "disabled").id)

    for name in ("Norway", "Sweden", "no password yet", "disabled", "", "\x00", "\ud800", "n" * 5000):
        hasher.checked.clear()
        with pytest.raises(WrongSignIn, match=r"^This name and password do not go together\.$"):
            beside.sign_ins.sign_in(name, "a wrong password", *HOME)

        assert hasher.checked == ["$argon2id$v=19$m=8,t=1,p=1"]


def test_a_password_that_is_far_too_long_is_wrong_and_takes_no_longer(
    beside: Beside, norway: Account, hasher: CountingHasher
) -> None:
    with pytest.raises(WrongSignIn):
        beside.sign_ins.sign_in("Norway", PASSWORD + "x" * 1_000_000, *HOME)

    assert len(hasher.checked) == 1


def test_the_right_password_of_an_account_that_cannot_be_used_is_wrong(beside: Beside) -> None:
    beside.accounts.disable(an_account(beside, "disabled").id)

    with pytest.raises(WrongSignIn):
        beside.sign_ins.sign_in("disabled", PASSWORD, *HOME)


def test_a_sign_in_that_is_not_used_ends_after_half_a_day(beside: Beside, norway: Account, clock: Clock) -> None:
    used, unused = (beside.sign_ins.sign_in("Norway", PASSWORD, *HOME) for _ in range(2))

    for _ in range(3):
        clock.now += timedelta(hours=11)
        assert beside.sign_ins.signed_in(used)

    assert beside.sign_ins.signed_in(unused) is None
    assert len(beside.sign_ins.of(norway.id)) == 1


def test_a_sign_in_ends_after_thirty_days(beside: Beside, norway: Account, clock: Clock) -> None:
    token = beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)
    begun = clock.now

    for hours in range(10, 30 * 24, 10):
        clock.now = begun + timedelta(hours=hours)
        assert beside.sign_ins.signed_in(token)
    clock.now = begun + timedelta(days=30)

    assert beside.sign_ins.signed_in(token) is None


def test_it_is_noted_every_few_minutes_when_one_was_used(beside: Beside, norway: Account, clock: Clock) -> None:
    token = beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)
    first = signed_in(beside, token).seen_at

    clock.now += timedelta(minutes=4)
    signed_in(beside, token)
    assert signed_in(beside, token).seen_at == first
    clock.now += timedelta(minutes=1)
    signed_in(beside, token)

    assert signed_in(beside, token).seen_at > first


def test_what_has_ended_is_not_kept(beside: Beside, norway: Account, clock: Clock, execute_beside: Execute) -> None:
    beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)
    clock.now += timedelta(days=31)

    beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)

    assert execute_beside("SELECT count(*) FROM sign_ins") == [(1,)]


def test_an_owner_ends_one_all_others_or_the_one_she_uses(beside: Beside, norway: Account) -> None:
    first, second, third = (beside.sign_ins.sign_in("Norway", PASSWORD, *HOME) for _ in range(3))

    beside.sign_ins.end(norway.id, signed_in(beside, first).id)
    assert beside.sign_ins.signed_in(first) is None

    beside.sign_ins.end_others(norway.id, signed_in(beside, second).id)
    assert beside.sign_ins.signed_in(third) is None

    beside.sign_ins.end_by_token(second)
    assert beside.sign_ins.of(norway.id) == []


def test_nobody_ends_anothers_sign_in(beside: Beside, norway: Account) -> None:
    token = beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)
    sweden = an_account(beside, "Sweden")

    beside.sign_ins.end(sweden.id, signed_in(beside, token).id)
    beside.sign_ins.end_others(sweden.id, "none")

    assert beside.sign_ins.signed_in(token)


def test_one_is_signed_in_after_choosing_a_password(beside: Beside, norway: Account) -> None:
    assert signed_in(beside, beside.sign_ins.begin(norway.id, *HOME)).account_id == norway.id


def test_nobody_is_signed_in_to_an_account_without_password(beside: Beside) -> None:
    account = beside.accounts.add("a participant", "Norway").account

    with pytest.raises(WrongSignIn):
        beside.sign_ins.begin(account.id, *HOME)


def test_what_a_browser_calls_itself_is_cut_and_printable(beside: Beside, norway: Account) -> None:
    token = beside.sign_ins.begin(norway.id, "192.0.2.1\x00\ud800", "Bro\nwser\x00\u202e" + "x" * 10_000)

    found = signed_in(beside, token)

    assert found.address == "192.0.2.1"
    assert found.browser.startswith("Bro wser  xxx")
    assert len(found.browser) == 200


def test_an_account_that_is_disabled_while_its_password_is_looked_at_is_not_signed_in(
    beside: Beside, norway: Account, hasher: CountingHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def verify(hash: str, password: str) -> Any:
        beside.accounts.disable(norway.id)
        return PasswordHasher.verify(hasher, hash, password)

    monkeypatch.setattr(hasher.__class__, "verify", staticmethod(verify))

    with pytest.raises(WrongSignIn):
        beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)


class SlowHasher(CountingHasher):
    """A hasher that waits until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = Event(), Event()

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:
        self.begun.set()
        self.go_on.wait(10)
        return super().verify(hash, password)


def test_passwords_are_looked_at_a_few_at_a_time() -> None:
    slow = SlowHasher()
    passwords = Passwords(slow, at_once=1, patience=0)
    first = Thread(target=passwords.verifies, args=(None, PASSWORD))
    first.start()
    slow.begun.wait(10)

    with pytest.raises(Busy, match="Many people sign in just now; try again in a moment"):
        passwords.verifies(None, PASSWORD)

    slow.go_on.set()
    first.join()
    assert passwords.verifies(None, PASSWORD) is False


def test_an_attempt_that_had_no_turn_is_not_counted_as_failed(
    beside: Beside, norway: Account, execute_beside: Execute, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_turn(*_: object) -> bool:
        raise Busy("Many people sign in just now; try again in a moment.")

    monkeypatch.setattr(Passwords, "verifies", no_turn)

    for _ in range(10):
        with pytest.raises(LedgerError, match="Many people"):
            beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)

    assert execute_beside("SELECT * FROM failures") == []


def test_a_real_hash_takes_the_parameters_that_the_library_advises() -> None:
    hash = Passwords().hashed(PASSWORD)

    assert hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert Passwords().verifies(hash, PASSWORD)
