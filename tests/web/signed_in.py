"""Browsers in which somebody is signed in, and sites for them: an app on a ledger with a room in it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from ledger.application import Ledger
from ledger.store.beside import Beside
from ledger.store.beside.accounts import Account
from ledger.store.beside.tables import metadata
from tests.builders import Room, a_room
from tests.web.markup import CONTROLS, Page
from web import create_app, pages, visitors
from web.settings import Settings
from web.visitors import COOKIE

ADDRESS = "https://localhost"
OURS = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "correct horse battery"

CHECK, RECORD = "check", "record"

_LINE_END = re.compile("\r\n|\r|\n")
TICKED = ("radio", "checkbox")

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


class CompiledOnce(BytecodeCache):
    """Compiled templates, for all apps of this process: compiling them takes longer than most tests."""

    compiled: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


@contextmanager
def an_app(url: str, **settings: Any) -> Iterator[Flask]:
    """The app on a ledger, with cheap passwords; it is closed at the end."""
    app = create_app(Settings(database_url=url, **settings), hasher=cheap_hasher())
    app.jinja_env.bytecode_cache = CompiledOnce()
    try:
        yield app
    finally:
        with app.app_context():
            pages.close()


class StillClock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 4, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


def keep_beside(app: Flask, beside: Beside) -> None:
    """Let the app keep accounts and drafts there, with another clock or another bound."""
    beside_of(app).close()
    visitors.use(app, beside)


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


@lru_cache(maxsize=16)
def page_of(html: str) -> Page:
    """A page that is looked at several times, and never changed."""
    return Page(html)


def sheet_of(html: str) -> Element:
    """The one form of a page that is filled in."""
    page = page_of(html)
    sheets = [one for one in page.all("form") if "sheet" in one.get("class", "").split()]
    assert len(sheets) == 1, f"{len(sheets)} forms: {page.text[:500]}"
    return sheets[0]


def fields_of(html: str) -> Form:
    """What a browser would send of a page's form, were nothing typed: without a button, line ends as browsers send."""
    found: Form = MultiDict()
    for element in sheet_of(html).iter():
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
    elif element.tag == "input" and not (element.get("type") in TICKED and element.get("checked") is None):
        yield element.get("value", "on" if element.get("type") in TICKED else "")


@dataclass(frozen=True)
class Control:
    """What a person can fill in.

    Attributes:
        kind: `radio`, `checkbox`, `select`, `textarea`, `date`, `time`, or `text`.
        offered: the values among which one chooses; nothing where one types.
    """

    name: str
    kind: str
    offered: tuple[str, ...] = ()

    def takes(self, value: str) -> bool:
        """Whether a browser could send it."""
        is_chosen = self.kind in (*TICKED, "select")
        return value in self.offered if is_chosen else self.kind == "textarea" or "\n" not in value


def controls_of(html: str) -> dict[str, Control]:
    """What a person can fill in, by name."""
    found: dict[str, Control] = {}
    for element in sheet_of(html).iter():
        name = element.get("name")
        is_shown = element.get("type") != "hidden" and element.get("hidden") is None
        if name and is_shown and element.tag in CONTROLS:
            kind = element.get("type", "text") if element.tag == "input" else str(element.tag)
            before = found[name].offered if name in found else ()
            found[name] = Control(name, kind, (*before, *_offered(element, kind)))
    return found


def _offered(element: Element, kind: str) -> Iterator[str]:
    if kind == "select":
        yield from (option.get("value", "") for option in element.iter("option"))
    elif kind in TICKED:
        yield element.get("value", "on")


def typed_into(html: str, typed: Mapping[str, Any]) -> Form:
    """A page's form in which a person typed, as far as a browser lets her; a list stands for several values."""
    controls = controls_of(html)
    for name, value in typed.items():
        assert name in controls, f"the form has no {name}, but {sorted(controls)}"
        for one in value if isinstance(value, list) else [value]:
            assert controls[name].takes(one), f"{name} does not offer {one!r}, but {controls[name].offered[:30]}"
    return filled(fields_of(html), typed)


def filled(form: Form, sent: Mapping[str, Any]) -> Form:
    """A form in which some fields say something else, whether or not a browser lets them."""
    changed = form.copy()
    for name, value in sent.items():
        changed.setlist(name, value if isinstance(value, list) else [value])
    return changed


def faults_of(html: str) -> list[str]:
    """What is wrong with a page; fields that are carried along in hidden text areas need no label."""
    page = page_of(html)
    hidden = [one.get("name") for one in page.all("textarea") if one.get("hidden") is not None]
    return [fault for fault in page.faults() if fault not in {f"textarea {name} without a label" for name in hidden}]


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
            return {
                table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables
            }


@contextmanager
def a_site(url: str) -> Iterator[Site]:
    """An app on a ledger with a room in it."""
    with an_app(url) as app:
        ledger = ledger_of(app)
        yield Site(app, ledger, beside_of(app), a_room(ledger))
