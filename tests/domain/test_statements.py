"""Statements: whose they are, and what an attribution leaves out of the record for ever (rule 11)."""

from typing import Any
from uuid import UUID

import pytest

from ledger.application import Ledger
from ledger.domain.streams import Event
from tests.builders import (
    Room,
    a_participant,
    a_room,
    a_session,
    a_statement,
    an_amendment,
    events_of,
    exported,
    give,
    new_id,
    refused,
)


def a_closed_session(ledger: Ledger, room: Room, attribution: str = "none", **by_group: int) -> str:
    session = a_session(ledger, room.consultation, attribution)
    if by_group:
        give(ledger, "record_attendance", session_id=session, by_group=by_group)
    give(ledger, "close_session", session_id=session)
    return session


def said(room: Room, **more: Any) -> dict[str, Any]:
    data = {"statement_id": new_id(), "consultation_id": room.consultation, "kind": "remark", "text": "Quite so."}
    return {**data, **more}


def event_of(ledger: Ledger, **data: Any) -> Event:
    return events_of(ledger, give(ledger, "make_statement", **data))[0]


def test_the_words_of_a_statement_stand_in_no_event(ledger: Ledger, room: Room) -> None:
    statement = a_statement(ledger, room.consultation, room.member, text="Xyzzy plugh.")

    stored = ledger.record_store.stream_events(UUID(statement))

    assert b"Xyzzy" not in stored[0].state
    assert b"Xyzzy plugh." in exported(ledger)


def test_a_named_statement_says_who_spoke(ledger: Ledger, room: Room) -> None:
    assert refused(ledger, "make_statement", **said(room)).field == "participant_id"


def test_a_named_speaker_is_accredited(ledger: Ledger, room: Room) -> None:
    stranger = a_participant(ledger)

    assert refused(ledger, "make_statement", **said(room, participant_id=stranger)).field == "participant_id"


def test_the_group_of_a_named_speaker_is_not_given(ledger: Ledger, room: Room) -> None:
    data = said(room, participant_id=room.member, group="state")

    assert refused(ledger, "make_statement", **data).field == "group"


@pytest.mark.parametrize("attribution", ["none", "group"])
def test_a_session_without_attribution_names_no_speaker(ledger: Ledger, room: Room, attribution: str) -> None:
    session = a_closed_session(ledger, room, attribution)

    data = said(room, participant_id=room.member)

    assert refused(ledger, "make_statement", session=session, **data).field == "participant_id"
    assert refused(ledger, "make_statement", session=session, **data, attribution="named").field == "attribution"


def test_a_session_without_attribution_names_no_group(ledger: Ledger, room: Room) -> None:
    session = a_closed_session(ledger, room, "none")

    assert refused(ledger, "make_statement", session=session, **said(room, group="state")).field == "group"
    data = said(room, group="state", attribution="group")
    assert refused(ledger, "make_statement", session=session, **data).field == "attribution"


@pytest.mark.parametrize("field", ["participant_id", "on_behalf_of", "in_reply_to"])
def test_a_statement_without_a_speaker_holds_nothing_that_could_tell(ledger: Ledger, room: Room, field: str) -> None:
    session = a_closed_session(ledger, room)
    value: Any = [room.member] if field == "on_behalf_of" else room.member

    assert refused(ledger, "make_statement", session=session, **said(room, **{field: value})).field == field


def test_a_statement_without_a_speaker_happened_at_the_opening_by_the_system(ledger: Ledger, room: Room) -> None:
    session = a_closed_session(ledger, room)

    event = event_of(ledger, session=session, occurred_at="2018-03-05T08:41:00Z", **said(room))

    assert (event.occurred_at, event.actor) == ("2018-03-05T08:00:00.000000Z", "system")
    assert "participant_id" not in vars(event)


def test_until_the_session_closes_no_such_statement_is_recorded(ledger: Ledger, room: Room) -> None:
    session = a_session(ledger, room.consultation, "none")

    assert refused(ledger, "make_statement", session=session, **said(room)).field == "session"


@pytest.mark.parametrize("person", ["organizer", "facilitator"])
def test_after_the_close_only_the_system_records_one(ledger: Ledger, room: Room, person: str) -> None:
    session = a_closed_session(ledger, room)

    refusal = refused(ledger, "make_statement", actor=getattr(room, person), session=session, **said(room))

    assert refusal.field == "actor"


@pytest.mark.parametrize("attribution", ["group", "none"])
def test_without_a_session_speakers_are_named(ledger: Ledger, room: Room, attribution: str) -> None:
    data = said(room, attribution=attribution)

    assert refused(ledger, "make_statement", **data).field == "session"


def test_a_session_that_was_not_opened_has_no_such_statements(ledger: Ledger, room: Room) -> None:
    session = new_id()
    data = {"title": "S", "opens_at": "2018-03-05", "attribution": "none"}
    give(ledger, "convene_session", session_id=session, consultation_id=room.consultation, **data)

    assert refused(ledger, "make_statement", session=session, **said(room)).field == "session"


