"""Comparisons and the history in a browser: every view looked at closely, by keyboard, on paper and without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.application import Ledger
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.eyes import Eye
from tests.browser.serving import served
from tests.builders import a_consultation, a_framework, a_provision, a_version, new_id
from web import create_app, pages
from web.settings import Settings

NEW_DESIGN = "/frameworks/new-design/compare/1...4"
VIEWS = ["", "?view=side", "?view=numbers", "?show=all", "?view=side&show=all", "?words=off"]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with an Arabic text that holds controls of direction, and a long text all of which changes."""
    url = f"sqlite:///{tmp_path_factory.mktemp('comparisons') / 'ledger.db'}"
    ledger = Ledger.open(url)
    consultation = a_consultation(ledger)
    arabic = a_framework(ledger, consultation, slug="arabic", language="ar", title="نص")
    one = new_id()
    for text in ("تحمي الدول اللاجئين في طريقهم.", "تحمي\u202e الدول جميع اللاجئين في طريقهم."):
        a_version(ledger, arabic, [a_provision(one, label="1", heading="واجب", text=text)])
    long = a_framework(ledger, consultation, slug="long")
    part, ids = new_id(), [new_id() for _ in range(320)]
    for said in ("may", "shall"):
        below = [
            a_provision(id, parent=part, label=str(at), text=f"States {said} do {at}.") for at, id in enumerate(ids)
        ]
        a_version(ledger, long, [a_provision(part, label="I", kind="part", heading="On all"), *below])
    ledger.close()
    app = create_app(Settings(database_url=url))
    with served(app) as address:
        yield address
    with app.app_context():
        pages.close()


@pytest.fixture
def desktop(browser: Any, watched: Callable[[Any], Any]) -> Iterator[Any]:
    """A page of its own, on a desktop; it jumps where others glide."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    yield watched(context.new_page())
    context.close()


@pytest.mark.parametrize("query", VIEWS)
def test_a_comparison_is_looked_at_closely_in_every_view(desktop: Any, site: str, query: str) -> None:
    eye = Eye(desktop, site)

    eye.open(NEW_DESIGN + query)

    eye.look()


@pytest.mark.parametrize("path", ["/frameworks/new-design/history", "/frameworks/new-design/compare"])
def test_what_leads_to_a_comparison_is_looked_at_closely(desktop: Any, site: str, path: str) -> None:
    eye = Eye(desktop, site)

    eye.open(path)

    eye.look()


@pytest.mark.parametrize("path", ["arabic/compare/1...2", "arabic/compare/1...2?view=side", "long/compare/1...2"])
def test_odd_texts_are_looked_at_closely(desktop: Any, odd: str, path: str) -> None:
    eye = Eye(desktop, odd)

    eye.open(f"/frameworks/{path}")

    eye.look()


AT = "document.activeElement.id"


def test_keys_go_from_change_to_change_and_back(desktop: Any, site: str) -> None:
    desktop.goto(site + NEW_DESIGN)
    seen = []
    for _ in range(4):
        desktop.keyboard.press("n")
        seen.append(desktop.evaluate(AT))

    desktop.keyboard.press("p")

    assert len(set(seen)) == 4
    assert all(id.startswith(("c-", "p-")) for id in seen)
    assert desktop.evaluate(AT) == seen[2]
    box = desktop.locator(f"[id='{seen[2]}']").bounding_box()
    assert 0 < box["y"] < DESKTOP["height"]


def test_keys_are_told_and_can_be_switched_off_for_good(desktop: Any, site: str) -> None:
    desktop.goto(site + NEW_DESIGN)
    switch = desktop.get_by_label("The keys n and p go to the next and the previous change")

    switch.uncheck()
    desktop.locator("h1").click()
    desktop.keyboard.press("n")
    assert desktop.evaluate(AT) == "main"

    desktop.reload()
    assert not switch.is_checked()


def test_after_the_last_change_of_a_part_the_next_part_is_at_hand(desktop: Any, odd: str) -> None:
    desktop.goto(f"{odd}/frameworks/long/compare/1...2")
    last = desktop.locator(".change .edit").last
    last.evaluate("(one) => { one.tabIndex = -1; one.focus(); }")

    desktop.keyboard.press("n")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url("**at=**")

    assert "Changes 101 to 200 of 320" in desktop.locator("main").inner_text()


def test_in_a_text_from_right_to_left_the_older_column_stands_right(desktop: Any, odd: str) -> None:
    desktop.goto(f"{odd}/frameworks/arabic/compare/1...2?view=side")

    old, new = (desktop.locator("tbody td").nth(at).bounding_box() for at in (0, 1))

    assert old["x"] > new["x"]


def test_on_a_phone_the_two_sides_stand_one_above_the_other_and_say_which_they_are(browser: Any, site: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{site}{NEW_DESIGN}?view=side")

    old, new = (page.locator("tbody td").nth(at).bounding_box() for at in (0, 1))

    assert old["y"] < new["y"]
    assert old["x"] == new["x"]
    assert page.locator("tbody td .side-name").first.is_visible()
    page.close()


@pytest.mark.parametrize("query", ["", "?view=side"])
def test_on_paper_signs_and_words_stay_and_what_is_for_the_screen_goes(
    desktop: Any, site: str, query: str, tmp_path: Path
) -> None:
    desktop.goto(site + NEW_DESIGN + query)
    desktop.emulate_media(media="print")

    assert not desktop.locator(".steps:visible, .switches:visible, .keys:visible, nav:visible").count()
    assert desktop.locator("ins:visible").count() > 3
    signs = "(one) => [getComputedStyle(one, '::before').content, getComputedStyle(one).textDecorationLine]"
    assert desktop.locator(".compared ins").first.evaluate(signs) == ['"+" / ""', "underline"]
    assert desktop.locator(".compared del").first.evaluate(signs) == ['"−" / ""', "line-through"]
    assert desktop.locator(".sources:visible").count() > 3
    desktop.pdf(path=tmp_path / "comparison.pdf")


def test_without_scripts_a_comparison_is_walked_by_its_links(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/frameworks/new-design/history")
    page.get_by_role("button", name="Compare the two that are chosen").click()

    page.get_by_role("link", name="Next change").first.click()

    assert "/compare/3...4#p-" in page.url
    assert not page.locator(".keys").is_visible()
    page.get_by_role("link", name="Show the two side by side").click()
    assert page.locator("table.side tbody").count() > 2
    context.close()


def test_a_link_to_one_change_shows_it(desktop: Any, site: str) -> None:
    desktop.goto(site + NEW_DESIGN)
    address = desktop.get_by_role("link", name="Link to this change").nth(3).get_attribute("href")

    desktop.goto(site + address)

    assert desktop.locator(":target").is_visible()
    assert abs(desktop.locator(":target").bounding_box()["y"]) < DESKTOP["height"]
