"""Motions: their numbers, what was adopted of them, their sponsors."""

from typing import Any

from sqlalchemy import RowMapping, Table, select

from ledger.application import Ledger
from ledger.projections import tables
from tests.builders import (
    Room,
    a_framework,
    a_holder,
    a_proposal,
    a_provision,
    a_room,
    a_version,
    a_vote,
    an_amendment,
    decide,
    give,
    take_stance,
)


def rows_of(ledger: Ledger, table: Table, **values: Any) -> list[RowMapping]:
    """The rows with these values, in the order of their key."""
    with ledger.reading() as reading:
        statement = select(table).filter_by(**values).order_by(*table.primary_key)
        return list(reading.connection.execute(statement).mappings())


def motion_row(ledger: Ledger, motion: str) -> RowMapping:
    return rows_of(ledger, tables.motions, id=motion)[0]


def test_motions_are_numbered_in_the_order_of_tabling_in_their_framework(ledger: Ledger) -> None:
    room = a_room(ledger)
    other = a_framework(ledger, room.consultation)
    a_version(ledger, other, [a_provision(text="Elsewhere.")])

    first = an_amendment(ledger, room.framework, room.member, [room.edit("states", "protect", "host")])
    elsewhere = a_proposal(ledger, other, room.member)
    ledger.read_models.catch_up()
    ledger.read_models.close()
    second = a_proposal(ledger, room.framework, room.second)

    assert [motion_row(ledger, one)["number"] for one in (first, second, elsewhere)] == [1, 2, 1]


def test_a_motion_adopted_as_tabled_was_not_edited(ledger: Ledger) -> None:
    room = a_room(ledger)
    change = room.edit("states", "protect", "host")
    motion = an_amendment(ledger, room.framework, room.member, [change])

    answer = decide(ledger, motion, occurred_at="2018-03-05", reason="Agreed.")

    row = motion_row(ledger, motion)
    assert (row["changes_adopted"], row["edited"], row["decision"]) == ([change], False, "adopted")
    assert answer.position < row["decided"] < answer.last
    assert (row["decided_at"], row["decided_happened_by"]) == ("2018-03-05", "2018-03-06T00:00:00.000000Z")
    assert len(row["decision_reason_digest"]) == 43


def test_what_was_merged_is_shown_as_edited_with_its_editors_and_votes(ledger: Ledger) -> None:
    room = a_room(ledger)
    one, other = _two_motions(ledger, room)
    votes = [a_vote(ledger, room.consultation, motion) for motion in (other, one)]
    changes = [
        {**room.edit("states", "protect", "shelter"), "motions": [one]},
        {**room.edit("states", "refugees", "all"), "motions": [one, other]},
    ]
    together = {"motions": [one, other], "vote_ids": votes, "changes": changes, "edited_by": [room.facilitator]}

    give(ledger, "adopt_motions", framework_id=room.framework, **together)

    first, second = motion_row(ledger, one), motion_row(ledger, other)
    plain = [{key: value for key, value in change.items() if key != "motions"} for change in changes]
    assert (first["changes_adopted"], second["changes_adopted"]) == (plain, plain[1:])
    assert (first["edited"], second["edited"]) == (True, True)
    assert (first["decision_votes"], second["decision_votes"]) == (votes[1:], votes[:1])
    assert first["edited_by"] == [room.facilitator]


def test_of_several_those_that_were_accepted_as_tabled_name_no_editor(ledger: Ledger) -> None:
    room = a_room(ledger)
    one, other = _two_motions(ledger, room)
    [tabled] = motion_row(ledger, one)["changes"]
    changes = [
        {**tabled, "motions": [one]},
        {**room.edit("cities", "may", "shall at once"), "motions": [other]},
    ]
    together = {"motions": [one, other], "changes": changes, "edited_by": [room.facilitator]}

    give(ledger, "adopt_motions", framework_id=room.framework, **together)

    first, second = motion_row(ledger, one), motion_row(ledger, other)
    assert (first["edited"], second["edited"]) == (False, True)
    assert (first["edited_by"], second["edited_by"]) == (None, [room.facilitator])


def test_a_motion_whose_edits_moved_and_nothing_else_was_not_edited(ledger: Ledger) -> None:
    room = a_room(ledger)
    one, other = _two_motions(ledger, room)

    decide(ledger, one)
    decide(ledger, other)

    first, second = motion_row(ledger, one), motion_row(ledger, other)
    assert second["changes_adopted"] != second["changes"]
    assert [first["edited"], second["edited"]] == [False, False]


