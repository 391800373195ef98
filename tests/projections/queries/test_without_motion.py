"""Where a received or issued text differs from what the adopted motions produce."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application import Ledger
from ledger.projections.queries import same_words
from ledger.projections.queries.frameworks import framework_of
from ledger.projections.queries.states import State, state_of_version
from ledger.projections.queries.text import text_at
from ledger.projections.queries.without_motion import changes_without_motion
from ledger.projections.queries.without_motion_in_full import WithoutMotion, without_motion
from ledger.store.database import Database
from ledger.store.migrate import migrate
from ledger.text import Edit, edits_between
from tests.builders import (
    TEXTS,
    Room,
    a_ledger,
    a_proposal,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    give,
    new_id,
    text_of,
)
from tests.projections.queries.counting import queries_sent

law = settings(deadline=None, max_examples=25)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    url = f"sqlite:///{tmp_path_factory.mktemp('without') / 'ledger.db'}"
    migrate(Database.from_url(url))
    with a_ledger(url) as one:
        yield one


@pytest.fixture
def room(ledger: Ledger) -> Room:
    return a_room(ledger)


def a_text(ledger: Ledger, room: Room, **texts: str | None) -> list[dict[str, Any]]:
    """The room's text as it stands, with other words for some of its provisions; None leaves one out."""
    names = {id: name for name, id in room.provisions.items()}
    standing = {one.id: one.text for one in text_of(ledger, room.framework)}
    wanted = {id: texts.get(names.get(id, ""), text) for id, text in standing.items()}
    return [a_provision(id, text=text) for id, text in wanted.items() if text is not None]


def found_in(ledger: Ledger, room: Room, number: int) -> WithoutMotion | None:
    """The changes without a motion of a version."""
    with ledger.reading() as now:
        framework = framework_of(now, room.framework)
        assert framework is not None
        state = state_of_version(now, framework, str(number))
        assert isinstance(state, State)
        assert state.version is not None
        text = text_at(now, framework.id, state.version.position)
        return without_motion(now, framework.id, state.version, state.revision, text)


def changes_of(ledger: Ledger, room: Room, number: int = 2) -> dict[str, tuple[str, list[str]]]:
    """What became of each provision, and who had asked for that, by the room's names."""
    names = {id: name for name, id in room.provisions.items()}
    found = found_in(ledger, room, number)
    assert found is not None
    return {
        names.get(one.difference.provision.id, "new"): (one.difference.what, [asked.spoken for asked in one.asked_by])
        for one in found.changes
    }


def test_a_text_without_an_issuer_is_unexplained_and_one_with_is_issued(ledger: Ledger, room: Room) -> None:
    a_version(ledger, room.framework, a_text(ledger, room, states="States must protect refugees."))
    a_version(ledger, room.framework, a_text(ledger, room, cities="Cities host."), issued_by=[room.facilitator])

    unexplained, issued = (found_in(ledger, room, number) for number in (2, 3))

    assert unexplained is not None
    assert issued is not None
    assert (unexplained.kind, issued.kind) == ("unexplained", "issued")
    assert [one.difference.provision.id for one in issued.changes] == [room.provisions["cities"]]


def test_a_first_text_and_a_published_one_have_none(ledger: Ledger, room: Room) -> None:
    give(ledger, "publish_version", framework_id=room.framework, version_id=new_id(), name="Draft", expected=1)

    assert found_in(ledger, room, 1) is None
    assert found_in(ledger, room, 2) is None


def test_what_an_adopted_motion_made_is_no_change_without_one(ledger: Ledger, room: Room) -> None:
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")]))
    a_version(ledger, room.framework, a_text(ledger, room, children=None))

    assert changes_of(ledger, room) == {"children": ("deleted", [])}


def test_what_a_version_takes_back_of_an_adopted_motion_is_said(ledger: Ledger, room: Room) -> None:
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")]))
    a_version(ledger, room.framework, a_text(ledger, room, states=TEXTS["states"]))

    assert changes_of(ledger, room) == {"states": ("changed", [])}


def test_a_version_that_says_what_the_motions_made_has_no_change(ledger: Ledger, room: Room) -> None:
    a_version(ledger, room.framework, a_text(ledger, room))

    assert changes_of(ledger, room) == {}


def test_what_has_a_label_and_no_words_comes_and_goes_too(ledger: Ledger, room: Room) -> None:
    a_version(ledger, room.framework, [*a_text(ledger, room), a_provision(label="4")])
    a_version(ledger, room.framework, a_text(ledger, room)[:3])

    assert changes_of(ledger, room, 2) == {"new": ("inserted", [])}
    assert changes_of(ledger, room, 3) == {"new": ("deleted", [])}


def test_an_open_motion_that_asked_for_the_very_words_is_named(ledger: Ledger, room: Room) -> None:
    an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "may")])
    a_version(ledger, room.framework, a_text(ledger, room, states="States must protect refugees."))

    assert changes_of(ledger, room) == {"states": ("changed", ["1"])}


def test_it_is_named_where_more_was_changed_than_it_asked_for(ledger: Ledger, room: Room) -> None:
    an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    a_version(ledger, room.framework, a_text(ledger, room, states="States must protect all refugees."))

    assert changes_of(ledger, room) == {"states": ("changed", ["1"])}


def test_it_is_named_where_the_text_moved_on_since_it_was_tabled(ledger: Ledger, room: Room) -> None:
    an_amendment(ledger, room.framework, room.member, [room.edit("states", "refugees", "everyone")])
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")]))
    a_version(ledger, room.framework, a_text(ledger, room, states="States must protect everyone."))

    assert changes_of(ledger, room) == {"states": ("changed", ["1"])}


