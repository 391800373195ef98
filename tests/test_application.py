"""The write path: one command at a time, looked up first, decided on what stands, recorded whole or not at all."""

import copy
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from eventsourcing.persistence import PersistenceError

from ledger import application
from ledger.application import Answer, Cache, Ledger
from ledger.commands.preparing import prepare
from ledger.domain.canonical import canonical_json
from ledger.domain.errors import AlreadyUsed, Refusal, TooLong
from ledger.domain.motions import Motion
from ledger.store.lines import LONGEST_LINE, line_length
from tests.builders import (
    Clock,
    Line,
    Room,
    a_ledger,
    a_line,
    a_participant,
    a_room,
    adopt_rule,
    an_amendment,
    decide,
    events_of,
    every_kind_of_event,
    exported,
    folded,
    give,
    new_id,
    refused,
    refused_line,
    state_of,
    take_stance,
)


def registering(**more: str) -> Line:
    data = {"participant_id": new_id(), "name": "A seat", "kind": "person", "group": "state", **more}
    return a_line("register_participant", **data)


def record(ledger: Ledger, *lines: Line, keep_going: bool = False) -> list[Answer | Refusal]:
    return ledger.record([prepare(line, importing=True) for line in lines], keep_going=keep_going)


def check_cache(ledger: Ledger) -> None:
    for aggregate in ledger._deciding._cache:
        assert state_of(aggregate) == state_of(folded(ledger, type(aggregate), aggregate.id))


def disclosures(ledger: Ledger) -> int:
    connection = sqlite3.connect(ledger.database.name)
    count: int = connection.execute("SELECT count(*) FROM disclosures").fetchone()[0]
    connection.close()
    return count


