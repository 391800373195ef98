"""The compilation text: brackets, who asked and who backs, alternatives, bis and ter, and the numbers over time."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from tests.builders import (
    TEXTS,
    Data,
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
    give,
    new_id,
    take_stance,
)
from tests.web.markup import Page
from tests.web.test_pages import page_at
from tests.web.test_queries import queries_of

DEMONSTRATION = "/frameworks/new-design/compilation"

Makes = Callable[..., Flask]


def address(room: Room) -> str:
    return f"/frameworks/framework-{room.framework}/compilation"


def shown(page: Page, id: str) -> str:
    """What is read in the element with an id."""
    (element,) = (one for one in page.root.iter() if one.get("id") == id)
    return " ".join("".join(element.itertext()).split())


def insertion(room: Room, before: str, words: str) -> Data:
    """The change that puts words before others in one of the room's provisions."""
    start = TEXTS["cities"].index(before)
    return {**room.edit("cities", before, words), "edits": [[start, start, words]]}


def compiled(make_app: Makes, url: str, room: Room) -> Page:
    page = page_at(make_app(url).test_client(), address(room))
    assert not page.faults()
    return page


def test_new_words_stand_in_a_bracket_with_who_asked_who_joined_and_who_backs_them(
    sqlite_url: str, make_app: Makes
) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        names = {name: a_member(ledger, room.consultation, name=name) for name in ("Norway", "Chile", "Kenya", "Peru")}
        motion = an_amendment(ledger, room.framework, names["Norway"], [insertion(room, "host", "gladly ")])
        take_stance(ledger, names["Chile"], motion, "sponsor")
        take_stance(ledger, names["Kenya"], motion, "endorse")
        take_stance(ledger, names["Peru"], motion, "object", reason="No.")
        page = compiled(make_app, sqlite_url, room)

    assert shown(page, "b1") == (
        "[Bracket 1: add, proposed by Norway, joined by Chile, backed by Kenya, opposed by Peru (amendment 1): gladly] "
        "end of bracket 1"
    )
    assert "Cities may [" in page.text
    assert "end of bracket 1 host new arrivals." in page.text


