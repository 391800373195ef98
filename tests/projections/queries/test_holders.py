"""Who has something that can be taken back."""

from ledger.application import Ledger
from ledger.projections.queries.holders import position_holders, roles_held, sponsors_of
from tests.builders import Room, a_holder, an_amendment, give, take_stance
from tests.projections.queries.counting import queries_sent


def a_motion(ledger: Ledger, room: Room) -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])


def test_sponsors_of_any_wording_are_told_until_they_leave(ledger: Ledger, room: Room) -> None:
    motion = a_motion(ledger, room)
    take_stance(ledger, room.second, motion, "sponsor")
    changes = [room.edit("states", "shall", "can")]
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)

    with ledger.reading() as now:
        assert sponsors_of(now, motion) == {room.member, room.second}

    give(ledger, "withdraw_motion", motion_id=motion, participant_id=room.second)
    with ledger.reading() as now:
        assert sponsors_of(now, motion) == {room.member}


def test_who_has_a_position_on_any_wording_is_told_until_it_is_withdrawn(ledger: Ledger, room: Room) -> None:
    motion = a_motion(ledger, room)
    subject = {"kind": "motion", "id": motion}
    take_stance(ledger, room.second, motion, "endorse")
    changes = [room.edit("states", "shall", "can")]
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)
    take_stance(ledger, room.observer, motion, "object")

    with ledger.reading() as now:
        assert position_holders(now, motion) == {room.second, room.observer}

    give(ledger, "withdraw_endorsement", participant_id=room.second, subject=subject)
    with ledger.reading() as now:
        assert position_holders(now, motion) == {room.observer}

    take_stance(ledger, room.second, motion, "abstain")
    with ledger.reading() as now:
        assert position_holders(now, motion) == {room.second, room.observer}


def test_a_sponsor_has_no_position_beside_the_motion(ledger: Ledger, room: Room) -> None:
    motion = a_motion(ledger, room)
    take_stance(ledger, room.second, motion, "endorse")
    take_stance(ledger, room.second, motion, "sponsor")

    with ledger.reading() as now:
        assert position_holders(now, motion) == set()


def test_roles_are_told_with_their_place_while_they_are_held(ledger: Ledger, room: Room) -> None:
    auditor = a_holder(ledger, "auditor", room.consultation)
    give(ledger, "grant_role", participant_id=auditor, role="auditor")

    with ledger.reading() as now:
        held = [(one.person.id, one.role, one.place) for one in roles_held(now)]
        assert (room.administrator, "administrator", None) in held
        of_her = [(one.role, one.place) for one in roles_held(now, participant_id=auditor)]
        assert of_her == [("auditor", room.consultation), ("auditor", None)]
        there = {one.person.id for one in roles_held(now, place=room.consultation)}
        assert there == {room.organizer, room.facilitator, auditor}

    give(ledger, "revoke_role", participant_id=auditor, role="auditor", consultation_id=room.consultation)
    with ledger.reading() as now:
        assert [one.place for one in roles_held(now, participant_id=auditor)] == [None]


def test_each_takes_a_fixed_number_of_queries(ledger: Ledger, room: Room) -> None:
    motion = a_motion(ledger, room)

    with ledger.reading() as now, queries_sent(now) as sent:
        sponsors_of(now, motion)
        position_holders(now, motion)
        roles_held(now)
    assert len(sent) <= 4
