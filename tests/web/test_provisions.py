"""One provision: every state of it."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from tests.builders import (
    TEXTS,
    Room,
    a_framework,
    a_ledger,
    a_member,
    a_participant,
    a_provision,
    a_room,
    a_statement,
    a_version,
    an_amendment,
    decide,
    give,
)
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


def credits_of(page: Page) -> list[str]:
    """The entries of who wrote which words, in order."""
    lists = (one for one in page.all("ol") if one.get("class") == "credits")
    return [" ".join("".join(item.itertext()).split()) for one in lists for item in one.findall("li")]


def marks_of(page: Page) -> list[Element]:
    return [link for link in page.all("a") if (link.get("id") or "").startswith("mark-")]


def test_every_word_that_was_changed_is_marked_and_its_entry_says_who_and_when_and_instead_of_what(own: Own) -> None:
    ledger, room, client = own
    adopt(ledger, room, room.edit("states", "shall", "must"), title="Firmer")

    page = page_at(client, f"/provisions/{room.provisions['states']}")

    (entry,) = credits_of(page)
    assert entry.startswith("“must”: Amendment 1 “Firmer” by A seat, adopted on 5 March 2018")
    assert "(recorded by the import), in place of “shall”." in entry
    assert "Words without a mark: received with version 1 “A draft” on 5 March 2018" in page.text
    assert not page.faults()


def test_a_mark_leads_to_its_entry_and_is_described_by_it_and_the_entry_leads_back(own: Own) -> None:
    ledger, room, client = own
    adopt(ledger, room, room.edit("states", "shall", "must"))

    page = page_at(client, f"/provisions/{room.provisions['states']}")

    (mark,) = marks_of(page)
    assert mark.get("href") == f"#{mark.get('aria-describedby')}" == "#words-1"
    assert any(link.get("href") == f"#{mark.get('id')}" for link in page.all("a"))


def test_words_of_one_entry_that_stand_apart_are_one_stop_for_the_keyboard(own: Own) -> None:
    ledger, room, client = own
    adopt(ledger, room, room.edit("states", "protect refugees", "help and host people"))
    text = "States shall help and host people."
    change = {"op": "rewrite", "provision_id": room.provisions["states"], "base": provision_wording("", text)}
    adopt(ledger, room, {**change, "text": text.replace("and", "or")})

    page = page_at(client, f"/provisions/{room.provisions['states']}")

    assert [mark.get("tabindex") for mark in marks_of(page)] == [None, None, "-1"]
    assert credits_of(page)[0].startswith("“help”, “host people”: Amendment 1")
    assert not page.faults()


def test_a_text_of_one_origin_bears_no_marks(own: Own) -> None:
    _, room, client = own

    page = page_at(client, f"/provisions/{room.provisions['cities']}")

    assert "All of its words: received with version 1 “A draft” on 5 March 2018" in page.text
    assert marks_of(page) == []


def test_words_that_were_issued_say_by_whom(own: Own) -> None:
    ledger, room, client = own
    provision = a_provision(room.provisions["states"], text="States must protect refugees.")
    issuer = a_participant(ledger, "delegation", name="The chair's office")
    a_version(ledger, room.framework, [provision], extent="extract", issued_by=[issuer], name="Chair's text")

    page = page_at(client, f"/provisions/{room.provisions['states']}")

    assert "“must”: issued with version 2 “Chair's text” by The chair's office on 5 March 2018" in credits_of(page)[0]


def test_who_wrote_what_can_be_asked_of_an_earlier_state(own: Own) -> None:
    ledger, room, client = own
    address = f"/provisions/{room.provisions['states']}"
    adopt(ledger, room, room.edit("states", "shall", "must"))
    earlier = [link for link in page_at(client, address).links() if "at=" in link][-1]

    page = page_at(client, earlier)

    assert "Who wrote which words at record no." in page.text
    assert "All of its words: received with version 1" in page.text
    assert not page.faults()


def test_before_a_provision_stood_nobody_had_written_it(own: Own) -> None:
    _, room, client = own

    page = page_at(client, f"/provisions/{room.provisions['states']}?at=1")

    assert "It had not stood in the text by then." in page.text


def test_a_state_that_is_not_on_record_yet_is_told_with_the_newest(own: Own) -> None:
    ledger, room, client = own

    response = client.get(f"/provisions/{room.provisions['states']}?at=999999")

    assert response.status_code == 404
    assert f"The newest is record no. {ledger.record_store.head()}." in Page(response.text).text


@pytest.mark.parametrize("how", ["protected", "erased"])
def test_no_name_that_is_kept_back_stands_in_an_entry_or_beside_a_mark(own: Own, how: str) -> None:
    ledger, room, client = own
    kept_back = a_member(ledger, room.consultation, name="Amina Doe", protected=how == "protected")
    motion = an_amendment(ledger, room.framework, kept_back, [room.edit("states", "shall", "must")])
    decide(ledger, motion)
    if how == "erased":
        give(ledger, "erase_participant", participant_id=kept_back, reason="at_the_persons_request")

    response = client.get(f"/provisions/{room.provisions['states']}")

    assert "Amina" not in response.text
    instead = "Protected participant" if how == "protected" else "A participant who was erased"
    assert f"by {instead}" in credits_of(Page(response.text))[0]


def test_words_from_right_to_left_stand_so_in_the_text_and_in_the_list(sqlite_url: str) -> None:
    with a_ledger(sqlite_url) as ledger, an_app(sqlite_url) as app:
        room = a_room(ledger)
        framework = a_framework(ledger, room.consultation, language="ar")
        provision = a_provision(text="تحمي الدول اللاجئين.")
        a_version(ledger, framework, [provision])
        base = provision_wording("", provision["text"])
        change = {"op": "edit", "provision_id": provision["provision_id"], "base": base, "edits": [[0, 4, "تستقبل"]]}
        decide(ledger, an_amendment(ledger, framework, room.member, [change]))
        page = page_at(app.test_client(), f"/provisions/{provision['provision_id']}")

    quoted = [one for one in page.all("bdi") if one.get("lang") == "ar"]
    assert {one.get("dir") for one in quoted} == {"rtl"}
    assert "تستقبل" in {"".join(one.itertext()) for one in quoted}
    assert not page.faults()


def test_markup_in_the_words_is_shown_and_not_obeyed(own: Own) -> None:
    ledger, room, client = own
    adopt(ledger, room, room.edit("states", "shall", "<b>must</b>"), title="<i>Firm</i>")

    page = page_at(client, f"/provisions/{room.provisions['states']}")

    assert "“<b>must</b>”: Amendment 1 “<i>Firm</i>”" in credits_of(page)[0]
    assert list(page.all("b")) == list(page.all("i")) == []
