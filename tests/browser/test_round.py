"""A round of a consultation in real browsers: by mouse, by keyboard alone, and without JavaScript."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from tests.browser.hands import Hand, Keyboard
from tests.browser.round import Round, Start, a_start, is_wide
from tests.browser.serving import served
from tests.browser.test_reading import TAGS
from web import create_app, pages
from web.settings import Settings

DESKTOP = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 800}
TWICE_AS_LARGE = {"width": 640, "height": 450}
"""What is left of a desktop at 200%."""


@pytest.fixture
def round_start(tmp_path: Path) -> Start:
    return a_start(f"sqlite:///{tmp_path / 'ledger.db'}")


@pytest.fixture
def round_site(round_start: Start, tmp_path: Path) -> Iterator[str]:
    """The address of a ledger in which the round can begin."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'ledger.db'}"), hasher=hasher)
    with served(app) as address:
        yield address
    with app.app_context():
        pages.close()


@pytest.fixture
def hands(browser: Any, round_site: str) -> Iterator[Callable[..., Hand]]:
    """Makes hands, each in a browser context of its own."""
    contexts = []

    def make(kind: type[Hand], **options: Any) -> Hand:
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return kind(context.new_page(), round_site)

    yield make
    for context in contexts:
        context.close()


class Watched(Hand):
    """A hand with a mouse that looks at every page that it opens: nothing that axe finds, nothing too wide."""

    def _go(self, target: Any) -> None:
        super()._go(target)
        self._look()

    def open(self, path: str) -> None:
        super().open(path)
        self._look()

    def _look(self) -> None:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        assert not is_wide(self.page), self.page.url


@pytest.mark.parametrize("viewport", [DESKTOP, NARROW], ids=["desktop", "phone"])
def test_the_round_by_mouse(round_start: Start, hands: Callable[..., Hand], viewport: dict[str, int]) -> None:
    Round(round_start, lambda: hands(Watched, viewport=viewport)).go()


def test_the_round_by_keyboard_alone(round_start: Start, hands: Callable[..., Hand]) -> None:
    Round(round_start, lambda: hands(Keyboard, viewport=TWICE_AS_LARGE)).go()


def test_the_round_without_javascript(round_start: Start, hands: Callable[..., Hand]) -> None:
    Round(round_start, lambda: hands(Hand, java_script_enabled=False)).go()


def test_an_amendment_takes_three_pages_and_a_position_two(round_start: Start, hands: Callable[..., Hand]) -> None:
    a_round = Round(round_start, lambda: hands(Hand, viewport=DESKTOP))
    a_round.come_in()
    norway, chile = a_round.norway, a_round.chile

    norway.open("/")
    opened = norway.opened
    norway.follow("The text of the round")
    norway.follow("^Amend.*Article 1")
    norway.fill("^Text$", "States shall protect all persons on the move.")
    norway.fill("^Rationale", "Nobody is left out.")
    norway.press("^Go on$")
    assert norway.opened - opened == 3
    norway.press("Put it on record")
    assert norway.says("Amendment 1")

    chile.open("/")
    opened = chile.opened
    chile.follow("Article 1")
    chile.choose("^Supports$")
    chile.press("^Go on$")
    assert chile.opened - opened == 2
    chile.press("Put it on record")
    assert chile.says("Chile supports")