def test_only_the_wording_and_the_motions_of_that_moment_count(ledger: Ledger, room: Room) -> None:
    change = room.edit("states", "shall", "must")
    rejected = an_amendment(ledger, room.framework, room.member, [change])
    decide(ledger, rejected, "rejected")
    revised = an_amendment(ledger, room.framework, room.member, [change])
    changes = [room.edit("states", "shall", "may")]
    give(ledger, "revise_motion", motion_id=revised, participant_id=room.member, expected=0, changes=changes)
    a_version(ledger, room.framework, a_text(ledger, room, states="States must protect refugees."))
    later = a_text(ledger, room, states="States should protect refugees.")
    a_version(ledger, room.framework, later)

    assert changes_of(ledger, room, 2) == {"states": ("changed", [])}
    assert changes_of(ledger, room, 3) == {"states": ("changed", [])}


def test_proposals_deletions_and_new_headings_are_known_again(ledger: Ledger, room: Room) -> None:
    wording = text_of(ledger, room.framework)[0].wording
    relabel = {"op": "relabel", "provision_id": room.provisions["states"], "base": wording, "heading": "Protection"}
    an_amendment(ledger, room.framework, room.member, [relabel])
    an_amendment(ledger, room.framework, room.member, [room.delete("cities")])
    a_proposal(ledger, room.framework, room.member, a_provision(text="Towns  may ask for help."))
    listed = a_text(ledger, room, cities=None)
    listed[0]["heading"] = "Protection"
    a_version(ledger, room.framework, [*listed, a_provision(text="Towns may ask for help.")])

    assert changes_of(ledger, room) == {
        "states": ("changed", ["1"]),
        "cities": ("deleted", ["2"]),
        "new": ("inserted", ["3"]),
    }


def test_it_says_how_a_motion_that_asked_ended_since(ledger: Ledger, room: Room) -> None:
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    a_version(ledger, room.framework, a_text(ledger, room, states="States must protect refugees."))
    decide(ledger, motion, "rejected")

    found = found_in(ledger, room, 2)

    assert found is not None
    assert [(one.spoken, one.decision) for one in found.changes[0].asked_by] == [("1", "rejected")]


def test_what_many_motions_on_one_wording_are_compared_with_is_worked_out_once(
    ledger: Ledger, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", f"must {number}")])
    a_version(ledger, room.framework, a_text(ledger, room, states="States must 3 protect newcomers."))
    compared: list[tuple[str, str]] = []

    def between(old: str, new: str) -> list[Edit]:
        compared.append((old, new))
        return edits_between(old, new)

    monkeypatch.setattr(same_words, "edits_between", between)

    assert changes_of(ledger, room) == {"states": ("changed", ["4"])}
    assert len(compared) == len(set(compared)) <= 2


@given(st.lists(st.permutations(list(TEXTS)), min_size=1, max_size=3), st.data())
@law
def test_the_counts_are_those_of_the_lists(ledger: Ledger, orders: list[list[str]], data: st.DataObject) -> None:
    room = a_room(ledger)
    for order in orders:
        listed = [a_provision(room.provisions[name], text=TEXTS[name]) for name in order]
        kept = [one for one in listed if data.draw(st.integers(0, 4))] or listed
        changed = data.draw(st.sampled_from(kept))
        changed["text"] = data.draw(st.sampled_from([changed["text"], "Other words stand here."]))
        if kept[0] is not kept[-1] and data.draw(st.booleans()):
            kept[-1]["parent"] = kept[0]["provision_id"]
        new = [a_provision(text="A new one.")] if data.draw(st.booleans()) else []
        a_version(ledger, room.framework, [*kept, *new])

    with ledger.reading() as now:
        counts = [one.provisions for one in changes_without_motion(now, room.framework).values()]

    found = [found_in(ledger, room, number) for number in range(2, len(orders) + 2)]
    assert sorted(counts) == sorted(len(one.changes) for one in found if one)


def test_every_kind_of_database_answers_alike(database_url: str) -> None:
    with a_ledger(database_url) as ledger:
        room = a_room(ledger)
        an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
        listed = a_text(ledger, room, states="States must protect refugees.")[::-1]
        a_version(ledger, room.framework, listed, issued_by=[room.facilitator])

        with ledger.reading() as now:
            [count] = changes_without_motion(now, room.framework).values()

        changes = changes_of(ledger, room)
        assert (count.kind, count.words_inserted, count.words_deleted) == ("issued", 1, 1)
        assert count.provisions == len(changes) > 1
        assert changes["states"] == ("changed", ["1"])


def test_the_queries_do_not_grow_with_versions_motions_or_provisions(ledger: Ledger) -> None:
    sent_for = {}
    for size in (2, 6):
        room = a_room(ledger)
        for number in range(size):
            an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", f"must {number}")])
        for number in range(size):
            new = [a_provision(text=f"New {number} {place}.") for place in range(size)]
            a_version(ledger, room.framework, [*a_text(ledger, room, states=f"States act {number}.")[::-1], *new])
        with ledger.reading() as now:
            framework = framework_of(now, room.framework)
            assert framework is not None
            state = state_of_version(now, framework, str(size + 1))
            assert isinstance(state, State)
            assert state.version is not None
            text = text_at(now, framework.id, state.position)
            with queries_sent(now) as of_one:
                assert without_motion(now, framework.id, state.version, state.revision, text)
            with queries_sent(now) as of_all:
                assert len(changes_without_motion(now, framework.id)) == size
        sent_for[size] = len(of_one), len(of_all)

    assert sent_for[2] == sent_for[6]
    assert sent_for[6][0] <= 5
    assert sent_for[6][1] <= 3
