"""Comparisons of any two states."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledger.domain.wording import provision_wording
from tests.builders import (
    TEXTS,
    Room,
    a_framework,
    a_ledger,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    give,
    new_id,
)
from tests.web.conftest import an_app
from tests.web.markup import Page
from tests.web.test_pages import page_at

NEW_DESIGN = "/frameworks/new-design"


def changes_in(page: Page) -> list[str]:
    """The list of changes in words."""
    lists = (one for one in page.all("ol") if one.get("class") == "in-words")
    return [" ".join("".join(item.itertext()).split()) for one in lists for item in one.iter("li")]


@pytest.fixture
def room_and_client(sqlite_url: str) -> Iterator[tuple[Room, FlaskClient]]:
    """A room in which one adoption made every kind of change, between two versions."""
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        states, children = room.provisions["states"], room.provisions["children"]
        base = {"provision_id": states, "base": provision_wording("", TEXTS["states"])}
        new = new_id()
        changes = [
            room.edit("states", "shall", "should"),
            {"op": "relabel", **base, "label": "1", "heading": "Duty"},
            {"op": "retag", "provision_id": states, "levels": ["national"], "people": ["refugees"]},
            {"op": "insert", "provision": a_provision(new, label="2", text="Nobody is turned away.")},
            {"op": "move", "provision_id": children, "after": None},
            room.delete("cities"),
        ]
        decide(ledger, an_amendment(ledger, room.framework, room.member, changes, title="All at once"))
        give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name="Rev. 1")
        with an_app(sqlite_url) as app:
            yield room, app.test_client()


def compared(room: Room, states: str) -> str:
    return f"/frameworks/framework-{room.framework}/compare/{states}"


def test_every_kind_of_change_is_said_in_words(room_and_client: tuple[Room, FlaskClient]) -> None:
    room, client = room_and_client

    page = page_at(client, compared(room, "1...2"))

    assert changes_in(page) == [
        "Paragraph: moved, now first in the text (before: after Paragraph)",
        "Paragraph: label “” becomes “1”; “Duty” inserted; “shall” replaced by “should”;"
        " tags, levels of governance: national added; tags, people concerned: refugees added",
        "Paragraph: deleted",
        "Paragraph 2: new, after Paragraph 1",
    ]
    assert not page.faults()


def test_the_motion_behind_each_change_is_named(room_and_client: tuple[Room, FlaskClient]) -> None:
    room, client = room_and_client

    page = page_at(client, compared(room, "1...2"))

    assert page.text.count("By: Amendment 1 “All at once”") == 4


def test_swapping_the_sides_turns_every_change_round(room_and_client: tuple[Room, FlaskClient]) -> None:
    room, client = room_and_client
    forwards = page_at(client, compared(room, "1...2"))

    backwards = page_at(client, compared(room, "2...1"))

    assert compared(room, "2...1") in forwards.links()
    assert "“should” replaced by “shall”" in " ".join(changes_in(backwards))
    assert "This goes back in time" in backwards.text
    assert len(changes_in(backwards)) == 4


def test_words_for_the_ear_and_signs_for_the_eye(room_and_client: tuple[Room, FlaskClient]) -> None:
    room, client = room_and_client

    page = page_at(client, compared(room, "1...2"))

    inserted = ["".join(one.itertext()) for one in page.all("ins")]
    deleted = ["".join(one.itertext()) for one in page.all("del")]
    assert " inserted: should end of insertion " in inserted
    assert " deleted: shall end of deletion " in deleted


def test_the_change_list_leads_to_each_change(room_and_client: tuple[Room, FlaskClient]) -> None:
    room, client = room_and_client

    page = page_at(client, compared(room, "1...2"))

    ids = {element.get("id") for element in page.all("section")}
    assert {f"p-{provision}" for provision in room.provisions.values()} <= ids


def test_what_did_not_change_is_shown_only_where_it_is_asked_for(client: FlaskClient) -> None:
    preamble = "People have always moved"

    changes = page_at(client, f"{NEW_DESIGN}/compare/1...4")
    whole = page_at(client, f"{NEW_DESIGN}/compare/1...4?show=all")

    assert preamble not in changes.text
    assert preamble in whole.text
    assert changes_in(changes) == changes_in(whole)


def test_the_record_tells_which_of_two_neighbours_was_moved(client: FlaskClient) -> None:
    changes = changes_in(page_at(client, f"{NEW_DESIGN}/compare/1...4"))

    assert "Part V, action (a): moved, now after Part V, Principle 5 (before: after Part V, Commitment 5)" in changes


def test_a_received_text_stands_behind_the_changes_that_it_made(
    sqlite_url: str, make_app: Callable[..., Flask]
) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        provisions = [a_provision(room.provisions["states"], text="States protect refugees.")]
        a_version(ledger, room.framework, provisions, name="Chair's text")
        a_version(ledger, room.framework, provisions, name="The same", issued_by=[room.organizer])
        client = make_app(sqlite_url).test_client()

    page = page_at(client, compared(room, "1...2"))
    same = page_at(client, compared(room, "2...3"))

    assert "By: received with version 2 “Chair's text”" in page.text
    assert "“shall” deleted" in changes_in(page)[0]
    assert "Nothing changed" in same.text


def test_a_date_leads_to_the_position_that_it_means(client: FlaskClient) -> None:
    response = client.get(f"{NEW_DESIGN}/compare/2016-02-01...2016-04-20?show=all")

    assert response.headers["Location"] == f"{NEW_DESIGN}/compare/@116...@236?show=all"


def test_the_form_needs_no_script(client: FlaskClient) -> None:
    page = page_at(client, f"{NEW_DESIGN}/compare?a=1")
    answer = client.get(f"{NEW_DESIGN}/compare?a=1&b=2016-04-20")

    assert [field.get("value") for field in page.all("input")] == ["1", ""]
    assert answer.headers["Location"] == f"{NEW_DESIGN}/compare/1...2016-04-20"


def test_a_comparison_of_fixed_states_is_kept_for_ever(client: FlaskClient) -> None:
    for states in ("1...4", "@116...@236", "2...@236"):
        response = client.get(f"{NEW_DESIGN}/compare/{states}")

        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("states", "status", "words"),
    [
        ("x...y", 400, "names no state"),
        ("1...y", 400, "names no state"),
        ("0...1", 400, "names no state"),
        ("-1...1", 400, "names no state"),
        ("1...1", 400, "compares a state with itself"),
        ("1", 400, "takes two states"),
        ("1..2", 400, "takes two states"),
        ("...", 400, "takes two states"),
        ("1...", 400, "takes two states"),
        ("1...2...3", 400, "names no state"),
        ("1...99", 404, "There is no version 99"),
        ("1...@99999999", 404, "The record ends at record no."),
        ("1999-01-01...1", 404, "There was no text yet"),
        ("@1...1", 404, "There was no text yet"),
        ("1...2?show=some", 400, "“show” knows no “some”"),
        ("1...2?side=1", 400, "This page has no filter “side”"),
        ("1...%00", 400, "names no state"),
        ("1...global-compact", 400, "two states of one text are compared, never two texts"),
        ("1...2?view=three", 400, "“view” knows no “three”"),
        ("1...2?words=loud", 400, "“words” knows no “loud”"),
        ("1...2?at=x", 400, "“at” takes an id"),
        ("1...2?show=all&show=all", 400, "“show” is given more than once"),
    ],
)
def test_states_that_cannot_be_compared_are_told_in_a_sentence(
    client: FlaskClient, states: str, status: int, words: str
) -> None:
    response = client.get(f"{NEW_DESIGN}/compare/{states}")

    assert response.status_code == status
    page = Page(response.text)
    assert words in page.text
    assert not page.faults()


def test_a_version_that_is_not_held_cannot_be_compared(client: FlaskClient) -> None:
    response = client.get("/frameworks/global-compact/compare/1...6")

    assert response.status_code == 404
    assert "The text of version 1 “Zero Draft” is not held here" in Page(response.text).text


def test_two_days_between_which_nothing_changed_are_compared(client: FlaskClient) -> None:
    response = client.get(f"{NEW_DESIGN}/compare/2016-04-20...2016-04-21")

    assert response.status_code == 200
    assert "immutable" not in response.headers["Cache-Control"]


@pytest.fixture
def outside(sqlite_url: str) -> Iterator[tuple[Room, FlaskClient]]:
    """A room whose text came from outside a second time: one provision under another id, one in two, two in one."""
    texts = {
        "school": "Children go to school from the first day on, whatever their papers say.",
        "judge": "Whoever is detained sees a judge within two days. Whoever is a child is never detained at all.",
        "money": "Money that is sent home is not taxed twice by those through whose hands it goes.",
        "port": "A port that takes people in from the sea is not left alone with them.",
    }
    judge, child = (f"{sentence.rstrip('.')}." for sentence in texts["judge"].split(". "))
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        old = [a_provision(label=str(at), text=text) for at, text in enumerate(texts.values(), 1)]
        a_version(ledger, room.framework, old, name="Old")
        new = [texts["school"], judge, child, f"{texts['money']} {texts['port']}"]
        a_version(ledger, room.framework, [a_provision(label=f"{at} bis", text=one) for at, one in enumerate(new, 1)])
        with an_app(sqlite_url) as app:
            yield room, app.test_client()


def test_words_that_came_back_under_another_number_are_linked_in_words(outside: tuple[Room, FlaskClient]) -> None:
    room, client = outside

    told = changes_in(page_at(client, compared(room, "2...3")))

    assert "Paragraph 1: deleted; its words stand now in Paragraph 1 bis" in told
    assert "Paragraph 2: deleted; split into Paragraph 2 bis and Paragraph 3 bis" in told
    assert "Paragraph 3: deleted; joined with Paragraph 4 into Paragraph 4 bis" in told
    assert any(one.endswith("joined from Paragraph 3 and Paragraph 4") for one in told)


def test_every_change_of_words_has_an_address(room_and_client: tuple[Room, FlaskClient]) -> None:
    room, client = room_and_client

    page = page_at(client, compared(room, "1...2"))

    links = {link.get("href", "").partition("#")[2]: "".join(link.itertext()) for link in page.all("a")}
    states = room.provisions["states"]
    assert links[f"c-{states}-1"] == "“Duty” inserted"
    assert links[f"c-{states}-2"] == "“shall” replaced by “should”"
    own = [link.get("href") for link in page.all("a") if "".join(link.itertext()) == "Link to this change"]
    assert f"{compared(room, '1...2')}#p-{states}" in own


def test_changes_lead_to_their_neighbours(room_and_client: tuple[Room, FlaskClient]) -> None:
    room, client = room_and_client

    page = page_at(client, compared(room, "1...2"))

    order = [section.get("id") for section in page.all("section")]
    steps = [link.get("href", "")[1:] for link in page.all("a") if "".join(link.itertext()) == "Next change"]
    assert steps == order[1:]


def test_the_decision_behind_a_change_has_its_day_and_record(room_and_client: tuple[Room, FlaskClient]) -> None:
    room, client = room_and_client

    page = page_at(client, compared(room, "1...2"))

    (sources, *_) = (p for p in page.all("p") if "sources" in p.get("class", ""))
    assert "By: Amendment 1 “All at once”, accepted on 5 March 2018" in " ".join("".join(sources.itertext()).split())
    assert any(link.get("href", "").startswith("/record/") for link in sources.iter("a"))


def test_every_motion_that_changed_one_provision_is_named(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        motions = [
            an_amendment(ledger, room.framework, room.member, [room.edit("states", old, new)], title=title)
            for old, new, title in (("shall", "should", "Less"), ("refugees", "all refugees", "More"))
        ]
        for motion in motions:
            decide(ledger, motion)
        head = ledger.record_store.head()
        page = page_at(make_app(sqlite_url).test_client(), compared(room, f"1...@{head}"))

    (sources,) = ("".join(p.itertext()) for p in page.all("p") if "sources" in p.get("class", ""))
    assert "Amendment 1 “Less”" in sources
    assert "Amendment 2 “More”" in sources


def test_side_by_side_is_a_table_with_a_group_of_rows_for_each_provision(
    room_and_client: tuple[Room, FlaskClient],
) -> None:
    room, client = room_and_client

    page = page_at(client, f"{compared(room, '1...2')}?view=side")

    (table,) = page.all("table")
    columns = ["".join(cell.itertext()) for cell in table.iter("th") if cell.get("scope") == "col"]
    assert columns == ["Before: version 1 “A draft”", "After: version 2 “Rev. 1”"]
    groups = {body.get("id"): [words(cell) for cell in body.iter("td")] for body in table.iter("tbody")}
    assert groups[f"p-{room.provisions['states']}"] == [
        "Before States deleted: shall end of deletion protect refugees.",
        "After 1 inserted: Duty end of insertion States inserted: should end of insertion protect refugees.",
    ]
    assert groups[f"p-{room.provisions['cities']}"][1] == "After Not in this state."
    assert not page.faults()


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_in_a_text_from_right_to_left_the_older_column_is_the_right_one(
    sqlite_url: str, make_app: Callable[..., Flask]
) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        framework, one = a_framework(ledger, room.consultation, language="ar"), new_id()
        for text in ("تحمي الدول اللاجئين.", "تحمي الدول جميع اللاجئين."):
            a_version(ledger, framework, [a_provision(one, text=text)])
        page = page_at(make_app(sqlite_url).test_client(), f"/frameworks/framework-{framework}/compare/1...2?view=side")

    (table,) = page.all("table")
    assert table.get("dir") == "rtl"
    texts = [p for p in page.all("p") if p.get("class") == "text"]
    assert [(p.get("lang"), p.get("dir")) for p in texts] == [("ar", "rtl")] * 2
    assert {cell.get("dir") for cell in table.iter("th")} == {"ltr"}


def test_controls_of_direction_are_shown_and_not_obeyed(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        framework, one = a_framework(ledger, room.consultation), new_id()
        for text in ("States pay.", "States \u202epay\u202c nobody."):
            a_version(ledger, framework, [a_provision(one, label="\u2067I", text=text)], name="\u202eRev")
        client = make_app(sqlite_url).test_client()
    for query in ("", "?view=side", "?view=numbers", "?show=all"):
        page = page_at(client, f"/frameworks/framework-{framework}/compare/1...2{query}")

        assert not set("\u202e\u202c\u2067") & set(page.text), query
        assert "RLI" in page.text


def test_the_words_for_the_ear_can_be_left_out(room_and_client: tuple[Room, FlaskClient]) -> None:
    room, client = room_and_client
    address = compared(room, "1...2")

    quiet = page_at(client, f"{address}?words=off")

    assert f"{address}?words=off" in page_at(client, address).links()
    assert address in quiet.links()
    assert "end of insertion" not in quiet.text
    assert [words(one) for one in quiet.all("del")] == ["deleted words", "shall", "Cities may host new arrivals."]


def test_old_and_new_numbers_stand_in_one_table(outside: tuple[Room, FlaskClient]) -> None:
    room, client = outside

    page = page_at(client, f"{compared(room, '2...3')}?view=numbers")

    rows = [[words(cell) for cell in row if cell.tag in ("td", "th")] for row in page.all("tr")]
    assert rows[0] == ["Before", "After", "What became of it"]
    assert ["Paragraph 1", "–", "deleted; its words stand now in Paragraph 1 bis"] in rows
    assert ["–", "Paragraph 1 bis", "new; its words stood before in Paragraph 1"] in rows
    assert not page.faults()


@pytest.fixture
def long(sqlite_url: str) -> Iterator[tuple[Room, FlaskClient]]:
    """A text of four parts with a hundred paragraphs each, all of which change."""
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        parts = [a_provision(label=name, kind="part", heading=f"On {name}") for name in ("I", "II", "III", "IV")]
        below = [(new_id(), part["provision_id"]) for part in parts for _ in range(100)]
        for said in ("may", "shall"):
            made = [
                a_provision(id, parent=part, label=f"({at})", text=f"States {said} do {at}.")
                for at, (id, part) in enumerate(below)
            ]
            a_version(ledger, room.framework, [*parts, *made])
        with an_app(sqlite_url) as app:
            yield room, app.test_client()


def test_a_long_comparison_begins_with_an_index_and_shows_a_part_of_it(long: tuple[Room, FlaskClient]) -> None:
    room, client = long

    page = page_at(client, compared(room, "2...3"))

    (index,) = page.all("table")
    rows = [[words(cell) for cell in row] for row in index.iter("tr")][1:]
    assert rows == [[f"{name}: On {name}", "100", "100 edited"] for name in ("I", "II", "III", "IV")]
    assert "400 provisions changed" in page.text
    assert "Changes 1 to 100 of 400" in page.text
    assert len(changes_in(page)) == 100
    assert not page.faults()


def test_the_parts_of_a_long_comparison_hold_every_change_once(long: tuple[Room, FlaskClient]) -> None:
    room, client = long
    address, seen = compared(room, "2...3"), []
    while address:
        page = page_at(client, address)
        seen += [section.get("id") for section in page.all("section")]
        address = next((link.get("href", "") for link in page.all("a") if link.get("rel") == "next"), "")

    assert len(seen) == len(set(seen)) == 400


def test_a_change_in_a_long_comparison_has_an_address_that_leads_to_it(long: tuple[Room, FlaskClient]) -> None:
    room, client = long
    index = page_at(client, compared(room, "2...3"))
    (third,) = (link for link in index.all("a") if words(link) == "III: On III" and "at=" in link.get("href", ""))
    address, _, anchor = third.get("href", "").partition("#")

    page = page_at(client, address)

    assert anchor in [section.get("id") for section in page.all("section")]
    own = {link.get("href", "") for link in page.all("a") if words(link) == "Link to this change"}
    for other in (one for one in own if one.endswith(anchor)):
        assert anchor in [section.get("id") for section in page_at(client, other.partition("#")[0]).all("section")]


def test_no_page_of_a_comparison_holds_a_name(room_and_client: tuple[Room, FlaskClient]) -> None:
    room, client = room_and_client

    for query in ("", "?view=side", "?view=numbers", "?show=all"):
        page = page_at(client, compared(room, "1...2") + query)

        assert not [link for link in page.links() if link.startswith("/participants/")]
