"""`ledger account`: who may sign in as which participant."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from urllib.parse import urlsplit

import click

from ledger.application import Ledger
from ledger.domain.errors import AlreadyUsed, NotFound
from ledger.projections.queries.people import Person, people
from ledger.store.beside import Beside
from ledger.store.beside.accounts import Account, Invitation
from ledger.terminal import as_json, command, opened

ADDRESS = "http://127.0.0.1:8000"

_PARTICIPANT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"


@click.group("account", epilog=f"Example: ledger account add {_PARTICIPANT} --database sqlite:///ledger.db")
def account() -> None:
    """Let people sign in: make accounts, list them, disable and enable them.

    Accounts are kept beside the record, never in it.
    """


@contextmanager
def _opened(database: str) -> Iterator[tuple[Ledger, Beside]]:
    with opened(database) as ledger, closing(Beside.open(ledger.database)) as beside:
        yield ledger, beside


def _address(context: click.Context, option: click.Parameter, value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise click.BadParameter(f"this is where people reach the site, such as {ADDRESS}.")
    return value.rstrip("/")


@command("add", f"ledger account add {_PARTICIPANT} --name norway --address https://record.example.org", group=account)
@click.argument("participant")
@click.option("--name", help="What to sign in with; absent: the participant's name in small letters.")
@click.option(
    "--address",
    default=ADDRESS,
    show_default=True,
    callback=_address,
    metavar="URL",
    help="Where people reach the site.",
)
@click.option("--json", "is_json", is_flag=True, help="Print it as JSON.")
def add(database: str, participant: str, name: str | None, address: str, is_json: bool) -> None:
    """Make an account for PARTICIPANT (an id on record), and a link by which to choose its password.

    Where there is an account already, this gives a new link: so a forgotten password is mended. PARTICIPANT may then be
    the name to sign in with, too. The link works once; whoever opens it can act as the participant, so hand it over
    accordingly.
    """
    with _opened(database) as (ledger, beside):
        known = beside.accounts.of(participant.lower()) or beside.accounts.named(participant)
        if known is None:
            person = _participant(ledger, participant.lower())
            invitation = beside.accounts.add(person.id, name or beside.accounts.free_name(person.short or person.name))
        else:
            _refuse_other_name(beside, known, name)
            _participant(ledger, known.participant_id)
            invitation = beside.accounts.invite(known.id)
    _tell(invitation, f"{address}/invitations/{invitation.token}", is_json)


@command("list", "ledger account list --json", group=account)
@click.option("--json", "is_json", is_flag=True, help="Print them as JSON.")
def list_(database: str, is_json: bool) -> None:
    """List the accounts with their participants."""
    with _opened(database) as (ledger, beside):
        accounts = beside.accounts.all()
        with ledger.reading() as reading:
            known = people(reading, (one.participant_id for one in accounts))
    if is_json:
        as_json([asdict(one) for one in accounts])
        return
    for one in accounts:
        person = known.get(one.participant_id)
        who = person.name if person else "not on record"
        click.echo(f"{one.name}  {_state(one)}  {one.participant_id}  {who}")


@command("disable", "ledger account disable norway", group=account)
@click.argument("name")
def disable(database: str, name: str) -> None:
    """Let nobody sign in as NAME any more; who is signed in is out at once."""
    with _opened(database) as (_, beside):
        disabled = beside.accounts.disable(name)
    click.echo(f"The account “{disabled.name}” is disabled.")


@command("enable", "ledger account enable norway", group=account)
@click.argument("name")
def enable(database: str, name: str) -> None:
    """Let the account NAME be used again, with the password that it had."""
    with _opened(database) as (_, beside):
        enabled = beside.accounts.enable(name)
    click.echo(f"The account “{enabled.name}” can be used again.")


def _participant(ledger: Ledger, participant_id: str) -> Person:
    with ledger.reading() as reading:
        person = people(reading, [participant_id]).get(participant_id)
    if person is None or person.kind == "system":
        raise NotFound(f"There is no participant {participant_id} on record.")
    if person.erased:
        raise NotFound(f"The participant {participant_id} was erased from the record.")
    return person


def _refuse_other_name(beside: Beside, known: Account, name: str | None) -> None:
    if name is None:
        return
    named = beside.accounts.named(name)
    if named is None or named.id != known.id:
        raise AlreadyUsed(f"This participant signs in as “{known.name}” already, which stays: leave --name out.")


def _tell(invitation: Invitation, link: str, is_json: bool) -> None:
    if is_json:
        as_json({"account": asdict(invitation.account), "link": link, "until": invitation.until})
        return
    click.echo(f"The account “{invitation.account.name}”; this link works once, until {_in_words(invitation.until)}:")
    click.echo(link)


def _state(one: Account) -> str:
    if one.is_disabled:
        return "disabled"
    if not one.is_active:
        return "no password yet"
    return f"last signed in {_in_words(one.last_sign_in)}" if one.last_sign_in else "never signed in"


def _in_words(moment: str) -> str:
    return f"{moment[:10]} {moment[11:16]} UTC"