@contextmanager
def failing_at(ledger: Ledger, command_id: str) -> Iterator[None]:
    """While the database itself refuses to record one command."""
    connection = sqlite3.connect(ledger.database.name)
    connection.execute(
        f"CREATE TRIGGER failing BEFORE INSERT ON commands WHEN NEW.command_id = '{command_id}'"
        " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    connection.commit()
    try:
        yield
    finally:
        connection.execute("DROP TRIGGER failing")
        connection.commit()
        connection.close()


# The command_id comes first


def test_a_repeat_is_answered_with_what_the_command_did_whatever_its_data(ledger: Ledger) -> None:
    line = registering()
    first = ledger.execute(line, importing=True)

    again = ledger.execute({**registering(name="Another"), "command_id": line["command_id"]}, importing=True)

    assert (again.position, again.last, again.is_new) == (first.position, first.last, False)
    assert ledger.record_store.head() == first.last


def test_a_repeat_is_answered_before_any_rule(ledger: Ledger, room: Room) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    line = a_line("decide_motion", motion_id=motion, decision="adopted")
    first = ledger.execute(line, importing=True)

    again = ledger.execute({**line, "actor": new_id()}, importing=False)

    assert (again.position, again.last, again.is_new) == (first.position, first.last, False)
    assert first.last - first.position == 2


def test_a_command_id_on_record_under_another_name_is_refused(ledger: Ledger, room: Room) -> None:
    line = registering()
    ledger.execute(line, importing=True)
    other = a_line("enter_stage", consultation_id=room.consultation, stage="scoping", command_id=line["command_id"])

    refusal = refused_line(ledger, other)

    assert isinstance(refusal, AlreadyUsed)
    assert refusal.field == "command_id"


def test_a_command_that_was_refused_may_be_sent_again(ledger: Ledger, room: Room) -> None:
    line = a_line("enter_stage", consultation_id=new_id(), stage="scoping")
    refused_line(ledger, line)

    line["data"]["consultation_id"] = room.consultation

    assert ledger.execute(line, importing=True).is_new


def test_a_repeat_within_a_batch_is_recorded_once(ledger: Ledger) -> None:
    line = registering()

    answers = record(ledger, line, line)

    assert [answer.is_new for answer in answers if isinstance(answer, Answer)] == [True, False]


def test_a_repeat_costs_the_same_however_long_the_ledger_has_grown(ledger: Ledger) -> None:
    line = registering()
    ledger.execute(line, importing=True)
    record(ledger, *(registering() for _ in range(2000)))
    asked: list[str] = []
    connection = ledger.record_store.datastore.writer.connection  # type: ignore[attr-defined]

    connection.set_trace_callback(asked.append)
    read = len(ledger.record_store.stored_between(1, 10_000, 10_000))
    ledger.execute(line, importing=True)
    connection.set_trace_callback(None)

    limits = [int(statement.rsplit("LIMIT", 1)[1]) for statement in asked if "LIMIT" in statement]
    assert read > 2000
    assert max(limits) < 100


# Batches


def test_a_later_command_of_a_batch_sees_an_earlier_one(ledger: Ledger, room: Room) -> None:
    person = registering()
    data = {"participant_id": person["data"]["participant_id"], "consultation_id": room.consultation}

    answers = record(ledger, person, a_line("accredit", **data, standing="member"))

    assert [type(answer) for answer in answers] == [Answer, Answer]


def test_a_refusal_ends_a_batch_and_keeps_what_came_before(ledger: Ledger, room: Room) -> None:
    head = ledger.record_store.head()

    answers = record(ledger, registering(), a_line("open_session", session_id=new_id()), registering())

    assert [type(answer).__name__ for answer in answers] == ["Answer", "NotFound"]
    assert ledger.record_store.head() == head + 1


def test_a_batch_that_keeps_going_answers_each(ledger: Ledger) -> None:
    lines = [registering(), a_line("open_session", session_id=new_id()), registering()]

    answers = record(ledger, *lines, keep_going=True)

    assert [type(answer).__name__ for answer in answers] == ["Answer", "NotFound", "Answer"]


def test_a_refused_command_of_a_batch_leaves_nothing(ledger: Ledger, room: Room) -> None:
    change = room.edit("states", "shall", "must")
    motion = an_amendment(ledger, room.framework, room.member, [change])
    before = exported(ledger), disclosures(ledger)

    lines = [
        a_line("decide_motion", motion_id=motion, decision="inadmissible", reason="Words that are sealed."),
        a_line("adopt_motions", framework_id=room.framework, motions=[motion, new_id()], reason="More words."),
    ]
    record(ledger, *lines, keep_going=True)

    assert (exported(ledger), disclosures(ledger)) == before
    check_cache(ledger)


def test_positions_are_gapless_and_belong_to_their_command(ledger: Ledger, room: Room) -> None:
    every_kind_of_event(ledger, room)

    head = ledger.record_store.head()
    stored = ledger.record_store.stored_between(1, head, head)

    assert [one.position for one in stored] == list(range(1, head + 1))
    answer = give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name="Last")
    assert {event.command_id for event in events_of(ledger, answer)} == {answer.command_id}


# When the database fails


def test_a_database_that_fails_in_the_middle_of_a_batch_records_nothing_of_it(ledger: Ledger, room: Room) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    adoption, last = a_line("decide_motion", motion_id=motion, decision="adopted"), registering()
    head = ledger.record_store.head()

    with failing_at(ledger, last["command_id"]), pytest.raises(PersistenceError):
        record(ledger, adoption, last)

    assert ledger.record_store.head() == head
    check_cache(ledger)
    assert record(ledger, adoption, last) != []
    assert folded(ledger, Motion, motion).decision == "adopted"


def test_after_a_failed_batch_the_records_of_others_are_still_brought_forward(
    ledger: Ledger, room: Room, sqlite_url: str
) -> None:
    adopt_rule(ledger, room.consultation, "decision_method", "consensus")
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    take_stance(ledger, room.second, motion, "abstain")
    last = registering()
    with failing_at(ledger, last["command_id"]), pytest.raises(PersistenceError):
        record(ledger, registering(), registering(), last)

    with a_ledger(sqlite_url) as other:
        take_stance(other, room.second, motion, "object")
        record(other, registering(), registering(), registering())

    assert refused(ledger, "decide_motion", motion_id=motion, decision="adopted").code == "rule_broken"
    check_cache(ledger)


