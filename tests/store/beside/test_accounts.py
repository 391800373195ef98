"""Accounts: opened by a link that works once; a password is chosen by its owner alone."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from ledger.domain.errors import AlreadyUsed, InvalidCommand, NotFound, RuleBroken
from ledger.store.beside import Beside
from ledger.store.beside.accounts import Account
from ledger.store.beside.sign_ins import WrongSignIn
from tests.builders import Clock
from tests.store.beside.conftest import PASSWORD, Execute, Run, an_account

HOME = ("192.0.2.1", "A browser")


def test_an_account_is_of_one_participant_and_has_no_password_yet(beside: Beside) -> None:
    invitation = beside.accounts.add("a participant", "  Norway ")

    account = invitation.account
    assert (account.participant_id, account.name) == ("a participant", "Norway")
    assert (account.is_active, account.is_disabled, account.last_sign_in) == (False, False, None)
    assert beside.accounts.of("a participant") == beside.accounts.with_id(account.id) == account
    assert beside.accounts.named("NORWAY") == account
    with pytest.raises(AlreadyUsed, match="has an account already") as refusal:
        beside.accounts.add("a participant", "another")
    assert refusal.value.field == "participant_id"


def test_a_name_that_reads_the_same_is_taken(beside: Beside, norway: Account) -> None:
    for name in ("norway", "NORWAY", " Norway ", "Ｎｏｒｗａｙ", "𝐍orway"):
        with pytest.raises(AlreadyUsed, match="choose another name"):
            beside.accounts.add("another", name)


def test_a_name_can_be_seen_on_a_screen(beside: Beside) -> None:
    for name in ("", "  ", "x" * 101, "a\nb", "a\x00b", "nor\u202eway", "\ud800", "zero\u200bwidth"):
        with pytest.raises(InvalidCommand, match="1 to 100 characters") as refusal:
            beside.accounts.add("a participant", name)
        assert refusal.value.field == "name"


def test_a_link_lets_its_holder_choose_a_password_once(beside: Beside) -> None:
    invitation = beside.accounts.add("a participant", "Norway")

    assert beside.accounts.invited(invitation.token) == invitation.account
    assert beside.accounts.accept(invitation.token, PASSWORD).is_active

    assert beside.accounts.invited(invitation.token) is None
    with pytest.raises(NotFound, match="works once"):
        beside.accounts.accept(invitation.token, "another long password")
    assert beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)


def test_a_link_works_once_for_those_who_use_it_at_once(beside: Beside, at_once: Run) -> None:
    token = beside.accounts.add("a participant", "Norway").token

    results = at_once(lambda: beside.accounts.accept(token, PASSWORD), 6)

    assert sum(isinstance(result, Account) for result in results) == 1
    assert sum(isinstance(result, NotFound) for result in results) == 5


def test_a_link_works_for_two_weeks(beside: Beside, clock: Clock) -> None:
    first, second = beside.accounts.add("one", "one"), beside.accounts.add("two", "two")

    clock.now += timedelta(days=13, hours=23)
    assert beside.accounts.invited(first.token)
    clock.now += timedelta(hours=1)

    assert beside.accounts.invited(second.token) is None
    with pytest.raises(NotFound):
        beside.accounts.accept(second.token, PASSWORD)


def test_it_is_said_until_when_a_link_works(beside: Beside, clock: Clock) -> None:
    invitation = beside.accounts.add("one", "one")

    assert invitation.until[:10] == (clock.now + timedelta(days=14)).date().isoformat()


def test_a_new_link_ends_the_older_one(beside: Beside, norway: Account) -> None:
    older, newer = beside.accounts.invite(norway.id), beside.accounts.invite(norway.id)

    assert beside.accounts.invited(older.token) is None
    assert beside.accounts.invited(newer.token) == norway


def test_a_link_that_never_was_opens_nothing(beside: Beside, norway: Account) -> None:
    for token in ("", "x", "\x00", "\ud800", norway.id):
        assert beside.accounts.invited(token) is None


def test_a_token_is_not_in_the_database(beside: Beside, execute_beside: Execute, norway: Account) -> None:
    invitation = beside.accounts.invite(norway.id)
    token = beside.sign_ins.begin(norway.id, *HOME)

    stored = str([*execute_beside("SELECT * FROM invitations"), *execute_beside("SELECT * FROM sign_ins")])

    assert norway.id in stored
    assert invitation.token not in stored
    assert token not in stored


def test_choosing_a_password_by_a_link_ends_every_sign_in(beside: Beside, norway: Account) -> None:
    token = beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)

    beside.accounts.accept(beside.accounts.invite(norway.id).token, "another long password")

    assert beside.sign_ins.signed_in(token) is None
    with pytest.raises(WrongSignIn):
        beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)


@pytest.mark.parametrize(
    ("password", "words"),
    [("eleven char", "at least 12"), ("x" * 257, "at most 256"), ("", "at least 12"), ("Ministry of Ⅳ", "the name")],
)
def test_what_cannot_be_a_password_is_refused_and_the_link_still_works(
    beside: Beside, password: str, words: str
) -> None:
    token = beside.accounts.add("a participant", "ministry of iv").token

    with pytest.raises(InvalidCommand, match=words) as refusal:
        beside.accounts.accept(token, password)

    assert refusal.value.field == "password"
    assert beside.accounts.invited(token)


@pytest.mark.parametrize("password", ["å ø æ å ø æ å ø æ", "\ud800 a broken character", "twelve\x00chars", "x" * 256])
def test_a_password_may_have_any_characters(beside: Beside, password: str) -> None:
    beside.accounts.accept(beside.accounts.add("a participant", "Norway").token, password)

    assert beside.sign_ins.sign_in("Norway", password, *HOME)


def test_a_password_is_the_same_from_every_keyboard(beside: Beside) -> None:
    beside.accounts.accept(beside.accounts.add("a participant", "Norway").token, "a\u030a long wa\ufb02k home")

    assert beside.sign_ins.sign_in("Norway", "\u00e5 long waflk home", *HOME)


def test_a_password_is_changed_by_who_knows_the_old_one(beside: Beside, norway: Account) -> None:
    with pytest.raises(InvalidCommand, match="not your password") as refusal:
        beside.accounts.change_password(norway.id, "a wrong password", "another long password")
    assert refusal.value.field == "old"

    beside.accounts.change_password(norway.id, PASSWORD, "another long password")

    assert beside.sign_ins.sign_in("Norway", "another long password", *HOME)
    with pytest.raises(InvalidCommand) as refusal:
        beside.accounts.change_password(norway.id, "another long password", "short")
    assert refusal.value.field == "new"


def test_whoever_took_over_a_browser_cannot_guess_the_old_password(beside: Beside, norway: Account) -> None:
    for _ in range(9):
        with pytest.raises(InvalidCommand) as refusal:
            beside.accounts.change_password(norway.id, "a wrong password", "another long password")

    assert "try again in" in refusal.value.message


def test_a_disabled_account_is_out_at_once(beside: Beside, norway: Account) -> None:
    token = beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)
    invitation = beside.accounts.invite(norway.id)

    assert beside.accounts.disable("NORWAY").is_disabled

    assert beside.sign_ins.signed_in(token) is None
    assert beside.accounts.invited(invitation.token) is None
    for refused in (
        lambda: beside.sign_ins.sign_in("Norway", PASSWORD, *HOME),
        lambda: beside.sign_ins.begin(norway.id, *HOME),
    ):
        with pytest.raises(WrongSignIn):
            refused()
    with pytest.raises(RuleBroken, match="is disabled"):
        beside.accounts.invite(norway.id)


def test_enabling_an_account_brings_no_sign_in_back(beside: Beside, norway: Account) -> None:
    token = beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)
    beside.accounts.disable(norway.id)

    assert not beside.accounts.enable(norway.id).is_disabled

    assert beside.sign_ins.signed_in(token) is None
    assert beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)


def test_an_account_that_is_not_there_is_named(beside: Beside) -> None:
    for change in (beside.accounts.disable, beside.accounts.enable):
        with pytest.raises(NotFound, match="no account “Nobody”"):
            change("Nobody")
    with pytest.raises(NotFound):
        beside.accounts.invite("no such id")


def test_accounts_are_listed_by_name(beside: Beside) -> None:
    for name in ("zambia", "Åland", "Norway", "argentina"):
        an_account(beside, name)

    assert [account.name for account in beside.accounts.all()] == ["argentina", "Norway", "zambia", "Åland"]


def test_a_hash_of_older_parameters_is_made_anew_when_its_owner_signs_in(
    beside: Beside, execute_beside: Execute, norway: Account
) -> None:
    outdated = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    execute_beside(f"UPDATE accounts SET password = '{outdated}'")

    beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)

    [(renewed,)] = execute_beside("SELECT password FROM accounts")
    assert "t=1" in renewed
    assert beside.sign_ins.sign_in("Norway", PASSWORD, *HOME)
