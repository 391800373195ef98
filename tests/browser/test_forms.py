"""Every form, and what else those who signed in see, in a browser.

On a desktop and on a phone axe finds nothing; at 320 px and at 200% nothing has to be scrolled sideways; the keyboard
reaches everything; whoever is refused is told so first, and is led to what is wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask

from ledger.domain.wording import provision_wording
from tests.browser import demonstration
from tests.browser.demonstration import (
    ADMINISTRATOR,
    CONSULTATION,
    DELEGATE,
    FILLINGS,
    FRAMEWORK,
    ORGANIZER,
    PROCESS,
    Filling,
    meeting,
    seat,
    subject,
)
from tests.browser.serving import served
from tests.browser.test_reading import TAGS
from tests.builders import a_proposal, a_provision, an_amendment, decide, give, text_of
from tests.web.signed_in import PASSWORD, an_account, an_app, beside_of, ledger_of
from web.forms.table import SHEETS
from web.visitors import COOKIE

SIZES = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
"""A desktop, and a phone."""
NARROW = [{"width": 320, "height": 800}, {"width": 640, "height": 450}]
"""The narrowest there is, and what is left of a desktop at 200%."""

MOST_ROUNDS = 8
"""Of going on with the tab key until everything was reached: the fields of a date have several stops."""

UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"

AXE = "async (options) => (await axe.run(options)).violations"
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}

WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"

WATCH_FOCUS = """() => {
  const controls = document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)");
  window.missed = new Set([...controls].filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()));
  const isReached = (one, focused) =>
    one === focused || (one.type === "radio" && focused.type === "radio" && one.name === focused.name);
  addEventListener("focusin", ({ target }) => {
    for (const one of missed) if (isReached(one, target)) missed.delete(one);
  });
  document.getElementById("main").focus();
}"""

FOCUSED = "() => document.activeElement.id"
LINKED = "() => document.activeElement.hash"


@dataclass
class Place:
    """The demonstration, served; and browsers in which somebody is signed in.

    Attributes:
        contexts: of the browser, by the key of whoever is signed in.
    """

    app: Flask
    address: str
    browser: Any
    contexts: dict[str, Any] = field(default_factory=dict)

    def context(self, key: str) -> Any:
        """A browser in which a seat is signed in, the same at each call; "" for nobody."""
        if key not in self.contexts:
            self.contexts[key] = self.new_context(key)
        return self.contexts[key]

    def new_context(self, key: str) -> Any:
        """The same with a sign-in of its own."""
        context = self.browser.new_context()
        context.set_default_timeout(10_000)
        if key:
            token = beside_of(self.app).sign_ins.begin(an_account(self.app, seat(key)).id, "192.0.2.1", "A browser")
            # Browsers keep a cookie of this name on this machine too, but only where it comes over TLS.
            address = self.address.replace("http:", "https:")
            context.add_cookies([{"name": COOKIE, "value": token, "url": address, "secure": True}])
        return context


@pytest.fixture(scope="module")
def place(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    url = f"sqlite:///{tmp_path_factory.mktemp('forms') / 'ledger.db'}"
    with an_app(url) as app:
        demonstration.fill(ledger_of(app))
        with served(app) as address:
            one = Place(app, address, browser)
            yield one
            for context in one.contexts.values():
                context.close()


class Eye:
    """Somebody at a page, who looks at it closely."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.status = 0

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.set_viewport_size(SIZES[0])
        self.status = self.page.goto(path if path.startswith("http") else f"{self.address}{path}").status

    def press(self, name: str) -> None:
        """Press the first button of this name that is to be seen, and wait for the page that it leads to."""
        self.page.set_viewport_size(SIZES[0])
        with self.page.expect_navigation() as coming:
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.status = coming.value.status

    def type(self, typed: dict[str, Any]) -> None:
        """Fill in fields, by their names."""
        self.page.evaluate(UNFOLD)
        for name, value in typed.items():
            self._type(name, value)

    def _type(self, name: str, value: Any) -> None:
        control = self.page.locator(f'main form [name="{name}"]:not([type="hidden"])')
        kind = control.first.evaluate("(one) => one.type")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                control.and_(self.page.locator(f'[value="{one}"]')).check()
        elif kind == "select-one":
            control.select_option(value)
        else:
            control.fill(value)

    def look(self, status: int = 200) -> None:
        """What is wrong with the page, whatever is folded away in it included."""
        from axe_playwright_python.sync_playwright import Axe

        assert self.status == status, self.page.locator("main").inner_text()[:500]
        self.page.evaluate(UNFOLD)
        self._reach_everything()
        self.page.evaluate(Axe().axe_script)
        for size in SIZES:
            self._fit(size)
            assert _told(self.page.evaluate(AXE, OPTIONS)) == [], f"{self.page.url} at {size}"
        for size in NARROW:
            self._fit(size)

    def look_at_refusal(self, status: int = 422) -> None:
        """The same of a page that says what is wrong: that stands first, and leads to where it is."""
        assert self.page.title().startswith("Error: "), self.page.title()
        assert self.page.evaluate(FOCUSED) == "summary"
        self.page.keyboard.press("Tab")
        target = self.page.evaluate(LINKED)
        assert target, "nothing leads to what is wrong"
        self.page.keyboard.press("Enter")
        assert f"#{self.page.evaluate(FOCUSED)}" == target
        self.look(status)

    def _fit(self, size: dict[str, int]) -> None:
        self.page.set_viewport_size(size)
        needed, there = self.page.evaluate(WIDTHS)
        assert needed <= there, f"{self.page.url} is {needed} px wide at {size}"

    def _reach_everything(self) -> None:
        self.page.evaluate(WATCH_FOCUS)
        for _ in range(MOST_ROUNDS):
            for _ in range(self.page.evaluate("missed.size")):
                self.page.keyboard.press("Tab")
        missed = self.page.evaluate("[...missed].map((one) => one.outerHTML.slice(0, 200))")
        assert missed == [], f"The keyboard does not reach everything at {self.page.url}."


def _told(violations: list[dict[str, Any]]) -> list[str]:
    return [f"{one['help']}: {node['html']} ({node['failureSummary']})" for one in violations for node in one["nodes"]]


@pytest.fixture
def eyes(place: Place, watched: Callable[[Any], Any]) -> Iterator[Callable[[str], Eye]]:
    """Opens pages as a seat, "" as nobody."""
    opened = []

    def open_as(key: str, context: Any = None) -> Eye:
        page = watched((context or place.context(key)).new_page())
        opened.append(page)
        return Eye(page, place.address)

    yield open_as
    for page in opened:
        page.close()


Eyes = Callable[..., Eye]


def test_every_command_has_a_filling() -> None:
    assert set(FILLINGS) == set(SHEETS)


@pytest.mark.parametrize("command", sorted(FILLINGS))
def test_a_form_is_shown_refused_and_checked(eyes: Eyes, command: str) -> None:
    filling = FILLINGS[command]
    eye = eyes(filling.by)

    eye.open(filling.address(command))
    eye.look()
    eye.type(filling.wrong)
    eye.press("Go on")
    eye.look_at_refusal()
    eye.type(filling.typed)
    eye.press("Go on")

    assert eye.page.title().startswith("Check: "), eye.page.locator("main").inner_text()[:500]
    eye.look()