def test_an_erasure_whose_batch_failed_erased_nothing(ledger: Ledger, room: Room) -> None:
    before, last = disclosures(ledger), registering()
    erasure = a_line("erase_participant", participant_id=room.member, reason="legal_order")

    with failing_at(ledger, last["command_id"]), pytest.raises(PersistenceError):
        record(ledger, erasure, last)

    assert disclosures(ledger) == before
    assert give(ledger, "accredit", **again(room)).is_new


def again(room: Room) -> dict[str, str]:
    return {"participant_id": room.member, "consultation_id": room.consultation, "standing": "observer"}


# Several processes, and a bounded cache


def test_what_another_process_recorded_is_seen_by_every_rule(database_url: str) -> None:
    with a_ledger(database_url) as one, a_ledger(database_url) as other:
        room = a_room(one)
        adopt_rule(one, room.consultation, "decision_method", "consensus")
        motion = an_amendment(one, room.framework, room.member, [room.edit("states", "shall", "must")])

        take_stance(other, room.second, motion, "object")
        refusal = refused(one, "decide_motion", motion_id=motion, decision="adopted")
        give(one, "decide_motion", motion_id=motion, decision="rejected")

        subject = {"kind": "motion", "id": motion}
        late = refused(other, "endorse", participant_id=room.guest, subject=subject, stance="endorse")
        assert (refusal.code, late.code) == ("rule_broken", "rule_broken")
        check_cache(one)
        check_cache(other)


def test_a_process_that_missed_more_than_it_brings_forward_sees_it_all_the_same(
    ledger: Ledger, room: Room, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "LONGEST_CATCH_UP", 3)
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    with a_ledger(sqlite_url) as other:
        record(other, *(registering() for _ in range(5)))
        decide(other, motion, "rejected")

    assert refused(ledger, "decide_motion", motion_id=motion, decision="adopted").field == "motion_id"
    check_cache(ledger)


def test_the_same_command_from_two_processes_is_recorded_once(database_url: str) -> None:
    line = registering()
    with a_ledger(database_url) as one, a_ledger(database_url) as other:
        answers = [ledger.execute(line, importing=True) for ledger in (one, other)]

    assert [answer.is_new for answer in answers] == [True, False]
    assert answers[0].position == answers[1].position


def test_threads_that_share_a_ledger_take_turns(ledger: Ledger, room: Room) -> None:
    head = ledger.record_store.head()

    def work() -> None:
        for _ in range(10):
            ledger.execute(registering(), importing=True)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ledger.record_store.head() == head + 40
    check_cache(ledger)


@pytest.mark.parametrize("streams", [1, 3])
def test_the_cache_is_bounded_and_every_rule_sees_the_same(ledger: Ledger, room: Room, streams: int) -> None:
    ledger._deciding._cache = Cache(streams, streams)

    every_kind_of_event(ledger, room)

    assert len(list(ledger._deciding._cache)) <= 2 * streams
    check_cache(ledger)


# Times


def test_what_is_not_dated_happened_when_the_clock_says(ledger: Ledger, clock: Clock) -> None:
    answer = ledger.execute(registering(), importing=True)

    event = events_of(ledger, answer)[0]

    assert event.occurred_at == event.timestamp == clock.now.isoformat(timespec="microseconds").replace("+00:00", "Z")


def test_a_time_in_any_zone_is_recorded_in_utc(ledger: Ledger) -> None:
    answer = ledger.execute({**registering(), "occurred_at": "2018-03-05T10:00:00+02:00"}, importing=True)

    assert events_of(ledger, answer)[0].occurred_at == "2018-03-05T08:00:00.000000Z"


