"""`ledger account`, and the accounts of the demonstration."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from ledger.account_commands import account
from ledger.application import Ledger
from ledger.cli import main
from ledger.demo.accounts import fresh_password
from ledger.projections.queries.participants import participant_with
from ledger.store.beside import Beside
from ledger.store.beside.sign_ins import WrongSignIn
from ledger.store.database import Database
from tests.builders import a_participant, a_room
from tests.store.beside.conftest import PASSWORD, CountingHasher

LINK = re.compile(r"^(https?://\S+)/invitations/([A-Za-z0-9_-]{43})$", re.MULTILINE)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def refused(result: Result) -> str:
    """The one sentence on stderr of a command that ended with 1."""
    assert result.exit_code == 1, result.output
    [line] = result.stderr.strip().splitlines()
    assert line.startswith("ledger: ")
    return line


@pytest.fixture
def participant(ledger: Ledger) -> str:
    return a_participant(ledger, "delegation", name="Kingdom of Norway", short="Norway")


@pytest.fixture
def beside(sqlite_url: str) -> Iterator[Beside]:
    with closing(Beside.open(Database.from_url(sqlite_url), hasher=CountingHasher())) as opened:
        yield opened


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Result]:
    """The demonstration's database, and what was said when it was made."""
    url = f"sqlite:///{tmp_path_factory.mktemp('accounts') / 'ledger.db'}"
    return url, run("demo", "--no-serve", "--database", url)


@pytest.mark.parametrize("name", sorted(account.commands))
def test_every_command_has_help_with_an_example(name: str) -> None:
    told = " ".join(run("account", name, "--help").output.split())

    assert f"Example: ledger account {name}" in told
    assert "--database" in told


def test_adding_an_account_prints_a_link_that_works(sqlite_url: str, participant: str, beside: Beside) -> None:
    result = run("account", "add", participant.upper(), "--database", sqlite_url)

    assert result.exit_code == 0
    assert re.match(
        r"The account “norway”; this link works once, until \d{4}-\d\d-\d\d \d\d:\d\d UTC:\n", result.stdout
    )
    [(address, token)] = LINK.findall(result.stdout)
    assert address == "http://127.0.0.1:8000"
    beside.accounts.accept(token, PASSWORD)
    assert beside.sign_ins.sign_in("norway", PASSWORD, "", "")


def test_name_and_address_are_as_given(sqlite_url: str, participant: str) -> None:
    options = ("--name", "oslo", "--address", "https://record.example.org/", "--json", "--database", sqlite_url)

    told = json.loads(run("account", "add", participant, *options).stdout)

    assert told["account"]["name"] == "oslo"
    assert told["account"]["participant_id"] == participant
    assert LINK.match(told["link"])[1] == "https://record.example.org"  # type: ignore[index]


def test_a_second_time_there_is_a_new_link_for_the_same_account(
    sqlite_url: str, participant: str, beside: Beside
) -> None:
    first = run("account", "add", participant, "--database", sqlite_url)

    by_id = run("account", "add", participant, "--database", sqlite_url)
    by_name = run("account", "add", "NORWAY", "--database", sqlite_url)

    tokens = [LINK.findall(result.stdout)[0][1] for result in (first, by_id, by_name)]
    assert [beside.accounts.invited(token) is not None for token in tokens] == [False, False, True]
    assert len(beside.accounts.all()) == 1
    again = run("account", "add", participant, "--name", "oslo", "--database", sqlite_url)
    assert "signs in as “norway” already" in refused(again)


def test_two_of_one_name_get_different_names(sqlite_url: str, participant: str, ledger: Ledger) -> None:
    other = a_participant(ledger, name="Norway!")
    run("account", "add", participant, "--database", sqlite_url)

    assert "“norway-2”" in run("account", "add", other, "--database", sqlite_url).stdout
    third = run("account", "add", a_participant(ledger), "--name", "Norway", "--database", sqlite_url)
    assert "choose another name" in refused(third)


def test_who_is_not_on_record_gets_no_account(sqlite_url: str, participant: str) -> None:
    unknown = str(uuid4())

    assert f"no participant {unknown}" in refused(run("account", "add", unknown, "--database", sqlite_url))
    for other in ("system", "nonsense"):
        assert f"no participant {other}" in refused(run("account", "add", other, "--database", sqlite_url))


def test_who_was_erased_loses_the_account_and_gets_none(sqlite_url: str, participant: str, beside: Beside) -> None:
    run("account", "add", participant, "--database", sqlite_url)

    run("erase", participant, "--reason", "at_the_persons_request", "--database", sqlite_url)

    assert beside.accounts.all() == []
    assert "was erased" in refused(run("account", "add", participant, "--database", sqlite_url))


def test_accounts_are_listed_with_what_state_they_are_in(sqlite_url: str, participant: str, beside: Beside) -> None:
    def state() -> str:
        [line] = run("account", "list", "--database", sqlite_url).stdout.splitlines()
        name, told, id, who = line.split("  ")
        assert (name, id, who) == ("norway", participant, "Kingdom of Norway")
        return told

    assert run("account", "list", "--database", sqlite_url).stdout == ""
    invitation = beside.accounts.add(participant, "norway")
    assert state() == "no password yet"
    beside.accounts.accept(invitation.token, PASSWORD)
    assert state() == "never signed in"
    beside.sign_ins.sign_in("norway", PASSWORD, "", "")
    assert state().startswith("last signed in 2")
    beside.accounts.disable("norway")
    assert state() == "disabled"


