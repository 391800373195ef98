"""Browsers in which somebody is signed in, and sites for them: an app on a ledger with a room in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from ledger.application import Ledger
from ledger.store.beside import Beside
from ledger.store.beside.accounts import Account
from ledger.store.beside.tables import metadata
from tests.builders import Room, a_room
from tests.web.markup import Page
from web import create_app, pages
from web.settings import Settings
from web.visitors import COOKIE

ADDRESS = "https://localhost"
OURS = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "correct horse battery"

CHECK, RECORD = "check", "record"

_LINE_END = re.compile("\r\n|\r|\n")
_TICKED = ("radio", "checkbox")

Form = MultiDict[str, str]


def cheap_hasher() -> PasswordHasher:
    """Makes hashes that cost nothing, for tests."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Browser(FlaskClient):
    """A browser on the site: over TLS, and telling that a request comes from a page of it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if isinstance(args[0], str):
            kwargs.setdefault("base_url", ADDRESS)
            kwargs.setdefault("headers", OURS)
        return super().open(*args, **kwargs)

    @property
    def token(self) -> str | None:
        """What the browser keeps of a sign-in."""
        cookie = self.get_cookie(COOKIE)
        return cookie.value if cookie else None

    def keep(self, token: str) -> None:
        """Let it send this token."""
        self.set_cookie(COOKIE, token, secure=True)


@contextmanager
def an_app(url: str, **settings: Any) -> Iterator[Flask]:
    """The app on a ledger, with cheap passwords; it is closed at the end."""
    app = create_app(Settings(database_url=url, **settings), hasher=cheap_hasher())
    try:
        yield app
    finally:
        with app.app_context():
            pages.close()


def beside_of(app: Flask) -> Beside:
    """What the app keeps beside the record."""
    with app.app_context():
        return pages.beside()


def ledger_of(app: Flask) -> Ledger:
    """The ledger that the app serves."""
    with app.app_context():
        return pages.ledger()


def a_browser(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(app, app.response_class)


def an_account(app: Flask, participant_id: str, name: str = "") -> Account:
    """The account of a participant; made, with the password that all have, where there is none."""
    accounts = beside_of(app).accounts
    account = accounts.of(participant_id)
    if account is not None:
        return account
    return accounts.accept(accounts.add(participant_id, name or f"name of {participant_id}").token, PASSWORD)


def a_visitor(app: Flask, participant_id: str) -> Browser:
    """A browser in which a participant is signed in."""
    browser = a_browser(app)
    browser.keep(beside_of(app).sign_ins.begin(an_account(app, participant_id).id, "", ""))
    return browser


def fields_of(html: str) -> Form:
    """What a browser would send of a page's form, were nothing typed: without a button, line ends as browsers send."""
    sheets = [one for one in Page(html).all("form") if "sheet" in one.get("class", "").split()]
    assert len(sheets) == 1, f"{len(sheets)} forms: {Page(html).text[:500]}"
    found: Form = MultiDict()
    for element in sheets[0].iter():
        for value in _sent(element):
            found.add(element.get("name", ""), _LINE_END.sub("\r\n", value))
    return found


def _sent(element: Element) -> Iterator[str]:
    if not element.get("name"):
        return
    if element.tag == "textarea":
        yield "".join(element.itertext())
    elif element.tag == "select":
        options = list(element.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None] or options[:1]
        yield from (one.get("value", "") for one in chosen)
    elif element.tag == "input" and not (element.get("type") in _TICKED and element.get("checked") is None):
        yield element.get("value", "on")


def filled(form: Form, typed: dict[str, Any]) -> Form:
    """A form in which something was typed; a list stands for several values."""
    changed = form.copy()
    for name, value in typed.items():
        changed.setlist(name, value if isinstance(value, list) else [value])
    return changed


@dataclass
class Site:
    """An app on a ledger with a room in it."""

    app: Flask
    ledger: Ledger
    beside: Beside
    room: Room
    _signed_in: dict[str, Browser] = field(default_factory=dict)

    def visitor(self, participant_id: str) -> Browser:
        """A browser in which a participant is signed in, the same at each call."""
        if participant_id not in self._signed_in:
            self._signed_in[participant_id] = a_visitor(self.app, participant_id)
        return self._signed_in[participant_id]

    @property
    def member(self) -> Browser:
        return self.visitor(self.room.member)

    @property
    def organizer(self) -> Browser:
        return self.visitor(self.room.organizer)

    @property
    def nobody(self) -> Browser:
        return a_browser(self.app)

    @property
    def head(self) -> int:
        """The position of the last record."""
        return self.ledger.record_store.head()

    def kept(self) -> dict[str, list[Any]]:
        """Everything that stands beside the record."""
        with self.beside._connections.reading() as connection:
            return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables}


@contextmanager
def a_site(url: str) -> Iterator[Site]:
    """An app on a ledger with a room in it."""
    with an_app(url) as app:
        ledger = ledger_of(app)
        yield Site(app, ledger, beside_of(app), a_room(ledger))
