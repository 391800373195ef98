"""Votes: one question put once, and the result that follows from its counts (rule 14)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.application import Ledger
from ledger.domain.errors import MovedOn
from ledger.domain.positions import Positions
from ledger.domain.streams import derived
from ledger.domain.votes import Vote, result_of
from tests.builders import (
    Data,
    Room,
    a_member,
    a_participant,
    a_room,
    an_amendment,
    events_of,
    folded,
    give,
    new_id,
    refused,
)

numbers = st.integers(0, 1000)


@pytest.fixture
def motion(ledger: Ledger, room: Room) -> str:
    return an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])


def on(motion: str) -> Data:
    return {"kind": "motion", "id": motion}


def voting(room: Room, subject: Data, method: str = "show_of_hands", **more: Any) -> Data:
    data = {"vote_id": new_id(), "consultation_id": room.consultation, "subject": subject, "question": "Shall it?"}
    return {**data, "method": method, **more}


def counted(yes: int, no: int, abstain: int = 0) -> Data:
    return {"tally": {"yes": yes, "no": no, "abstain": abstain}}


def called(room: Room, *ballots: str) -> Data:
    voters = [room.member, room.second]
    return {"ballots": [[voter, ballot] for voter, ballot in zip(voters, ballots, strict=True)]}


@given(numbers, numbers, numbers)
def test_a_simple_majority_is_more_yes_than_no_whoever_abstains(yes: int, no: int, abstain: int) -> None:
    assert (result_of({"yes": yes, "no": no, "abstain": abstain}, "simple") == "carried") is (yes > no)


@given(numbers, numbers, numbers)
def test_two_thirds_are_of_yes_and_no_whoever_abstains(yes: int, no: int, abstain: int) -> None:
    result = result_of({"yes": yes, "no": no, "abstain": abstain}, "two_thirds")

    assert (result == "carried") is (yes > 0 and yes * 3 >= (yes + no) * 2)


@pytest.mark.parametrize(
    ("yes", "no", "majority", "follows"),
    [
        (5, 5, "simple", "lost"),
        (6, 5, "simple", "carried"),
        (0, 0, "simple", "lost"),
        (2, 1, "two_thirds", "carried"),
        (199, 100, "two_thirds", "lost"),
        (200, 100, "two_thirds", "carried"),
        (0, 0, "two_thirds", "lost"),
    ],
)
def test_a_result_that_does_not_follow_from_the_counts_is_refused(
    ledger: Ledger, room: Room, motion: str, yes: int, no: int, majority: str, follows: str
) -> None:
    data = voting(room, on(motion), majority=majority, **counted(yes, no, 500))
    other = {"lost": "carried", "carried": "lost"}[follows]

    assert refused(ledger, "record_vote", **data, result=other).field == "result"
    assert give(ledger, "record_vote", **data, result=follows).is_new


@pytest.mark.parametrize(
    ("ballots", "follows"),
    [
        (("yes", "abstain"), "carried"),
        (("yes", "not_voting"), "carried"),
        (("yes", "no"), "lost"),
        (("abstain", "not_voting"), "lost"),
    ],
)
def test_a_roll_call_is_counted_from_its_ballots(
    ledger: Ledger, room: Room, motion: str, ballots: tuple[str, str], follows: str
) -> None:
    data = voting(room, on(motion), "recorded", **called(room, *ballots))
    other = {"lost": "carried", "carried": "lost"}[follows]

    assert refused(ledger, "record_vote", **data, result=other).field == "result"
    assert give(ledger, "record_vote", **data, result=follows).is_new


@pytest.mark.parametrize("method", ["without_a_vote", "acclamation", "show_of_hands"])
def test_without_counts_a_vote_is_carried(ledger: Ledger, room: Room, motion: str, method: str) -> None:
    assert refused(ledger, "record_vote", **voting(room, on(motion), method), result="lost").field == "result"
    assert give(ledger, "record_vote", **voting(room, on(motion), method), result="carried").is_new


def test_the_result_of_another_body_is_recorded_as_given(ledger: Ledger, room: Room) -> None:
    document = {"kind": "document", "symbol": "A/RES/73/195"}
    data = voting(room, document, body="General Assembly", **counted(1, 9))

    assert give(ledger, "record_vote", **data, result="carried").is_new


def test_the_ballots_of_another_body_name_registered_participants_accredited_or_not(ledger: Ledger, room: Room) -> None:
    state = a_participant(ledger, "delegation", group="state")
    document = {"kind": "document", "symbol": "A/RES/73/195"}
    data = voting(room, document, "recorded", body="General Assembly", result="carried")

    assert give(ledger, "record_vote", **data, ballots=[[state, "yes"]]).is_new
    data["vote_id"] = new_id()
    assert refused(ledger, "record_vote", **data, ballots=[[new_id(), "yes"]]).field == "ballots.0"


@pytest.mark.parametrize("who", ["observer", "guest", "organizer"])
def test_only_accredited_members_vote(ledger: Ledger, room: Room, motion: str, who: str) -> None:
    ballots = [[room.member, "yes"], [getattr(room, who), "yes"]]
    data = voting(room, on(motion), "recorded", ballots=ballots, result="carried")

    assert refused(ledger, "record_vote", **data).field == "ballots.1"


def test_a_member_votes_once(ledger: Ledger, room: Room, motion: str) -> None:
    data = voting(room, on(motion), "recorded", ballots=[[room.member, "yes"]] * 2, result="carried")

    assert refused(ledger, "record_vote", **data).field == "ballots.1"


def test_whoever_was_member_when_it_was_put_votes(ledger: Ledger, room: Room, motion: str) -> None:
    former = a_member(ledger, room.consultation, until="2018-03-01")
    data = voting(room, on(motion), "recorded", ballots=[[former, "yes"]], result="carried")

    assert refused(ledger, "record_vote", **data, occurred_at="2018-03-02").field == "ballots.0"
    assert give(ledger, "record_vote", **data, occurred_at="2018-03-01").is_new


def test_a_vote_that_is_entered_late_counts_who_was_a_member_when_it_was_put(
    ledger: Ledger, room: Room, motion: str
) -> None:
    where = {"participant_id": room.second, "consultation_id": room.consultation}
    give(ledger, "end_accreditation", **where, occurred_at="2018-03-05T09:00:10Z")

    data = voting(room, on(motion), "recorded", ballots=[[room.second, "yes"]], result="carried")

    assert give(ledger, "record_vote", **data, occurred_at="2018-03-05T09:00:05Z").is_new


def test_a_vote_is_on_the_wording_as_it_stands(ledger: Ledger, room: Room, motion: str) -> None:
    refusal = refused(ledger, "record_vote", **voting(room, on(motion), wording="0" * 64), result="carried")

    event = vars(events_of(ledger, give(ledger, "record_vote", **voting(room, on(motion)), result="carried"))[0])

    assert isinstance(refusal, MovedOn)
    assert len(event["wording"]) == 64


def test_a_document_has_no_wording_here(ledger: Ledger, room: Room) -> None:
    document = {"kind": "document", "symbol": "A/RES/73/195"}
    data = voting(room, document, wording="0" * 64, result="carried")

    assert refused(ledger, "record_vote", **data).field == "wording"
    del data["wording"]
    event = vars(events_of(ledger, give(ledger, "record_vote", **data))[0])
    assert "wording" not in event


@pytest.mark.parametrize(
    "subject",
    [
        {"kind": "document"},
        {"kind": "document", "id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"},
        {"kind": "motion", "symbol": "34"},
        {"kind": "motion"},
        {"kind": "statement", "id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"},
        {},
        "motion",
    ],
)
def test_what_is_voted_on_is_named_in_its_way(ledger: Ledger, room: Room, subject: Any) -> None:
    refusal = refused(ledger, "record_vote", **voting(room, subject), result="carried")

    assert refusal.field.startswith("subject")


def test_a_vote_on_a_thing_of_another_consultation_is_refused(ledger: Ledger, room: Room) -> None:
    other = a_room(ledger)
    motion = an_amendment(ledger, other.framework, other.member, [other.edit("states", "shall", "must")])

    assert refused(ledger, "record_vote", **voting(room, on(motion)), result="carried").field == "subject"


def test_no_position_follows_from_a_vote(ledger: Ledger, room: Room, motion: str) -> None:
    data = voting(room, on(motion), "recorded", **called(room, "yes", "no"))

    give(ledger, "record_vote", **data, result="lost")

    assert not folded(ledger, Positions, derived(motion, "positions")).is_on_record


def test_a_vote_is_never_changed(ledger: Ledger, room: Room, motion: str) -> None:
    data = voting(room, on(motion), result="carried")
    give(ledger, "record_vote", **data)

    refusal = refused(ledger, "record_vote", **data)

    assert (refusal.code, refusal.field) == ("already_used", "vote_id")
    assert folded(ledger, Vote, data["vote_id"]).version == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"tally": {"yes": 1, "no": 0}}, "tally.abstain"),
        ({"tally": {"yes": -1, "no": 0, "abstain": 0}}, "tally.yes"),
        ({"tally": {"yes": 1.5, "no": 0, "abstain": 0}}, "tally.yes"),
        ({"tally": {"yes": 1, "no": 0, "abstain": 0, "maybe": 3}}, "tally.maybe"),
        ({"majority": "three_quarters"}, "majority"),
        ({"method": "by_lot"}, "method"),
        ({"ballots": [["x"]]}, "ballots.0"),
        ({"ballots": [["not-an-id", "yes"]]}, "ballots.0.0"),
        ({"ballots": "all"}, "ballots"),
    ],
)
def test_a_vote_has_one_form(ledger: Ledger, room: Room, motion: str, more: Data, field: str) -> None:
    refusal = refused(ledger, "record_vote", **{**voting(room, on(motion)), **more}, result="carried")

    assert refusal.field.startswith(field)


def test_ballots_and_counts_are_not_both_given(ledger: Ledger, room: Room, motion: str) -> None:
    both = {**called(room, "yes", "yes"), **counted(2, 0)}

    assert refused(ledger, "record_vote", **voting(room, on(motion), "recorded", **both), result="carried").field == (
        "tally"
    )
