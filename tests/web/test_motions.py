"""One proposal or amendment: its change, who stands where, and how it ended."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledger.application import Ledger
from tests.builders import (
    Room,
    a_ledger,
    a_member,
    a_proposal,
    a_provision,
    a_room,
    a_session,
    a_statement,
    a_vote,
    an_amendment,
    decide,
    give,
    new_id,
    take_stance,
)
from tests.web.conftest import an_app
from tests.web.markup import Page
from tests.web.test_pages import page_at

MOTIONS = "/frameworks/new-design/motions"


def motion_page(client: FlaskClient, number: int) -> Page:
    response = client.get(f"{MOTIONS}/{number}", follow_redirects=True)
    assert response.status_code == 200
    return Page(response.text)


Own = tuple[Ledger, Room, FlaskClient]


@pytest.fixture
def own(sqlite_url: str) -> Iterator[Own]:
    """A room of one's own, and a reader of it."""
    with a_ledger(sqlite_url) as ledger, an_app(sqlite_url) as app:
        yield ledger, a_room(ledger), app.test_client()


def amended(ledger: Ledger, room: Room, **more: object) -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "should")], **more)


def test_a_motion_says_its_number_title_proposers_and_when_it_was_tabled(client: FlaskClient) -> None:
    page = motion_page(client, 1)

    assert page.heading == "Amendment 1 Rev.1: Funding for reception reaches municipalities directly"
    assert "A municipality, on behalf of The cities' group" in page.text
    assert "14 March 2016, 09:30 (Amsterdam), The municipality's envoy for A municipality" in page.text
    assert "Money that passes three budgets arrives when the emergency is over." in page.text
    assert "International funding for reception rarely reaches the towns" in page.text


def test_the_change_is_shown_in_words_and_inline(client: FlaskClient) -> None:
    page = motion_page(client, 1)

    assert "“a” replaced by “an agreed”; “directly” inserted" in page.text
    assert [one for one in page.all("del") if "a" in "".join(one.itertext())]


def test_positions_on_an_earlier_wording_stand_apart_and_do_not_count(own: Own) -> None:
    ledger, room, client = own
    motion = amended(ledger, room)
    take_stance(ledger, room.second, motion, "endorse")
    change = room.edit("states", "shall", "must")
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=[change])

    page = page_at(client, f"/motions/{motion}")

    assert page.heading.startswith("Amendment 1 Rev.1")
    assert "1 position given to an earlier wording only, not counted" in page.text
    assert "Positions given to an earlier wording; they do not count for this one" in page.text
    assert "Positions on the wording as it stands " not in page.text
    assert "1 Rev.1, revised on" in page.text
    assert "1, as tabled on" in page.text


def test_a_sponsor_of_an_earlier_wording_alone_is_called_so(own: Own) -> None:
    ledger, room, client = own
    motion = an_amendment(
        ledger,
        room.framework,
        room.member,
        [room.edit("states", "shall", "should")],
        proposers=[room.member, room.second],
    )
    change = room.edit("states", "shall", "must")
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=[change])

    page = page_at(client, f"/motions/{motion}")

    assert "No longer: A seat (of an earlier wording)" in page.text


def test_reservations_reasons_and_counter_motions_stand_with_the_position(own: Own) -> None:
    ledger, room, client = own
    motion, other = amended(ledger, room), a_proposal(ledger, room.framework, room.second, title="Better")
    take_stance(ledger, room.second, motion, "object", reason="It is too weak.", counter_motion=other)
    take_stance(ledger, room.observer, motion, "endorse_with_reservation", reservation="If it is paid for.")

    page = page_at(client, f"/motions/{motion}")

    assert "It is too weak." in page.text
    assert "Instead: proposal 2 “Better”" in page.text
    assert "If it is paid for." in page.text
    assert "observer" in page.text


def test_a_withdrawal_after_the_decision_says_so(own: Own) -> None:
    ledger, room, client = own
    motion = amended(ledger, room)
    take_stance(ledger, room.second, motion, "endorse")
    decide(ledger, motion)
    subject = {"kind": "motion", "id": motion}
    give(ledger, "withdraw_endorsement", participant_id=room.second, subject=subject)

    page = page_at(client, f"/motions/{motion}")

    assert "Positions that were withdrawn" in page.text
    assert "(had said: supports)" in page.text
    assert "after the decision" in page.text


@pytest.mark.parametrize(
    ("decision", "more", "words"),
    [
        ("rejected", {}, "Not accepted"),
        ("lapsed", {"reason": "Nobody moved it."}, "Nobody moved it."),
        ("inadmissible", {"because_of": {"kind": "rule", "name": "mandate"}}, "Ruled out by the rule: mandate"),
        ("referred", {"because_of": {"kind": "place", "name": "Working group 2"}}, "Referred to Working group 2"),
    ],
)
def test_every_fate_is_told(own: Own, decision: str, more: dict[str, object], words: str) -> None:
    ledger, room, client = own
    motion = amended(ledger, room)
    decide(ledger, motion, decision, actor=room.facilitator, **more)

    page = page_at(client, f"/motions/{motion}")

    assert words in page.text
    assert "Decided by A seat" in page.text
    assert not page.faults()


def test_what_settled_a_motion_is_a_link(client: FlaskClient) -> None:
    page = motion_page(client, 2)

    assert "Settled by amendment 1 Rev.1 “Funding for reception reaches municipalities directly”" in page.text
    assert "The same words were settled by Rev. 1." in page.text


