"""What belongs to whoever is signed in."""

import pytest

from ledger.application import Ledger
from ledger.projections.queries.frameworks import framework_of
from ledger.projections.queries.motions import motion_with
from ledger.projections.queries.own import OwnPosition, own_positions, tabling_closed, texts_under_draft
from tests.builders import Room, a_consultation, a_framework, a_room, adopt_rule, an_amendment, give, take_stance

NOON = "2018-03-05T12:00:00.000000Z"


def an_edit(ledger: Ledger, room: Room, word: str = "must") -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", word)])


def own(ledger: Ledger, motion_id: str, *ids: str) -> tuple[OwnPosition, ...]:
    with ledger.reading() as now:
        motion = motion_with(now, motion_id)
        assert motion is not None
        return own_positions(now, ids, motion_id, motion.wording)


def withdraw(ledger: Ledger, motion: str, who: str) -> None:
    give(ledger, "withdraw_endorsement", participant_id=who, subject={"kind": "motion", "id": motion})


def revise(ledger: Ledger, room: Room, motion: str, word: str) -> None:
    changes = [room.edit("states", "shall", word)]
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=changes)


def test_the_last_word_of_each_is_found(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_edit(ledger, room)
    take_stance(ledger, room.second, motion, "object")
    take_stance(ledger, room.second, motion, "endorse")
    take_stance(ledger, room.observer, motion, "abstain")

    assert own(ledger, motion, room.second) == (OwnPosition(room.second, "endorse", is_current=True),)
    assert len(own(ledger, motion, room.second, room.observer)) == 2
    assert own(ledger, motion, room.guest) == ()


def test_a_withdrawal_ends_what_was_said_of_every_wording(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_edit(ledger, room)
    take_stance(ledger, room.second, motion, "object")
    revise(ledger, room, motion, "ought to")
    take_stance(ledger, room.second, motion, "endorse")
    withdraw(ledger, motion, room.second)

    assert own(ledger, motion, room.second) == ()

    take_stance(ledger, room.second, motion, "abstain")
    assert own(ledger, motion, room.second) == (OwnPosition(room.second, "abstain", is_current=True),)


def test_what_was_said_of_the_wording_as_it_stands_goes_before_what_was_said_last(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_edit(ledger, room, "must")
    take_stance(ledger, room.second, motion, "endorse")
    revise(ledger, room, motion, "should")
    assert own(ledger, motion, room.second) == (OwnPosition(room.second, "endorse", is_current=False),)

    take_stance(ledger, room.second, motion, "object")
    revise(ledger, room, motion, "must")

    assert own(ledger, motion, room.second) == (OwnPosition(room.second, "endorse", is_current=True),)


def test_texts_are_under_draft_until_their_process_is_concluded(ledger: Ledger) -> None:
    room = a_room(ledger)
    elsewhere = a_consultation(ledger)
    a_framework(ledger, elsewhere, title="Not hers")
    a_framework(ledger, room.consultation, title="Second")

    def titles() -> list[str]:
        with ledger.reading() as now:
            return [one.title for one in texts_under_draft(now, {room.consultation})]

    assert titles() == ["Second", "A framework"]

    give(ledger, "conclude_consultation", consultation_id=room.consultation, outcome="Agreed.")
    assert titles() == []


@pytest.mark.parametrize(
    ("closes_at", "zone", "is_closed"),
    [
        ("2018-03-04", "UTC", True),
        ("2018-03-05", "UTC", False),
        ("2018-03-05", "Pacific/Kiritimati", True),
        ("2018-03-05T12:00:00Z", "UTC", True),
        ("2018-03-05T12:00:01Z", "UTC", False),
    ],
)
def test_tabling_is_closed_as_the_rules_judge_it(ledger: Ledger, closes_at: str, zone: str, is_closed: bool) -> None:
    room = a_room(ledger, timezone=zone)
    adopt_rule(ledger, room.consultation, "amendments_close_at", closes_at)

    with ledger.reading() as now:
        framework = framework_of(now, room.framework)
        assert framework is not None
        assert (tabling_closed(now, framework, NOON) is not None) == is_closed


def test_without_a_rule_tabling_stays_open(ledger: Ledger) -> None:
    room = a_room(ledger)

    with ledger.reading() as now:
        framework = framework_of(now, room.framework)
        assert framework is not None
        assert tabling_closed(now, framework, NOON) is None