def test_a_moment_after_the_clock_is_refused(ledger: Ledger, clock: Clock) -> None:
    later = (clock.now + timedelta(hours=1)).isoformat()

    assert refused_line(ledger, {**registering(), "occurred_at": later}).field == "occurred_at"


def test_a_day_that_has_begun_somewhere_is_not_in_the_future(ledger: Ledger, clock: Clock) -> None:
    clock.now = clock.now.replace(hour=12)

    assert ledger.execute({**registering(), "occurred_at": "2018-03-06"}, importing=True).is_new
    assert refused_line(ledger, {**registering(), "occurred_at": "2018-03-07"}).field == "occurred_at"


# The bytes


def outcome_of(length: int, consultation_id: str) -> Line:
    return a_line("conclude_consultation", consultation_id=consultation_id, outcome="x" * length)


def test_a_record_may_have_exactly_the_bytes_that_the_log_allows(ledger: Ledger, room: Room) -> None:
    short = ledger.execute(outcome_of(1, room.consultation), importing=True)
    stored = ledger.record_store.stored(short.position)
    assert stored is not None
    room_left = LONGEST_LINE - line_length(stored)

    other = a_room(ledger)
    refusal = refused_line(ledger, outcome_of(1 + room_left + 1, other.consultation))
    answer = ledger.execute(outcome_of(1 + room_left, other.consultation), importing=True)

    assert isinstance(refusal, TooLong)
    assert refusal.field == "outcome"
    stored = ledger.record_store.stored(answer.position)
    assert stored is not None
    assert line_length(stored) <= LONGEST_LINE


def test_it_is_the_bytes_of_the_line_that_count_not_the_characters(ledger: Ledger, room: Room) -> None:
    line = a_line("conclude_consultation", consultation_id=room.consultation, outcome="\n" * 10 + '"' * 40_000)

    assert isinstance(refused_line(ledger, line), TooLong)


def test_preparing_leaves_the_line_as_it_was(ledger: Ledger, room: Room) -> None:
    lines = [
        a_line("register_participant", participant_id=new_id(), name="e\u0301", kind="person", group="state"),
        a_line("adopt_rule", consultation_id=room.consultation, rule="quorum", value=3),
    ]
    before = copy.deepcopy(lines)

    record(ledger, *lines)

    assert lines == before


def test_the_answer_says_what_was_put_into_normal_form(ledger: Ledger) -> None:
    answer = ledger.execute(registering(name="Zoe\u0308"), importing=True)

    assert [note for note in answer.notes if note.startswith("name ")] == list(answer.notes)
    assert "Zo\u00eb".encode() in exported(ledger)


def test_text_in_normal_form_is_not_remarked_upon(ledger: Ledger) -> None:
    assert ledger.execute(registering(name="Zo\u00eb 北"), importing=True).notes == []


def test_stored_bytes_are_canonical_json(ledger: Ledger, room: Room) -> None:
    every_kind_of_event(ledger, room)

    head = ledger.record_store.head()
    for stored in ledger.record_store.stored_between(1, head, head):
        event = ledger.event(stored)
        state = {key: value for key, value in vars(event).items() if not key.startswith("originator_")}
        assert canonical_json(state) == stored.state


def test_a_person_who_was_never_registered_does_nothing(ledger: Ledger, room: Room) -> None:
    refusal = refused(ledger, "enter_stage", actor=new_id(), consultation_id=room.consultation, stage="scoping")

    assert (refusal.code, refusal.field) == ("not_allowed", "actor")


def test_ids_are_one_series_over_all_kinds(ledger: Ledger, room: Room) -> None:
    session = new_id()
    give(
        ledger,
        "convene_session",
        session_id=session,
        consultation_id=room.consultation,
        title="S",
        opens_at="2018-03-05",
    )
    person = a_participant(ledger)

    for taken in (session, person, room.framework, room.version, room.provisions["states"], room.consultation):
        refusal = refused(ledger, "register_participant", **{**registering()["data"], "participant_id": taken})
        assert (refusal.code, refusal.field) == ("already_used", "participant_id")
