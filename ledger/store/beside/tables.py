"""The tables of what people keep, as the steps make them. Columns of `Fields` hold what was typed, as JSON."""

import json
from typing import Any

from sqlalchemy import Column, Dialect, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Fields(TypeDecorator[dict[str, Any]]):
    """An object as JSON in plain text, where every character is escaped that one of the databases could refuse."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else json.loads(value)


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _maybe(name: str) -> Column[str]:
    return Column(name, Text)


form = Table("form", metadata, Column("number", Integer, primary_key=True, autoincrement=False))
"""One row for each step that was taken."""

accounts = Table(
    "accounts",
    metadata,
    _key("id"),
    _text("participant_id"),
    _text("name"),
    _text("name_digest"),  # of the folded name, see `accounts.name_digest`
    _maybe("password"),  # an encoded argon2id hash; null until an invitation was accepted
    _text("created_at"),
    _maybe("disabled_at"),
    _maybe("last_sign_in"),
)

invitations = Table(
    "invitations",
    metadata,
    _key("token_digest"),
    _text("account_id"),
    _text("made_at"),
    Column("given_by", Text),  # participant_id; null where the command line gave it
)
"""Links that were not used yet; a used one is gone."""

sign_ins = Table(
    "sign_ins",
    metadata,
    _key("token_digest"),
    _text("id"),
    _text("account_id"),
    _text("since"),
    _text("seen_at"),
    _text("address"),
    _text("browser"),
)

known_addresses = Table("known_addresses", metadata, _key("account_id"), _key("network_digest"), _text("seen_at"))
"""Networks from which an account was signed in to."""

failures = Table(
    "failures",
    metadata,
    _key("counted"),  # a digest of what they are counted for
    Column("number", Integer, nullable=False),
    _text("since"),
    _text("last_at"),
)
"""Failed sign-ins, and those that are still being looked at."""

drafts = Table(
    "drafts",
    metadata,
    _key("id"),
    _text("author"),
    _text("command"),
    _text("title"),
    Column("fields", Fields, nullable=False),
    _text("created_at"),
    _text("changed_at"),
    _maybe("share_digest"),
    _maybe("became"),
)

lines = Table(
    "lines",
    metadata,
    _key("id"),
    _text("session_id"),
    Column("number", Integer, nullable=False),
    _text("command_id"),
    _text("author"),
    _text("noted_at"),
    Column("fields", Fields, nullable=False),
)

held = Table(
    "held",
    metadata,
    _key("session_id"),
    _key("id"),
    Column("fields", Fields, nullable=False),
    _maybe("statement_id"),  # these three are drawn when the session closes
    _maybe("command_id"),
    _maybe("place"),
)
