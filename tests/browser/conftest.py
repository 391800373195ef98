"""A real browser on the demonstration, served on the loopback.

Without a browser these tests are skipped, with the reason; `LEDGER_BROWSER_TESTS=required` makes them fail instead, and
`LEDGER_BROWSER` names another Chromium.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.demo import command_lines
from ledger.interchange.command_lines import import_lines
from tests.browser.serving import served
from web import create_app, pages
from web.settings import Settings

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _missing(reason: str) -> None:
    if os.environ.get("LEDGER_BROWSER_TESTS") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium of the system's."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed: pip install '.[browser]'")
    path = os.environ.get("LEDGER_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path or not Path(path).exists():
        _missing("there is no Chromium: apt-get install chromium, or name one in LEDGER_BROWSER")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*quiet, *alone])
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration."""
    from io import BytesIO

    url = f"sqlite:///{tmp_path_factory.mktemp('browser') / 'ledger.db'}"
    ledger = Ledger.open(url)
    report = import_lines(ledger, BytesIO("\n".join(command_lines()).encode() + b"\n"))
    ledger.close()
    assert not report.refused
    app = create_app(Settings(database_url=url))
    with served(app) as address:
        yield address
    with app.app_context():
        pages.close()


@pytest.fixture
def watched() -> Iterator[Callable[[Any], Any]]:
    """Watches a page, whose faults fail the test at its end."""
    faults: list[str] = []

    def watch(opened: Any) -> Any:
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", lambda told: faults.append(told.text) if _is_fault(told) else None)
        return opened

    yield watch
    assert faults == []


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Any, watched: Callable[[Any], Any]) -> Iterator[Any]:
    """A page of its own, on a desktop and on a phone."""
    context = browser.new_context(viewport=DESKTOP if request.param == "desktop" else PHONE)
    yield watched(context.new_page())
    context.close()


def _is_fault(told: Any) -> bool:
    # Every answer of 4xx is an "error" in Chromium's console; what breaks the content security policy is one too.
    return bool(told.type == "error" and not told.text.startswith("Failed to load resource"))
