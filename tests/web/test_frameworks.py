"""Texts as they stand and stood, their history, versions and open motions."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledger.application import Ledger
from tests.builders import (
    TEXTS,
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

NEW_DESIGN = "/frameworks/new-design"
GLOBAL_COMPACT = "/frameworks/global-compact"


def of(room: Room, *parts: str) -> str:
    """An address of the room's framework."""
    return "/".join((f"/frameworks/framework-{room.framework}", *parts))


def shown(page: Page, kind: str = "aside") -> list[str]:
    """The words of every element of a kind."""
    return [" ".join("".join(element.itertext()).split()) for element in page.all(kind)]


def test_a_text_says_which_state_it_is(client: FlaskClient) -> None:
    page = page_at(client, NEW_DESIGN)

    assert "Revision 8, made by decisions on motions on 20 September 2016, 10:06 (Amsterdam)" in page.text
    assert "Version 4 “Final draft” (ND/1): published from the record on 20 September 2016" in page.text
    assert "adopted on 20 September 2016, 10:14 (Amsterdam) (by recorded vote)" in page.text


def test_a_text_that_was_issued_is_not_called_published(client: FlaskClient) -> None:
    page = page_at(client, GLOBAL_COMPACT)

    assert "issued by those who lead the process, 11 July 2018; held here as an extract" in page.text
    assert "adopted on 10 December 2018 (without a vote) as A/CONF.231/3" in page.text
    assert "published" not in page.text


def test_a_state_between_versions_is_called_neither_published_nor_adopted(client: FlaskClient) -> None:
    page = page_at(client, f"{NEW_DESIGN}/at/2016-06-30".replace("2016-06-30", "288"))

    assert "Neither published nor adopted" in page.text
    assert "adopted on" not in page.text


def test_open_motions_stand_beside_the_words_that_they_would_change(client: FlaskClient) -> None:
    notes = shown(page_at(client, NEW_DESIGN))

    (beside,) = [note for note in notes if "Amendment 17" in note]
    assert "Milestones within the term of a parliament" in beside
    assert "applies: words around it moved" in beside
    assert "deleted: one, five" in beside
    assert "inserted: two, four" in beside
    assert "Sponsored by A parliamentary assembly" in beside
    assert "Members: 1 sponsor, 2 support, 1 takes no position" in beside
    assert "in conflict with today's text" in next(note for note in notes if "Amendment 18" in note)


def test_a_proposal_stands_at_its_place_and_is_no_part_of_the_text(client: FlaskClient) -> None:
    page = page_at(client, NEW_DESIGN)

    (proposed,) = [note for note in shown(page) if "Proposal 21" in note]
    assert "Proposed here, not part of the text" in proposed
    assert "new, at the end under Part II" in proposed


