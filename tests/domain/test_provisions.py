"""What changes make of a text: every op, the order of insertions, moves and deletions (§5)."""

from typing import Any

import pytest

from ledger.application import Ledger
from ledger.domain.errors import MovedOn
from ledger.domain.motions import Motion
from ledger.domain.provisions import Provision
from ledger.domain.wording import provision_wording
from tests.builders import (
    Data,
    Room,
    a_framework,
    a_proposal,
    a_provision,
    a_version,
    an_amendment,
    decide,
    events_of,
    folded,
    give,
    new_id,
    refused,
    text_of,
    texts_of,
)


def insert(text: str, **place: Any) -> Data:
    return {"op": "insert", "provision": a_provision(text=text), **place}


def move(provision_id: str, **place: Any) -> Data:
    return {"op": "move", "provision_id": provision_id, **place}


def relabel(provision_id: str, seen: str, text: str, /, **new: str) -> Data:
    return {"op": "relabel", "provision_id": provision_id, "base": provision_wording(seen, text), **new}


def adopt(ledger: Ledger, room: Room, *changes: Data) -> list[str]:
    """The texts, in order, after a motion with these changes was adopted."""
    decide(ledger, an_amendment(ledger, room.framework, room.member, list(changes)))
    return texts_of(ledger, room.framework)


def tabling(room: Room, *changes: Data) -> Data:
    data = {"motion_id": new_id(), "framework_id": room.framework, "title": "M", "proposers": [room.member]}
    return {**data, "changes": list(changes)}


def standing(ledger: Ledger, room: Room, name: str) -> Provision:
    return next(one for one in text_of(ledger, room.framework) if one.id == room.provisions[name])


STATES, CITIES, CHILDREN = "States shall protect refugees.", "Cities may host new arrivals.", "Children go to school."


def test_an_edit_changes_exactly_the_words_that_it_names(ledger: Ledger, room: Room) -> None:
    assert adopt(ledger, room, room.edit("states", "shall", "must"))[0] == "States must protect refugees."


def test_a_rewrite_is_recorded_as_minimal_whole_word_edits(ledger: Ledger, room: Room) -> None:
    base = provision_wording("", STATES)
    text = "States should protect all refugees."
    change = {"op": "rewrite", "provision_id": room.provisions["states"], "base": base, "text": text}

    motion = an_amendment(ledger, room.framework, room.member, [change])

    recorded = folded(ledger, Motion, motion).changes[0]
    assert (recorded["op"], "text" in recorded) == ("edit", False)
    assert recorded["edits"] == [[7, 12, "should"], [20, 20, " all"]] or recorded["edits"] == [
        [7, 12, "should"],
        [21, 21, "all "],
    ]


def test_a_rewrite_that_changes_nothing_is_refused(ledger: Ledger, room: Room) -> None:
    base = provision_wording("", STATES)
    change = {"op": "rewrite", "provision_id": room.provisions["states"], "base": base, "text": STATES}

    assert refused(ledger, "table_amendment", **tabling(room, change)).field == "changes.0.edits"


@pytest.mark.parametrize("op", ["edit", "rewrite", "delete", "relabel"])
def test_a_change_on_another_wording_is_answered_with_the_one_seen_and_todays(
    ledger: Ledger, room: Room, op: str
) -> None:
    states, seen = room.provisions["states"], provision_wording("", "States shall.")
    more: Data = {"edit": {"edits": [[0, 6, "All"]]}, "rewrite": {"text": "All."}, "relabel": {"label": "1"}}
    change = {"op": op, "provision_id": states, "base": seen, **more.get(op, {})}

    refusal = refused(ledger, "table_amendment", **tabling(room, change))

    assert isinstance(refusal, MovedOn)
    moved = refusal.moved[0]
    assert (refusal.field, moved.kind, moved.id, moved.seen) == ("changes.0.base", "provision", states, seen)
    assert (moved.today, moved.text) == (provision_wording("", STATES), STATES)


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ([], "no edits"),
        ([[7, 9, "x"]], "ends inside a word"),
        ([[8, 12, "x"]], "starts inside a word"),
        ([[0, 6, "x"], [3, 12, "y"]], "overlap"),
        ([[7, 12, "x"], [0, 6, "y"]], "not sorted"),
        ([[0, 6, "x"], [0, 6, "x"]], "one place twice"),
        ([[6, 6, " x"], [6, 6, " y"]], "two insertions at a point"),
        ([[0, 6, "States"]], "changes nothing"),
        ([[0, 0, ""]], "changes nothing"),
        ([[30, 31, "x"]], "beyond the end"),
        ([[31, 31, "x"]], "beyond the end"),
        ([[12, 7, "x"]], "backwards"),
        ([[6, 6, "\u0301"]], "the result is not NFC: a mark after the letter before it"),
        ([[7, 12, "x"], [10**15, 10**15 + 1, "y"]], "far outside"),
    ],
)
def test_edits_that_cannot_be_are_refused(ledger: Ledger, room: Room, edits: list[Any], why: str) -> None:
    change = {**room.edit("states", "shall", "must"), "edits": edits}

    refusal = refused(ledger, "table_amendment", **tabling(room, change))

    assert refusal.field.startswith("changes.0.edits"), why