def test_a_statement_may_be_told_more_strictly_than_its_session(ledger: Ledger, room: Room) -> None:
    session = a_closed_session(ledger, room, "named")

    event = event_of(ledger, session=session, **said(room, attribution="none"))

    assert vars(event)["attribution"] == "none"


def test_a_statement_of_a_group_says_which(ledger: Ledger, room: Room) -> None:
    session = a_closed_session(ledger, room, "group", state=9)

    assert refused(ledger, "make_statement", session=session, **said(room)).field == "group"


def test_a_statement_names_a_group_that_the_recorded_attendance_names(ledger: Ledger, room: Room) -> None:
    session = a_closed_session(ledger, room, "group", state=9, media=7)

    assert vars(event_of(ledger, session=session, **said(room, group="media")))["group"] == "media"


def test_a_group_that_the_attendance_does_not_name_becomes_other(ledger: Ledger, room: Room) -> None:
    session = a_closed_session(ledger, room, "group", state=9, media=2, business=4)

    assert vars(event_of(ledger, session=session, **said(room, group="media")))["group"] == "other"


def test_without_recorded_attendance_every_group_is_other(ledger: Ledger, room: Room) -> None:
    session = a_closed_session(ledger, room, "group")

    assert vars(event_of(ledger, session=session, **said(room, group="state")))["group"] == "other"


def test_nobody_replies_to_a_statement_without_a_speaker(ledger: Ledger, room: Room) -> None:
    session = a_closed_session(ledger, room)
    data = said(room)
    give(ledger, "make_statement", session=session, **data)

    reply = said(room, participant_id=room.member, in_reply_to=data["statement_id"])

    assert refused(ledger, "make_statement", **reply).field == "in_reply_to"


def test_statements_without_speakers_do_not_speak_of_one_another(ledger: Ledger, room: Room) -> None:
    session = a_closed_session(ledger, room)
    data = said(room)
    give(ledger, "make_statement", session=session, **data)

    reply = said(room, about=[{"kind": "statement", "id": data["statement_id"]}])

    assert refused(ledger, "make_statement", session=session, **reply).field.startswith("about")


def test_a_reply_answers_a_statement_that_is_on_record(ledger: Ledger, room: Room) -> None:
    data = said(room, participant_id=room.member, kind="reply")

    assert refused(ledger, "make_statement", **data, in_reply_to=new_id()).code == "not_found"
    question = a_statement(ledger, room.consultation, room.second, kind="question")
    assert give(ledger, "make_statement", **data, in_reply_to=question).is_new


def test_what_a_statement_is_about_is_on_record_as_that_kind(ledger: Ledger, room: Room) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    data = said(room, participant_id=room.member)

    known = [{"kind": "motion", "id": motion}, {"kind": "provision", "id": room.provisions["states"]}]
    assert refused(ledger, "make_statement", **data, about=[{"kind": "vote", "id": motion}]).field == "about.0.id"
    assert give(ledger, "make_statement", **data, about=known).is_new


def test_a_statement_belongs_to_a_consultation_on_record(ledger: Ledger, room: Room) -> None:
    data = said(room, participant_id=room.member, consultation_id=new_id())

    assert refused(ledger, "make_statement", **data).field == "consultation_id"


def test_a_reply_answers_a_statement_of_its_own_consultation(ledger: Ledger, room: Room) -> None:
    other = a_room(ledger)
    elsewhere = a_statement(ledger, other.consultation, other.member)

    data = said(room, participant_id=room.member, in_reply_to=elsewhere)

    assert refused(ledger, "make_statement", **data).field == "in_reply_to"


def test_a_redaction_takes_the_words_and_leaves_the_event(ledger: Ledger, room: Room) -> None:
    statement = a_statement(ledger, room.consultation, room.member, text="Xyzzy plugh.")
    before = ledger.record_store.stream_events(UUID(statement))[0].state

    give(ledger, "redact_statement", statement_id=statement, reason="danger_to_a_person", note="Asked by phone.")

    assert ledger.record_store.stream_events(UUID(statement))[0].state == before
    assert b"Xyzzy" not in exported(ledger)
    assert b"Asked by phone." in exported(ledger)


def test_words_are_taken_out_once(ledger: Ledger, room: Room) -> None:
    statement = a_statement(ledger, room.consultation, room.member)
    give(ledger, "redact_statement", statement_id=statement, reason="legal_order")

    refusal = refused(ledger, "redact_statement", statement_id=statement, reason="legal_order")

    assert refusal.field == "statement_id"


def test_the_reason_of_a_redaction_is_chosen_from_the_list(ledger: Ledger, room: Room) -> None:
    statement = a_statement(ledger, room.consultation, room.member)

    assert refused(ledger, "redact_statement", statement_id=statement, reason="I felt like it").field == "reason"
