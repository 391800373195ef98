"""Who did it: whoever put something on record for another is told with it."""

from ledger.application import Ledger
from ledger.projections.queries.motions import MotionInFull, motion_in_full
from ledger.projections.queries.participants import participant_with, stances_of
from ledger.projections.queries.statements import Statement, statements_about
from ledger.projections.queries.votes import votes_on
from tests.builders import (
    Room,
    a_member,
    a_room,
    a_statement,
    a_vote,
    an_amendment,
    give,
    take_stance,
)

NOW = "2018-03-05T12:00:00.000000Z"


def in_full(ledger: Ledger, motion: str) -> MotionInFull:
    with ledger.reading() as reading:
        found = motion_in_full(reading, motion, NOW)
    assert found is not None
    return found


def a_delegation(ledger: Ledger, room: Room) -> tuple[str, str]:
    """A delegation, and a person who acts for it."""
    norway = a_member(ledger, room.consultation, kind="delegation", name="Norway", group="state")
    return norway, a_member(ledger, room.consultation, standing="guest", name="Ingrid", acts_for=norway)


def about(ledger: Ledger, motion: str) -> list[Statement]:
    with ledger.reading() as reading:
        return statements_about(reading, motion, limit=10)


def test_a_motion_tells_who_tabled_joined_revised_and_took_positions_for_others(ledger: Ledger) -> None:
    room = a_room(ledger)
    norway, ingrid = a_delegation(ledger, room)
    changes = [room.edit("states", "shall", "must")]
    motion = an_amendment(ledger, room.framework, norway, changes, actor=ingrid)
    take_stance(ledger, room.member, motion, "sponsor", actor=room.organizer)
    take_stance(ledger, room.second, motion, "object", actor=room.organizer)
    revised = {"motion_id": motion, "changes": [room.delete("cities")]}
    give(ledger, "revise_motion", **revised, participant_id=norway, actor=ingrid)

    found = in_full(ledger, motion)

    by_revision = [(one.revision, one.participant_id, one.actor) for one in found.sponsors]
    assert by_revision == [(0, norway, ingrid), (0, room.member, room.organizer), (1, norway, ingrid)]
    assert [(one.revision, one.revised_by, one.actor) for one in found.wordings] == [
        (1, norway, ingrid),
        (0, None, ingrid),
    ]
    assert [(one.participant_id, one.actor) for one in found.positions.listed] == [(room.second, room.organizer)]
    assert {ingrid, room.organizer, norway} <= set(found.known.people)
    assert found.known.people[ingrid].acts_for == norway


def test_a_participants_positions_tell_who_put_them_on_record(ledger: Ledger) -> None:
    room = a_room(ledger)
    norway, ingrid = a_delegation(ledger, room)
    motion = an_amendment(ledger, room.framework, room.member, [room.delete("cities")])
    for actor in (ingrid, room.organizer, "system"):
        take_stance(ledger, norway, motion, "object", actor=actor)

    with ledger.reading() as reading:
        participant = participant_with(reading, norway)
        assert participant is not None
        found = stances_of(reading, participant)

    assert [one.actor.id for one in found.entries if one.actor is not None] == ["system", room.organizer, ingrid]


def test_statements_and_votes_tell_who_recorded_them(ledger: Ledger) -> None:
    room = a_room(ledger)
    norway, ingrid = a_delegation(ledger, room)
    motion = an_amendment(ledger, room.framework, room.member, [room.delete("cities")])
    on_it = {"about": [{"kind": "motion", "id": motion}]}
    for actor in (ingrid, room.organizer, "system"):
        a_statement(ledger, room.consultation, norway, actor=actor, **on_it)
    a_statement(ledger, room.consultation, room.member, actor=room.member, **on_it)
    a_vote(ledger, room.consultation, motion, actor=room.organizer)

    recorded_by = [one.recorded_by.id if one.recorded_by else None for one in about(ledger, motion)]
    with ledger.reading() as reading:
        votes = votes_on(reading, motion)

    assert recorded_by == [ingrid, room.organizer, None, None]
    assert [one.actor.id for one in votes if one.actor is not None] == [room.organizer]
