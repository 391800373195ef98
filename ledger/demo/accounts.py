"""Accounts of the demonstration: an organizer, two delegates and an auditor. Nobody knows their passwords before."""

import secrets
from dataclasses import dataclass

from ledger.demo.lines import Record
from ledger.demo.new_design.process import SLUG, TIMEZONE
from ledger.store.beside import Beside

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing in it is taken for something else when read aloud or from paper."""
GROUPS = 4
IN_A_GROUP = 5

# Key of the seat in the demonstration's lines, name to sign in with, who that is.
_SEATS = (
    ("rapporteur", "secretariat", "organizer: the secretariat's rapporteur"),
    ("origin", "origin", "delegate: a state of origin"),
    ("destination", "destination", "delegate: a state of destination"),
    ("auditor", "auditor", "the independent auditor"),
)


@dataclass(frozen=True, slots=True)
class Made:
    """An account whose password was drawn now."""

    name: str
    password: str
    who: str


def make_accounts(beside: Beside) -> list[Made]:
    """Make those that are not there yet, or have no password yet; gives these with their passwords."""
    record = Record(SLUG, timezone=TIMEZONE)
    made = (_make(beside, record.id("participant", key), name, who) for key, name, who in _SEATS)
    return [one for one in made if one is not None]


def names() -> list[str]:
    """What one signs in with."""
    return [name for _, name, _ in _SEATS]


def fresh_password() -> str:
    """Four groups of letters and digits, 99 random bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def _make(beside: Beside, participant_id: str, name: str, who: str) -> Made | None:
    account = beside.accounts.of(participant_id)
    if account is not None and (account.is_active or account.is_disabled):
        return None
    if account is None and beside.accounts.named(name) is not None:
        # Somebody was given this name by hand.
        return None
    invitation = beside.accounts.invite(account.id) if account else beside.accounts.add(participant_id, name)
    made = Made(invitation.account.name, fresh_password(), who)
    beside.accounts.accept(invitation.token, made.password)
    return made
