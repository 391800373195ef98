"""Positions: a stance belongs to one exact wording (rule 8)."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.errors import MovedOn
from ledger.domain.motions import Motion
from ledger.domain.positions import Positions
from ledger.domain.streams import derived
from ledger.domain.wording import provision_wording
from tests.builders import (
    TEXTS,
    Data,
    Room,
    a_member,
    a_proposal,
    a_room,
    a_version,
    adopt_rule,
    an_amendment,
    decide,
    events_of,
    folded,
    give,
    new_id,
    refused,
    take_stance,
)


@pytest.fixture
def motion(ledger: Ledger, room: Room) -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])


def on(kind: str, thing: str) -> Data:
    return {"kind": kind, "id": thing}


def endorsing(room: Room, subject: Data, stance: str = "endorse", **more: Any) -> Data:
    return {"participant_id": room.second, "subject": subject, "stance": stance, **more}


def holders(ledger: Ledger, subject: str) -> set[str]:
    return folded(ledger, Positions, derived(subject, "positions")).holders


def delete(ledger: Ledger, room: Room, name: str) -> None:
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.delete(name)]))


@pytest.mark.parametrize("kind", ["motion", "provision", "version"])
def test_a_stance_records_the_wording_as_it_stands(ledger: Ledger, room: Room, motion: str, kind: str) -> None:
    things = {"motion": motion, "provision": room.provisions["states"], "version": room.version}

    event = vars(events_of(ledger, give(ledger, "endorse", **endorsing(room, on(kind, things[kind]))))[0])

    assert len(event["wording"]) == 64
    if kind == "provision":
        assert event["wording"] == provision_wording("", TEXTS["states"])


@pytest.mark.parametrize("kind", ["motion", "provision", "version"])
def test_a_stance_on_a_wording_that_never_existed_is_refused_with_todays(
    ledger: Ledger, room: Room, motion: str, kind: str
) -> None:
    things = {"motion": motion, "provision": room.provisions["states"], "version": room.version}

    refusal = refused(ledger, "endorse", **endorsing(room, on(kind, things[kind]), wording="0" * 64))

    assert isinstance(refusal, MovedOn)
    moved = refusal.moved[0]
    assert (refusal.field, moved.kind, moved.id, moved.seen) == ("wording", kind, things[kind], "0" * 64)


def test_a_stance_on_an_earlier_wording_is_refused(ledger: Ledger, room: Room, motion: str) -> None:
    seen = folded(ledger, Motion, motion).wording
    changes = [room.edit("states", "shall", "will")]
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)

    assert isinstance(refused(ledger, "endorse", **endorsing(room, on("motion", motion), wording=seen)), MovedOn)


def test_a_stance_is_not_carried_to_a_new_wording(ledger: Ledger, room: Room, motion: str) -> None:
    take_stance(ledger, room.second, motion, "object")
    changes = [room.edit("states", "shall", "will")]

    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)

    now = folded(ledger, Motion, motion).wording
    assert now not in folded(ledger, Positions, derived(motion, "positions")).objectors


@pytest.mark.parametrize("kind", ["motion", "provision", "version"])
def test_nobody_takes_a_position_on_what_is_not_on_record(ledger: Ledger, room: Room, kind: str) -> None:
    for thing in (new_id(), room.member):
        assert refused(ledger, "endorse", **endorsing(room, on(kind, thing))).code == "not_found"


def test_nobody_takes_a_position_on_a_text_that_is_not_held(ledger: Ledger, room: Room) -> None:
    version = a_version(ledger, room.framework, [], extent="not_held")

    assert refused(ledger, "endorse", **endorsing(room, on("version", version))).field == "subject.id"


def test_nobody_takes_a_position_on_a_provision_that_is_gone(ledger: Ledger, room: Room) -> None:
    delete(ledger, room, "states")

    subject = on("provision", room.provisions["states"])

    assert refused(ledger, "endorse", **endorsing(room, subject)).field == "subject.id"


@pytest.mark.parametrize("decision", ["adopted", "rejected", "lapsed"])
def test_on_a_closed_motion_no_position_is_taken_any_more(
    ledger: Ledger, room: Room, motion: str, decision: str
) -> None:
    decide(ledger, motion, decision)

    for stance in ("endorse", "object", "sponsor"):
        assert refused(ledger, "endorse", **endorsing(room, on("motion", motion), stance)).code == "rule_broken"


@pytest.mark.parametrize("gone", ["closed motion", "deleted provision", "left the consultation", "open motion"])
def test_withdrawing_always_works(ledger: Ledger, room: Room, motion: str, gone: str) -> None:
    states = room.provisions["states"]
    subject = on("provision", states) if gone == "deleted provision" else on("motion", motion)
    give(ledger, "endorse", **endorsing(room, subject))
    if gone == "closed motion":
        decide(ledger, motion)
    elif gone == "deleted provision":
        delete(ledger, room, "states")
    elif gone == "left the consultation":
        give(ledger, "end_accreditation", participant_id=room.second, consultation_id=room.consultation)

    give(ledger, "withdraw_endorsement", actor=room.second, participant_id=room.second, subject=subject)

    assert holders(ledger, subject["id"]) == set()


def test_what_was_not_taken_is_not_withdrawn(ledger: Ledger, room: Room, motion: str) -> None:
    data = {"participant_id": room.second, "subject": on("motion", motion)}

    assert refused(ledger, "withdraw_endorsement", **data).code == "not_found"
    give(ledger, "endorse", **data, stance="endorse")
    give(ledger, "withdraw_endorsement", **data)
    assert refused(ledger, "withdraw_endorsement", **data).code == "not_found"


def test_a_position_may_be_changed_at_any_time(ledger: Ledger, room: Room, motion: str) -> None:
    for stance in ("endorse", "object", "abstain", "object"):
        take_stance(ledger, room.second, motion, stance)

    wording = folded(ledger, Motion, motion).wording
    assert folded(ledger, Positions, derived(motion, "positions")).objectors == {wording: {room.second}}


def test_nobody_endorses_for_a_person_she_does_not_act_for(ledger: Ledger, room: Room, motion: str) -> None:
    data = endorsing(room, on("motion", motion))

    assert refused(ledger, "endorse", actor=room.observer, **data).code == "not_allowed"


def test_for_a_delegation_the_record_names_the_person(ledger: Ledger, room: Room, motion: str) -> None:
    delegation = a_member(ledger, room.consultation, kind="delegation")
    delegate = a_member(ledger, room.consultation, standing="guest", acts_for=delegation)

    answer = take_stance(ledger, delegation, motion, "endorse", actor=delegate)

    event = vars(events_of(ledger, answer)[0])
    assert (event["actor"], event["participant_id"]) == (delegate, delegation)


# Sponsors


def test_a_sponsor_joins_in_the_motions_stream_alone(ledger: Ledger, room: Room, motion: str) -> None:
    events = events_of(ledger, take_stance(ledger, room.second, motion, "sponsor"))

    assert [event.TOPIC for event in events] == ["ledger.motion.sponsor_joined"]
    assert holders(ledger, motion) == set()


def test_whoever_joins_leaves_what_she_said_before(ledger: Ledger, room: Room, motion: str) -> None:
    take_stance(ledger, room.second, motion, "object")

    take_stance(ledger, room.second, motion, "sponsor")

    assert holders(ledger, motion) == set()
    assert folded(ledger, Motion, motion).sponsors == [room.member, room.second]


def test_a_sponsor_does_not_join_twice(ledger: Ledger, room: Room, motion: str) -> None:
    assert refused(
        ledger, "endorse", participant_id=room.member, subject=on("motion", motion), stance="sponsor"
    ).field == ("stance")


@pytest.mark.parametrize("stance", ["endorse", "object", "abstain"])
@pytest.mark.parametrize("when", ["now", "of an earlier wording"])
def test_a_sponsor_first_leaves_by_withdraw_motion(ledger: Ledger, room: Room, stance: str, when: str) -> None:
    both, changes = [room.member, room.second], [room.edit("states", "shall", "must")]
    motion = an_amendment(ledger, room.framework, room.member, changes, proposers=both)
    if when != "now":
        changes = [room.edit("states", "shall", "will")]
        give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)

    refusal = refused(ledger, "endorse", **endorsing(room, on("motion", motion), stance))

    assert "withdraw_motion" in refusal.message


def test_a_sponsor_does_not_leave_by_withdraw_endorsement(ledger: Ledger, room: Room, motion: str) -> None:
    refusal = refused(ledger, "withdraw_endorsement", participant_id=room.member, subject=on("motion", motion))

    assert "withdraw_motion" in refusal.message


def test_once_she_left_a_former_sponsor_may_object(ledger: Ledger, room: Room) -> None:
    both, changes = [room.member, room.second], [room.edit("states", "shall", "must")]
    motion = an_amendment(ledger, room.framework, room.member, changes, proposers=both)
    give(ledger, "withdraw_motion", motion_id=motion, participant_id=room.second)

    assert take_stance(ledger, room.second, motion, "object").is_new


@pytest.mark.parametrize("kind", ["provision", "version"])
def test_only_a_motion_has_sponsors(ledger: Ledger, room: Room, kind: str) -> None:
    thing = room.provisions["states"] if kind == "provision" else room.version

    assert refused(ledger, "endorse", **endorsing(room, on(kind, thing), "sponsor")).field == "stance"


# What stands beside a stance


@pytest.mark.parametrize("stance", ["endorse", "abstain", "object", "sponsor"])
def test_a_reservation_goes_with_one_stance_only(ledger: Ledger, room: Room, motion: str, stance: str) -> None:
    data = endorsing(room, on("motion", motion), stance, reservation="But.")

    assert refused(ledger, "endorse", **data).field == "reservation"


def test_an_endorsement_with_reservation_has_one(ledger: Ledger, room: Room, motion: str) -> None:
    data = endorsing(room, on("motion", motion), "endorse_with_reservation")

    assert refused(ledger, "endorse", **data).field == "reservation"
    assert give(ledger, "endorse", **data, reservation="But.").is_new


def test_a_constructive_objection_gives_its_reason_or_a_counter_motion(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "constructive_objection", True)
    counter = a_proposal(ledger, room.framework, room.member)
    data = endorsing(room, on("motion", motion), "object")

    assert getattr(refused(ledger, "endorse", **data), "rule", "") == "constructive_objection"
    assert give(ledger, "endorse", **data, reason="It binds nobody.").is_new
    assert give(ledger, "endorse", **data, counter_motion=counter).is_new


def test_other_stances_need_no_reason(ledger: Ledger, room: Room, motion: str) -> None:
    adopt_rule(ledger, room.consultation, "constructive_objection", True)

    assert take_stance(ledger, room.second, motion, "abstain").is_new


@pytest.mark.parametrize("which", ["itself", "of another consultation"])
def test_a_counter_motion_is_another_one_here(ledger: Ledger, room: Room, motion: str, which: str) -> None:
    adopt_rule(ledger, room.consultation, "constructive_objection", True)
    other = a_room(ledger)
    counter = motion if which == "itself" else a_proposal(ledger, other.framework, other.member)

    data = endorsing(room, on("motion", motion), "object", counter_motion=counter)

    assert refused(ledger, "endorse", **data).field == "counter_motion"


@pytest.mark.parametrize("stance", ["endorse", "abstain"])
def test_only_an_objection_names_a_counter_motion(ledger: Ledger, room: Room, motion: str, stance: str) -> None:
    counter = a_proposal(ledger, room.framework, room.member)

    data = endorsing(room, on("motion", motion), stance, counter_motion=counter)

    assert refused(ledger, "endorse", **data).field == "counter_motion"


def test_only_a_position_on_a_version_leaves_provisions_out(ledger: Ledger, room: Room, motion: str) -> None:
    out = {"except": [room.provisions["states"]]}

    assert refused(ledger, "endorse", **endorsing(room, on("motion", motion), **out)).field == "except"
    assert give(ledger, "endorse", **endorsing(room, on("version", room.version), **out)).is_new
    data = endorsing(room, on("version", room.version), **{"except": [new_id()]})
    assert refused(ledger, "endorse", **data).field == "except.0"


def test_a_position_on_a_version_leaves_out_what_stood_in_it(ledger: Ledger, room: Room) -> None:
    delete(ledger, room, "states")
    out = {"except": [room.provisions["states"]]}

    assert give(ledger, "endorse", **endorsing(room, on("version", room.version), **out)).is_new


@pytest.mark.parametrize("stance", ["carried", "", "Endorse", None, 1])
def test_a_stance_is_one_that_the_record_knows(ledger: Ledger, room: Room, motion: str, stance: Any) -> None:
    data = {"participant_id": room.second, "subject": on("motion", motion), "stance": stance}

    assert refused(ledger, "endorse", **data).field == "stance"


def test_nobody_took_a_position_before_it_was_tabled(ledger: Ledger, room: Room, motion: str) -> None:
    said = {"participant_id": room.member, "subject": on("motion", motion), "stance": "endorse"}

    refusal = refused(ledger, "endorse", actor=room.organizer, occurred_at="2016-01-01", importing=False, **said)

    assert (refusal.code, refusal.field) == ("rule_broken", "occurred_at")