@pytest.mark.parametrize(
    "edit", [[0, 6], [0, 6, "x", 1], "0-6", {"start": 0}, [-1, 6, "x"], [0.0, 6, "x"], [0, True, "x"], [0, 6, None]]
)
def test_an_edit_has_one_form(ledger: Ledger, room: Room, edit: Any) -> None:
    change = {**room.edit("states", "shall", "must"), "edits": [edit]}

    refusal = refused(ledger, "table_amendment", **tabling(room, change))

    assert (refusal.code, refusal.field.startswith("changes.0.edits.0")) == ("invalid", True)


def test_places_are_counted_in_code_points(ledger: Ledger, room: Room) -> None:
    framework, provision, text = a_framework(ledger, room.consultation), new_id(), "𝒜 👩‍👩‍👧 word."
    a_version(ledger, framework, [a_provision(provision, text=text)])
    start = text.index("word")
    edits = [[start, start + 4, "term"]]
    change = {"op": "edit", "provision_id": provision, "base": provision_wording("", text), "edits": edits}

    decide(ledger, an_amendment(ledger, framework, room.member, [change]))

    assert texts_of(ledger, framework) == ["𝒜 👩‍👩‍👧 term."]


def test_after_absent_is_last(ledger: Ledger, room: Room) -> None:
    assert adopt(ledger, room, insert("A."), insert("B.")) == [STATES, CITIES, CHILDREN, "A.", "B."]


def test_after_null_is_first(ledger: Ledger, room: Room) -> None:
    assert adopt(ledger, room, insert("A.", after=None)) == ["A.", STATES, CITIES, CHILDREN]


def test_after_a_sibling_is_right_behind_it(ledger: Ledger, room: Room) -> None:
    after = room.provisions["states"]

    assert adopt(ledger, room, insert("A.", after=after)) == [STATES, "A.", CITIES, CHILDREN]


@pytest.mark.parametrize("after", ["states", None])
def test_within_one_motion_the_order_of_its_list_holds(ledger: Ledger, room: Room, after: str | None) -> None:
    place = {"after": room.provisions[after] if after else None}

    texts = adopt(ledger, room, insert("A.", **place), insert("B.", **place), insert("C.", **place))

    assert [text for text in texts if len(text) == 2] == ["A.", "B.", "C."]
    assert texts.index("A.") == (1 if after else 0)


@pytest.mark.parametrize("placed", [True, False])
def test_in_one_command_the_lower_motion_number_comes_first(ledger: Ledger, room: Room, placed: bool) -> None:
    place = {"after": room.provisions["states"]} if placed else {}
    first, second = (
        an_amendment(ledger, room.framework, room.member, [insert(text, **place)]) for text in ("A.", "B.")
    )

    give(ledger, "adopt_motions", framework_id=room.framework, motions=[second, first])

    assert [text for text in texts_of(ledger, room.framework) if len(text) == 2] == ["A.", "B."]


@pytest.mark.parametrize("after", ["states", None])
def test_between_commands_the_later_one_comes_first(ledger: Ledger, room: Room, after: str | None) -> None:
    place = {"after": room.provisions[after] if after else None}
    first, second = (
        an_amendment(ledger, room.framework, room.member, [insert(text, **place)]) for text in ("A.", "B.")
    )

    decide(ledger, first)
    decide(ledger, second)

    assert [text for text in texts_of(ledger, room.framework) if len(text) == 2] == ["B.", "A."]


