"""Received versions: the order that is wanted, identities that are kept, ids that return (rule 6, §5)."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.application import Ledger
from ledger.domain.errors import RuleBroken
from ledger.domain.frameworks import Framework, Version
from ledger.domain.provisions import TOP, Provision, Tree
from ledger.domain.receiving import _lay
from ledger.domain.replay import Replay
from tests.builders import (
    Data,
    Room,
    a_framework,
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

IDS = [f"p{number}" for number in range(8)]


@st.composite
def listed_texts(draw: st.DrawFn, at_least: int = 1) -> list[Data]:
    """Provisions of a tree, parents before children, in any such order."""
    chosen = draw(st.lists(st.sampled_from(IDS), min_size=at_least, unique=True))
    listed: list[Data] = []
    for place, provision_id in enumerate(chosen):
        parent = draw(st.sampled_from([TOP, *chosen[:place]]))
        text = draw(st.sampled_from(["", "One.", "Two."]))
        listed.append({**a_provision(provision_id, text=text), **({"parent": parent} if parent else {})})
    return listed


def received(tree: Tree, listed: list[Data], extent: str = "whole") -> Tree:
    return _lay(tree, listed, extent)[0]


def replayed(tree: Tree, listed: list[Data], extent: str) -> Framework:
    """The framework that the events make of one with this tree."""
    framework = Framework.blank(uuid4())
    framework.versions["v"] = Version("v", 1, "")
    framework.tree = Tree(dict(tree.provisions), {parent: list(one) for parent, one in tree.children.items()})
    for kind, values in _lay(tree, listed, extent)[1]:
        event = object.__new__(kind)
        vars(event).update(values)
        event.apply(framework)
    return framework


def order_under(tree: Tree, parent: str) -> list[str]:
    return list(tree.children.get(parent, ()))


def wanted_under(listed: list[Data], parent: str) -> list[str]:
    return [one["provision_id"] for one in listed if one.get("parent", TOP) == parent]


def places(listed: list[Data]) -> list[str]:
    return [TOP, *(one["provision_id"] for one in listed)]


@given(listed_texts(), listed_texts())
def test_a_whole_text_stands_in_the_order_in_which_it_was_given(before: list[Data], after: list[Data]) -> None:
    tree = received(received(Tree(), before), after)

    for parent in places(after):
        assert order_under(tree, parent) == wanted_under(after, parent)


@given(listed_texts(), listed_texts())
def test_of_a_whole_text_nothing_else_is_left(before: list[Data], after: list[Data]) -> None:
    tree = received(received(Tree(), before), after)

    assert {one.id for one in tree.depth_first()} == set(tree.provisions) == {one["provision_id"] for one in after}


@given(listed_texts(), listed_texts(), st.sampled_from(["whole", "extract"]))
def test_the_events_make_the_text_that_was_checked(before: list[Data], after: list[Data], extent: str) -> None:
    tree = received(Tree(), before)
    try:
        laid = received(tree, after, extent)
    except RuleBroken:  # A provision would stand under itself.
        return

    framework = replayed(tree, after, extent)

    assert list(framework.tree.depth_first()) == list(laid.depth_first())


@given(listed_texts(), listed_texts())
def test_what_an_extract_leaves_out_stands_after_its_former_sibling_or_first(
    before: list[Data], after: list[Data]
) -> None:
    tree = received(Tree(), before)
    named = {one["provision_id"] for one in after}
    try:
        laid = received(tree, after, "extract")
    except RuleBroken:  # A provision would stand under itself.
        return

    for parent in {TOP, *tree.provisions, *named}:
        order = order_under(laid, parent)
        assert [one for one in order if one in named] == wanted_under(after, parent)
        former = None
        for one in order_under(tree, parent):
            if one not in named:
                assert order.index(one) == (0 if former is None else order.index(former) + 1)
            former = one if one in order else former


@given(listed_texts(), listed_texts())
def test_what_an_extract_leaves_out_stays_behind_its_former_sibling_or_first(
    before: list[Data], after: list[Data]
) -> None:
    tree = received(Tree(), before)
    named = {one["provision_id"] for one in after}
    try:
        laid = received(tree, after, "extract")
    except RuleBroken:  # A provision would stand under itself.
        return

    for parent in {TOP, *tree.provisions}:
        former = [one for one in order_under(tree, parent) if one not in named or one in wanted_under(after, parent)]
        order = order_under(laid, parent)
        for place, provision_id in enumerate(former):
            if provision_id not in named:
                behind = order[order.index(provision_id) - 1] if order.index(provision_id) else None
                assert behind == (former[place - 1] if place else None)


@given(listed_texts())
def test_receiving_a_text_again_changes_nothing(listed: list[Data]) -> None:
    once = received(Tree(), listed)

    assert list(received(once, listed).depth_first()) == list(once.depth_first())
    assert list(received(once, listed, "extract").depth_first()) == list(once.depth_first())


def test_a_provision_that_the_framework_knows_keeps_its_identity_and_its_history(ledger: Ledger, room: Room) -> None:
    states = room.provisions["states"]

    a_version(ledger, room.framework, [a_provision(states, text="States must protect refugees.")])

    framework = folded(ledger, Framework, room.framework)
    assert [step.text for step in framework.steps[states]] == ["States shall protect refugees."]


def test_a_motion_made_before_a_received_text_is_carried_to_it(ledger: Ledger, room: Room) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "refugees", "people")])
    a_version(ledger, room.framework, [a_provision(room.provisions["states"], text="States must protect refugees.")])

    decide(ledger, motion)

    assert texts_of(ledger, room.framework) == ["States must protect people."]


def test_what_a_whole_text_leaves_out_is_deleted(ledger: Ledger, room: Room) -> None:
    a_version(ledger, room.framework, [a_provision(room.provisions["cities"], text="Cities.")])

    assert texts_of(ledger, room.framework) == ["Cities."]


def test_an_extract_deletes_nothing(ledger: Ledger, room: Room) -> None:
    a_version(ledger, room.framework, [a_provision(room.provisions["cities"], text="Cities.")], extent="extract")

    assert texts_of(ledger, room.framework) == [
        "States shall protect refugees.",
        "Cities.",
        "Children go to school.",
    ]


def test_a_deleted_id_may_return_as_the_same_provision(ledger: Ledger, room: Room) -> None:
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.delete("states")]))

    a_version(ledger, room.framework, [a_provision(room.provisions["states"], text="Back.")], extent="extract")

    assert room.provisions["states"] in {one.id for one in text_of(ledger, room.framework)}


def test_absent_fields_of_a_received_provision_are_empty(ledger: Ledger, room: Room) -> None:
    states = room.provisions["states"]
    a_version(ledger, room.framework, [a_provision(states, text="T.", heading="H", label="1", people=["all"])])

    a_version(ledger, room.framework, [a_provision(states)])

    assert text_of(ledger, room.framework) == [
        Provision.of({"provision_id": states, "kind": "paragraph"}, TOP),
    ]


def test_a_text_that_is_not_held_has_no_provisions_and_changes_none(ledger: Ledger, room: Room) -> None:
    before = texts_of(ledger, room.framework)

    a_version(ledger, room.framework, [], extent="not_held")

    assert texts_of(ledger, room.framework) == before
    data = {"framework_id": room.framework, "version_id": new_id(), "name": "D", "extent": "not_held"}
    assert refused(ledger, "receive_version", **data, provisions=[a_provision(text="x")]).field == "provisions"


def receiving(room: Room, provisions: list[Data], **more: Any) -> Data:
    return {"framework_id": room.framework, "version_id": new_id(), "name": "D", "provisions": provisions, **more}


@pytest.mark.parametrize("extent", ["whole", "extract"])
def test_a_text_that_is_held_has_a_provision(ledger: Ledger, room: Room, extent: str) -> None:
    assert refused(ledger, "receive_version", **receiving(room, [], extent=extent)).field == "provisions"


def test_a_received_provision_has_an_id_of_the_framework_or_a_new_one(ledger: Ledger, room: Room) -> None:
    other = a_framework(ledger, room.consultation)
    elsewhere = new_id()
    a_version(ledger, other, [a_provision(elsewhere, text="x")])

    for taken in (elsewhere, room.member, room.version, room.framework):
        refusal = refused(ledger, "receive_version", **receiving(room, [a_provision(taken)]))
        assert (refusal.code, refusal.field) == ("already_used", "provisions.0.provision_id")


def test_a_provision_stands_once_in_a_version(ledger: Ledger, room: Room) -> None:
    twice = new_id()

    refusal = refused(ledger, "receive_version", **receiving(room, [a_provision(twice), a_provision(twice)]))

    assert refusal.field == "provisions.1.provision_id"


def test_a_version_and_its_provision_do_not_share_an_id(ledger: Ledger, room: Room) -> None:
    shared = new_id()

    refusal = refused(ledger, "receive_version", **receiving(room, [a_provision(shared)], version_id=shared))

    assert refusal.code == "already_used"


def test_a_parent_stands_before_its_child(ledger: Ledger, room: Room) -> None:
    parent, child = new_id(), new_id()

    listed = [a_provision(child, parent=parent), a_provision(parent)]

    assert refused(ledger, "receive_version", **receiving(room, listed)).field == "provisions.0.parent"


def test_a_known_parent_stands_before_its_child_too(ledger: Ledger, room: Room) -> None:
    states, cities = room.provisions["states"], room.provisions["cities"]

    listed = [a_provision(cities, parent=states), a_provision(states)]

    assert refused(ledger, "receive_version", **receiving(room, listed)).field == "provisions.0.parent"


def test_a_whole_text_holds_nothing_under_what_it_leaves_out(ledger: Ledger, room: Room) -> None:
    child = a_provision(new_id(), parent=room.provisions["states"], text="Lost.")

    assert refused(ledger, "receive_version", **receiving(room, [child])).field == "provisions.0.parent"


def test_an_extract_may_stand_under_a_provision_that_it_does_not_repeat(ledger: Ledger, room: Room) -> None:
    child = a_provision(new_id(), parent=room.provisions["states"], text="Below.")

    a_version(ledger, room.framework, [child], extent="extract")

    assert texts_of(ledger, room.framework)[:2] == ["States shall protect refugees.", "Below."]


def test_a_received_provision_does_not_stand_under_itself(ledger: Ledger, room: Room) -> None:
    states, cities = room.provisions["states"], room.provisions["cities"]
    listed = [a_provision(states, parent=cities), a_provision(cities, parent=states)]

    refusal = refused(ledger, "receive_version", **receiving(room, listed, extent="extract"))

    assert refusal.field.startswith("provisions")


def test_a_text_as_deep_as_it_is_long_is_recorded_or_refused(ledger: Ledger, room: Room) -> None:
    ids = [new_id() for _ in range(1200)]
    above = [{}, *({"parent": one} for one in ids)]
    listed = [a_provision(one, **parent) for one, parent in zip(ids, above, strict=False)]

    a_version(ledger, room.framework, listed)

    assert len(text_of(ledger, room.framework)) == len(ids)


def test_a_received_version_is_its_event_then_one_for_each_provision_then_the_deletions(
    ledger: Ledger, room: Room
) -> None:
    listed = [a_provision(room.provisions["cities"], text="Cities may host new arrivals."), a_provision(text="New.")]

    events = events_of(ledger, give(ledger, "receive_version", **receiving(room, listed)))

    kinds = [event.TOPIC.rsplit(".")[-1] for event in events]
    assert kinds == ["version_received", *["provision_received"] * 2, *["provision_deleted"] * 2]
    assert "provisions" not in vars(events[0])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(listed_texts(), min_size=1, max_size=3), extents=st.lists(st.sampled_from(["whole", "extract"])))
def test_a_replay_proves_every_received_version(
    ledger: Ledger, room: Room, texts: list[list[Data]], extents: list[str]
) -> None:
    framework, real = a_framework(ledger, room.consultation), {one: new_id() for one in IDS}

    for number, listed in enumerate(texts):
        provisions = [
            {key: real[value] if key in ("provision_id", "parent") else value for key, value in one.items()}
            for one in listed
        ]
        data = {"framework_id": framework, "version_id": new_id(), "name": "D", "provisions": provisions}
        extent = extents[number] if number < len(extents) else "whole"
        try:
            give(ledger, "receive_version", **data, extent=extent)
        except RuleBroken as refusal:
            assert refusal.field.startswith("provisions")  # noqa: PT017

    replay = Replay()
    head = ledger.record_store.head()
    replay.feed(map(ledger.event, ledger.record_store.stored_between(1, head, head)))
    replay.finish()
    assert all(version.holds for version in replay.versions)
    assert replay.differing == []
