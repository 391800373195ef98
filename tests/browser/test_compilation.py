"""The compilation text in a browser: with every kind of bracket, on paper, on a phone, and from right to left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from tests.browser.eyes import Eye
from tests.browser.serving import served
from tests.builders import (
    Room,
    a_framework,
    a_ledger,
    a_member,
    a_proposal,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    new_id,
    take_stance,
)
from tests.web.conftest import an_app

DEMONSTRATION = "/frameworks/new-design/compilation"
NEGOTIATED = "/frameworks/negotiated/compilation"

HEIGHT = "(selector) => document.querySelector(selector).getBoundingClientRect().height"
IS_IN_VIEW = "(selector) => document.querySelector(selector)?.getBoundingClientRect().top < innerHeight"
IS_SHOWN = "(selector) => document.querySelector(selector)?.checkVisibility()"


def negotiate(ledger: Ledger, room: Room) -> None:
    """A text from right to left in which everything is open that can be."""
    framework = a_framework(ledger, room.consultation, slug="negotiated", language="ar")
    ids = {name: new_id() for name in ("section", *TEXTS)}
    under = {"parent": ids["section"]}
    paragraphs = [a_provision(ids[name], label=name, text=text, **under) for name, text in TEXTS.items()]
    section = a_provision(ids["section"], kind="section", heading="القسم الأول")
    a_version(ledger, framework, [section, *paragraphs])
    backed = _amend(ledger, framework, room, ids["1"], "1", "كل")
    for number in range(15):
        take_stance(ledger, a_member(ledger, room.consultation, name=f"دولة {number}"), backed, "endorse")
    _amend(ledger, framework, room, ids["1"], "1", "بعض")
    a_proposal(ledger, framework, room.member, a_provision(text="فقرة جديدة."), after=ids["1"], **under)
    base = _base("2")
    changes = [
        {"op": "relabel", "provision_id": ids["2"], "base": base, "label": "9", "heading": "عنوان"},
        {"op": "retag", "provision_id": ids["2"], "levels": ["local"], "people": ["children"]},
        {"op": "move", "provision_id": ids["2"], "after": None, **under},
    ]
    an_amendment(ledger, framework, room.member, changes)
    an_amendment(ledger, framework, room.second, [{"op": "delete", "provision_id": ids["2"], "base": base}])
    _amend(ledger, framework, room, ids["3"], "3", "بعض")
    decide(ledger, _amend(ledger, framework, room, ids["3"], "3", "كل"))


TEXTS = {number: f"تحمي الدول جميع من يصلون إليها، {number}." for number in "123"}


def _base(number: str) -> str:
    return provision_wording("", TEXTS[number])


def _amend(ledger: Ledger, framework: str, room: Room, id: str, number: str, word: str) -> str:
    text = TEXTS[number].replace("جميع", word)
    change = {"op": "rewrite", "provision_id": id, "base": _base(number), "text": text}
    return an_amendment(ledger, framework, room.member, [change])


@pytest.fixture(scope="module")
def negotiated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a text in which everything is open."""
    url = f"sqlite:///{Path(tmp_path_factory.mktemp('compilation')) / 'ledger.db'}"
    Ledger.open(url).close()
    with a_ledger(url) as ledger:
        negotiate(ledger, a_room(ledger))
    with an_app(url) as app, served(app) as address:
        yield address + NEGOTIATED


def test_nothing_is_wrong_with_the_compilation_text_of_the_demonstration(page: Any, site: str) -> None:
    eye = Eye(page, site)

    eye.open(DEMONSTRATION)

    eye.look()


def test_nothing_is_wrong_with_any_kind_of_bracket(page: Any, negotiated: str) -> None:
    eye = Eye(page, "")

    eye.open(negotiated)

    eye.look()
    assert page.locator(".bracket, .enclosed, .note-line").count() == 8


def test_the_rest_of_a_long_list_is_a_key_away(page: Any, negotiated: str) -> None:
    page.goto(negotiated)

    page.get_by_role("link", name="and 12 more").first.press("Enter")

    page.wait_for_function(IS_SHOWN, arg="[id^=who-]:target")
    assert page.evaluate("location.hash").startswith("#who-")


def test_the_index_leads_to_each_bracket(page: Any, site: str) -> None:
    page.goto(site + DEMONSTRATION)
    page.get_by_text("Brackets by provision", exact=True).click()

    page.locator(".contents a[href='#b3']").click()

    page.wait_for_function(IS_IN_VIEW, arg="#b3:target")


def test_on_paper_the_text_stands_with_its_brackets_and_without_what_is_for_screens(page: Any, site: str) -> None:
    page.goto(site + DEMONSTRATION)

    page.emulate_media(media="print")

    for shown in (".bracket b", ".by", ".plot svg", ".counted"):
        assert page.evaluate(IS_SHOWN, shown), shown
    for hidden in (".local", ".who", ".how", ".contents", ".over-time details"):
        assert not page.evaluate(IS_SHOWN, hidden), hidden
    assert page.evaluate("getComputedStyle(document.querySelector('.bracket b')).color") == "rgb(0, 0, 0)"


def test_the_chart_has_its_height_in_light_and_dark_and_its_colour_from_the_page(page: Any, site: str) -> None:
    page.goto(site + DEMONSTRATION)
    colours = set()

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(HEIGHT, ".plot svg") > 100
        colours.add(page.evaluate("getComputedStyle(document.querySelector('.plot .steps')).stroke"))

    assert len(colours) == 2
