"""What waits for whoever is signed in."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.projections.queries.visitors import TakingPart, taking_part
from ledger.projections.queries.work import Work, work_of
from tests.builders import (
    Room,
    a_consultation,
    a_framework,
    a_holder,
    a_member,
    a_participant,
    a_proposal,
    a_room,
    a_session,
    an_amendment,
    decide,
    give,
    new_id,
    take_stance,
)
from tests.projections.queries.counting import queries_sent

NOW = "2018-03-05T12:00:00.000000Z"


def work(ledger: Ledger, participant_id: str, when: str = NOW) -> Work:
    with ledger.reading() as reading:
        visitor = taking_part(reading, participant_id, when)
        assert visitor is not None
        return work_of(reading, visitor, when)


def waiting(ledger: Ledger, participant_id: str) -> list[str]:
    return [motion.id for motion in work(ledger, participant_id).waiting]


def an_edit(ledger: Ledger, room: Room, word: str = "must") -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", word)])


def revise(ledger: Ledger, room: Room, motion: str, word: str) -> None:
    changes = [room.edit("states", "shall", word)]
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)


def test_a_motion_waits_until_one_says_where_one_stands(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion, other = an_edit(ledger, room), an_edit(ledger, room)

    assert waiting(ledger, room.second) == [other, motion]

    take_stance(ledger, room.second, other, "abstain")

    found = work(ledger, room.second)
    assert [(one.id, one.number, one.framework_title) for one in found.waiting] == [(motion, 1, "A framework")]
    assert found.waiting_total == 1


def test_a_position_that_was_withdrawn_leaves_the_motion_waiting(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_edit(ledger, room)
    take_stance(ledger, room.second, motion, "object")

    give(ledger, "withdraw_endorsement", participant_id=room.second, subject={"kind": "motion", "id": motion})

    assert waiting(ledger, room.second) == [motion]
    assert work(ledger, room.second).asked_again == ()


def test_what_was_decided_does_not_wait(ledger: Ledger) -> None:
    room = a_room(ledger)

    decide(ledger, an_edit(ledger, room), "rejected")

    assert work(ledger, room.second).is_empty


def test_who_is_not_accredited_has_no_motions_waiting(ledger: Ledger) -> None:
    room = a_room(ledger)
    an_edit(ledger, room)
    ended = a_member(ledger, room.consultation, until="2018-03-01")

    for participant in (ended, room.facilitator, a_participant(ledger)):
        assert waiting(ledger, participant) == []


def test_another_wording_asks_again_and_the_same_one_does_not(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_edit(ledger, room, "must")
    take_stance(ledger, room.second, motion, "object")

    revise(ledger, room, motion, "should")

    found = work(ledger, room.second)
    assert [(one.motion.id, one.motion.revision, one.stance, one.who.id) for one in found.asked_again] == [
        (motion, 1, "object", room.second)
    ]
    assert (found.asked_again_total, found.waiting_total) == (1, 0)

    revise(ledger, room, motion, "must")

    found = work(ledger, room.second)
    assert (found.asked_again, found.waiting) == ((), ())


def test_a_revision_asks_the_other_sponsors_again(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_edit(ledger, room)
    take_stance(ledger, room.second, motion, "sponsor")

    revise(ledger, room, motion, "should")

    assert [one.stance for one in work(ledger, room.second).asked_again] == ["sponsor"]
    assert [one.motion.id for one in work(ledger, room.member).own] == [motion]


def test_what_a_delegation_said_need_not_be_said_by_who_acts_for_it(ledger: Ledger) -> None:
    room = a_room(ledger)
    norway = a_member(ledger, room.consultation, kind="delegation", name="Norway")
    delegate = a_member(ledger, room.consultation, acts_for=norway)
    supported, moved, hers = an_edit(ledger, room), an_edit(ledger, room, "must"), an_edit(ledger, room)
    take_stance(ledger, norway, supported, "endorse")
    take_stance(ledger, norway, moved, "endorse")
    take_stance(ledger, norway, hers, "sponsor")
    revise(ledger, room, moved, "ought to")

    found = work(ledger, delegate)

    assert found.waiting == ()
    assert [(one.motion.id, one.who.name) for one in found.asked_again] == [(moved, "Norway")]
    assert [one.motion.id for one in found.own] == [hers]


def test_who_acts_for_a_delegation_has_its_work_once_she_is_accredited(ledger: Ledger) -> None:
    room = a_room(ledger)
    norway = a_member(ledger, room.consultation, kind="delegation")
    delegate = a_participant(ledger, acts_for=norway)
    motion = an_edit(ledger, room)

    before = waiting(ledger, delegate)
    give(ledger, "accredit", participant_id=delegate, consultation_id=room.consultation, standing="guest")

    assert (before, waiting(ledger, delegate)) == ([], [motion])


def test_own_motions_come_with_counts_and_say_whether_the_text_moved(ledger: Ledger) -> None:
    room = a_room(ledger)
    still = a_proposal(ledger, room.framework, room.member)
    motion = an_edit(ledger, room)
    take_stance(ledger, room.second, motion, "object")
    decide(ledger, an_amendment(ledger, room.framework, room.second, [room.edit("states", "refugees", "people")]))

    found = work(ledger, room.member)

    assert [(one.motion.id, one.text_moved) for one in found.own] == [(motion, True), (still, False)]
    assert found.own[0].counts.members == (("sponsor", 1), ("object", 1))
    assert found.own_total == 2
    assert found.waiting == ()


def test_lists_are_cut_and_totals_are_whole(ledger: Ledger) -> None:
    room = a_room(ledger)
    ids = [an_edit(ledger, room) for _ in range(12)]

    found = work(ledger, room.second)

    assert [one.id for one in found.waiting] == ids[:1:-1]
    assert found.waiting_total == 12


def test_sessions_are_open_or_next(ledger: Ledger) -> None:
    room = a_room(ledger, timezone="Europe/Amsterdam")
    is_open = a_session(ledger, room.consultation)
    closed = a_session(ledger, room.consultation)
    give(ledger, "close_session", session_id=closed)
    convened = {
        title: convene(ledger, room, title, opens_at)
        for title, opens_at in (("Past", "2018-03-01"), ("Later", "2018-04-01T09:00:00Z"), ("Today", "2018-03-05"))
    }
    cancelled = convene(ledger, room, "Cancelled", "2018-03-20")
    give(ledger, "update_session", session_id=cancelled, cancelled=True)

    found = work(ledger, room.second)

    assert [one.id for one in found.sessions_open] == [is_open]
    assert [one.id for one in found.sessions_next] == [convened["Today"], convened["Later"]]
    assert found.sessions_to_close == ()
    assert [one.id for one in work(ledger, room.facilitator).sessions_to_close] == [is_open]


def convene(ledger: Ledger, room: Room, title: str, opens_at: str) -> str:
    session_id = new_id()
    data: dict[str, Any] = {"session_id": session_id, "consultation_id": room.consultation, "title": title}
    give(ledger, "convene_session", **data, opens_at=opens_at)
    return session_id


def test_who_leads_sees_what_is_open_in_each_text(ledger: Ledger) -> None:
    room = a_room(ledger)
    for _ in range(2):
        an_edit(ledger, room)
    elsewhere = a_framework(ledger, a_consultation(ledger))
    outsider = a_member(ledger, consultation_of(ledger, elsewhere))
    a_proposal(ledger, elsewhere, outsider)

    here, everywhere = work(ledger, room.facilitator), work(ledger, a_holder(ledger, "organizer"))

    assert [(one.id, one.open_motions) for one in here.frameworks] == [(room.framework, 2)]
    assert [(one.id, one.open_motions) for one in everywhere.frameworks] == [(room.framework, 2), (elsewhere, 1)]
    assert work(ledger, room.member).frameworks == ()
    assert work(ledger, room.administrator).frameworks == ()


def consultation_of(ledger: Ledger, framework_id: str) -> str:
    with ledger.reading() as reading:
        query = f"SELECT consultation_id FROM frameworks WHERE id = '{framework_id}'"
        found: str = reading.connection.exec_driver_sql(query).scalar_one()
    return found


@pytest.mark.parametrize("times", [0, 3])
def test_it_takes_six_queries_however_much_waits(ledger: Ledger, times: int) -> None:
    room = a_room(ledger)
    for _ in range(times):
        motion = an_edit(ledger, room)
        take_stance(ledger, room.second, motion, "object")
        revise(ledger, room, motion, "should")
        a_session(ledger, room.consultation)

    with ledger.reading() as reading:
        for participant in (room.member, room.second, room.facilitator):
            visitor = taking_part(reading, participant, NOW)
            assert isinstance(visitor, TakingPart)
            with queries_sent(reading) as sent:
                work_of(reading, visitor, NOW)
            assert len(sent) == 6
