"""Participants: whom one may be, whose words are sealed, and what an erasure takes away and leaves."""

from uuid import UUID

import pytest

from ledger.application import Ledger
from ledger.domain.participants import Participant
from ledger.domain.streams import derived
from tests.builders import (
    Room,
    a_member,
    a_participant,
    a_room,
    a_statement,
    an_amendment,
    decide,
    exported,
    folded,
    give,
    new_id,
    refused,
    take_stance,
)

WORDS = ["Amina Zyxwvut", "Quito-on-Sea", "law of the high valleys", "amina@zyx.example"]


def stored_bytes(ledger: Ledger) -> bytes:
    return b"\n".join(one.state for one in ledger.record_store.stored_between(1, ledger.record_store.head(), 10_000))


def test_personal_words_stand_in_no_event(ledger: Ledger) -> None:
    name, place, expertise, contact = WORDS
    person = a_participant(ledger, name=name, place=place, expertise=[expertise], contact=contact)

    give(ledger, "update_participant", participant_id=person, name=name + " II", contact="+31 " + contact)

    assert not [word for word in WORDS if word.encode() in stored_bytes(ledger)]


def test_two_equal_names_are_sealed_differently(ledger: Ledger) -> None:
    one, other = (a_participant(ledger, name="Amina") for _ in range(2))

    events = [ledger.event(ledger.record_store.stream_events(UUID(person))[0]) for person in (one, other)]

    assert events[0].name != events[1].name


@pytest.mark.parametrize("kind", ["delegation", "grouping"])
def test_a_person_acts_for_a_delegation_or_a_grouping(ledger: Ledger, kind: str) -> None:
    whole = a_participant(ledger, kind)

    person = a_participant(ledger, acts_for=whole)

    assert folded(ledger, Participant, person).acts_for == whole


def test_nobody_acts_for_a_person(ledger: Ledger) -> None:
    person = a_participant(ledger)
    data = {"participant_id": new_id(), "name": "B", "kind": "person", "group": "state"}

    assert refused(ledger, "register_participant", **data, acts_for=person).field == "acts_for"


def test_only_a_person_acts_for_another(ledger: Ledger) -> None:
    delegation = a_participant(ledger, "delegation")
    data = {"participant_id": new_id(), "name": "B", "kind": "delegation", "group": "state"}

    assert refused(ledger, "register_participant", **data, acts_for=delegation).field == "acts_for"


def test_nobody_acts_for_one_who_is_not_registered(ledger: Ledger) -> None:
    data = {"participant_id": new_id(), "name": "B", "kind": "person", "group": "state"}

    refusal = refused(ledger, "register_participant", **data, acts_for=new_id())

    assert (refusal.code, refusal.field) == ("not_found", "acts_for")


def test_a_persons_short_name_is_refused_because_it_would_not_be_sealed(ledger: Ledger) -> None:
    data = {"participant_id": new_id(), "name": "B", "kind": "person", "group": "state", "short": "Bee"}

    assert refused(ledger, "register_participant", **data).field == "short"


def test_only_a_grouping_has_members(ledger: Ledger) -> None:
    data = {"participant_id": new_id(), "name": "B", "kind": "delegation", "group": "state"}

    assert refused(ledger, "register_participant", **data, members=[a_participant(ledger)]).field == "members"


def test_a_grouping_cannot_contain_itself_through_another(ledger: Ledger) -> None:
    inner = a_participant(ledger, "grouping")
    outer = a_participant(ledger, "grouping", members=[inner])

    assert refused(ledger, "update_participant", participant_id=inner, members=[outer]).field == "members"
    assert refused(ledger, "update_participant", participant_id=inner, members=[inner]).field == "members"


def test_a_member_of_a_grouping_is_named_once(ledger: Ledger) -> None:
    state, grouping = a_participant(ledger), a_participant(ledger, "grouping")

    assert refused(ledger, "update_participant", participant_id=grouping, members=[state, state]).field == "members.1"


def test_an_empty_field_of_an_update_clears_and_an_absent_one_stays(ledger: Ledger) -> None:
    delegation = a_participant(ledger, "delegation")
    person = a_participant(ledger, acts_for=delegation)

    give(ledger, "update_participant", participant_id=person, name="Renamed")
    kept = folded(ledger, Participant, person).acts_for
    give(ledger, "update_participant", participant_id=person, acts_for="")

    assert (kept, folded(ledger, Participant, person).acts_for) == (delegation, None)


def test_a_participant_changes_her_own_name(ledger: Ledger, room: Room) -> None:
    assert give(ledger, "update_participant", actor=room.guest, participant_id=room.guest, name="New").is_new


def test_nobody_says_herself_for_whom_she_acts(ledger: Ledger, room: Room) -> None:
    delegation = a_member(ledger, room.consultation, kind="delegation")

    refusal = refused(
        ledger, "update_participant", actor=room.guest, participant_id=room.guest, acts_for=delegation, name="Sly"
    )

    assert refusal.code == "not_allowed"


def test_an_organizer_elsewhere_does_not_make_herself_a_delegate_here(ledger: Ledger, room: Room) -> None:
    delegation = a_member(ledger, room.consultation, kind="delegation")
    elsewhere = a_room(ledger).organizer

    refusal = refused(ledger, "update_participant", actor=elsewhere, participant_id=elsewhere, acts_for=delegation)

    assert refusal.code == "not_allowed"


def erase(ledger: Ledger, participant_id: str) -> None:
    give(ledger, "erase_participant", participant_id=participant_id, reason="at_the_persons_request")


def test_an_erasure_changes_no_stored_byte(ledger: Ledger, room: Room) -> None:
    before = stored_bytes(ledger)

    erase(ledger, room.member)

    assert stored_bytes(ledger).startswith(before)