def test_a_proposal_stands_where_it_says(ledger: Ledger, room: Room) -> None:
    provision = a_provision(text="New.")
    motion = a_proposal(ledger, room.framework, room.member, provision, after=room.provisions["cities"])

    decide(ledger, motion)

    assert texts_of(ledger, room.framework) == [STATES, CITIES, "New.", CHILDREN]


def test_what_should_stand_after_something_gone_is_refused(ledger: Ledger, room: Room) -> None:
    change = insert("A.", after=room.provisions["states"])
    motion = an_amendment(ledger, room.framework, room.member, [change])
    adopt(ledger, room, room.delete("states"))

    assert refused(ledger, "table_amendment", **tabling(room, insert("A.", after=room.provisions["states"]))).field == (
        "changes.0.after"
    )
    assert refused(ledger, "decide_motion", motion_id=motion, decision="adopted").code == "rule_broken"


def test_what_should_stand_after_a_provision_of_another_parent_is_refused(ledger: Ledger, room: Room) -> None:
    change = insert("A.", parent=room.provisions["cities"], after=room.provisions["states"])

    assert refused(ledger, "table_amendment", **tabling(room, change)).field == "changes.0.after"


def test_a_provision_is_not_inserted_under_what_is_not_there(ledger: Ledger, room: Room) -> None:
    refusal = refused(ledger, "table_amendment", **tabling(room, insert("A.", parent=new_id())))

    assert refusal.field == "changes.0.parent"


def test_a_later_change_may_name_a_provision_inserted_before(ledger: Ledger, room: Room) -> None:
    parent = insert("Parent.")
    child = insert("Child.", parent=parent["provision"]["provision_id"])

    assert adopt(ledger, room, parent, child) == [STATES, CITIES, CHILDREN, "Parent.", "Child."]


@pytest.mark.parametrize("op", ["edit", "relabel", "retag", "move"])
def test_a_motion_that_changes_what_it_inserts_can_be_adopted(ledger: Ledger, room: Room, op: str) -> None:
    inserted = insert("New words.")
    name = inserted["provision"]["provision_id"]
    base = provision_wording("", "New words.")
    changes: dict[str, Data] = {
        "edit": {"op": "edit", "provision_id": name, "base": base, "edits": [[0, 3, "Old"]]},
        "relabel": {"op": "relabel", "provision_id": name, "base": base, "label": "4"},
        "retag": {"op": "retag", "provision_id": name, "levels": ["local"]},
        "move": move(name, after=None),
    }

    adopt(ledger, room, inserted, changes[op])


def test_a_move_puts_a_provision_with_all_under_it_elsewhere(ledger: Ledger, room: Room) -> None:
    adopt(ledger, room, insert("Below.", parent=room.provisions["states"]))

    texts = adopt(ledger, room, move(room.provisions["states"], after=room.provisions["children"]))

    assert texts == [CITIES, CHILDREN, STATES, "Below."]


def test_a_move_without_parent_goes_to_the_top_level(ledger: Ledger, room: Room) -> None:
    adopt(ledger, room, move(room.provisions["cities"], parent=room.provisions["states"]))

    adopt(ledger, room, move(room.provisions["cities"], after=None))

    assert [one.parent for one in text_of(ledger, room.framework)] == ["", "", ""]
    assert texts_of(ledger, room.framework)[0] == CITIES


@pytest.mark.parametrize("place", [{"after": "states"}, {"parent": "cities"}])
def test_a_provision_does_not_move_under_or_behind_itself(ledger: Ledger, room: Room, place: Data) -> None:
    named = {key: room.provisions[name] for key, name in place.items()}
    change = move(room.provisions[next(iter(place.values()))], **named)

    assert refused(ledger, "table_amendment", **tabling(room, change)).field in ("changes.0.after", "changes.0.parent")


def test_a_provision_does_not_move_under_its_own_child(ledger: Ledger, room: Room) -> None:
    below = insert("Below.", parent=room.provisions["states"])
    adopt(ledger, room, below)

    change = move(room.provisions["states"], parent=below["provision"]["provision_id"])

    assert refused(ledger, "table_amendment", **tabling(room, change)).field == "changes.0.parent"


