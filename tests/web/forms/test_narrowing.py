"""Forms that offer only what can be chosen."""

from collections.abc import Iterator
from typing import Any

import pytest

from ledger.domain.participants import Participant
from tests.builders import (
    a_consultation,
    a_holder,
    a_member,
    a_participant,
    a_vote,
    an_amendment,
    decide,
    folded,
    give,
    new_id,
    take_stance,
)
from tests.web.markup import Page
from tests.web.signed_in import (
    CHECK,
    RECORD,
    Browser,
    Site,
    a_site,
    controls_of,
    faults_of,
    fields_of,
    filled,
    typed_into,
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(f"sqlite:///{tmp_path_factory.mktemp('narrowing') / 'ledger.db'}") as one:
        yield one


def shown(browser: Browser, command: str, **given: str) -> str:
    answer = browser.get(f"/forms/{command}", query_string=given)
    assert answer.status_code == 200, Page(answer.text).text
    assert faults_of(answer.text) == []
    return answer.text


def offered(page: str, name: str) -> set[str]:
    """What can be chosen, but for nothing."""
    return {value for value in controls_of(page)[name].offered if value}


def record(browser: Browser, command: str, page: str, typed: dict[str, Any]) -> None:
    answer = browser.post(f"/forms/{command}", data=filled(typed_into(page, typed), {"do": RECORD}))
    assert answer.status_code == 303, Page(answer.text).text


def a_motion(site: Site) -> str:
    room = site.room
    return an_amendment(site.ledger, room.framework, room.member, [room.edit("states", "shall", "must")])


# Accreditation


def test_anyone_on_record_can_be_accredited_but_whoever_was_erased(site: Site) -> None:
    newcomer, gone = (a_participant(site.ledger) for _ in range(2))
    give(site.ledger, "erase_participant", participant_id=gone, reason="legal_order")

    page = shown(site.organizer, "accredit", consultation_id=site.room.consultation)

    assert {newcomer, site.room.member} <= offered(page, "participant_id")
    assert gone not in offered(page, "participant_id")
    record(site.organizer, "accredit", page, {"participant_id": newcomer, "standing": "guest"})


def test_only_an_accreditation_that_there_is_can_end(site: Site) -> None:
    leaver = a_member(site.ledger, site.room.consultation)

    page = shown(site.organizer, "end_accreditation", consultation_id=site.room.consultation)
    assert site.room.organizer not in offered(page, "participant_id")
    record(site.organizer, "end_accreditation", page, {"participant_id": leaver})

    again = shown(site.organizer, "end_accreditation", consultation_id=site.room.consultation)
    assert leaver not in offered(again, "participant_id")


# Roles


def test_a_role_is_given_to_anyone_where_the_administrator_is_one(site: Site) -> None:
    elsewhere = a_consultation(site.ledger)
    local = site.visitor(a_holder(site.ledger, "administrator", elsewhere))
    everywhere = site.visitor(site.room.administrator)

    page = shown(local, "grant_role", **{"in": elsewhere})
    assert offered(page, "consultation_id") == {elsewhere}
    assert fields_of(page)["consultation_id"] == elsewhere
    assert {elsewhere, site.room.consultation} <= offered(shown(everywhere, "grant_role"), "consultation_id")
    record(local, "grant_role", page, {"participant_id": site.room.guest, "role": "auditor"})


def test_only_a_role_that_is_held_can_be_taken_back(site: Site) -> None:
    holder = a_holder(site.ledger, "auditor", site.room.consultation)
    administrator = site.visitor(site.room.administrator)
    value = f"{holder} auditor {site.room.consultation}"

    page = shown(administrator, "revoke_role")
    assert {value, f"{site.room.administrator} administrator"} <= offered(page, "held")
    record(administrator, "revoke_role", page, {"held": value})

    assert folded(site.ledger, Participant, holder).roles == set()
    assert value not in offered(shown(administrator, "revoke_role"), "held")


def test_the_roles_of_a_process_and_of_one_participant_are_offered_alone(site: Site) -> None:
    elsewhere = a_consultation(site.ledger)
    holder = a_holder(site.ledger, "facilitator", elsewhere)
    give(site.ledger, "grant_role", participant_id=holder, role="auditor")
    administrator = site.visitor(site.room.administrator)

    in_process = shown(administrator, "revoke_role", **{"in": elsewhere})
    of_her = shown(administrator, "revoke_role", participant_id=holder)

    assert offered(in_process, "held") == {f"{holder} facilitator {elsewhere}"}
    assert offered(of_her, "held") == {f"{holder} facilitator {elsewhere}", f"{holder} auditor"}
    both = shown(administrator, "revoke_role", participant_id=holder, **{"in": elsewhere})
    assert fields_of(both)["held"] == f"{holder} facilitator {elsewhere}"
    assert fields_of(shown(administrator, "revoke_role", participant_id=holder, role="auditor"))["held"] == (
        f"{holder} auditor"
    )


def test_an_administrator_of_one_process_takes_back_roles_there_alone(site: Site) -> None:
    elsewhere = a_consultation(site.ledger)
    local = a_holder(site.ledger, "administrator", elsewhere)

    page = shown(site.visitor(local), "revoke_role")

    assert offered(page, "held") == {f"{local} administrator {elsewhere}"}


@pytest.mark.parametrize("held", ["", "x", "x y z", "3f2504e0-4f89-41d3-9a0c-0305e82c3301 auditor"])
def test_a_role_that_nobody_holds_is_refused(site: Site, held: str) -> None:
    administrator = site.visitor(site.room.administrator)
    head = site.head

    form = filled(fields_of(shown(administrator, "revoke_role")), {"held": held, "do": RECORD})
    answer = administrator.post("/forms/revoke_role", data=form)

    assert answer.status_code == 422
    assert 'href="#held"' in answer.text
    assert site.head == head


# Taking back


def test_a_position_is_withdrawn_by_whoever_has_one_without_being_asked(site: Site) -> None:
    room, motion = site.room, a_motion(site)
    take_stance(site.ledger, room.second, motion, "endorse")
    about = {"subject.kind": "motion", "subject.id": motion}

    page = shown(site.visitor(room.second), "withdraw_endorsement", **about)

    assert "participant_id" not in controls_of(page)
    record(site.visitor(room.second), "withdraw_endorsement", page, {})


def test_whoever_acts_for_others_is_offered_those_who_have_a_position(site: Site) -> None:
    room, motion = site.room, a_motion(site)
    for who in (room.second, room.observer, room.guest):
        take_stance(site.ledger, who, motion, "endorse")
    about = {"subject.kind": "motion", "subject.id": motion}
    give(site.ledger, "withdraw_endorsement", participant_id=room.guest, subject={"kind": "motion", "id": motion})

    page = shown(site.organizer, "withdraw_endorsement", **about)

    assert offered(page, "participant_id") == {room.second, room.observer}
    assert "participant_id" not in fields_of(page)
    record(site.organizer, "withdraw_endorsement", page, {"participant_id": room.observer})


def test_who_takes_no_part_any_more_still_takes_back_what_she_said(site: Site) -> None:
    room, motion = site.room, a_motion(site)
    leaver = a_member(site.ledger, room.consultation)
    take_stance(site.ledger, leaver, motion, "object")
    give(site.ledger, "end_accreditation", participant_id=leaver, consultation_id=room.consultation)

    page = shown(site.visitor(leaver), "withdraw_endorsement", **{"subject.kind": "motion", "subject.id": motion})

    record(site.visitor(leaver), "withdraw_endorsement", page, {})


def test_between_herself_and_her_delegation_whoever_has_a_position_is_offered(site: Site) -> None:
    room, motion = site.room, a_motion(site)
    norway = a_member(site.ledger, room.consultation, kind="delegation", name="Norway")
    anna = a_member(site.ledger, room.consultation, name="Anna", acts_for=norway)
    about = {"subject.kind": "motion", "subject.id": motion}
    take_stance(site.ledger, anna, motion, "endorse")

    assert fields_of(shown(site.visitor(anna), "withdraw_endorsement", **about))["participant_id"] == anna

    take_stance(site.ledger, norway, motion, "endorse")
    page = shown(site.visitor(anna), "withdraw_endorsement", **about)
    assert offered(page, "participant_id") == {anna, norway}


def test_who_has_nothing_to_take_back_is_told_so_by_the_rule(site: Site) -> None:
    motion = a_motion(site)
    page = shown(
        site.visitor(site.room.guest), "withdraw_endorsement", **{"subject.kind": "motion", "subject.id": motion}
    )

    answer = site.visitor(site.room.guest).post(
        "/forms/withdraw_endorsement", data=filled(fields_of(page), {"do": CHECK})
    )

    assert answer.status_code == 422
    assert "There is nothing to choose." in Page(page).text


def test_a_sponsor_leaves_a_motion(site: Site) -> None:
    room, motion = site.room, a_motion(site)
    take_stance(site.ledger, room.second, motion, "sponsor")

    assert offered(shown(site.organizer, "withdraw_motion", motion_id=motion), "participant_id") == {
        room.member,
        room.second,
    }
    page = shown(site.visitor(room.second), "withdraw_motion", motion_id=motion)
    record(site.visitor(room.second), "withdraw_motion", page, {})
    left = shown(site.organizer, "withdraw_motion", motion_id=motion)
    assert fields_of(left)["participant_id"] == room.member


def test_a_sponsor_of_an_earlier_wording_leaves_it_too(site: Site) -> None:
    room, motion = site.room, a_motion(site)
    take_stance(site.ledger, room.second, motion, "sponsor")
    changes = [room.edit("states", "shall", "can")]
    give(site.ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes, expected=0)
    decide(site.ledger, motion, "rejected")

    page = shown(site.visitor(room.second), "withdraw_motion", motion_id=motion)

    assert fields_of(page)["participant_id"] == room.second
    record(site.visitor(room.second), "withdraw_motion", page, {})


# Adopting a version


def test_a_version_is_adopted_by_the_vote_that_carried_it(site: Site) -> None:
    room = site.room
    subject = {"kind": "version", "id": room.version}
    lost = a_vote(site.ledger, room.consultation, room.version, subject=subject, result="lost")
    others = a_vote(site.ledger, room.consultation, room.version, subject=subject, body="Another body")
    assert "vote_id" not in controls_of(shown(site.organizer, "adopt_version", version_id=room.version))

    carried = a_vote(site.ledger, room.consultation, room.version, subject=subject)
    page = shown(site.organizer, "adopt_version", version_id=room.version)

    assert offered(page, "vote_id") == {carried}
    assert not {lost, others} & offered(page, "vote_id")
    form = fields_of(page)
    assert (form["vote_id"], form["method"]) == (carried, "show_of_hands")
    record(site.organizer, "adopt_version", page, {})


def test_nothing_on_record_behind_an_address_does_no_harm(site: Site) -> None:
    administrator = site.visitor(site.room.administrator)

    for command, given in (
        ("withdraw_motion", {"motion_id": new_id()}),
        ("withdraw_endorsement", {"subject.kind": "motion", "subject.id": new_id()}),
        ("withdraw_endorsement", {}),
        ("adopt_version", {"version_id": new_id()}),
        ("revoke_role", {"participant_id": "x", "in": "y"}),
        ("accredit", {"consultation_id": "x"}),
    ):
        answer = administrator.get(f"/forms/{command}", query_string=given)
        assert answer.status_code in (200, 403, 404), command
