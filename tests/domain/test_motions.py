"""Motions: who may table, sponsors, revisions, withdrawal (§4, §5, rule 10)."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.errors import MovedOn
from ledger.domain.motions import Motion
from ledger.domain.wording import insertion, motion_wording
from tests.builders import (
    Data,
    Room,
    a_holder,
    a_member,
    a_participant,
    a_proposal,
    a_provision,
    a_room,
    a_statement,
    an_amendment,
    decide,
    events_of,
    folded,
    give,
    new_id,
    refused,
    take_stance,
    texts_of,
)


def tabling(room: Room, **more: Any) -> Data:
    data = {"motion_id": new_id(), "framework_id": room.framework, "title": "M", "proposers": [room.member]}
    return {**data, "changes": [room.edit("states", "shall", "must")], **more}


@pytest.fixture
def motion(ledger: Ledger, room: Room) -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])


def revise(ledger: Ledger, room: Room, motion: str, word: str, by: str | None = None, **more: Any) -> Any:
    changes = [room.edit("states", "shall", word)]
    data = {"motion_id": motion, "participant_id": by or room.member, "changes": changes, **more}
    return give(ledger, "revise_motion", **data)


def withdraw(ledger: Ledger, motion: str, who: str) -> Any:
    return give(ledger, "withdraw_motion", motion_id=motion, participant_id=who)


def state(ledger: Ledger, motion: str) -> Motion:
    return folded(ledger, Motion, motion)


def test_proposers_are_sponsors_by_the_tabling(ledger: Ledger, room: Room) -> None:
    both = [room.member, room.observer]

    motion = an_amendment(ledger, room.framework, room.member, tabling(room)["changes"], proposers=both)

    assert state(ledger, motion).sponsors == both


@pytest.mark.parametrize("standing", ["observer", "guest"])
def test_what_an_observer_or_guest_puts_forward_alone_is_no_motion(ledger: Ledger, room: Room, standing: str) -> None:
    who = getattr(room, standing)

    assert refused(ledger, "table_amendment", actor=who, **tabling(room, proposers=[who])).field == "proposers"


@pytest.mark.parametrize("standing", ["observer", "guest"])
def test_it_becomes_a_motion_when_a_member_or_an_organizer_sponsors_it(
    ledger: Ledger, room: Room, standing: str
) -> None:
    who = getattr(room, standing)

    for other in (room.member, room.organizer):
        assert give(ledger, "table_amendment", **tabling(room, proposers=[who, other])).is_new


def test_whoever_is_not_accredited_proposes_nothing(ledger: Ledger, room: Room) -> None:
    proposers = [room.member, a_participant(ledger)]

    assert refused(ledger, "table_amendment", **tabling(room, proposers=proposers)).field == "proposers.1"


def test_a_proposer_is_named_once(ledger: Ledger, room: Room) -> None:
    proposers = [room.member, room.member]

    assert refused(ledger, "table_amendment", **tabling(room, proposers=proposers)).field == "proposers.1"


def test_an_organizer_elsewhere_is_no_organizer_here(ledger: Ledger, room: Room) -> None:
    elsewhere = a_holder(ledger, "organizer", a_room(ledger).consultation)

    assert refused(ledger, "table_amendment", **tabling(room, proposers=[elsewhere])).field == "proposers.0"


def test_rival_motions_on_one_base_are_all_accepted(ledger: Ledger, room: Room) -> None:
    for word in ("must", "will", "should"):
        changes = [room.edit("states", "shall", word)]

        assert give(ledger, "table_amendment", **tabling(room, changes=changes)).is_new


def test_a_motion_keeps_the_base_that_it_was_made_on(ledger: Ledger, room: Room, motion: str) -> None:
    before = state(ledger, motion).wording
    other = an_amendment(ledger, room.framework, room.second, [room.edit("states", "States", "Nations")])

    decide(ledger, other)

    assert state(ledger, motion).wording == before


def test_the_wording_of_a_proposal_is_that_of_its_insertion(ledger: Ledger, room: Room) -> None:
    provision = a_provision(text="New.", people=["b", "a"])
    motion = a_proposal(ledger, room.framework, room.member, provision, after=None)

    expected = insertion({**provision, "people": ["a", "b"]}, {"after": None})

    assert state(ledger, motion).wording == motion_wording([expected])


@pytest.mark.parametrize("field", ["title", "rationale"])
def test_a_motions_wording_leaves_out_title_and_rationale(ledger: Ledger, room: Room, field: str) -> None:
    changes = tabling(room)["changes"]

    one, other = (
        an_amendment(ledger, room.framework, room.member, changes, **{field: words}) for words in ("One.", "Two.")
    )

    assert state(ledger, one).wording == state(ledger, other).wording


def test_a_motion_answers_challenges_only(ledger: Ledger, room: Room) -> None:
    challenge = a_statement(ledger, room.consultation, room.second, kind="challenge")
    remark = a_statement(ledger, room.consultation, room.second)

    assert give(ledger, "table_amendment", **tabling(room, answers=[challenge])).is_new
    assert refused(ledger, "table_amendment", **tabling(room, answers=[challenge, remark])).field == "answers.1"


def test_a_motion_has_an_id_of_its_own(ledger: Ledger, room: Room, motion: str) -> None:
    for taken in (motion, room.member, room.framework, room.version, room.provisions["states"]):
        assert refused(ledger, "table_amendment", **tabling(room, motion_id=taken)).field == "motion_id"


def test_a_motion_and_what_it_inserts_do_not_share_an_id(ledger: Ledger, room: Room) -> None:
    shared = new_id()
    changes = [{"op": "insert", "provision": a_provision(shared, text="x")}]

    assert refused(ledger, "table_amendment", **tabling(room, motion_id=shared, changes=changes)).code == "already_used"


def test_a_revision_changes_the_wording_and_its_number(ledger: Ledger, room: Room, motion: str) -> None:
    before = state(ledger, motion).wording

    revise(ledger, room, motion, "will")

    after = state(ledger, motion)
    assert after.wording != before
    assert after.revision == 1


def test_a_revision_that_leaves_the_wording_is_refused(ledger: Ledger, room: Room, motion: str) -> None:
    data = {"motion_id": motion, "participant_id": room.member, "changes": [room.edit("states", "shall", "must")]}

    assert refused(ledger, "revise_motion", **data).code == "rule_broken"


def test_only_a_sponsor_revises(ledger: Ledger, room: Room, motion: str) -> None:
    data = {"motion_id": motion, "participant_id": room.second, "changes": [room.edit("states", "shall", "will")]}

    assert refused(ledger, "revise_motion", actor=room.second, **data).field == "participant_id"


def test_after_a_revision_only_the_reviser_sponsors_until_others_join_again(ledger: Ledger, room: Room) -> None:
    both = [room.member, room.second]
    motion = an_amendment(ledger, room.framework, room.member, tabling(room)["changes"], proposers=both)

    revise(ledger, room, motion, "will")
    alone = state(ledger, motion).sponsors
    take_stance(ledger, room.second, motion, "sponsor")

    assert alone == [room.member]
    assert state(ledger, motion).sponsors == both


def test_a_proposal_is_revised_by_its_provision_and_an_amendment_by_its_changes(
    ledger: Ledger, room: Room, motion: str
) -> None:
    proposal = a_proposal(ledger, room.framework, room.member)
    changes, provision = tabling(room)["changes"], a_provision(text="Other.")
    who = {"participant_id": room.member}

    assert refused(ledger, "revise_motion", motion_id=proposal, **who, changes=changes).code == "rule_broken"
    assert refused(ledger, "revise_motion", motion_id=motion, **who, provision=provision).code == "rule_broken"
    assert refused(ledger, "revise_motion", motion_id=motion, **who).code == "invalid"
    both = {"changes": changes, "provision": provision}
    assert refused(ledger, "revise_motion", motion_id=motion, **who, **both).code == "invalid"


def test_a_revised_proposal_keeps_its_place(ledger: Ledger, room: Room) -> None:
    provision = a_provision(text="New.")
    motion = a_proposal(ledger, room.framework, room.member, provision, after=None)

    data = {"motion_id": motion, "participant_id": room.member, "provision": {**provision, "text": "Newer."}}
    give(ledger, "revise_motion", **data)
    decide(ledger, motion)

    assert texts_of(ledger, room.framework)[0] == "Newer."


def test_a_revision_on_one_that_moved_is_answered_with_the_number_that_stands(
    ledger: Ledger, room: Room, motion: str
) -> None:
    revise(ledger, room, motion, "will", expected=0)
    data = {"motion_id": motion, "participant_id": room.member, "changes": [room.edit("states", "shall", "may")]}

    refusal = refused(ledger, "revise_motion", **data, expected=0)

    assert isinstance(refusal, MovedOn)
    assert [(one.kind, one.id, one.seen, one.today) for one in refusal.moved] == [("motion", motion, "0", "1")]


def test_a_closed_motion_is_not_revised(ledger: Ledger, room: Room, motion: str) -> None:
    decide(ledger, motion, "rejected")
    data = {"motion_id": motion, "participant_id": room.member, "changes": [room.edit("states", "shall", "will")]}

    assert refused(ledger, "revise_motion", **data).field == "motion_id"


def test_a_revision_may_return_to_an_earlier_wording_with_its_insertion(ledger: Ledger, room: Room) -> None:
    first = [room.edit("states", "shall", "must"), {"op": "insert", "provision": a_provision(text="New.")}]
    motion = an_amendment(ledger, room.framework, room.member, first)
    before = state(ledger, motion).wording
    revise(ledger, room, motion, "will")

    give(ledger, "revise_motion", motion_id=motion, participant_id=room.member, changes=first)

    assert state(ledger, motion).wording == before


def test_the_words_of_a_guest_alone_do_not_become_a_motion_by_a_revision(
    ledger: Ledger, room: Room, motion: str
) -> None:
    take_stance(ledger, room.guest, motion, "sponsor")

    data = {"motion_id": motion, "participant_id": room.guest, "changes": [room.edit("states", "shall", "never")]}

    assert refused(ledger, "revise_motion", actor=room.guest, **data).code in ("rule_broken", "not_allowed")


def test_a_motion_ends_when_its_last_sponsor_withdraws(ledger: Ledger, room: Room, motion: str) -> None:
    take_stance(ledger, room.second, motion, "sponsor")

    withdraw(ledger, motion, room.member)
    still_open = state(ledger, motion).is_open
    withdraw(ledger, motion, room.second)

    assert still_open
    assert state(ledger, motion).decision == "withdrawn"


def test_a_withdrawal_that_ends_the_motion_is_two_events(ledger: Ledger, room: Room, motion: str) -> None:
    events = events_of(ledger, withdraw(ledger, motion, room.member))

    assert [event.TOPIC for event in events] == ["ledger.motion.sponsor_withdrawn", "ledger.motion.decided"]


def test_a_sponsor_of_an_earlier_wording_leaves_without_ending_the_motion(ledger: Ledger, room: Room) -> None:
    both = [room.member, room.second]
    motion = an_amendment(ledger, room.framework, room.member, tabling(room)["changes"], proposers=both)
    revise(ledger, room, motion, "will")

    withdraw(ledger, motion, room.second)

    assert state(ledger, motion).is_open
    assert state(ledger, motion).sponsors == [room.member]


def test_whoever_does_not_sponsor_withdraws_nothing(ledger: Ledger, room: Room, motion: str) -> None:
    data = {"motion_id": motion, "participant_id": room.second}

    assert refused(ledger, "withdraw_motion", **data).field == "participant_id"


def test_a_sponsor_withdraws_once(ledger: Ledger, room: Room, motion: str) -> None:
    take_stance(ledger, room.second, motion, "sponsor")
    withdraw(ledger, motion, room.second)

    data = {"motion_id": motion, "participant_id": room.second}

    assert refused(ledger, "withdraw_motion", **data).field == "participant_id"


def test_withdrawing_from_a_closed_motion_works_and_decides_nothing_again(
    ledger: Ledger, room: Room, motion: str
) -> None:
    decide(ledger, motion)

    events = events_of(ledger, withdraw(ledger, motion, room.member))

    assert len(events) == 1
    assert state(ledger, motion).decision == "adopted"


def test_returning_to_an_earlier_wording_revives_no_sponsorship(ledger: Ledger, room: Room) -> None:
    both = [room.member, room.second]
    motion = an_amendment(ledger, room.framework, room.member, tabling(room)["changes"], proposers=both)

    revise(ledger, room, motion, "will")
    revise(ledger, room, motion, "must")

    assert state(ledger, motion).sponsors == [room.member]


def test_a_delegate_withdraws_for_her_delegation(ledger: Ledger, room: Room) -> None:
    delegation = a_member(ledger, room.consultation, kind="delegation")
    delegate = a_member(ledger, room.consultation, standing="guest", acts_for=delegation)
    motion = an_amendment(ledger, room.framework, delegation, tabling(room)["changes"])

    give(ledger, "withdraw_motion", actor=delegate, motion_id=motion, participant_id=delegation)

    assert state(ledger, motion).decision == "withdrawn"
