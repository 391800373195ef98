"""A version's page says where it differs from what the adopted motions produce."""

import re
from collections.abc import Iterator

import pytest

from ledger.application import Ledger
from ledger.projections.queries.frameworks import framework_of
from tests.builders import Room, a_provision, a_room, a_version, an_amendment, text_of
from tests.web.markup import Page
from tests.web.signed_in import Site, a_site, faults_of
from tests.web.test_queries import queries_of


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('without') / 'ledger.db'}") as one:
        yield one


@pytest.fixture
def room(site: Site) -> Room:
    return a_room(site.ledger)


def slug_of(site: Site, room: Room) -> str:
    with site.ledger.reading() as now:
        framework = framework_of(now, room.framework)
        assert framework is not None
        return framework.slug


def a_changed_text(ledger: Ledger, room: Room, **more: list[str]) -> None:
    """A version with other words in the first provision, one provision less and a new one."""
    kept = text_of(ledger, room.framework)[:2]
    texts = [kept[0].text.replace("shall", "must"), kept[1].text, "Towns may ask for help."]
    ids = [kept[0].id, kept[1].id, None]
    listed = [a_provision(id, text=text) for id, text in zip(ids, texts, strict=True)]
    a_version(ledger, room.framework, listed, **more)


def test_every_change_is_listed_with_a_link_to_itself_in_the_comparison(site: Site, room: Room) -> None:
    a_changed_text(site.ledger, room)
    slug = slug_of(site, room)

    answer = site.organizer.get(f"/frameworks/{slug}/versions/2")

    words = Page(answer.text).text
    assert "3 provisions differ from what the adopted motions had made of the text by then" in words
    assert "not explained by a motion on record" in words
    assert "“shall” replaced by “must”" in words
    [link] = re.findall(rf'href="([^"]+#p-{room.provisions["states"]})"', answer.text)
    compared = site.organizer.get(link)
    assert compared.status_code == 200
    assert f'id="p-{room.provisions["states"]}"' in compared.text
    assert faults_of(answer.text) == []


def test_what_was_issued_is_said_to_be(site: Site, room: Room) -> None:
    a_changed_text(site.ledger, room, issued_by=[room.facilitator])

    words = Page(site.organizer.get(f"/frameworks/{slug_of(site, room)}/versions/2").text).text

    assert "issued without a proposal" in words
    assert "not explained" not in words


def test_a_motion_that_asked_for_the_same_words_is_linked_as_a_help(site: Site, room: Room) -> None:
    motion = an_amendment(site.ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    a_changed_text(site.ledger, room)

    answer = site.organizer.get(f"/frameworks/{slug_of(site, room)}/versions/2")

    assert "The same words stand in amendment 1, which is not decided." in Page(answer.text).text
    assert f'href="/motions/{motion}"' in answer.text


def test_a_version_that_changes_nothing_says_so_and_a_first_text_says_nothing(site: Site, room: Room) -> None:
    standing = text_of(site.ledger, room.framework)
    a_version(site.ledger, room.framework, [a_provision(one.id, text=one.text) for one in standing])
    slug = slug_of(site, room)

    first, second = (Page(site.organizer.get(f"/frameworks/{slug}/versions/{number}").text).text for number in (1, 2))

    assert "Changes without a motion" not in first
    assert "None: this version says what the adopted motions had made of the text." in second


def test_of_very_many_changes_the_first_are_listed_and_the_rest_is_linked(site: Site, room: Room) -> None:
    a_version(site.ledger, room.framework, [a_provision(text=f"New {number}.") for number in range(60)])

    answer = site.organizer.get(f"/frameworks/{slug_of(site, room)}/versions/2")

    assert "The first 50 are listed here, all of them in the comparison" in Page(answer.text).text
    links = re.findall(r'<li><a href="([^"]+)#p-([^"]+)"', answer.text)
    assert len(links) == 50
    assert all(address.endswith(f"?at={id}") for address, id in links)


def test_the_page_takes_as_many_queries_however_much_changed(site: Site) -> None:
    counts = set()
    for changes in (1, 30):
        room = a_room(site.ledger)
        standing = [a_provision(one.id, text=one.text) for one in text_of(site.ledger, room.framework)]
        for number in range(changes):
            an_amendment(site.ledger, room.framework, room.member, [room.edit("states", "shall", f"must {number}")])
        a_version(
            site.ledger, room.framework, [*standing, *(a_provision(text=f"New {number}.") for number in range(changes))]
        )
        counts.add(queries_of(site.app, f"/frameworks/{slug_of(site, room)}/versions/2"))

    assert len(counts) == 1
