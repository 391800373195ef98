"""Standing and roles: who is what in a consultation, from when and until when (rules 3, 14, 15)."""

import pytest

from ledger.application import Ledger
from ledger.domain.participants import Participant
from tests.builders import (
    Room,
    a_consultation,
    a_holder,
    a_member,
    a_participant,
    a_room,
    adopt_rule,
    an_amendment,
    decide,
    folded,
    give,
    new_id,
    refused,
    take_stance,
)

LAST_DAY = "2018-03-01"


@pytest.fixture
def motion(ledger: Ledger, room: Room) -> str:
    change = room.edit("states", "shall", "must")
    return an_amendment(ledger, room.framework, room.member, [change], occurred_at="2018-02-01T00:00:00Z")


def objects_at(when: str, who: str, motion: str) -> dict[str, object]:
    subject = {"kind": "motion", "id": motion}
    return {"participant_id": who, "subject": subject, "stance": "object", "occurred_at": when}


def test_a_standing_holds_through_its_last_day(ledger: Ledger, room: Room, motion: str) -> None:
    member = a_member(ledger, room.consultation, until=LAST_DAY)

    assert give(ledger, "endorse", **objects_at("2018-03-01T23:59:59Z", member, motion)).is_new


def test_a_standing_is_over_when_its_last_day_is(ledger: Ledger, room: Room, motion: str) -> None:
    member = a_member(ledger, room.consultation, until=LAST_DAY)

    refusal = refused(ledger, "endorse", **objects_at("2018-03-02T00:00:00Z", member, motion))

    assert refusal.field == "participant_id"


def test_a_standing_is_judged_by_when_it_happened_not_by_the_clock(ledger: Ledger, room: Room, motion: str) -> None:
    member = a_member(ledger, room.consultation, until=LAST_DAY)

    assert give(ledger, "endorse", **objects_at("2018-02-27", member, motion)).is_new
    assert refused(ledger, "endorse", **objects_at("2018-03-05", member, motion)).field == "participant_id"


def test_a_standing_until_a_moment_is_over_at_that_moment(ledger: Ledger, room: Room, motion: str) -> None:
    member = a_member(ledger, room.consultation, until="2018-03-01T12:00:00Z")

    assert give(ledger, "endorse", **objects_at("2018-03-01T11:59:59Z", member, motion)).is_new
    assert refused(ledger, "endorse", **objects_at("2018-03-01T12:00:00Z", member, motion)).field == "participant_id"


def test_the_last_day_of_a_standing_ends_in_the_zone_of_the_consultation(ledger: Ledger) -> None:
    room = a_room(ledger, timezone="Pacific/Auckland")
    change = room.edit("states", "shall", "must")
    motion = an_amendment(ledger, room.framework, room.member, [change], occurred_at="2018-02-01T00:00:00Z")
    member = a_member(ledger, room.consultation, until=LAST_DAY)

    after = "2018-03-01T11:00:00Z"

    assert refused(ledger, "endorse", **objects_at(after, member, motion)).field == "participant_id"


def test_a_standing_may_be_given_until_the_last_day_of_the_calendar(ledger: Ledger, room: Room, motion: str) -> None:
    member = a_member(ledger, room.consultation, until="9999-12-31")

    assert take_stance(ledger, member, motion, "object").is_new


def test_whoever_is_not_accredited_takes_no_position(ledger: Ledger, room: Room, motion: str) -> None:
    stranger = a_participant(ledger)

    refusal = refused(ledger, "endorse", **objects_at("2018-03-01", stranger, motion))

    assert refusal.field == "participant_id"


def test_a_standing_in_one_consultation_is_none_in_another(ledger: Ledger, room: Room, motion: str) -> None:
    elsewhere = a_member(ledger, a_consultation(ledger))

    assert refused(ledger, "endorse", **objects_at("2018-03-01", elsewhere, motion)).field == "participant_id"


def test_whose_accreditation_ended_takes_no_position_until_accredited_anew(
    ledger: Ledger, room: Room, motion: str
) -> None:
    data = {"participant_id": room.second, "consultation_id": room.consultation}

    give(ledger, "end_accreditation", **data, reason="She left.")
    refusal = refused(ledger, "endorse", **objects_at("2018-03-05", room.second, motion))
    give(ledger, "accredit", **data, standing="observer")

    assert refusal.field == "participant_id"
    assert take_stance(ledger, room.second, motion, "object").is_new


def test_the_objection_of_a_member_who_left_no_longer_counts(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "consensus")
    take_stance(ledger, room.second, motion, "object")

    give(ledger, "end_accreditation", participant_id=room.second, consultation_id=room.consultation)

    assert decide(ledger, motion).is_new


def test_the_same_standing_is_not_given_twice(ledger: Ledger, room: Room) -> None:
    data = {"participant_id": room.member, "consultation_id": room.consultation, "standing": "member"}

    assert refused(ledger, "accredit", **data).field == "standing"
    assert give(ledger, "accredit", **data, until="2019-01-01").is_new


def test_only_an_accreditation_that_was_given_ends(ledger: Ledger, room: Room) -> None:
    data = {"participant_id": room.organizer, "consultation_id": room.consultation}

    assert refused(ledger, "end_accreditation", **data).field == "participant_id"


def test_a_protected_person_is_registered_anew_in_each_consultation(ledger: Ledger, room: Room) -> None:
    person = a_member(ledger, room.consultation, protected=True)
    elsewhere = a_consultation(ledger)

    refusal = refused(ledger, "accredit", participant_id=person, consultation_id=elsewhere, standing="member")

    assert refusal.field == "participant_id"


def test_a_role_is_not_granted_twice(ledger: Ledger, room: Room) -> None:
    data = {"participant_id": room.organizer, "role": "organizer", "consultation_id": room.consultation}

    assert refused(ledger, "grant_role", **data).field == "role"


def test_a_role_in_the_ledger_and_one_in_a_consultation_are_two(ledger: Ledger, room: Room) -> None:
    give(ledger, "grant_role", participant_id=room.organizer, role="organizer")

    roles = folded(ledger, Participant, room.organizer).roles

    assert roles == {("organizer", room.consultation), ("organizer", None)}


def test_only_a_role_that_is_held_is_revoked(ledger: Ledger, room: Room) -> None:
    assert refused(ledger, "revoke_role", participant_id=room.organizer, role="organizer").field == "role"


def test_a_role_that_was_revoked_gives_no_right(ledger: Ledger, room: Room) -> None:
    data = {"participant_id": room.organizer, "role": "organizer", "consultation_id": room.consultation}

    give(ledger, "revoke_role", **data)

    refusal = refused(ledger, "enter_stage", actor=room.organizer, consultation_id=room.consultation, stage="scoping")
    assert refusal.code == "not_allowed"


def test_a_role_is_held_in_a_consultation_that_is_on_record(ledger: Ledger) -> None:
    person = a_participant(ledger)

    refusal = refused(ledger, "grant_role", participant_id=person, role="organizer", consultation_id=new_id())

    assert (refusal.code, refusal.field) == ("not_found", "consultation_id")


def test_an_administrator_of_one_consultation_grants_no_role_in_the_ledger(ledger: Ledger, room: Room) -> None:
    administrator = a_holder(ledger, "administrator", room.consultation)

    refusal = refused(ledger, "grant_role", actor=administrator, participant_id=administrator, role="administrator")

    assert refusal.code == "not_allowed"
