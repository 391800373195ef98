"""One provision: every state of it."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from tests.builders import TEXTS, Room, a_ledger, a_room, a_statement, an_amendment, decide, give
from tests.web.conftest import an_app
from tests.web.markup import Page
from tests.web.test_pages import page_at

Own = tuple[Ledger, Room, FlaskClient]


@pytest.fixture
def own(sqlite_url: str) -> Iterator[Own]:
    """A room of one's own, and a reader of it."""
    with a_ledger(sqlite_url) as ledger, an_app(sqlite_url) as app:
        yield ledger, a_room(ledger), app.test_client()


def history(page: Page) -> list[str]:
    """The states of a provision, newest first."""
    lists = (one for one in page.all("ol") if one.get("class") == "entries")
    return [" ".join("".join(item.itertext()).split()) for one in lists for item in one.findall("li")]


def adopt(ledger: Ledger, room: Room, *changes: dict[str, object], **more: object) -> None:
    decide(ledger, an_amendment(ledger, room.framework, room.member, list(changes), **more))


def test_every_state_is_shown_with_what_made_it(own: Own) -> None:
    ledger, room, client = own
    adopt(ledger, room, room.edit("states", "shall", "should"), title="Softer")

    states = history(page_at(client, f"/provisions/{room.provisions['states']}"))

    assert len(states) == 2
    assert "“shall” replaced by “should”" in states[0]
    assert "By: Amendment 1 “Softer”" in states[0]
    assert "First stood in the text. By: received with version 1 “A draft”" in states[1]


def test_a_move_is_a_state_of_its_own(own: Own) -> None:
    ledger, room, client = own
    adopt(ledger, room, {"op": "move", "provision_id": room.provisions["children"], "after": None})

    states = history(page_at(client, f"/provisions/{room.provisions['children']}"))

    assert "Moved" in states[0]


def test_a_deleted_provision_keeps_its_page(own: Own) -> None:
    ledger, room, client = own
    adopt(ledger, room, room.delete("cities"))

    page = page_at(client, f"/provisions/{room.provisions['cities']}")

    assert "This provision was deleted from the text" in page.text
    assert TEXTS["cities"] in page.text
    assert "Deleted." in history(page)[0]
    assert not page.faults()


def test_positions_and_statements_about_a_provision_stand_on_its_page(own: Own) -> None:
    ledger, room, client = own
    subject = {"kind": "provision", "id": room.provisions["cities"]}
    give(ledger, "endorse", participant_id=room.member, subject=subject, stance="object", reason="Not so.")
    a_statement(ledger, room.consultation, room.second, text="Cities do it already.", about=[subject])

    page = page_at(client, f"/provisions/{subject['id']}")

    assert "Members: 1 objects" in page.text
    assert "Not so." in page.text
    assert "Cities do it already." in page.text


def test_a_position_on_earlier_words_is_not_carried_over(own: Own) -> None:
    ledger, room, client = own
    subject = {"kind": "provision", "id": room.provisions["states"]}
    give(ledger, "endorse", participant_id=room.member, subject=subject, stance="endorse")
    adopt(ledger, room, room.edit("states", "shall", "should"))

    page = page_at(client, f"/provisions/{subject['id']}")

    assert "1 position given to an earlier wording only, not counted" in page.text


def test_motions_about_a_provision_are_listed_open_ones_first(client: FlaskClient) -> None:
    design = page_at(client, "/frameworks/new-design/compare/3...4")
    links = {"".join(a.itertext()): a.get("href", "") for a in design.all("a") if "/provisions/" in a.get("href", "")}
    provision = links["Part II, Commitment 2"]

    page = page_at(client, provision)

    order = [page.text.index(f"Amendment {number}:") for number in (18, 17, 16)]
    assert order == sorted(order)


def test_a_long_history_is_paged_without_a_gap(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        provision = room.provisions["states"]
        for number in range(60):
            text = TEXTS["states"] if number == 0 else f"{TEXTS['states']} {number}"
            change = {"op": "rewrite", "provision_id": provision, "base": provision_wording("", text)}
            adopt(ledger, room, {**change, "text": f"{TEXTS['states']} {number + 1}"})
        client = make_app(sqlite_url).test_client()
    first = page_at(client, f"/provisions/{provision}")

    rest = page_at(client, next(link for link in first.links() if "?before=" in link))

    states = [*history(first), *history(rest)]
    assert [state.split(",")[0] for state in states] == [f"Revision {number}" for number in range(61, 0, -1)]
    assert "First stood in the text" not in states[49]
    assert "First stood in the text" in states[60]


@pytest.mark.parametrize("provision_id", ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "1", "%00"])
def test_a_provision_that_is_not_there_is_told(client: FlaskClient, provision_id: str) -> None:
    response = client.get(f"/provisions/{provision_id}")

    assert response.status_code == 404
    assert not Page(response.text).faults()