def test_two_moves_of_one_motion_do_not_make_a_circle(ledger: Ledger, room: Room) -> None:
    states, cities = room.provisions["states"], room.provisions["cities"]

    changes = [move(states, parent=cities), move(cities, parent=states)]

    assert refused(ledger, "table_amendment", **tabling(room, *changes)).field == "changes.1.parent"


def test_a_move_to_where_it_stands_is_refused(ledger: Ledger, room: Room) -> None:
    change = move(room.provisions["cities"], after=room.provisions["states"])

    assert refused(ledger, "table_amendment", **tabling(room, change)).field == "changes.0"


def test_a_provision_with_others_under_it_is_not_deleted_alone(ledger: Ledger, room: Room) -> None:
    adopt(ledger, room, insert("Below.", parent=room.provisions["states"]))

    assert refused(ledger, "table_amendment", **tabling(room, room.delete("states"))).code == "rule_broken"


@pytest.mark.parametrize("how", ["parent first", "child first", "child moved away"])
def test_a_provision_is_deleted_when_the_same_motion_deletes_or_moves_what_is_under_it(
    ledger: Ledger, room: Room, how: str
) -> None:
    below = insert("Below.", parent=room.provisions["states"])
    adopt(ledger, room, below)
    name = below["provision"]["provision_id"]
    child = {"op": "delete", "provision_id": name, "base": provision_wording("", "Below.")}
    changes = {
        "parent first": [room.delete("states"), child],
        "child first": [child, room.delete("states")],
        "child moved away": [move(name), room.delete("states")],
    }

    texts = adopt(ledger, room, *changes[how])

    assert texts == ([CITIES, CHILDREN, "Below."] if how == "child moved away" else [CITIES, CHILDREN])


def test_a_relabelling_changes_label_and_heading_and_not_the_text(ledger: Ledger, room: Room) -> None:
    adopt(ledger, room, relabel(room.provisions["states"], "", STATES, label="1 bis", heading="Protection"))

    provision = standing(ledger, room, "states")

    assert (provision.label, provision.heading, provision.text) == ("1 bis", "Protection", STATES)
    assert provision.wording == provision_wording("Protection", STATES)


def test_in_a_relabelling_empty_clears_and_absent_leaves(ledger: Ledger, room: Room) -> None:
    states = room.provisions["states"]
    adopt(ledger, room, relabel(states, "", STATES, label="1", heading="Protection"))

    adopt(ledger, room, relabel(states, "Protection", STATES, heading=""))

    provision = standing(ledger, room, "states")
    assert (provision.label, provision.heading) == ("1", "")


def test_a_label_is_no_part_of_the_wording(ledger: Ledger, room: Room) -> None:
    before = standing(ledger, room, "states").wording

    adopt(ledger, room, relabel(room.provisions["states"], "", STATES, label="1"))

    assert standing(ledger, room, "states").wording == before


def test_in_a_retagging_empty_clears_and_absent_leaves(ledger: Ledger, room: Room) -> None:
    states = room.provisions["states"]
    adopt(ledger, room, {"op": "retag", "provision_id": states, "levels": ["local"], "people": ["b", "a", "b"]})

    adopt(ledger, room, {"op": "retag", "provision_id": states, "levels": [], "horizons": ["long"]})

    provision = standing(ledger, room, "states")
    assert (provision.levels, provision.horizons, provision.people) == ((), ("long",), ("a", "b"))


@pytest.mark.parametrize(
    "change",
    [
        {"op": "retag", "levels": []},
        {"op": "relabel", "label": ""},
        {"op": "retag"},
        {"op": "relabel"},
        {"op": "retag", "levels": ["galactic"]},
        {"op": "reticulate"},
        {},
    ],
)
def test_a_change_that_changes_nothing_or_is_none_is_refused(ledger: Ledger, room: Room, change: Data) -> None:
    full = {"provision_id": room.provisions["states"], **change}
    if change.get("op") == "relabel":
        full["base"] = provision_wording("", STATES)

    assert refused(ledger, "table_amendment", **tabling(room, full)).field.startswith("changes.0")


