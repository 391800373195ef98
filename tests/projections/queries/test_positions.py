"""Where participants stand, by the wording: a stance belongs to one, and returns with it (design §4)."""

from ledger.application import Ledger
from ledger.projections.queries.positions import Positions, Said, positions_on, said_on_open_motions
from tests.builders import Room, a_room, an_amendment, give, take_stance
from tests.projections.test_motions import motion_row


def now(ledger: Ledger, room: Room, motion: str) -> Positions:
    wording = motion_row(ledger, motion)["wording"]
    with ledger.reading() as reading:
        return positions_on(reading, motion, room.consultation, wording, "2018-04-01T00:00:00.000000Z")


def revise(ledger: Ledger, room: Room, motion: str, word: str) -> None:
    changes = [room.edit("states", "protect", word)]
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)


def test_an_objection_returns_with_the_wording_that_it_spoke_of(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "protect", "host")])
    take_stance(ledger, room.second, motion, "object")
    revise(ledger, room, motion, "welcome")
    take_stance(ledger, room.second, motion, "endorse")

    revise(ledger, room, motion, "host")

    found = now(ledger, room, motion)
    assert found.counts.members == (("object", 1),)
    assert found.counts.earlier == 0
    assert [(one.stance, one.is_current) for one in found.listed] == [("object", True)]


def test_a_withdrawal_ends_what_was_said_of_every_wording(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "protect", "host")])
    take_stance(ledger, room.second, motion, "object")
    revise(ledger, room, motion, "welcome")
    take_stance(ledger, room.second, motion, "endorse")
    give(ledger, "withdraw_endorsement", participant_id=room.second, subject={"kind": "motion", "id": motion})

    revise(ledger, room, motion, "host")

    found = now(ledger, room, motion)
    assert found.counts.members == ()
    assert [one.stance for one in found.listed] == ["withdrawn"]


def test_who_said_what_on_open_motions_is_of_the_wording_as_it_stands(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "protect", "host")])
    take_stance(ledger, room.second, motion, "endorse")
    revise(ledger, room, motion, "welcome")
    take_stance(ledger, room.observer, motion, "endorse")
    take_stance(ledger, room.guest, motion, "object")
    give(ledger, "end_accreditation", participant_id=room.guest, consultation_id=room.consultation)

    with ledger.reading() as reading:
        said = said_on_open_motions(reading, room.framework, "2018-04-01T00:00:00.000000Z")

    assert said == {motion: [Said(room.observer, "endorse", "observer"), Said(room.guest, "object", None)]}
