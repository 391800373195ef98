"""Reading the demonstration in a browser: nothing that axe finds, no sideways scrolling, everything by keyboard."""

from typing import Any

import pytest

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PAGES = [
    "/",
    "/consultations/new-design-2015",
    "/consultations/global-compact-2018",
    "/frameworks/new-design",
    "/frameworks/global-compact",
    "/frameworks/new-design/history",
    "/frameworks/new-design/versions/4",
    "/frameworks/global-compact/versions/1",
    "/frameworks/new-design/compare/2...4",
    "/frameworks/new-design/motions",
    "/frameworks/new-design/motions/1",
    "/record",
    "/record/300",
    "/frameworks/no-such-framework",
]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Any, site: str, path: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto(site + path)

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_has_to_be_scrolled_sideways(page: Any, site: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})

    page.goto(site + path)

    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320


def test_the_way_from_the_front_page_to_a_motion_is_walked_by_links(page: Any, site: str) -> None:
    page.goto(site + "/")
    page.click("main a[href='/consultations/new-design-2015']")
    page.click("main a[href='/frameworks/new-design']")
    page.goto(site + "/frameworks/new-design/motions")

    page.click("main a[href^='/motions/']:visible")

    assert page.url.startswith(f"{site}/motions/")
    assert page.locator("h1").count() == 1


def test_the_first_key_reaches_the_content(page: Any, site: str) -> None:
    page.goto(site + "/frameworks/new-design")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith("#main")


def test_pages_read_without_javascript(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{site}/frameworks/new-design/compare/2...4")

    assert page.locator("ins").count() > 0
    context.close()
