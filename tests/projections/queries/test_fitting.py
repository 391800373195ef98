"""Whether an open motion still applies to today's text."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from ledger.projections.queries.fitting import Fit, Fitted
from ledger.projections.queries.motions import motion_in_full
from tests.builders import (
    TEXTS,
    Room,
    a_framework,
    a_member,
    a_proposal,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    give,
    new_id,
)

WHEN = "2030-01-01T00:00:00.000000Z"


def fits(ledger: Ledger, motion: str) -> list[Fitted]:
    with ledger.reading() as now:
        page = motion_in_full(now, motion, WHEN)
    assert page is not None
    return list(page.fitted)


def adopt(ledger: Ledger, room: Room, *changes: dict[str, Any]) -> None:
    decide(ledger, an_amendment(ledger, room.framework, room.second, list(changes)))


def amended(ledger: Ledger, room: Room, *changes: dict[str, Any]) -> str:
    return an_amendment(ledger, room.framework, room.member, list(changes))


def test_an_amendment_applies_while_its_base_stands(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    adopt(ledger, room, room.edit("cities", "may", "should"))

    assert [one.fit for one in fits(ledger, motion)] == [Fit.APPLIES]


def test_an_amendment_moves_with_the_words_around_it(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = amended(ledger, room, room.edit("states", "refugees", "all refugees"))
    adopt(ledger, room, room.edit("states", "States", "All States and cities"))

    (found,) = fits(ledger, motion)

    assert found.fit is Fit.MOVED
    shown = "".join(part.text for part in found.difference.text if part.kind != "deleted")
    assert shown == "All States and cities shall protect all refugees."


def test_an_amendment_whose_words_changed_is_in_conflict_and_shown_on_its_base(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    adopt(ledger, room, room.edit("states", "shall protect", "must shelter"))

    (found,) = fits(ledger, motion)

    assert found.fit is Fit.IN_CONFLICT
    assert "".join(p.text for p in found.difference.text if p.kind != "inserted") == TEXTS["states"]
    assert found.difference.name


@pytest.mark.parametrize("op", ["edit", "delete"])
def test_what_changes_a_deleted_provision_has_nothing_to_change(ledger: Ledger, op: str) -> None:
    room = a_room(ledger)
    change = room.edit("states", "shall", "should") if op == "edit" else room.delete("states")
    motion = amended(ledger, room, change)
    adopt(ledger, room, room.delete("states"))

    assert [one.fit for one in fits(ledger, motion)] == [Fit.GONE]


def test_a_deletion_conflicts_with_new_words(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = amended(ledger, room, room.delete("states"))
    adopt(ledger, room, room.edit("states", "shall", "should"))

    assert [one.fit for one in fits(ledger, motion)] == [Fit.IN_CONFLICT]


def test_a_relabelling_conflicts_with_another_and_survives_new_words(ledger: Ledger) -> None:
    room = a_room(ledger)
    base = provision_wording("", TEXTS["states"])
    relabel = {"op": "relabel", "provision_id": room.provisions["states"], "base": base, "label": "1"}
    motion = amended(ledger, room, relabel)
    adopt(ledger, room, room.edit("states", "shall", "should"))
    after_an_edit = [one.fit for one in fits(ledger, motion)]
    today = provision_wording("", "States should protect refugees.")
    adopt(ledger, room, {**relabel, "base": today, "label": "A"})

    assert after_an_edit == [Fit.MOVED]
    assert [one.fit for one in fits(ledger, motion)] == [Fit.IN_CONFLICT]


def test_a_proposal_whose_neighbour_is_gone_is_in_conflict(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = a_proposal(ledger, room.framework, room.member, after=room.provisions["cities"])
    before = [one.fit for one in fits(ledger, motion)]
    adopt(ledger, room, room.delete("cities"))

    assert before == [Fit.APPLIES]
    assert [one.fit for one in fits(ledger, motion)] == [Fit.IN_CONFLICT]


def test_a_proposal_under_a_parent_that_is_gone_has_no_place(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework, part = a_framework(ledger, room.consultation), new_id()
    a_version(ledger, framework, [a_provision(part, kind="part", label="I")])
    motion = a_proposal(ledger, framework, room.member, parent=part)
    base = provision_wording("", "")
    decide(
        ledger,
        an_amendment(ledger, framework, room.second, [{"op": "delete", "provision_id": part, "base": base}]),
    )

    assert [one.fit for one in fits(ledger, motion)] == [Fit.GONE]


def test_a_move_to_where_the_provision_stands_already_is_in_conflict(ledger: Ledger) -> None:
    room = a_room(ledger)
    move = {"op": "move", "provision_id": room.provisions["children"], "after": None}
    motion = amended(ledger, room, move)
    before = [one.fit for one in fits(ledger, motion)]
    adopt(ledger, room, move)

    assert before == [Fit.APPLIES]
    assert [one.fit for one in fits(ledger, motion)] == [Fit.IN_CONFLICT]


def test_what_applies_can_be_adopted_and_what_does_not_is_refused(ledger: Ledger) -> None:
    """The pages and the rules say the same of every change."""
    room = a_room(ledger)
    moved = amended(ledger, room, room.edit("states", "refugees", "all refugees"))
    clashing = amended(ledger, room, room.edit("states", "States", "Some States"))
    adopt(ledger, room, room.edit("states", "States", "All States"))

    said = {motion: fits(ledger, motion)[0].fit for motion in (moved, clashing)}

    assert said == {moved: Fit.MOVED, clashing: Fit.IN_CONFLICT}
    assert decide(ledger, moved).is_new
    with pytest.raises(Exception, match="did not survive"):
        decide(ledger, clashing)


def test_a_revised_motion_is_judged_from_the_words_that_it_was_revised_on(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    adopt(ledger, room, room.edit("states", "shall", "must"))
    text = "States must protect refugees."
    edits = [[7, 11, "will"]]
    change = {"op": "edit", "provision_id": room.provisions["states"], "base": provision_wording("", text)}
    give(
        ledger,
        "revise_motion",
        motion_id=motion,
        participant_id=room.member,
        changes=[{**change, "edits": edits}],
    )

    assert [one.fit for one in fits(ledger, motion)] == [Fit.APPLIES]


def test_stances_are_counted_by_standing_and_wording(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    subject = {"kind": "motion", "id": motion}
    leaving = a_member(ledger, room.consultation)
    for participant, stance in [(room.second, "endorse"), (room.observer, "object"), (leaving, "endorse")]:
        give(ledger, "endorse", participant_id=participant, subject=subject, stance=stance)
    give(ledger, "end_accreditation", participant_id=leaving, consultation_id=room.consultation)

    with ledger.reading() as now:
        page = motion_in_full(now, motion, WHEN)

    assert page is not None
    assert page.counts.members == (("sponsor", 1), ("endorse", 1))
    assert page.counts.guests == (("object", 1),)
    assert page.counts.others == 1