def test_alternatives_are_numbered_and_the_first_is_the_words_as_they_stand(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        for new in ("shall", "should"):
            an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", new)])
        page = compiled(make_app, sqlite_url, room)

    told = shown(page, "b1")
    assert told.startswith(
        "[Bracket 1: alt 1, as it stands: may] [alt 2, proposed by A seat (amendment 1): shall] [alt 3,"
    )
    assert told.endswith("(amendment 2): should] end of bracket 1")


def test_words_and_provisions_that_are_to_go_say_so(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may ", "")])
        an_amendment(ledger, room.framework, room.member, [room.delete("children")])
        page = compiled(make_app, sqlite_url, room)

    assert "Bracket 1: delete, proposed by A seat (amendment 1): may]" in shown(page, "b1")
    whole = shown(page, "b2")
    assert "Bracket 2: delete, proposed by A seat (amendment 2):" in whole
    assert "Children go to school." in whole
    assert whole.endswith("] end of bracket 2")


def test_new_provisions_are_bracketed_whole_as_bis_and_ter(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        framework = a_framework(ledger, room.consultation, slug="numbered")
        seven = new_id()
        a_version(ledger, framework, [a_provision(seven, label="7", text="Seven.")])
        for words in ("One.", "Two."):
            a_proposal(ledger, framework, room.member, a_provision(text=words), after=seven)
        page = page_at(make_app(sqlite_url).test_client(), "/frameworks/numbered/compilation")

    assert not page.faults()
    assert "7 bis One." in shown(page, "b1")
    assert "7 ter Two." in shown(page, "b2")
    assert "2 open brackets: 0 in 0 of 1 provision, 2 round new provisions." in page.text


def test_what_is_asked_for_beside_the_words_is_told_in_words_and_counted_apart(
    sqlite_url: str, make_app: Makes
) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        change = {"provision_id": room.provisions["states"]}
        base = room.delete("states")["base"]
        changes: list[dict[str, Any]] = [
            {**change, "op": "move", "after": room.provisions["children"]},
            {**change, "op": "relabel", "base": base, "label": "3", "heading": "Protection"},
            {**change, "op": "retag", "levels": ["local"]},
        ]
        an_amendment(ledger, room.framework, room.member, changes)
        page = compiled(make_app, sqlite_url, room)

    assert "4 open brackets: 4 in 1 of 3 provisions. 3 are about places, labels or tags only." in page.text
    assert "move after" in shown(page, "b1")
    assert "label to read “3”" in shown(page, "b2")
    assert "heading to read “Protection”" in shown(page, "b3")
    assert "levels of governance: local added" in shown(page, "b4")


def test_observers_are_told_apart_from_members(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        watcher = a_member(ledger, room.consultation, "observer", name="A watcher")
        motion = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")])
        take_stance(ledger, watcher, motion, "endorse")
        page = compiled(make_app, sqlite_url, room)

    assert "A watcher" not in shown(page, "b1")
    assert "Not members, who do not count: backed by A watcher." in page.text


def test_a_long_list_of_backers_is_cut_within_the_bracket_and_whole_below(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        motion = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")])
        for number in range(15):
            take_stance(ledger, a_member(ledger, room.consultation, name=f"State {number}"), motion, "endorse")
        page = compiled(make_app, sqlite_url, room)

    assert "backed by State 0, State 1, State 2 and 12 more (amendment 1)" in shown(page, "b1")
    assert "State 13 and State 14." in page.text


def test_who_speaks_on_behalf_of_others_says_so(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        others = a_member(ledger, room.consultation, kind="delegation", name="The islands")
        changes = [room.edit("cities", "may", "shall")]
        an_amendment(ledger, room.framework, room.member, changes, on_behalf_of=[others])
        page = compiled(make_app, sqlite_url, room)

    assert "proposed by A seat on behalf of The islands." in page.text


def test_what_is_not_on_todays_words_is_named_there_and_in_no_bracket(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "should")], title="Too late")
        decide(ledger, an_amendment(ledger, room.framework, room.second, [room.edit("cities", "may", "shall")]))
        page = compiled(make_app, sqlite_url, room)

    assert "0 open brackets" in page.text
    assert "1 open motion is not on today's words and in no bracket" in page.text
    assert "Not on today's words: see Amendment 1 “Too late”" in shown(page, f"p-{room.provisions['cities']}")


def test_what_lost_its_place_is_named_at_the_end(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "should")], title="Too late")
        decide(ledger, an_amendment(ledger, room.framework, room.second, [room.delete("cities")]))
        page = compiled(make_app, sqlite_url, room)

    assert page.text.index("is no longer in the text") < page.text.index("Amendment 1 “Too late”")


def test_who_is_protected_or_was_erased_is_not_named(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        hidden = a_member(ledger, room.consultation, name="Hidden", protected=True)
        erased = a_member(ledger, room.consultation, name="Gone", kind="delegation", short="GO")
        motion = an_amendment(ledger, room.framework, hidden, [room.edit("cities", "may", "shall")])
        take_stance(ledger, erased, motion, "endorse")
        give(ledger, "erase_participant", participant_id=erased, reason="legal_order")
        page = compiled(make_app, sqlite_url, room)

    assert "proposed by Protected participant" in shown(page, "b1")
    assert "backed by A participant who was erased" in page.text
    assert not {"Hidden", "Gone", "GO"} & set(page.text.replace(".", " ").split())


def test_the_number_on_the_page_is_the_last_of_the_chart(client: FlaskClient) -> None:
    page = page_at(client, DEMONSTRATION)

    (table,) = page.all("table")
    last = ["".join(cell.itertext()) for cell in list(table.iter("tr"))[1].iter("td")]
    assert f"{last[1]} open brackets" in page.text
    assert len(list(table.iter("tr"))) > 40


def test_alternatives_of_one_bracket_are_not_said_to_exclude_one_another(client: FlaskClient) -> None:
    page = page_at(client, DEMONSTRATION)

    assert "Each is given as if it alone were accepted" in page.text
    assert "which of them can be accepted together stands on the page of each amendment" in page.text


def test_the_chart_has_a_name_and_words(client: FlaskClient) -> None:
    page = page_at(client, DEMONSTRATION)

    (chart,) = (one for one in page.root.iter() if str(one.tag).endswith("svg"))
    ids = {str(one.get("id")): "".join(one.itertext()) for one in chart.iter() if one.get("id")}
    assert chart.get("role") == "img"
    assert next(ids[id] for id in str(chart.get("aria-labelledby")).split()) == "Open brackets over time"


def test_every_bracket_of_the_demonstration_is_in_the_index(client: FlaskClient) -> None:
    page = page_at(client, DEMONSTRATION)

    ids = {str(one.get("id")) for one in page.root.iter()}
    brackets = {id for id in ids if id.startswith("b") and id[1:].isdigit()}
    linked = {link.get("href", "")[1:] for link in page.all("a") if link.get("href", "").startswith("#b")}
    assert brackets == linked
    assert len(brackets) > 5


def test_a_framework_without_a_text_says_so(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        a_framework(ledger, a_room(ledger).consultation, slug="empty")
        page = page_at(make_app(sqlite_url).test_client(), "/frameworks/empty/compilation")

    assert not page.faults()
    assert "No text has been recorded yet" in page.text
    assert "0 open brackets" in page.text


def test_words_of_a_text_from_right_to_left_keep_their_direction(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        framework = a_framework(ledger, room.consultation, slug="arabic", language="ar")
        id, words = new_id(), "تحمي الدول اللاجئين."
        a_version(ledger, framework, [a_provision(id, text=words)])
        base = provision_wording("", words)
        change = {"op": "rewrite", "provision_id": id, "base": base, "text": "تحمي المدن اللاجئين."}
        an_amendment(ledger, framework, room.member, [change])
        page = page_at(make_app(sqlite_url).test_client(), "/frameworks/arabic/compilation")

    (text,) = (one for one in page.all("div") if one.get("class") == "text")
    assert (text.get("lang"), text.get("dir")) == ("ar", "rtl")
    said = [one for one in text.iter("span") if one.get("class") == "by"]
    assert {(one.get("lang"), one.get("dir")) for one in said} == {("en", "ltr")}


def test_the_page_is_asked_for_again_and_never_kept_for_others(client: FlaskClient) -> None:
    response = client.get(DEMONSTRATION)
    again = client.get(DEMONSTRATION, headers={"If-None-Match": response.headers["ETag"]})

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert again.status_code == 304


@pytest.mark.parametrize(("asked", "status"), [("/frameworks/none/compilation", 404), (DEMONSTRATION + "?a=1", 400)])
def test_what_is_not_there_is_said(client: FlaskClient, asked: str, status: int) -> None:
    assert client.get(asked).status_code == status


def test_every_page_of_a_framework_leads_there(client: FlaskClient) -> None:
    for part in ("", "/history", "/motions", "/compare"):
        assert DEMONSTRATION in page_at(client, f"/frameworks/new-design{part}").links()


def test_the_page_asks_no_more_often_because_more_is_open(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        negotiate(ledger, room, 1)
        app = make_app(sqlite_url)
        short = queries_of(app, address(room))

        negotiate(ledger, room, 30)
        long = queries_of(app, address(room))

    assert long == short < 20


def negotiate(ledger: Ledger, room: Room, times: int) -> None:
    for number in range(times):
        backer = a_member(ledger, room.consultation, name=f"Seat {number}")
        motion = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", f"shall {number}")])
        take_stance(ledger, backer, motion, "endorse")
        a_proposal(ledger, room.framework, room.member, a_provision(text=f"{number}."))
        give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name=f"Rev. {number}")


def test_white_space_alone_is_called_so(sqlite_url: str, make_app: Makes) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        an_amendment(ledger, room.framework, room.member, [room.edit("cities", " ", "  ")])
        page = compiled(make_app, sqlite_url, room)

    told = shown(page, "b1")
    assert "alt 1, as it stands: white space]" in told
    assert "alt 2, proposed by A seat (amendment 1): white space]" in told