@pytest.mark.parametrize("op", ["edit", "move", "relabel", "retag", "delete"])
def test_one_motion_makes_one_change_of_a_kind_to_a_provision(ledger: Ledger, room: Room, op: str) -> None:
    states = room.provisions["states"]
    twice: dict[str, list[Data]] = {
        "edit": [room.edit("states", "shall", "must"), room.edit("states", "protect", "help")],
        "move": [move(states), move(states, after=None)],
        "relabel": [relabel(states, "", STATES, label="1"), relabel(states, "", STATES, label="2")],
        "retag": [
            {"op": "retag", "provision_id": states, tag: [value]}
            for tag, value in (("levels", "local"), ("horizons", "long"))
        ],
        "delete": [room.delete("states"), room.delete("states")],
    }

    assert refused(ledger, "table_amendment", **tabling(room, *twice[op])).field.startswith("changes.1")


def test_edits_of_one_motion_are_on_the_text_before_it(ledger: Ledger, room: Room) -> None:
    changes = [relabel(room.provisions["states"], "", STATES, heading="H"), room.edit("states", "shall", "must")]

    adopt(ledger, room, *changes)

    provision = standing(ledger, room, "states")
    assert (provision.heading, provision.text) == ("H", "States must protect refugees.")


def test_relabelling_moving_and_retagging_record_what_they_replace(ledger: Ledger, room: Room) -> None:
    states, cities = room.provisions["states"], room.provisions["cities"]
    changes = [
        relabel(states, "", STATES, label="1"),
        move(cities, after=None),
        {"op": "retag", "provision_id": states, "levels": ["local"]},
    ]

    motion = an_amendment(ledger, room.framework, room.member, changes)

    assert folded(ledger, Motion, motion).replaced == {"0": {"label": ""}, "1": {"after": states}, "2": {"levels": []}}


def test_a_deleted_provision_is_not_amended(ledger: Ledger, room: Room) -> None:
    change = room.edit("states", "shall", "must")
    adopt(ledger, room, room.delete("states"))

    refusal = refused(ledger, "table_amendment", **tabling(room, change))

    assert (refusal.code, refusal.field) == ("not_found", "changes.0.provision_id")


def test_a_provision_of_another_framework_is_not_amended(ledger: Ledger, room: Room) -> None:
    other = a_framework(ledger, room.consultation)
    elsewhere = new_id()
    a_version(ledger, other, [a_provision(elsewhere, text=STATES)])

    refusal = refused(
        ledger, "table_amendment", **tabling(room, {**room.edit("states", "shall", "must"), "provision_id": elsewhere})
    )

    assert refusal.field == "changes.0.provision_id"


@pytest.mark.parametrize("taken", ["member", "framework", "version", "provision", "motion"])
def test_an_inserted_provision_has_an_id_of_its_own(ledger: Ledger, room: Room, taken: str) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    ids = {"provision": room.provisions["states"], "motion": motion}
    name = ids.get(taken) or str(getattr(room, taken))

    change = {"op": "insert", "provision": a_provision(name, text="x")}
    refusal = refused(ledger, "table_amendment", **tabling(room, change))

    assert (refusal.code, refusal.field) == ("already_used", "changes.0.provision.provision_id")


def test_a_deleted_id_is_not_inserted_again(ledger: Ledger, room: Room) -> None:
    adopt(ledger, room, room.delete("states"))

    change = {"op": "insert", "provision": a_provision(room.provisions["states"], text="x")}

    assert refused(ledger, "table_amendment", **tabling(room, change)).code == "already_used"


def test_a_refused_proposal_names_a_field_that_it_has(ledger: Ledger, room: Room) -> None:
    data = {"motion_id": new_id(), "framework_id": room.framework, "title": "P", "proposers": [room.member]}

    refusal = refused(ledger, "table_proposal", **data, provision=a_provision(text="x"), after=new_id())

    assert refusal.field == "after"


def test_an_adoption_is_its_event_then_the_motions_end_then_the_provisions(ledger: Ledger, room: Room) -> None:
    changes = [room.edit("states", "shall", "must"), insert("New."), room.delete("children")]
    motion = an_amendment(ledger, room.framework, room.member, changes)

    events = events_of(ledger, decide(ledger, motion))

    assert [event.TOPIC.removeprefix("ledger.") for event in events] == [
        "framework.motions_adopted",
        "motion.decided",
        "framework.provision_edited",
        "framework.provision_inserted",
        "framework.provision_deleted",
    ]
    assert [vars(event).get("command") for event in events] == ["decide_motion", None, None, None, None]