def test_a_revision_is_a_wording_with_a_sponsor_of_its_own(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "protect", "host")])
    take_stance(ledger, room.second, motion, "sponsor", reason="We agree.")
    revision = [room.edit("cities", "may", "shall")]
    give(ledger, "revise_motion", motion_id=motion, participant_id=room.second, changes=revision)

    wordings = rows_of(ledger, tables.motion_wordings, motion_id=motion)
    sponsors = rows_of(ledger, tables.sponsors, motion_id=motion)
    provisions = {row["provision_id"]: row for row in rows_of(ledger, tables.motion_provisions, motion_id=motion)}

    assert [(row["revision"], row["revised_by"]) for row in wordings] == [(0, None), (1, room.second)]
    assert motion_row(ledger, motion)["changes"] == wordings[1]["changes"] == revision
    assert {(row["revision"], row["participant_id"], row["how"]) for row in sponsors} == {
        (0, room.member, "proposed"),
        (0, room.second, "joined"),
        (1, room.second, "revised"),
    }
    assert provisions[room.provisions["states"]]["until"] == provisions[room.provisions["cities"]]["since"]


def test_a_sponsor_who_leaves_leaves_every_wording_and_may_come_back(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "protect", "host")])
    take_stance(ledger, room.second, motion, "sponsor")
    give(
        ledger,
        "revise_motion",
        motion_id=motion,
        participant_id=room.member,
        changes=[room.edit("cities", "may", "can")],
    )
    take_stance(ledger, room.second, motion, "sponsor")

    left = give(ledger, "withdraw_motion", motion_id=motion, participant_id=room.second)

    hers = {"motion_id": motion, "participant_id": room.second}
    assert [row["until"] for row in rows_of(ledger, tables.sponsors, **hers)] == [left.position, left.position]
    take_stance(ledger, room.second, motion, "sponsor")
    assert [row["until"] for row in rows_of(ledger, tables.sponsors, **hers)] == [left.position, None]


def test_a_proposal_names_its_new_provision_and_its_place(ledger: Ledger) -> None:
    room = a_room(ledger)
    provision = a_provision(text="New.")

    motion = a_proposal(ledger, room.framework, room.member, provision, parent=room.provisions["states"])

    found = rows_of(ledger, tables.motion_provisions, motion_id=motion)
    assert {(row["provision_id"], row["op"]) for row in found} == {
        (provision["provision_id"], "insert"),
        (room.provisions["states"], "place"),
    }
    insertion = {"op": "insert", "provision": provision, "parent": room.provisions["states"]}
    assert motion_row(ledger, motion)["changes"] == [insertion]


def test_the_last_word_of_each_participant_stands(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "protect", "host")])
    objected = take_stance(ledger, room.second, motion, "object")
    taken = take_stance(ledger, room.observer, motion, "endorse", on_behalf_of=[room.guest])
    subject = {"kind": "motion", "id": motion}
    withdrawn = give(ledger, "withdraw_endorsement", participant_id=room.second, subject=subject)

    standing = rows_of(ledger, tables.standing_stances, subject_id=motion)
    told = rows_of(ledger, tables.stances, subject_id=motion, participant_id=room.second)

    wording = motion_row(ledger, motion)["wording"]
    assert {(row["participant_id"], row["wording"], row["stance"], row["since"]) for row in standing} == {
        (room.second, wording, "object", objected.position),
        (room.second, "", "withdrawn", withdrawn.position),
        (room.observer, wording, "endorse", taken.position),
    }
    assert [row["stance"] for row in told] == ["object", "withdrawn"]


def test_an_erasure_ends_roles_and_accreditations_and_leaves_stances(ledger: Ledger) -> None:
    room = a_room(ledger)
    organizer = a_holder(ledger, "organizer", room.consultation)
    give(ledger, "accredit", participant_id=organizer, consultation_id=room.consultation, standing="member")
    provision = {"kind": "provision", "id": room.provisions["states"]}
    give(ledger, "endorse", participant_id=organizer, subject=provision, stance="endorse")

    erased = give(ledger, "erase_participant", participant_id=organizer, reason="legal_order").position

    hers = {"participant_id": organizer}
    assert [row["until"] for row in rows_of(ledger, tables.roles, **hers)] == [erased]
    assert [row["ended"] for row in rows_of(ledger, tables.accreditations, **hers)] == [erased]
    assert [row["stance"] for row in rows_of(ledger, tables.standing_stances, **hers)] == ["endorse"]
    assert [row["erased"] for row in rows_of(ledger, tables.participants, id=organizer)] == [erased]


def _two_motions(ledger: Ledger, room: Room) -> tuple[str, str]:
    one = an_amendment(ledger, room.framework, room.member, [room.edit("states", "protect", "welcome")])
    other = an_amendment(ledger, room.framework, room.second, [room.edit("states", "refugees", "everyone")])
    return one, other
