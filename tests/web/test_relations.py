"""A motion's page and the margin of a text: whether it still applies, and how it stands to the other open ones."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from ledger.application import Ledger
from tests.builders import TEXTS, Data, Room, a_ledger, a_provision, a_room, a_version, an_amendment, decide
from tests.commands.attempts import moved_motion_in
from tests.web.conftest import an_app
from tests.web.markup import Page
from tests.web.signed_in import Site, a_site, fields_of, filled
from tests.web.test_pages import page_at

Own = tuple[Ledger, Room, FlaskClient]


@pytest.fixture
def own(sqlite_url: str) -> Iterator[Own]:
    """A room of one's own, and a reader of it."""
    with a_ledger(sqlite_url) as ledger, an_app(sqlite_url) as app:
        yield ledger, a_room(ledger), app.test_client()


def amended(ledger: Ledger, room: Room, *changes: Data) -> str:
    return an_amendment(ledger, room.framework, room.member, list(changes))


def adopted(ledger: Ledger, room: Room, *changes: Data) -> str:
    motion = an_amendment(ledger, room.framework, room.second, list(changes))
    decide(ledger, motion)
    return motion


def page_of(client: FlaskClient, motion: str) -> Page:
    return page_at(client, f"/motions/{motion}")


def test_words_in_the_way_are_told_with_the_motion_that_brought_them(own: Own) -> None:
    ledger, room, client = own
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    rival = adopted(ledger, room, room.edit("states", "shall protect", "must shelter"))

    page = page_of(client, motion)

    assert "It does not apply any more: it is in conflict with the text as it stands." in page.text
    assert "“shall protect” was replaced by “must shelter”, by Amendment 2, accepted into the text on" in page.text
    assert "this would change “shall”" in page.text
    assert [link for link in page.all("a") if link.get("href") == f"/motions/{rival}"]


def test_words_in_the_way_are_told_with_the_version_that_brought_them(own: Own) -> None:
    ledger, room, client = own
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    texts = {name: text.replace("States shall", "States must") for name, text in TEXTS.items()}
    a_version(ledger, room.framework, [a_provision(room.provisions[name], text=text) for name, text in texts.items()])

    page = page_of(client, motion)

    assert "“shall” was replaced by “must”, with version 2" in page.text


def test_what_has_been_done_already_says_so(own: Own) -> None:
    ledger, room, client = own
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    adopted(ledger, room, room.edit("states", "shall", "should"))

    assert "What it asks for has been done already" in page_of(client, motion).text


def test_who_deleted_what_a_motion_changes_is_told(own: Own) -> None:
    ledger, room, client = own
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    adopted(ledger, room, room.delete("states"))

    page = page_of(client, motion)

    assert "what it changes is gone from the text" in page.text
    assert "is not in the text any more: it was deleted, by Amendment 2" in page.text


@pytest.mark.parametrize(
    ("old", "new", "told", "becomes"),
    [
        ("shall", "should", "wants the very same", "is settled"),
        ("shall", "must", "wants other words at the same place", "does not apply any more as it is"),
        ("shall protect", "shelter", "replaces all that this one changes", "does not apply any more as it is"),
        ("protect", "shelter", "On other words of the same provisions", "so that both can be adopted: Amendment 2"),
        (" protect", " shelter", "changes words or places next to it: both can be adopted", "still applies"),
    ],
)
def test_other_open_motions_on_the_same_words_are_told(own: Own, old: str, new: str, told: str, becomes: str) -> None:
    ledger, room, client = own
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    amended(ledger, room, room.edit("states", old, new))

    page = page_of(client, motion)

    assert "Other open motions on the same provisions" in page.text
    assert told in page.text
    assert becomes in page.text


def test_what_lies_within_a_wider_one_falls_with_it(own: Own) -> None:
    ledger, room, client = own
    motion = amended(ledger, room, room.edit("states", "shall protect", "help"))
    amended(ledger, room, room.edit("states", "shall", "must"))

    page = page_of(client, motion)

    assert "lies within what this one replaces" in page.text
    assert "falls: nothing of what it changes is left" in page.text


