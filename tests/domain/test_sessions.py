"""Sessions: opening, closing, attendance, and small groups that nobody can be picked out of (rule 11)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.application import Ledger
from ledger.domain.sessions import Session, fold_small_groups
from ledger.domain.vocabulary import Attribution, StakeholderGroup
from tests.builders import (
    Room,
    a_room,
    a_session,
    adopt_rule,
    events_of,
    folded,
    give,
    new_id,
    refused,
)

counts_by_group = st.dictionaries(
    st.sampled_from([group.value for group in StakeholderGroup]), st.integers(1, 30), min_size=1
)


@given(counts_by_group, st.integers(1, 12))
def test_no_count_of_a_group_is_below_the_bound(by_group: dict[str, int], smallest: int) -> None:
    told = fold_small_groups({"by_group": by_group}, smallest)

    assert min(told.get("by_group", {"": smallest}).values()) >= smallest


@given(counts_by_group, st.integers(1, 12))
def test_folding_keeps_the_total(by_group: dict[str, int], smallest: int) -> None:
    told = fold_small_groups({"by_group": by_group}, smallest)

    assert sum(by_group.values()) == (told["total"] if "total" in told else sum(told["by_group"].values()))


@given(counts_by_group, st.integers(1, 12))
def test_folding_what_was_folded_changes_nothing(by_group: dict[str, int], smallest: int) -> None:
    told = fold_small_groups({"by_group": by_group}, smallest)

    assert fold_small_groups(told, smallest) == told


@given(counts_by_group, st.integers(1, 12))
def test_a_group_that_is_large_enough_keeps_its_count(by_group: dict[str, int], smallest: int) -> None:
    told = fold_small_groups({"by_group": by_group}, smallest).get("by_group", {})

    large = {group: count for group, count in by_group.items() if count >= smallest and group != "other"}
    assert not told or {group: count for group, count in told.items() if group != "other"} == large


def convened(ledger: Ledger, room: Room, **more: Any) -> str:
    session = new_id()
    data = {"title": "S", "opens_at": "2018-03-05T08:00:00Z", **more}
    give(ledger, "convene_session", session_id=session, consultation_id=room.consultation, **data)
    return session


def attendance(ledger: Ledger, room: Room, attribution: str, **data: Any) -> dict[str, Any]:
    session = a_session(ledger, room.consultation, attribution)
    answer = give(ledger, "record_attendance", session_id=session, **data)
    return vars(events_of(ledger, answer)[0])


@pytest.mark.parametrize("attribution", ["group", "none"])
def test_a_session_that_names_nobody_takes_no_list_of_participants(
    ledger: Ledger, room: Room, attribution: str
) -> None:
    session = a_session(ledger, room.consultation, attribution)

    refusal = refused(ledger, "record_attendance", session_id=session, participants=[room.member])

    assert refusal.field == "participants"


def test_small_groups_stand_under_other_in_the_event(ledger: Ledger, room: Room) -> None:
    event = attendance(ledger, room, "none", by_group={"state": 9, "media": 2, "business": 4})

    assert event["by_group"] == {"state": 9, "other": 6}
    assert "total" not in event


def test_where_other_stays_below_the_bound_only_the_total_is_recorded(ledger: Ledger, room: Room) -> None:
    event = attendance(ledger, room, "group", by_group={"state": 9, "media": 2})

    assert event["total"] == 11
    assert "by_group" not in event


def test_the_bound_is_the_rule_that_was_adopted(ledger: Ledger, room: Room) -> None:
    adopt_rule(ledger, room.consultation, "small_group", 2)

    event = attendance(ledger, room, "group", by_group={"state": 9, "media": 2})

    assert event["by_group"] == {"state": 9, "media": 2}


def test_a_session_with_names_keeps_its_list(ledger: Ledger, room: Room) -> None:
    event = attendance(ledger, room, "named", participants=[room.member, room.guest])

    assert event["participants"] == [room.member, room.guest]


@pytest.mark.parametrize("more", [{}, {"total": 3, "by_group": {"state": 3}}, {"participants": []}])
def test_attendance_is_told_in_one_way(ledger: Ledger, room: Room, more: dict[str, Any]) -> None:
    session = a_session(ledger, room.consultation)

    assert refused(ledger, "record_attendance", session_id=session, **more).code == "invalid"


def test_whoever_attends_is_registered_and_named_once(ledger: Ledger, room: Room) -> None:
    session = a_session(ledger, room.consultation)

    assert refused(ledger, "record_attendance", session_id=session, participants=[new_id()]).code == "not_found"
    twice = [room.member, room.member]
    assert refused(ledger, "record_attendance", session_id=session, participants=twice).field == "participants.1"


def test_attendance_waits_for_the_opening(ledger: Ledger, room: Room) -> None:
    assert refused(ledger, "record_attendance", session_id=convened(ledger, room), total=9).field == "session_id"


def test_a_later_attendance_replaces_the_earlier_one(ledger: Ledger, room: Room) -> None:
    session = a_session(ledger, room.consultation, "group")
    give(ledger, "record_attendance", session_id=session, by_group={"state": 9})

    give(ledger, "record_attendance", session_id=session, by_group={"media": 7})

    assert folded(ledger, Session, session).groups == {"media"}


@pytest.mark.parametrize(("before", "after"), [("none", "group"), ("none", "named"), ("group", "named")])
def test_the_attribution_of_a_session_that_was_opened_is_never_loosened(
    ledger: Ledger, room: Room, before: str, after: str
) -> None:
    session = a_session(ledger, room.consultation, before)

    assert refused(ledger, "update_session", session_id=session, attribution=after).field == "attribution"


def test_a_closed_session_is_not_loosened_either(ledger: Ledger, room: Room) -> None:
    session = a_session(ledger, room.consultation, "none")
    give(ledger, "close_session", session_id=session)

    assert refused(ledger, "update_session", session_id=session, attribution="group").field == "attribution"


def test_the_attribution_may_be_loosened_before_the_opening_and_tightened_ever_after(
    ledger: Ledger, room: Room
) -> None:
    session = convened(ledger, room, attribution="none")
    give(ledger, "update_session", session_id=session, attribution="named")
    give(ledger, "open_session", session_id=session)

    give(ledger, "update_session", session_id=session, attribution="none")

    assert folded(ledger, Session, session).attribution is Attribution.NONE


def test_a_session_is_opened_once_and_closed_once(ledger: Ledger, room: Room) -> None:
    session = a_session(ledger, room.consultation)

    assert refused(ledger, "open_session", session_id=session).field == "session_id"
    give(ledger, "close_session", session_id=session)
    assert refused(ledger, "close_session", session_id=session).field == "session_id"


def test_a_session_that_was_not_opened_does_not_close(ledger: Ledger, room: Room) -> None:
    assert refused(ledger, "close_session", session_id=convened(ledger, room)).field == "session_id"


def test_a_cancelled_session_is_not_opened(ledger: Ledger, room: Room) -> None:
    session = convened(ledger, room)
    give(ledger, "update_session", session_id=session, cancelled=True)

    assert refused(ledger, "open_session", session_id=session).field == "session_id"


def test_a_session_that_took_place_is_not_cancelled(ledger: Ledger, room: Room) -> None:
    session = a_session(ledger, room.consultation)

    assert refused(ledger, "update_session", session_id=session, cancelled=True).field == "cancelled"


def test_a_session_does_not_close_before_it_opens(ledger: Ledger, room: Room) -> None:
    data = {"session_id": new_id(), "consultation_id": room.consultation, "title": "S"}

    refusal = refused(
        ledger, "convene_session", **data, opens_at="2018-03-05T10:00:00Z", closes_at="2018-03-05T09:00:00Z"
    )

    assert refusal.field == "closes_at"


def test_a_closing_is_not_dated_before_the_opening(ledger: Ledger, room: Room) -> None:
    session = a_session(ledger, room.consultation)

    assert refused(ledger, "close_session", session_id=session, occurred_at="2018-03-04").field == "occurred_at"


@pytest.mark.parametrize("command", ["endorse", "table_proposal", "publish_version", "make_statement"])
def test_what_happens_in_a_session_happens_in_one_of_its_own_consultation(
    ledger: Ledger, room: Room, command: str
) -> None:
    elsewhere = a_session(ledger, a_room(ledger).consultation)

    assert refused(ledger, command, session=elsewhere, **within(room, command)).field == "session"
    assert refused(ledger, command, session=new_id(), **within(room, command)).code == "not_found"


def within(room: Room, command: str) -> dict[str, Any]:
    forms: dict[str, dict[str, Any]] = {
        "endorse": {
            "participant_id": room.member,
            "subject": {"kind": "version", "id": room.version},
            "stance": "endorse",
        },
        "table_proposal": {
            "motion_id": new_id(),
            "framework_id": room.framework,
            "title": "P",
            "proposers": [room.member],
            "provision": {"provision_id": new_id(), "kind": "paragraph"},
        },
        "publish_version": {"framework_id": room.framework, "version_id": new_id(), "name": "Rev. 1"},
        "make_statement": {
            "statement_id": new_id(),
            "consultation_id": room.consultation,
            "participant_id": room.member,
            "kind": "remark",
            "text": "Yes.",
        },
        "enter_stage": {"consultation_id": room.consultation, "stage": "negotiation"},
        "adopt_rule": {"consultation_id": room.consultation, "rule": "quorum", "value": 2},
        "begin_framework": {
            "consultation_id": room.consultation,
            "framework_id": new_id(),
            "slug": "in-a-session",
            "title": "F",
            "language": "en",
        },
        "accredit": {
            "consultation_id": room.consultation,
            "participant_id": room.organizer,
            "standing": "observer",
        },
        "register_participant": {"participant_id": new_id(), "name": "N", "kind": "person", "group": "state"},
    }
    return forms[command]


@pytest.mark.parametrize(
    "command", ["enter_stage", "adopt_rule", "begin_framework", "accredit", "register_participant"]
)
def test_no_event_names_a_session_that_is_not_on_record(ledger: Ledger, room: Room, command: str) -> None:
    assert refused(ledger, command, session=new_id(), **within(room, command)).field == "session"


def test_nothing_happens_in_a_session_that_was_cancelled(ledger: Ledger, room: Room) -> None:
    session = convened(ledger, room)
    give(ledger, "update_session", session_id=session, cancelled=True)

    assert refused(ledger, "endorse", session=session, **within(room, "endorse")).field == "session"


def test_a_list_of_who_was_there_is_not_kept_under_a_stricter_attribution(ledger: Ledger, room: Room) -> None:
    session = a_session(ledger, room.consultation)
    give(ledger, "record_attendance", session_id=session, participants=[room.member])

    refusal = refused(ledger, "update_session", session_id=session, attribution="none")
    give(ledger, "record_attendance", session_id=session, by_group={"state": 7})

    assert refusal.field == "attribution"
    assert give(ledger, "update_session", session_id=session, attribution="none").is_new


def test_an_update_does_not_let_a_session_close_before_it_opens(ledger: Ledger, room: Room) -> None:
    session = convened(ledger, room)

    refusal = refused(ledger, "update_session", session_id=session, closes_at="2018-03-04T08:00:00Z")

    assert refusal.field == "closes_at"
