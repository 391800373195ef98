"""What forms offer to choose from."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.application import Ledger
from ledger.projections.queries import choices
from ledger.projections.queries.choices import Choice
from ledger.projections.reading import Reading
from tests.builders import (
    Room,
    a_consultation,
    a_framework,
    a_member,
    a_participant,
    a_proposal,
    a_provision,
    a_room,
    a_session,
    a_statement,
    a_version,
    a_vote,
    an_amendment,
    decide,
    give,
    new_id,
)
from tests.projections.queries.counting import queries_sent

NOW = "2018-03-05T12:00:00.000000Z"


def offered(ledger: Ledger, list: Callable[..., list[Choice]], *asked: Any) -> list[Choice]:
    with ledger.reading() as reading:
        return list(reading, *asked)


def words_of(found: list[Choice]) -> list[str]:
    return [choice.words for choice in found]


def test_participants_come_by_group_and_name_with_their_standing(ledger: Ledger) -> None:
    consultation = a_consultation(ledger)
    for name, group, standing in (
        ("Zambia", "state", "member"),
        ("Angola", "state", "member"),
        ("Utrecht", "municipality", "observer"),
    ):
        a_member(ledger, consultation, standing, kind="delegation", name=name, group=group)

    found = offered(ledger, choices.participants_of, consultation, NOW)

    assert [(one.words, one.group, one.hint) for one in found] == [
        ("Utrecht", "municipality", "observer"),
        ("Angola", "state", ""),
        ("Zambia", "state", ""),
    ]


def test_who_is_no_longer_accredited_or_was_erased_is_not_offered(ledger: Ledger) -> None:
    consultation = a_consultation(ledger, timezone="America/New_York")
    stays = a_member(ledger, consultation, until="2018-03-05")
    leaves, erased = a_member(ledger, consultation), a_member(ledger, consultation)
    give(ledger, "end_accreditation", participant_id=leaves, consultation_id=consultation)
    give(ledger, "erase_participant", participant_id=erased, reason="legal_order")

    there = offered(ledger, choices.participants_of, consultation, "2018-03-06T04:00:00.000000Z")
    gone = offered(ledger, choices.participants_of, consultation, "2018-03-06T06:00:00.000000Z")

    assert [choice.value for choice in there] == [stays]
    assert gone == []
    assert erased not in {choice.value for choice in offered(ledger, choices.all_participants)}


def test_a_protected_person_is_offered_under_her_pseudonym(ledger: Ledger) -> None:
    consultation = a_consultation(ledger)
    person = a_member(ledger, consultation, name="Mariam", protected=True)
    a_statement(ledger, consultation, person, kind="challenge", text="They are after us.")

    everyone = offered(ledger, choices.all_participants)
    raised = offered(ledger, choices.challenges, consultation)

    assert next(one for one in everyone if one.value == person).words.startswith("Protected participant")
    assert "Protected participant" in raised[0].words
    assert "after us" not in raised[0].words


def test_alike_names_are_told_apart_in_a_list(ledger: Ledger) -> None:
    consultation = a_consultation(ledger)
    ids = [a_member(ledger, consultation, kind="delegation", name=name) for name in ("Norway", "Nоrway", "Ghana")]

    found = {one.value: one.words for one in offered(ledger, choices.participants_of, consultation, NOW)}

    assert found[ids[0]] == f"Norway #{ids[0][:8]}"
    assert found[ids[1]] == f"Nоrway #{ids[1][:8]}"
    assert found[ids[2]] == "Ghana"


def test_delegations_are_delegations_and_groupings(ledger: Ledger) -> None:
    delegation = a_participant(ledger, "delegation", name="Norway", short="NO")
    grouping = a_participant(ledger, "grouping", name="Nordic countries", members=[delegation])
    a_participant(ledger, name="Ingrid")

    found = offered(ledger, choices.delegations)

    assert {(one.value, one.words) for one in found} == {(delegation, "Norway (NO)"), (grouping, "Nordic countries")}


def test_open_motions_come_by_number_and_chosen_ones_with_their_fate(ledger: Ledger) -> None:
    room = a_room(ledger)
    first = an_amendment(ledger, room.framework, room.member, [room.delete("cities")], title="No cities")
    second = a_proposal(ledger, room.framework, room.member, title="Beds")
    changes = [room.edit("states", "shall", "must")]
    give(ledger, "revise_motion", motion_id=first, participant_id=room.member, changes=changes)
    third = a_proposal(ledger, room.framework, room.member, title="Schools")
    decide(ledger, third, "rejected")
    elsewhere = a_proposal(ledger, a_framework(ledger, room.consultation), room.member)

    found = offered(ledger, choices.motions_open, room.framework)
    chosen = offered(ledger, choices.motions_of, room.framework, [third, elsewhere, second])

    assert words_of(found) == ["Amendment 1 Rev.1: No cities", "Proposal 2: Beds"]
    assert [(one.value, one.hint) for one in chosen] == [(second, "open"), (third, "not accepted")]


def test_challenges_are_offered_until_they_are_redacted(ledger: Ledger) -> None:
    room = a_room(ledger)
    said = {"kind": "challenge", "text": "Nobody\npays."}
    stays = a_statement(ledger, room.consultation, room.member, **said)
    goes = a_statement(ledger, room.consultation, room.member, **said)
    a_statement(ledger, room.consultation, room.member, kind="question", text="Who pays?")
    give(ledger, "redact_statement", statement_id=goes, reason="recorded_in_error")

    found = offered(ledger, choices.challenges, room.consultation)

    assert [one.value for one in found] == [stays]
    assert found[0].words.endswith("A seat: Nobody pays.")


def test_statements_of_a_session_say_their_kind(ledger: Ledger) -> None:
    room = a_room(ledger)
    session = a_session(ledger, room.consultation)
    asked = a_statement(ledger, room.consultation, room.member, kind="question", text="Who pays?", session=session)
    a_statement(ledger, room.consultation, room.member, text="Elsewhere.")

    found = offered(ledger, choices.statements_of_session, session)

    assert [(one.value, one.hint) for one in found] == [(asked, "question")]


def test_votes_say_their_result(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.delete("cities")])
    other = an_amendment(ledger, room.framework, room.member, [room.delete("states")])
    lost = a_vote(ledger, room.consultation, motion, result="lost", occurred_at="2018-03-05")
    tally = {"yes": 5, "no": 1, "abstain": 3}
    carried = a_vote(ledger, room.consultation, motion, tally=tally, question="Again?")
    a_vote(ledger, room.consultation, other)

    found = offered(ledger, choices.votes_on, [motion])

    assert [one.value for one in found] == [carried, lost]
    assert words_of(found) == ["Again? carried, 5 to 1 (3 abstained)", "Shall it be adopted? lost, 0 to 2"]
    assert found[1].hint == "5 March 2018"


def test_sessions_say_whether_they_are_open(ledger: Ledger) -> None:
    room = a_room(ledger, timezone="Pacific/Auckland")
    opened = a_session(ledger, room.consultation, title="First")
    closed = a_session(ledger, room.consultation, title="Second")
    give(ledger, "close_session", session_id=closed)
    called_off, ahead = new_id(), new_id()
    for session_id, title in ((called_off, "Third"), (ahead, "Fourth")):
        data = {"session_id": session_id, "consultation_id": room.consultation, "title": title}
        give(ledger, "convene_session", **data, opens_at="2018-03-09T20:00:00Z")
    give(ledger, "update_session", session_id=called_off, cancelled=True)

    every = offered(ledger, choices.sessions_of, room.consultation)
    now = offered(ledger, choices.sessions_open, room.consultation)

    assert every[0] == Choice(ahead, "Fourth, 10 March 2018", hint="not opened yet")
    assert {(one.value, one.hint) for one in every[1:]} == {(opened, "open"), (closed, "closed")}
    assert [one.value for one in now] == [opened]


def test_provisions_are_indented_under_what_they_stand_under(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework = a_framework(ledger, room.consultation)
    part = new_id()
    provisions = [
        a_provision(part, kind="part", label="I", heading="Reception"),
        a_provision(label="(a)", text="Ten beds.", parent=part),
        a_provision(kind="annex"),
    ]
    a_version(ledger, framework, provisions)

    found = offered(ledger, choices.provisions_of, framework)

    assert words_of(found) == ["Part I: Reception", "\u2003Paragraph (a): Ten beds.", "Annex"]
    assert found[1].hint == "Part I, paragraph (a)"


def test_versions_come_newest_first_and_say_when_their_text_is_not_held(ledger: Ledger) -> None:
    room = a_room(ledger)
    a_version(ledger, room.framework, [], name="Zero draft", symbol="A/1", extent="not_held")

    found = offered(ledger, choices.versions_of, room.framework)

    assert [(one.words, one.hint) for one in found] == [
        ("2: Zero draft (A/1)", "text not held here"),
        ("1: A draft", ""),
    ]


def test_concluded_consultations_stand_behind_the_others(ledger: Ledger) -> None:
    older, newer = a_consultation(ledger, title="Older"), a_consultation(ledger, title="Newer")
    give(ledger, "conclude_consultation", consultation_id=newer, outcome="Agreed.")

    found = offered(ledger, choices.consultations)

    assert [(one.value, one.group) for one in found] == [(older, ""), (newer, "concluded")]


def test_frameworks_come_in_the_order_in_which_they_were_begun(ledger: Ledger) -> None:
    room = a_room(ledger)
    second = a_framework(ledger, room.consultation, title="Second")

    found = offered(ledger, choices.frameworks_of, room.consultation)

    assert [(one.value, one.words) for one in found] == [(room.framework, "A framework"), (second, "Second")]


ASKED: dict[str, Callable[[Reading, Room, str, str], list[Choice]]] = {
    "participants_of": lambda reading, room, *_: choices.participants_of(reading, room.consultation, NOW),
    "all_participants": lambda reading, *_: choices.all_participants(reading),
    "delegations": lambda reading, *_: choices.delegations(reading),
    "motions_open": lambda reading, room, *_: choices.motions_open(reading, room.framework),
    "challenges": lambda reading, room, *_: choices.challenges(reading, room.consultation),
    "votes_on": lambda reading, _, motion, __: choices.votes_on(reading, [motion]),
    "sessions_of": lambda reading, room, *_: choices.sessions_of(reading, room.consultation),
    "provisions_of": lambda reading, room, *_: choices.provisions_of(reading, room.framework),
    "statements_of_session": lambda reading, *asked: choices.statements_of_session(reading, asked[-1]),
}


@pytest.mark.parametrize("name", ASKED)
def test_no_list_takes_more_than_two_queries(everything: Ledger, name: str) -> None:
    with everything.reading() as reading:
        ids = [
            reading.connection.exec_driver_sql(f"SELECT id FROM {table} LIMIT 1").scalar_one()
            for table in ("consultations", "frameworks", "motions", "sessions")
        ]
        room = Room(ids[0], ids[1], "", {}, *[""] * 7)
        with queries_sent(reading) as sent:
            ASKED[name](reading, room, ids[2], ids[3])

    assert len(sent) <= 2