def test_a_deletion_is_told_beside_what_it_would_delete(own: Own) -> None:
    ledger, room, client = own
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    amended(ledger, room, room.delete("states"))

    assert "concerns the same provision or place, and one of the two deletes" in page_of(client, motion).text


def test_others_that_do_not_fit_themselves_are_named_apart(own: Own) -> None:
    ledger, room, client = own
    unfit = amended(ledger, room, room.edit("states", "shall", "should"))
    fitting = amended(ledger, room, room.edit("states", "refugees", "all refugees"))
    adopted(ledger, room, room.edit("states", "shall", "must"))

    assert "In conflict with today’s text themselves: Amendment 1." in page_of(client, fitting).text
    assert "it is not held against others" in page_of(client, unfit).text


def test_the_margin_says_with_which_a_motion_collides(own: Own) -> None:
    ledger, room, client = own
    amended(ledger, room, room.edit("states", "shall", "should"))
    amended(ledger, room, room.edit("states", "shall", "must"))
    amended(ledger, room, room.edit("states", "States", "Cities"))

    page = page_at(client, f"/frameworks/framework-{room.framework}")

    assert page.text.count("collides with") == 2
    assert "collides with 2" in page.text
    assert "Not both can be adopted as they are: this one and Amendment 2." in page.text


def test_the_margin_tells_what_is_in_the_way(own: Own) -> None:
    ledger, room, client = own
    amended(ledger, room, room.edit("states", "shall", "should"))
    adopted(ledger, room, room.edit("states", "shall", "must"))

    page = page_at(client, f"/frameworks/framework-{room.framework}")

    assert "“shall” was replaced by “must”, by Amendment 2" in page.text


# Fitting it to the text


@pytest.fixture
def site(sqlite_url: str) -> Iterator[Site]:
    with a_site(sqlite_url) as one:
        yield one


def test_a_sponsor_is_led_to_make_the_moved_words_its_wording(site: Site) -> None:
    motion = moved_motion_in(site.ledger, site.room)

    page = Page(site.visitor(site.room.member).get(f"/motions/{motion}").text)
    checked = site.visitor(site.room.member).get(f"/forms/rebase_motion?motion_id={motion}")

    assert "It still applies: the text was changed around its words" in page.text
    links = [link for link in page.all("a") if "/forms/rebase_motion" in link.get("href", "")]
    assert "Make that its wording" in ["".join(link.itertext()).strip() for link in links]
    assert checked.status_code == 200


def test_who_does_not_sponsor_it_is_not_led_there(site: Site) -> None:
    motion = moved_motion_in(site.ledger, site.room)

    page = Page(site.visitor(site.room.second).get(f"/motions/{motion}").text)

    assert not [link for link in page.all("a") if "/forms/rebase_motion" in link.get("href", "")]


def test_before_it_is_recorded_the_change_is_shown_on_todays_words(site: Site) -> None:
    motion = moved_motion_in(site.ledger, site.room)
    by = site.visitor(site.room.member)

    shown = by.get(f"/forms/rebase_motion?motion_id={motion}")
    checked = Page(by.post("/forms/rebase_motion", data=filled(fields_of(shown.text), {"do": "check"})).text)

    assert "without another word changed: it becomes 1 Rev.1" in checked.text
    assert "“help” replaced by “host”" in checked.text
    assert "All the towns shall" in checked.text


def test_a_sponsor_of_what_is_in_conflict_is_led_to_revise_it(site: Site) -> None:
    motion = amended(site.ledger, site.room, site.room.edit("states", "shall", "should"))
    adopted(site.ledger, site.room, site.room.edit("states", "shall", "must"))

    page = Page(site.visitor(site.room.member).get(f"/motions/{motion}").text)

    assert "Revise it: what still fits is taken over" in page.text