def test_an_erasure_takes_her_fields_statements_reservations_reasons_and_own_rationales(
    ledger: Ledger, room: Room
) -> None:
    person = a_member(ledger, room.consultation, name="secret-name", place="secret-place", expertise=["secret-skill"])
    a_statement(ledger, room.consultation, person, text="secret-statement")
    an_amendment(ledger, room.framework, person, [room.edit("cities", "may", "shall")], rationale="secret-rationale")
    other = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    take_stance(ledger, person, other, "endorse_with_reservation", reservation="secret-reservation")
    take_stance(ledger, person, other, "object", reason="secret-reason")

    erase(ledger, person)

    assert b"secret-" not in exported(ledger)


def test_an_erasure_leaves_the_rationale_of_a_motion_that_others_proposed_too(ledger: Ledger, room: Room) -> None:
    change = room.edit("states", "shall", "must")
    both = [room.member, room.second]
    an_amendment(ledger, room.framework, room.member, [change], proposers=both, rationale="our-rationale")

    erase(ledger, room.member)

    assert b"our-rationale" in exported(ledger)


def test_an_erasure_leaves_the_words_of_everyone_else(ledger: Ledger, room: Room) -> None:
    a_statement(ledger, room.consultation, room.second, text="their-words")

    erase(ledger, room.member)

    assert b"their-words" in exported(ledger)


def test_erased_words_are_exported_as_their_digest(ledger: Ledger, room: Room) -> None:
    person = a_participant(ledger, name="secret-name")

    erase(ledger, person)

    registered = next(line for line in exported(ledger).splitlines() if person.encode() in line)
    assert b'"name":{"erased":"' in registered


def test_an_erasure_takes_the_reason_that_ended_her_accreditation(ledger: Ledger, room: Room) -> None:
    where = {"participant_id": room.second, "consultation_id": room.consultation}
    give(ledger, "end_accreditation", actor=room.organizer, **where, reason="secret-about-her")

    erase(ledger, room.second)

    assert b"secret-about-her" not in exported(ledger)


def test_whoever_was_erased_does_nothing_any_more(ledger: Ledger, room: Room) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    subject = {"kind": "motion", "id": motion}

    erase(ledger, room.second)

    refusal = refused(
        ledger, "endorse", actor=room.second, participant_id=room.second, subject=subject, stance="endorse"
    )
    assert refusal.code == "not_allowed"
    assert refused(ledger, "endorse", participant_id=room.second, subject=subject, stance="endorse").code == (
        "rule_broken"
    )


def test_an_erasure_ends_her_roles(ledger: Ledger, room: Room) -> None:
    erase(ledger, room.organizer)

    refusal = refused(ledger, "enter_stage", actor=room.organizer, consultation_id=room.consultation, stage="scoping")

    assert folded(ledger, Participant, room.organizer).roles == set()
    assert refusal.code == "not_allowed"


def test_whoever_was_erased_is_not_accredited_or_given_a_role_again(ledger: Ledger, room: Room) -> None:
    erase(ledger, room.guest)

    data = {"participant_id": room.guest, "consultation_id": room.consultation}
    assert refused(ledger, "accredit", **data, standing="member").field == "participant_id"
    assert refused(ledger, "grant_role", **data, role="organizer").field == "participant_id"


def test_nobody_is_erased_twice(ledger: Ledger, room: Room) -> None:
    erase(ledger, room.guest)

    refusal = refused(ledger, "erase_participant", participant_id=room.guest, reason="legal_order")

    assert refusal.field == "participant_id"


def test_the_objection_of_an_erased_member_stays_on_record_and_no_longer_counts(ledger: Ledger, room: Room) -> None:
    give(ledger, "adopt_rule", consultation_id=room.consultation, rule="decision_method", value="consensus")
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    take_stance(ledger, room.second, motion, "object")

    erase(ledger, room.second)

    assert decide(ledger, motion).is_new
    assert b'"stance":"object"' in exported(ledger)


def test_nobody_revises_a_motion_for_a_delegation_that_was_erased(ledger: Ledger, room: Room) -> None:
    delegation = a_member(ledger, room.consultation, kind="delegation")
    person = a_participant(ledger, acts_for=delegation)
    motion = an_amendment(ledger, room.framework, delegation, [room.edit("states", "shall", "must")])
    erase(ledger, delegation)

    changes = [room.edit("states", "shall", "never")]
    data = {"motion_id": motion, "participant_id": delegation, "changes": changes}

    assert refused(ledger, "revise_motion", actor=person, **data).code in ("not_allowed", "rule_broken")


def test_no_thing_takes_the_id_that_the_positions_on_another_will_have(ledger: Ledger, room: Room) -> None:

    change = room.edit("states", "shall", "must")
    motion = an_amendment(ledger, room.framework, room.member, [change])
    data = {"framework_id": room.framework, "title": "A trap", "proposers": [room.member], "changes": [change]}

    taken = str(derived(motion, "positions"))
    refusal = refused(ledger, "table_amendment", actor=room.member, motion_id=taken, **data)

    assert (refusal.code, refusal.field) == ("already_used", "motion_id")


def test_an_id_of_another_kind_is_no_participant(ledger: Ledger, room: Room) -> None:
    refusal = refused(
        ledger, "accredit", participant_id=room.framework, consultation_id=room.consultation, standing="guest"
    )

    assert refusal.code == "not_found"


def test_nobody_is_protected_who_was_known_before(ledger: Ledger, room: Room) -> None:
    assert refused(ledger, "update_participant", participant_id=room.member, protected=True).field == "protected"