def test_a_withdrawn_motion_says_who_left(client: FlaskClient) -> None:
    page = motion_page(client, 8)

    assert "withdrawn" in page.text
    assert "(withdrew)" in page.text


def test_an_edited_adoption_shows_what_was_accepted_and_what_was_tabled(client: FlaskClient) -> None:
    page = motion_page(client, 4)

    assert "edited from what was tabled" in page.text
    assert "Edited by The secretariat's rapporteur" in page.text
    assert "at first contact and whatever the" in page.text
    assert "4, as tabled on" in page.text


def test_votes_stand_apart_from_positions(own: Own) -> None:
    ledger, room, client = own
    motion = amended(ledger, room)
    vote = a_vote(ledger, room.consultation, motion)
    take_stance(ledger, room.second, motion, "endorse")

    page = page_at(client, f"/motions/{motion}")

    assert "Positions are no vote, and are never added to one." in page.text
    assert "Show of hands: 2 yes, 0 no, 0 abstentions" in page.text
    assert f"/votes/{vote}" in page.links()


def test_what_was_said_about_a_motion_and_what_it_answers_stand_on_its_page(own: Own) -> None:
    ledger, room, client = own
    session = a_session(ledger, room.consultation)
    challenge = a_statement(ledger, room.consultation, room.member, kind="challenge", text="Nobody pays.")
    motion = amended(ledger, room, answers=[challenge])
    about = [{"kind": "motion", "id": motion}]
    a_statement(ledger, room.consultation, room.second, session=session, text="Well put.", about=about)

    page = page_at(client, f"/motions/{motion}")

    assert "Nobody pays." in page.text
    assert "Well put." in page.text


def test_a_proposal_shows_the_new_provision_and_its_place(own: Own) -> None:
    ledger, room, client = own
    provision = a_provision(label="4", heading="Work", text="All may work.", levels=["local"])
    motion = a_proposal(ledger, room.framework, room.member, provision, after=room.provisions["states"])

    page = page_at(client, f"/motions/{motion}")

    assert "What it proposes" in page.text
    assert "New, after Paragraph" in page.text
    assert "All may work." in page.text
    assert not page.faults()


def test_a_provision_that_is_only_proposed_leads_to_its_proposal(own: Own) -> None:
    ledger, room, client = own
    provision = new_id()
    motion = a_proposal(ledger, room.framework, room.member, a_provision(provision, text="New."))

    response = client.get(f"/provisions/{provision}")

    assert response.headers["Location"] == f"/motions/{motion}"


def test_a_protected_person_stands_under_a_pseudonym_and_her_words_are_kept(own: Own) -> None:
    ledger, room, client = own
    protected = a_member(ledger, room.consultation, name="Rosa Example", protected=True)
    motion = an_amendment(
        ledger,
        room.framework,
        protected,
        [room.edit("states", "shall", "should")],
        rationale="They know where I live.",
    )

    page = page_at(client, f"/motions/{motion}")

    assert "Protected participant" in page.text
    assert "Rosa Example" not in page.text
    assert "They know where I live." not in page.text


def test_an_erased_participant_keeps_the_position_which_no_longer_counts(own: Own) -> None:
    ledger, room, client = own
    motion = amended(ledger, room)
    take_stance(ledger, room.second, motion, "object", reason="My own reason.")
    give(ledger, "erase_participant", participant_id=room.second, reason="at_the_persons_request")

    page = page_at(client, f"/motions/{motion}")

    assert "A participant who was erased" in page.text
    assert "My own reason." not in page.text
    assert "Members: 1 sponsor 1 position of participants without a standing that counts" in page.text


@pytest.mark.parametrize("motion_id", ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "1", "x", "%00", "../record"])
def test_a_motion_that_is_not_there_is_told(client: FlaskClient, motion_id: str) -> None:
    response = client.get(f"/motions/{motion_id}")

    assert response.status_code == 404
    assert not Page(response.text).faults()


def test_a_long_list_of_positions_is_paged(sqlite_url: str, make_app: Callable[..., Flask]) -> None:
    with a_ledger(sqlite_url) as ledger:
        room = a_room(ledger)
        motion = amended(ledger, room)
        for number in range(520):
            member = a_member(ledger, room.consultation, name=f"Seat {number}")
            take_stance(ledger, member, motion, "endorse")
        client = make_app(sqlite_url).test_client()
    first = page_at(client, f"/motions/{motion}")

    older = next(link for link in first.links() if "positions_before" in link)

    names = [link for page in (first, page_at(client, older)) for link in page.links() if "/participants/" in link]
    assert "Members: 1 sponsor, 520 support" in first.text
    assert len(set(names)) == 521


def test_controls_of_direction_in_a_title_are_shown_and_not_obeyed(own: Own) -> None:
    ledger, room, client = own
    change = room.edit("states", "shall", "must")
    motion = an_amendment(ledger, room.framework, room.member, [change], title="Shelter \u202etadnam")
    framework = f"/frameworks/framework-{room.framework}"

    for address in (
        f"/motions/{motion}",
        framework,
        f"{framework}/motions",
        f"/provisions/{room.provisions['states']}",
    ):
        main = client.get(address).text.partition("<main")[2]

        assert "\u202e" not in main, address
        assert "RLO" in main, address
