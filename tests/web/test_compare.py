"""Comparisons of any two states."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledger.domain.wording import provision_wording
from tests.builders import TEXTS, Room, a_ledger, a_provision, a_room, a_version, an_amendment, decide, give, new_id
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
