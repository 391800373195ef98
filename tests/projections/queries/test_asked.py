"""What open motions ask of today's text, and who is in the way of those that cannot have it."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from ledger.projections.queries.asked import Asked, Obstacle, asked
from ledger.projections.queries.fitting import Fit, Why
from ledger.projections.queries.text import text_at
from tests.builders import (
    TEXTS,
    Data,
    Room,
    a_framework,
    a_proposal,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    give,
    new_id,
)
from tests.projections.queries.counting import queries_sent


@pytest.fixture
def room(ledger: Ledger) -> Room:
    return a_room(ledger)


def asks(ledger: Ledger, framework: str) -> dict[str, Asked]:
    with ledger.reading() as now:
        return {one.motion.id: one for one in asked(now, framework, text_at(now, framework, now.position))}


def amended(ledger: Ledger, room: Room, *changes: Data, **more: Any) -> str:
    return an_amendment(ledger, room.framework, room.member, list(changes), **more)


def adopted(ledger: Ledger, room: Room, *changes: Data) -> str:
    motion = an_amendment(ledger, room.framework, room.second, list(changes))
    decide(ledger, motion)
    return motion


def the_obstacle(ledger: Ledger, room: Room, motion: str) -> Obstacle:
    (found,) = asks(ledger, room.framework)[motion].obstacles
    return found


def behind(found: Obstacle) -> list[str]:
    return [motion.id for motion in found.sources.motions]


def test_what_moved_is_given_on_todays_words(ledger: Ledger, room: Room) -> None:
    motion = amended(ledger, room, room.edit("states", "refugees", "all refugees"))
    adopted(ledger, room, room.edit("states", "States", "All States and cities"))

    found = asks(ledger, room.framework)[motion]

    assert (found.fit, found.obstacles) == (Fit.MOVED, ())
    assert found.changes[0]["base"] == provision_wording("", "All States and cities shall protect refugees.")
    assert [list(edit) for edit in found.changes[0]["edits"]] == [[36, 44, "all refugees"]]


def test_other_words_in_the_way_are_named_with_the_motion_that_brought_them(ledger: Ledger, room: Room) -> None:
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    rival = adopted(ledger, room, room.edit("states", "shall protect", "must shelter"))

    found = the_obstacle(ledger, room, motion)

    assert asks(ledger, room.framework)[motion].fit is Fit.IN_CONFLICT
    assert (found.why, found.own, found.old, found.new) == (Why.WORDS, "shall", "shall protect", "must shelter")
    assert behind(found) == [rival]


def test_of_several_adopted_at_once_only_the_one_whose_words_are_in_the_way_is_named(
    ledger: Ledger, room: Room
) -> None:
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    beside, rival = (
        amended(ledger, room, room.edit("states", "States", "Cities")),
        amended(ledger, room, room.edit("states", "shall", "must")),
    )
    give(ledger, "adopt_motions", framework_id=room.framework, motions=[beside, rival])

    assert behind(the_obstacle(ledger, room, motion)) == [rival]


def test_words_that_came_with_a_received_text_are_named_with_its_version(ledger: Ledger, room: Room) -> None:
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    provisions = [
        a_provision(room.provisions[name], text=text.replace("States shall", "States must"))
        for name, text in TEXTS.items()
    ]
    a_version(ledger, room.framework, provisions, name="Rev. 1")

    found = the_obstacle(ledger, room, motion)

    assert ([one.name for one in found.sources.received], behind(found)) == (["Rev. 1"], [])
    assert (found.old, found.new) == ("shall", "must")


def test_the_same_change_made_meanwhile_says_so(ledger: Ledger, room: Room) -> None:
    motion = amended(ledger, room, room.edit("states", "shall", "should"))
    rival = adopted(ledger, room, room.edit("states", "shall", "should"))

    found = the_obstacle(ledger, room, motion)

    assert (found.why, behind(found)) == (Why.MADE, [rival])


def test_the_same_change_made_in_smaller_pieces_by_a_received_text_says_so(ledger: Ledger, room: Room) -> None:
    changed = TEXTS["states"].replace("States", "Members").replace(".", " soon.")
    motion = amended(ledger, room, room.edit("states", TEXTS["states"], changed))
    a_version(ledger, room.framework, [a_provision(room.provisions["states"], text=changed)], extent="extract")

    found = the_obstacle(ledger, room, motion)

    assert (found.why, len(found.sources.received)) == (Why.MADE, 1)


def test_a_proposal_whose_provision_came_with_a_received_text_is_made_already(ledger: Ledger, room: Room) -> None:
    id = new_id()
    motion = a_proposal(ledger, room.framework, room.member, a_provision(id, text="Cities share."))
    a_version(ledger, room.framework, [a_provision(id, text="Cities share.")], extent="extract")

    found = the_obstacle(ledger, room, motion)

    assert (found.why, found.provision_id) == (Why.MADE, id)


@pytest.mark.parametrize("op", ["edit", "delete"])
def test_who_deleted_what_a_motion_changes_is_named(ledger: Ledger, room: Room, op: str) -> None:
    motion = amended(ledger, room, room.edit("states", "shall", "should") if op == "edit" else room.delete("states"))
    rival = adopted(ledger, room, room.delete("states"))

    found = the_obstacle(ledger, room, motion)

    assert asks(ledger, room.framework)[motion].fit is Fit.GONE
    assert (found.why, found.provision_id, behind(found)) == (Why.GONE, room.provisions["states"], [rival])


def test_a_deletion_names_who_changed_the_words_that_it_would_delete(ledger: Ledger, room: Room) -> None:
    motion = amended(ledger, room, room.delete("states"))
    rival = adopted(ledger, room, room.edit("states", "shall", "should"))

    found = the_obstacle(ledger, room, motion)

    assert (found.why, found.own, found.old, found.new) == (Why.WORDS, "", "shall", "should")
    assert behind(found) == [rival]


def test_a_relabelling_names_who_gave_another_label(ledger: Ledger, room: Room) -> None:
    base = provision_wording("", TEXTS["states"])
    relabel = {"op": "relabel", "provision_id": room.provisions["states"], "base": base}
    motion = amended(ledger, room, {**relabel, "label": "1"})
    rival = adopted(ledger, room, {**relabel, "label": "A"})

    found = the_obstacle(ledger, room, motion)

    assert (found.why, found.old, found.new, behind(found)) == (Why.LABEL, "", "A", [rival])


def test_a_retagging_names_who_gave_other_tags(ledger: Ledger, room: Room) -> None:
    retag = {"op": "retag", "provision_id": room.provisions["states"]}
    motion = amended(ledger, room, {**retag, "levels": ["local"]})
    rival = adopted(ledger, room, {**retag, "levels": ["global", "national"]})

    found = the_obstacle(ledger, room, motion)

    assert (found.why, found.new, behind(found)) == (Why.TAGS, "global, national", [rival])


def test_a_proposal_names_who_deleted_its_neighbour(ledger: Ledger, room: Room) -> None:
    motion = a_proposal(ledger, room.framework, room.member, after=room.provisions["cities"])
    rival = adopted(ledger, room, room.delete("cities"))

    found = the_obstacle(ledger, room, motion)

    assert (found.why, found.provision_id, behind(found)) == (Why.PLACE, room.provisions["cities"], [rival])


def test_a_move_of_what_was_moved_under_another_parent_is_in_conflict(ledger: Ledger, room: Room) -> None:
    """As the rule has it: it replaces a place that no longer stands."""
    states, cities, children = (room.provisions[name] for name in ("states", "cities", "children"))
    motion = amended(ledger, room, {"op": "move", "provision_id": states, "after": cities})
    rival = adopted(ledger, room, {"op": "move", "provision_id": states, "parent": children, "after": None})

    found = the_obstacle(ledger, room, motion)

    assert asks(ledger, room.framework)[motion].fit is Fit.IN_CONFLICT
    assert (found.why, behind(found)) == (Why.PLACE, [rival])
    with pytest.raises(Exception, match="no longer stands"):
        decide(ledger, motion)


def test_a_deletion_names_what_came_to_stand_below(ledger: Ledger, room: Room) -> None:
    framework, part, below = a_framework(ledger, room.consultation), new_id(), new_id()
    a_version(ledger, framework, [a_provision(part, kind="part", heading="Aims")])
    change = {"op": "delete", "provision_id": part, "base": provision_wording("Aims", "")}
    motion = an_amendment(ledger, framework, room.member, [change])
    decide(ledger, a_proposal(ledger, framework, room.second, parent=part, provision=a_provision(below)))

    (found,) = asks(ledger, framework)[motion].obstacles

    assert (found.why, found.provision_id) == (Why.BELOW, below)


def test_the_number_of_queries_does_not_grow_with_the_motions(ledger: Ledger, room: Room) -> None:
    def sent() -> int:
        with ledger.reading() as now, queries_sent(now) as found:
            text = text_at(now, room.framework, now.position)
            asked(now, room.framework, text)
        return len(found)

    amended(ledger, room, room.edit("states", "shall", "should"))
    adopted(ledger, room, room.edit("states", "shall", "must"))
    before = sent()
    for name in ("cities", "cities", "children"):
        amended(ledger, room, room.delete(name))
    adopted(ledger, room, room.delete("cities"))

    assert sent() == before
