"""Rebasing: a sponsor fits a motion to the text as it stands; a new wording without another word changed."""

import pytest

from ledger.application import Ledger
from ledger.domain.motions import Motion
from ledger.domain.wording import motion_wording, provision_wording
from tests.builders import (
    Data,
    Room,
    a_member,
    a_proposal,
    an_amendment,
    decide,
    events_of,
    folded,
    give,
    refused,
    take_stance,
    texts_of,
)


def table(ledger: Ledger, room: Room, *changes: Data, **more: object) -> str:
    return an_amendment(ledger, room.framework, room.member, list(changes), **more)


@pytest.fixture
def moved(ledger: Ledger, room: Room) -> str:
    """An amendment of which the words around it were changed since."""
    motion = table(ledger, room, room.edit("states", "shall", "must"))
    decide(ledger, table(ledger, room, room.edit("states", "States", "All States")))
    return motion


def test_a_rebase_makes_a_wording_on_todays_words(ledger: Ledger, room: Room, moved: str) -> None:
    given = give(ledger, "rebase_motion", motion_id=moved, participant_id=room.member, expected=0)

    (event,) = (vars(one) for one in events_of(ledger, given))
    base = provision_wording("", "All States shall protect refugees.")
    changes = [{"op": "edit", "provision_id": room.provisions["states"], "base": base, "edits": [[11, 16, "must"]]}]
    assert (event["command"], event["changes"], event["wording"]) == ("rebase_motion", changes, motion_wording(changes))
    assert folded(ledger, Motion, moved).revision == 1


def test_what_was_rebased_is_adopted_as_it_would_have_been(ledger: Ledger, room: Room, moved: str) -> None:
    give(ledger, "rebase_motion", motion_id=moved, participant_id=room.member)

    decide(ledger, moved)

    assert texts_of(ledger, room.framework)[0] == "All States must protect refugees."


def test_only_who_rebases_sponsors_the_new_wording(ledger: Ledger, room: Room) -> None:
    motion = table(ledger, room, room.edit("states", "shall", "must"), proposers=[room.member, room.second])
    decide(ledger, table(ledger, room, room.edit("states", "States", "All States")))

    give(ledger, "rebase_motion", motion_id=motion, participant_id=room.second)

    assert folded(ledger, Motion, motion).sponsors == [room.second]


def test_the_one_sponsor_need_not_be_named(ledger: Ledger, room: Room, moved: str) -> None:
    given = give(ledger, "rebase_motion", motion_id=moved)

    assert vars(events_of(ledger, given)[0])["participant_id"] == room.member


def test_of_several_sponsors_the_one_who_acts_is_meant(ledger: Ledger, room: Room) -> None:
    proposers = [room.member, room.second]
    motion = table(ledger, room, room.edit("states", "shall", "must"), proposers=proposers)
    decide(ledger, table(ledger, room, room.edit("states", "States", "All States")))

    assert refused(ledger, "rebase_motion", motion_id=motion).field == "participant_id"
    assert give(ledger, "rebase_motion", actor=room.second, motion_id=motion).is_new


def test_where_nothing_moved_there_is_nothing_to_rebase(ledger: Ledger, room: Room) -> None:
    motion = table(ledger, room, room.edit("states", "shall", "must"))
    decide(ledger, table(ledger, room, room.edit("cities", "may", "should")))

    refusal = refused(ledger, "rebase_motion", motion_id=motion, participant_id=room.member)

    assert (refusal.code, refusal.field) == ("rule_broken", "motion_id")
    assert "Nothing that it changes has moved" in refusal.message


def test_a_proposal_has_no_words_of_the_text_that_could_move(ledger: Ledger, room: Room) -> None:
    motion = a_proposal(ledger, room.framework, room.member, after=room.provisions["states"])
    decide(ledger, table(ledger, room, room.edit("states", "shall", "must")))

    assert refused(ledger, "rebase_motion", motion_id=motion).field == "motion_id"


def test_what_is_in_conflict_is_revised_and_not_rebased(ledger: Ledger, room: Room) -> None:
    motion = table(ledger, room, room.edit("states", "shall", "must"), room.edit("cities", "may", "can"))
    decide(ledger, table(ledger, room, room.edit("states", "shall", "will")))

    assert "did not survive" in refused(ledger, "rebase_motion", motion_id=motion).message


def test_nobody_but_a_sponsor_rebases(ledger: Ledger, room: Room, moved: str) -> None:
    stranger = a_member(ledger, room.consultation)

    named = refused(ledger, "rebase_motion", motion_id=moved, participant_id=stranger)
    acting = refused(ledger, "rebase_motion", actor=stranger, motion_id=moved)

    assert (named.code, named.field) == ("not_allowed", "participant_id")
    assert acting.code == "not_allowed"


def test_a_closed_motion_is_not_rebased(ledger: Ledger, room: Room, moved: str) -> None:
    decide(ledger, moved, "rejected")

    assert refused(ledger, "rebase_motion", motion_id=moved).field == "motion_id"


def test_who_saw_another_revision_is_told(ledger: Ledger, room: Room, moved: str) -> None:
    give(ledger, "rebase_motion", motion_id=moved)

    assert refused(ledger, "rebase_motion", motion_id=moved, expected=0).code == "moved_on"


def test_positions_are_on_the_words_before(ledger: Ledger, room: Room, moved: str) -> None:
    take_stance(ledger, room.second, moved, "object")
    wording = folded(ledger, Motion, moved).wording

    give(ledger, "rebase_motion", motion_id=moved)

    assert folded(ledger, Motion, moved).wording != wording