def test_a_list_for_programs_holds_no_password(sqlite_url: str, participant: str, beside: Beside) -> None:
    beside.accounts.accept(beside.accounts.add(participant, "norway").token, PASSWORD)

    result = run("account", "list", "--json", "--database", sqlite_url)

    [told] = json.loads(result.stdout)
    assert (told["name"], told["participant_id"], told["is_active"]) == ("norway", participant, True)
    assert "argon2" not in result.stdout


def test_a_protected_persons_name_is_not_listed(sqlite_url: str, ledger: Ledger, beside: Beside) -> None:
    person = a_participant(ledger, name="A secret name", protected=True)

    added = run("account", "add", person, "--database", sqlite_url)
    listed = run("account", "list", "--database", sqlite_url)

    assert "protected-participant" in added.stdout
    assert "secret" not in added.stdout + listed.stdout


def test_an_account_is_disabled_and_enabled(sqlite_url: str, participant: str, beside: Beside) -> None:
    beside.accounts.accept(beside.accounts.add(participant, "norway").token, PASSWORD)
    token = beside.sign_ins.sign_in("norway", PASSWORD, "", "")

    assert run("account", "disable", "Norway", "--database", sqlite_url).exit_code == 0

    assert beside.sign_ins.signed_in(token) is None
    with pytest.raises(WrongSignIn):
        beside.sign_ins.sign_in("norway", PASSWORD, "", "")
    assert "enable it first" in refused(run("account", "add", participant, "--database", sqlite_url))
    assert run("account", "enable", "norway", "--database", sqlite_url).exit_code == 0
    assert beside.sign_ins.sign_in("norway", PASSWORD, "", "")


def test_an_account_that_is_not_there_is_refused(sqlite_url: str) -> None:
    for name in ("disable", "enable"):
        assert "no account “nobody”" in refused(run("account", name, "nobody", "--database", sqlite_url))


@pytest.mark.parametrize("address", ["record.example.org", "ftp://x", "https://", "http://[", "https://x/?a=b"])
def test_an_address_that_leads_nowhere_is_wrong_usage(sqlite_url: str, participant: str, address: str) -> None:
    result = run("account", "add", participant, "--address", address, "--database", sqlite_url)

    assert result.exit_code == 2
    assert "where people reach the site" in result.stderr


def test_wrong_usage_ends_with_two(sqlite_url: str) -> None:
    assert run("account", "add").exit_code == 2
    assert run("account", "remove", "norway").exit_code == 2


def test_a_migration_makes_the_tables_too(tmp_path: Path) -> None:
    run("migrate", "--database", f"sqlite:///{tmp_path / 'ledger.db'}")

    with closing(sqlite3.connect(tmp_path / "ledger.beside.db")) as connection:
        assert connection.execute("SELECT number FROM form").fetchall() == [(1,)]


def test_the_demonstration_prints_passwords_that_were_drawn_and_work(demonstration: tuple[str, Result]) -> None:
    url, result = demonstration
    found = re.findall(r"^  (\S+) +([a-z2-9]{5}(?:-[a-z2-9]{5}){3})  \S", result.stdout, re.MULTILINE)

    assert [name for name, _ in found] == ["secretariat", "origin", "destination", "auditor"]
    with closing(Beside.open(Database.from_url(url))) as beside:
        for name, password in found:
            assert beside.sign_ins.sign_in(name, password, "", "")


def test_the_demonstrations_accounts_are_an_organizer_two_members_and_an_auditor(
    demonstration: tuple[str, Result],
) -> None:
    url, _ = demonstration
    with closing(Beside.open(Database.from_url(url))) as beside, closing(Ledger.open(url)) as ledger:
        roles, standings = {}, {}
        with ledger.reading() as reading:
            for one in beside.accounts.all():
                participant = participant_with(reading, one.participant_id)
                assert participant is not None
                roles[one.name] = {(held.role, held.slug) for held in participant.roles if held.until is None}
                standings[one.name] = {(held.standing, held.slug) for held in participant.standings if not held.ended}

    assert ("organizer", "new-design-2015") in roles["secretariat"]
    assert ("auditor", "new-design-2015") in roles["auditor"]
    assert ("member", "new-design-2015") in standings["origin"] & standings["destination"]


def test_the_demonstrations_passwords_are_shown_once(demonstration: tuple[str, Result]) -> None:
    url, _ = demonstration

    again = run("demo", "--no-serve", "--database", url)

    assert again.stdout == ""
    assert "`ledger account add NAME` gives a link" in again.stderr


def test_no_password_is_known_beforehand() -> None:
    drawn = {fresh_password() for _ in range(100)}

    assert len(drawn) == 100
    assert {len(password) for password in drawn} == {23}


def test_an_account_on_postgres(postgres_url: str) -> None:
    with closing(Ledger.open(postgres_url)) as ledger:
        room = a_room(ledger)

    result = run("account", "add", room.organizer, "--database", postgres_url)

    assert LINK.search(result.stdout)
