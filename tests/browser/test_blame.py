"""Who wrote which words, in a browser: by pointing, by keyboard, on paper, at 320 pixels, and from right to left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from tests.browser.eyes import Eye
from tests.browser.serving import served
from tests.builders import (
    TEXTS,
    Room,
    a_framework,
    a_ledger,
    a_member,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    give,
    new_id,
)
from tests.web.conftest import an_app

ARABIC = "تحمي الدول جميع من يصلون إليها."
LONG_NAME = "The Permanent Observer Mission of an Organization with a Very Long Name to the United Nations"

FIRST = ".blame a.by:not([tabindex])"
IS_SHOWN = "(selector) => document.querySelector(selector).checkVisibility()"
FOCUSED = "document.activeElement.id"
COVERED = """(selector) => {
  const tip = document.querySelector(`${selector} .tip`).getBoundingClientRect();
  const lines = [...document.querySelectorAll(".blame .text")].map((one) => one.getBoundingClientRect());
  return lines.some((one) => one.bottom > tip.top) || tip.left < 0 || tip.right > innerWidth;
}"""


def write(ledger: Ledger, room: Room) -> dict[str, str]:
    """Provisions with many hands in them, by language; gives their addresses."""
    return {"en": _in_english(ledger, room), "ar": _in_arabic(ledger, room)}


def _in_english(ledger: Ledger, room: Room) -> str:
    """Words of one motion, of two that asked for the same, and of an issued text, in several places."""
    observer = a_member(ledger, room.consultation, name=LONG_NAME)
    one = an_amendment(ledger, room.framework, observer, [room.edit("states", "shall", "must")])
    same = an_amendment(ledger, room.framework, room.second, [room.edit("states", "shall", "must")])
    give(ledger, "adopt_motions", framework_id=room.framework, motions=[one, same])
    id = room.provisions["states"]
    text = f"All {TEXTS['states'].replace('shall', 'must')[:-1]} and host all who arrive, and heed {'w' * 90}."
    a_version(ledger, room.framework, [a_provision(id, text=text)], extent="extract", issued_by=[room.facilitator])
    return f"/provisions/{id}"


def _in_arabic(ledger: Ledger, room: Room) -> str:
    framework, id = a_framework(ledger, room.consultation, language="ar"), new_id()
    a_version(ledger, framework, [a_provision(id, text=ARABIC)])
    changed = {"base": provision_wording("", ARABIC), "text": ARABIC.replace("جميع", "كل")}
    decide(ledger, an_amendment(ledger, framework, room.member, [{"op": "rewrite", "provision_id": id, **changed}]))
    return f"/provisions/{id}"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of provisions with many hands in them, by language."""
    url = f"sqlite:///{Path(tmp_path_factory.mktemp('blame')) / 'ledger.db'}"
    Ledger.open(url).close()
    with a_ledger(url) as ledger:
        paths = write(ledger, a_room(ledger))
    with an_app(url) as app, served(app) as address:
        yield {language: address + path for language, path in paths.items()}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_wrong_with_marked_words(page: Any, written: dict[str, str], language: str) -> None:
    eye = Eye(page, "")

    eye.open(written[language])

    eye.look()
    assert page.locator(".blame a.by").count() >= 1


def test_by_keyboard_one_comes_to_each_entry_once_and_back_to_its_words(page: Any, written: dict[str, str]) -> None:
    page.goto(written["en"])
    entries = page.locator(".credits > li").count()
    assert page.locator(FIRST).count() == entries < page.locator(".blame a.by").count()

    page.locator(FIRST).first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#words-1"

    page.keyboard.press("Tab")
    while "back" not in (page.evaluate("document.activeElement.className") or ""):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#mark-1"


def test_what_is_told_of_the_words_in_focus_is_seen_and_covers_no_text(page: Any, written: dict[str, str]) -> None:
    page.goto(written["en"])
    for size in (None, {"width": 320, "height": 700}):
        if size:
            page.set_viewport_size(size)
        page.locator("#words").evaluate("(one) => one.scrollIntoView()")
        page.keyboard.press("Tab")

        page.locator("#mark-2").focus()

        assert page.evaluate(FOCUSED) == "mark-2"
        assert page.evaluate(IS_SHOWN, "#mark-2 .tip")
        assert not page.evaluate(COVERED, "#mark-2")
        assert LONG_NAME in page.locator("#mark-2 .tip").inner_text()


def test_pointing_tells_of_the_words_without_moving_any(page: Any, written: dict[str, str]) -> None:
    page.goto(written["en"])
    mark = page.locator("#mark-1")
    before = mark.bounding_box(), page.evaluate("document.body.scrollHeight")

    mark.hover()

    assert page.evaluate(IS_SHOWN, "#mark-1 .tip")
    mark.scroll_into_view_if_needed()
    assert mark.bounding_box()["width"] == before[0]["width"]
    assert page.evaluate("document.body.scrollHeight") == before[1]


def test_marks_are_told_apart_without_colour_and_stand_on_paper_with_their_list(
    page: Any, written: dict[str, str]
) -> None:
    page.goto(written["en"])
    styles = page.locator(FIRST).evaluate_all(
        "(all) => all.map((one) => getComputedStyle(one).textDecorationStyle + one.querySelector('sup').innerText)"
    )
    assert len(styles) == len(set(styles)) > 1

    page.emulate_media(media="print")

    for shown in (".blame .text", ".by sup", ".credits li"):
        assert page.evaluate(IS_SHOWN, shown), shown
    for hidden in (".resting", ".credits .back"):
        assert not page.evaluate(IS_SHOWN, hidden), hidden