def test_a_framework_without_a_text_says_so(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        framework = a_framework(ledger, a_room(ledger).consultation)
        client = make_app(sqlite_url).test_client()

    page = page_at(client, f"/frameworks/framework-{framework}")

    assert "No text has been recorded yet" in page.text
    for part in ("history", "motions", "compare"):
        assert not page_at(client, f"/frameworks/framework-{framework}/{part}").faults()


def test_what_lost_its_place_is_listed_apart(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")])
        a_proposal(ledger, room.framework, room.member, title="Behind it", after=room.provisions["cities"])
        decide(ledger, an_amendment(ledger, room.framework, room.second, [room.delete("cities")]))
        page = page_at(make_app(sqlite_url).test_client(), of(room))

    assert "Open motions whose place is gone" in page.text
    assert "what it changes is gone" in page.text
    assert "Behind it" in page.text
    assert not page.faults()


def test_observers_are_never_counted_with_members(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        motion = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")])
        take_stance(ledger, room.second, motion, "endorse")
        take_stance(ledger, room.observer, motion, "endorse")
        take_stance(ledger, room.guest, motion, "abstain")
        page = page_at(make_app(sqlite_url).test_client(), of(room))

    assert "Members: 1 sponsor, 1 supports" in page.text
    assert "Observers and guests, who do not count: 1 supports, 1 takes no position" in page.text


def test_a_date_leads_to_the_position_of_the_last_change_that_had_happened(client: FlaskClient) -> None:
    response = client.get(f"{NEW_DESIGN}/at/2016-04-20")

    assert response.status_code == 302
    assert response.headers["Location"] == f"{NEW_DESIGN}/at/236"


def test_a_past_text_is_the_text_of_then_and_is_kept_for_ever(client: FlaskClient) -> None:
    response = client.get(f"{NEW_DESIGN}/at/116")

    assert "as it stood at record no. 116" in Page(response.text).heading
    assert "mixed movement*" in response.text
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(f"{NEW_DESIGN}/at/116", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Cache-Control"] == response.headers["Cache-Control"]


def test_pages_that_are_kept_for_ever_hold_no_name(client: FlaskClient) -> None:
    for address in ("at/116", "at/339", "compare/1...4", "compare/1...4?show=all"):
        page = page_at(client, f"{NEW_DESIGN}/{address}")

        assert not [link for link in page.links() if link.startswith("/participants/")]


@pytest.mark.parametrize("part", ["", "/history", "/versions/4", "/motions", "/compare"])
def test_pages_with_names_are_asked_for_again(client: FlaskClient, part: str) -> None:
    response = client.get(NEW_DESIGN + part)

    again = client.get(NEW_DESIGN + part, headers={"If-None-Match": response.headers["ETag"]})

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("at/0", 400, "names no state"),
        ("at/-1", 400, "names no state"),
        ("at/x", 400, "names no state"),
        ("at/@", 400, "names no state"),
        ("at/2016-13-40", 400, "names no state"),
        ("at/%00", 400, "names no state"),
        ("at/" + "9" * 500, 400, "names no state"),
        ("at/99999999", 404, "The record ends at record no."),
        ("at/@99999999", 404, "The newest state is revision 8"),
        ("at/1", 404, "There was no text yet"),
        ("at/1999-12-31", 404, "the first words were recorded for 25 January 2016"),
        ("versions/0", 400, "names no state"),
        ("versions/-1", 400, "names no state"),
        ("versions/99", 404, "There is no version 99"),
        ("versions/1.0", 400, "names no state"),
        ("motions/0", 404, "There is no proposal or amendment “0”"),
        ("motions/34-1", 404, "There is no proposal or amendment “34-1”"),
        ("motions/x", 404, "There is no proposal or amendment “x”"),
        ("history?before=x", 400, "“before” takes the number of a record"),
        ("motions?decided_before=0", 400, "“decided_before” takes the number of a record"),
        ("?page=2", 400, "This page has no filter “page”"),
    ],
)
def test_a_state_that_is_not_there_is_told_in_a_sentence(
    client: FlaskClient, address: str, status: int, words: str
) -> None:
    response = client.get(f"{NEW_DESIGN}/{address}" if not address.startswith("?") else NEW_DESIGN + address)

    assert response.status_code == status
    page = Page(response.text)
    assert words in page.text
    assert not page.faults()
    assert response.headers["Cache-Control"] == "no-store"


def test_a_version_whose_text_is_not_held_says_so_plainly(client: FlaskClient) -> None:
    page = page_at(client, f"{GLOBAL_COMPACT}/versions/1")

    assert page.heading == "Zero Draft version 1 of Global Compact for Safe, Orderly and Regular Migration"
    assert "The text of this version is not held in this record" in page.text
    assert "Not adopted" in page.text


def test_a_version_shows_who_issued_it_its_digest_and_the_vote_on_it(client: FlaskClient) -> None:
    issued = page_at(client, f"{GLOBAL_COMPACT}/versions/6")
    adopted = page_at(client, f"{NEW_DESIGN}/versions/4")

    assert "The 23 objectives in the words of the annex to A/RES/73/195" in issued.text
    assert [link for link in issued.links() if link.startswith("/participants/")]
    assert [code for code in adopted.all("code") if len(code.text or "") == 64]
    assert "Adopt the final draft as the outcome of this illustration?" in adopted.text


def test_positions_on_a_version_stand_on_its_page(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        subject = {"kind": "version", "id": room.version}
        excepted = [room.provisions["cities"]]
        said = {"subject": subject, "stance": "endorse_with_reservation", "reservation": "Not this one."}
        give(ledger, "endorse", participant_id=room.member, **said, **{"except": excepted})
        page = page_at(make_app(sqlite_url).test_client(), of(room, "versions", "1"))

    assert "Members: 1 supports with a reservation" in page.text
    assert "Not this one." in page.text
    assert "Except 1 provision" in page.text


def test_a_history_tells_who_proposed_who_edited_and_who_decided(client: FlaskClient) -> None:
    page = page_at(client, f"{NEW_DESIGN}/history")

    assert "edited by The secretariat's rapporteur" in page.text
    assert "Accepted into the text by The chair in Fourth meeting" in page.text
    assert "33 words inserted, 19 deleted, 4 provisions touched" in page.text
    assert f"{NEW_DESIGN}/compare/@228...@236" in page.links()


def chosen(page: Page) -> dict[str, list[str | None]]:
    """What can be chosen to compare from (a) and to (b), and what is chosen beforehand."""
    radios = [one for one in page.all("input") if one.get("type") == "radio"]
    found = {name: [one.get("value") for one in radios if one.get("name") == name] for name in ("a", "b")}
    checked = [one.get("value") for one in radios if "checked" in one.attrib]
    return {**found, "checked": checked}


def test_a_history_has_two_states_to_choose_the_last_two_published_ones_beforehand(client: FlaskClient) -> None:
    page = page_at(client, f"{NEW_DESIGN}/history")

    radios = chosen(page)
    assert radios["a"] == radios["b"] == ["4", "@294", "@288", "3", "@228", "@223", "@219", "2"]
    assert radios["checked"] == ["4", "3"]
    assert {one.get("form") for one in page.all("input")} == {"pick"}
    answer = client.get(f"{NEW_DESIGN}/compare?a=3&b=4")
    assert answer.headers["Location"] == f"{NEW_DESIGN}/compare/3...4"


def test_where_fewer_were_published_the_last_two_texts_that_are_held_are_chosen(
    sqlite_url: str, make_app: Callable[..., Flask]
) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        client = make_app(sqlite_url).test_client()
        alone = page_at(client, of(room, "history"))
        decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")]))
        revised = page_at(client, of(room, "history"))
        a_version(ledger, room.framework, [a_provision(text="All is new.")])
        a_version(ledger, room.framework, [], extent="not_held")
        received = page_at(client, of(room, "history"))

    assert chosen(alone) == {"a": [], "b": [], "checked": []}
    assert [value[:1] for value in chosen(revised)["checked"] if value] == ["@", "1"]
    assert chosen(received)["checked"] == ["2", "1"]


def test_a_history_calls_the_two_that_it_compares_by_their_numbers(
    sqlite_url: str, make_app: Callable[..., Flask]
) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        for name in ("Rev. 1", "Rev. 2"):
            give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name=name)
        a_version(ledger, room.framework, [a_provision(id) for id in room.provisions.values()])
        page = page_at(make_app(sqlite_url).test_client(), of(room, "history"))

    assert "or compare versions 2 and 3." in page.text, "the last one was received, not published"


def test_a_history_shows_the_size_of_each_change_in_numbers_and_signs(client: FlaskClient) -> None:
    page = page_at(client, f"{NEW_DESIGN}/history")

    signs = ["".join(one.itertext()) for one in page.all("span") if one.get("class") == "size"]
    assert signs[0] == "+++"
    assert "7 words inserted, 0 deleted" in page.text
    assert all(one.get("aria-hidden") for one in page.all("span") if one.get("class") == "size")


def test_a_history_gives_each_reason_of_a_decision_once(client: FlaskClient) -> None:
    page = page_at(client, f"{NEW_DESIGN}/history")

    assert page.text.count("No member objects to Rev. 1.") == 1


def test_a_reason_whose_author_is_protected_is_kept_back(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        chair = a_member(ledger, room.consultation, name="Nobody's business", protected=True)
        give(ledger, "grant_role", participant_id=chair, role="facilitator", consultation_id=room.consultation)
        motion = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")])
        decide(ledger, motion, actor=chair, reason="A reason in her own style.")
        page = page_at(make_app(sqlite_url).test_client(), of(room, "history"))

    assert "A reason in her own style." not in page.text
    assert "These words are kept back" in page.text


def test_a_history_says_how_much_came_without_a_motion(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        changed = [a_provision(id, text=f"{TEXTS[name]} So.") for name, id in room.provisions.items()]
        a_version(ledger, room.framework, changed)
        page = page_at(make_app(sqlite_url).test_client(), of(room, "history"))

    assert "3 provisions not explained by a motion on record" in page.text


def test_motions_are_listed_open_ones_first(client: FlaskClient) -> None:
    page = page_at(client, f"{NEW_DESIGN}/motions")

    headings = [heading.text for heading in page.all("h2")]
    assert headings == ["Open", "No longer open"]
    assert "Amendment 1 Rev.1" in page.text
    assert "as edited" in page.text


def test_a_long_list_of_motions_is_paged_without_a_gap(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        for number in range(130):
            motion = a_proposal(ledger, room.framework, room.member)
            if number % 2:
                decide(ledger, motion, "lapsed")
        client = make_app(sqlite_url).test_client()
    numbers, address = [], of(room, "motions")
    while address:
        page = page_at(client, address)
        titles = [p for p in page.all("p") if p.get("class") == "title"]
        numbers += [int("".join(title.itertext()).split(":")[0].split()[1]) for title in titles]
        address = next((link.get("href", "") for link in page.all("a") if link.get("rel") == "next"), "")

    assert numbers == [*range(1, 131, 2), *range(130, 0, -2)]


def test_the_number_that_is_said_aloud_leads_to_the_motion(client: FlaskClient) -> None:
    response = client.get(f"{NEW_DESIGN}/motions/1", follow_redirects=True)

    assert Page(response.text).heading == "Amendment 1 Rev.1: Funding for reception reaches municipalities directly"


def test_an_illustrative_text_says_so_on_every_page(client: FlaskClient) -> None:
    for part in ("", "/history", "/motions", "/compare", "/versions/1", "/at/116", "/compare/1...4"):
        for framework, is_made_up in ((NEW_DESIGN, True), (GLOBAL_COMPACT, False)):
            response = client.get(framework + part)

            assert ("illustrative-banner" in response.text) == (is_made_up and response.status_code == 200) or (
                response.status_code == 404
            )


def test_a_text_carries_its_language_and_direction(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        framework = a_framework(ledger, room.consultation, language="ar")
        a_version(ledger, framework, [a_provision(heading="باب", text="تحمي الدول اللاجئين.")])
        page = page_at(make_app(sqlite_url).test_client(), f"/frameworks/framework-{framework}")

    runs = [(element.get("lang"), element.get("dir")) for element in page.all("p", "h2") if element.get("lang")]
    assert runs == [("ar", "rtl"), ("ar", "rtl")]
    assert next(page.all("html")).get("lang") == "en"


def test_what_people_typed_is_never_markup(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    script = "<script>alert(1)</script> & <b>"
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        framework = a_framework(ledger, room.consultation, title=script)
        provision = new_id()
        a_version(ledger, framework, [a_provision(provision, label=script, heading=script, text=script)], name=script)
        a_proposal(ledger, framework, room.member, a_provision(label=script, text=script), title=script)
        client = make_app(sqlite_url).test_client()
    for part in ("", "/history", "/motions", "/versions/1", "/compare"):
        page = page_at(client, f"/frameworks/framework-{framework}{part}")

        assert not list(page.all("script", "b")) or part == ""
        assert not [b for b in page.all("b") if "class" not in b.attrib and "Proposal" not in (b.text or "")]


def lengthen(ledger: Ledger, room: Room, times: int) -> None:
    """More of everything that the pages of a framework list."""
    for number in range(times):
        speaker = a_member(ledger, room.consultation, group="academia")
        motion = an_amendment(
            ledger, room.framework, speaker, [room.edit("cities", "may", f"may {number}")], title=f"Open {number}"
        )
        take_stance(ledger, room.second, motion, "object", reason="No.")
        take_stance(ledger, room.observer, motion, "endorse_with_reservation", reservation="But.")
        decide(ledger, a_proposal(ledger, room.framework, room.member), edited_by=[room.organizer])
        a_proposal(ledger, room.framework, room.member, after=None)
        published = new_id()
        give(ledger, "publish_version", framework_id=room.framework, version_id=published, name=f"Rev. {number}")
        for subject in (
            {"kind": "version", "id": room.version},
            {"kind": "provision", "id": room.provisions["cities"]},
        ):
            give(ledger, "endorse", participant_id=speaker, subject=subject, stance="object", reason="No.")


def test_no_page_of_a_text_asks_more_often_because_it_is_longer(
    sqlite_url: str, make_app: Callable[..., Flask]
) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        first = an_amendment(ledger, room.framework, room.member, [room.edit("cities", "may", "shall")], answers=[])
        take_stance(ledger, room.second, first, "object", reason="No.")
        lengthen(ledger, room, 2)
        position = ledger.record_store.head()
        app = make_app(sqlite_url)
        parts = ("history", "motions", "compare", "versions/1", "compare/1...2", f"at/{position}")
        listed = [of(room), *(of(room, part) for part in parts)]
        listed += [f"/motions/{first}", f"/provisions/{room.provisions['cities']}"]
        short = {address: queries_of(app, address) for address in listed}

        lengthen(ledger, room, 40)
        for participant in range(30):
            speaker = a_member(ledger, room.consultation, name=f"Seat {participant}")
            take_stance(ledger, speaker, first, "object", reason="No.")
        long = {address: queries_of(app, address) for address in listed}

    assert {address: count for address, count in long.items() if count > short[address]} == {}
    assert max(long.values()) < 35


def test_the_words_of_the_room_are_on_its_page(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        page = page_at(make_app(sqlite_url).test_client(), of(room))

    assert [p.text for p in page.all("p") if p.get("class") == "text"] == list(TEXTS.values())
