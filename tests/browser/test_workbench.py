"""The merge workbench in a real browser: live and without script, by keyboard alone, on a phone, and come back to."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import demonstration
from tests.browser.conftest import PHONE
from tests.browser.demonstration import FRAMEWORK, ORGANIZER, PROCESS
from tests.browser.eyes import Eye
from tests.browser.serving import served
from tests.browser.test_forms import Place
from tests.web.signed_in import an_app, ledger_of

ADDRESS = f"/forms/adopt_motions?framework_id={FRAMEWORK}"
RIVALS = ("three days", "three days too", "on arrival", "asked for")
SAYS = "#bench-says"


@pytest.fixture(scope="module")
def place(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    url = f"sqlite:///{tmp_path_factory.mktemp('workbench') / 'ledger.db'}"
    with an_app(url) as app:
        demonstration.fill(ledger_of(app))
        with served(app) as address:
            yield Place(app, address, browser)


@pytest.fixture
def open_page(place: Place, watched: Callable[[Any], Any]) -> Iterator[Callable[..., Any]]:
    """Opens pages for the organizer, each in a browser of its own."""
    contexts = []

    def opened(**context: Any) -> Any:
        contexts.append(place.new_context(ORGANIZER, **context))
        return watched(contexts[-1].new_page())

    yield opened
    for one in contexts:
        one.close()


def box(page: Any, key: str) -> Any:
    """The check box of a motion of the demonstration."""
    return page.locator(f'input[name="motions"][value="{PROCESS.motion(key)}"]')


def choose(page: Any, *keys: str) -> None:
    for key in keys:
        box(page, key).check()


def hear(page: Any, words: str) -> None:
    """Wait until the page says how far it is."""
    page.locator(SAYS).get_by_text(words).wait_for()


def test_what_comes_of_a_choice_is_shown_at_once_and_the_focus_stays(place: Place, open_page: Any) -> None:
    page = open_page()
    page.goto(f"{place.address}{ADDRESS}")

    choose(page, *RIVALS)
    hear(page, "4 motions chosen, 1 conflict left.")

    focused = page.evaluate("document.activeElement.value")
    assert focused == PROCESS.motion(RIVALS[-1])
    page.locator(".question").get_by_text("on arrival every person at risk").click()
    hear(page, "no conflict left.")
    assert page.evaluate("document.activeElement.name").startswith("take.")
    assert "falls: nothing of it is taken" in page.locator("#bench-fates").inner_text()


def test_words_of_ones_own_are_in_the_merged_text_while_one_types_them(place: Place, open_page: Any) -> None:
    page = open_page()
    page.goto(f"{place.address}{ADDRESS}")
    choose(page, *RIVALS)
    hear(page, "1 conflict left")

    words = page.locator(".question textarea")
    words.fill("")
    words.press_sequentially("as soon as can be everybody")
    hear(page, "no conflict left")

    assert "as soon as can be everybody" in page.locator(".merged .text").inner_text()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert words.input_value() == "as soon as can be everybody"
    assert words.evaluate("(one) => one.selectionStart") == len("as soon as can be everybody")


def test_whoever_leaves_comes_back_to_all_of_it(place: Place, open_page: Any) -> None:
    page = open_page()
    page.goto(f"{place.address}{ADDRESS}")
    choose(page, *RIVALS)
    hear(page, "1 conflict left")
    page.locator(".question textarea").fill("at once everybody")
    hear(page, "no conflict left")
    page.get_by_text("Kept as a draft").wait_for()

    page.goto(f"{place.address}/")
    page.get_by_role("link", name="Go on: Accept several into the text together").first.click()

    hear(page, "4 motions chosen, no conflict left.")
    assert page.locator(".question textarea").input_value() == "at once everybody"


def test_without_script_it_goes_step_by_step(place: Place, open_page: Any) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{place.address}{ADDRESS}")
    choose(page, *RIVALS)
    page.get_by_role("button", name="Show what comes of it").click()
    assert "1 conflict left" in page.locator(SAYS).inner_text()

    page.get_by_role("button", name="Go on").click()
    assert page.title().startswith("Error: ")
    page.locator(".question").get_by_text("on arrival every person at risk").click()
    page.get_by_role("button", name="Show what comes of it").click()
    assert "no conflict left" in page.locator(SAYS).inner_text()
    page.get_by_role("button", name="Go on").click()

    assert page.title().startswith("Check: ")
    assert "falls: nothing of it is taken" in page.locator("main").inner_text()
    page.get_by_role("button", name="Go back and change it").click()
    assert "no conflict left" in page.locator(SAYS).inner_text()


def test_the_keyboard_alone_chooses_and_decides(place: Place, open_page: Any) -> None:
    page = open_page()
    page.goto(f"{place.address}{ADDRESS}")
    box(page, "three days").focus()
    page.keyboard.press("Space")
    box(page, "on arrival").focus()
    page.keyboard.press("Space")
    hear(page, "1 conflict left")

    for _ in range(60):
        page.keyboard.press("Tab")
        if (page.evaluate("document.activeElement.name") or "").startswith("take."):
            break
    page.keyboard.press("Space")

    hear(page, "no conflict left")


def test_nothing_is_wrong_with_the_page_of_a_conflict(place: Place, open_page: Any) -> None:
    eye = Eye(open_page(), place.address)
    eye.open(ADDRESS)
    choose(eye.page, *RIVALS, "no commitment")
    hear(eye.page, "1 conflict left")
    eye.page.locator(".question").get_by_text("It is kept, with what the others ask for").click()
    eye.page.locator(".question textarea").wait_for()

    eye.look()
    eye.press("Go on")
    eye.hear_refusal()
    eye.follow_to_fault()
    eye.look(422)


def test_on_a_phone_the_motions_come_before_what_comes_of_them(place: Place, open_page: Any) -> None:
    page = open_page(viewport=PHONE)
    page.goto(f"{place.address}{ADDRESS}")
    choose(page, *RIVALS)
    hear(page, "1 conflict left")

    above, below = (page.locator(one).bounding_box() for one in (".candidates", ".bench"))

    assert above["y"] + above["height"] <= below["y"]
    assert below["x"] + below["width"] <= PHONE["width"]
