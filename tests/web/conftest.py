"""The app on ledgers of its own: the demonstration, read by many tests, and small ones that a test fills."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledger.application import Ledger
from ledger.commands.preparing import prepare
from ledger.demo import command_lines
from ledger.domain.errors import Refusal
from tests.generated.every import every_command
from web import create_app, pages
from web.settings import Settings


@contextmanager
def an_app(url: str) -> Iterator[Flask]:
    """The app on a ledger, which is closed at the end."""
    app = create_app(Settings(database_url=url))
    try:
        yield app
    finally:
        with app.app_context():
            pages.close()


@contextmanager
def a_filled_ledger(url: str) -> Iterator[None]:
    """The demonstration on record."""
    ledger = Ledger.open(url)
    answers = ledger.record([prepare(json.loads(line), importing=True) for line in command_lines()])
    ledger.close()
    assert not [answer for answer in answers if isinstance(answer, Refusal)]
    yield


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app on the demonstration, which no test changes."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'ledger.db'}"
    with a_filled_ledger(url), an_app(url) as app:
        yield app


@pytest.fixture
def client(demo: Flask) -> FlaskClient:
    """A reader of the demonstration."""
    return demo.test_client()


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app on a ledger in which everything occurs that a command can say, with odd words."""
    url = f"sqlite:///{tmp_path_factory.mktemp('everything') / 'ledger.db'}"
    ledger = Ledger.open(url)
    ledger.record([prepare(line, importing=True) for line in every_command()], keep_going=True)
    ledger.close()
    with an_app(url) as app:
        yield app


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[Callable[[str], Flask]]:
    """Makes apps, and closes their ledgers at the end."""
    made: list[Flask] = []

    def make(url: str = f"sqlite:///{tmp_path / 'own.db'}", **settings: object) -> Flask:
        app = create_app(Settings(database_url=url, **settings))  # type: ignore[arg-type]
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            pages.close()
