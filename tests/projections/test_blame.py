"""Every row of a provision says who wrote its words: exactly, whoever folds it and in whatever batches."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.application import Ledger
from ledger.domain.wording import provision_wording
from ledger.projections import tables
from ledger.projections.generation import Generation
from ledger.projections.projector import Projector
from ledger.text import boundaries
from ledger.text import words as words_of
from tests.builders import (
    TEXTS,
    Room,
    a_framework,
    a_ledger,
    a_proposal,
    a_provision,
    a_room,
    a_version,
    an_amendment,
    decide,
    give,
    new_id,
)
from tests.generated.received import received_history
from tests.projections.conftest import digests_after, folded_in_one

LONG = "Cities that host new arrivals share what they learn with others."
By = tuple[str, tuple[str, ...]]


def rows_of(ledger: Ledger, provision_id: str) -> Sequence[Any]:
    """The rows of a provision, oldest first."""
    with ledger.reading() as reading:
        query = select(tables.provisions).where(tables.provisions.c.provision_id == provision_id)
        return reading.connection.execute(query.order_by(tables.provisions.c.since)).all()


def told(row: Any, part: str = "text") -> list[tuple[str, list[str], str]]:
    """The words of a row, run by run: the words, the motions that brought them in, what they replaced."""
    origins = row.origins or {"by": []}
    runs = origins.get(part, [])
    ends = list(accumulate(length for length, _ in runs))
    words = getattr(row, part)
    assert (ends[-1] if ends else 0) == len(words)
    by = [origins["by"][place] for _, place in runs]
    return [(words[end - run[0] : end], *one[1:]) for run, end, one in zip(runs, ends, by, strict=True)]


def since(row: Any, part: str = "text") -> list[int]:
    """The positions from which the runs of a row come."""
    return [row.origins["by"][place][0] for _, place in row.origins[part]]


def test_a_received_text_is_of_its_version(ledger: Ledger) -> None:
    room = a_room(ledger)

    (row,) = rows_of(ledger, room.provisions["states"])

    assert told(row) == [(TEXTS["states"], [], "")]
    assert since(row) == [row.since]


def test_adopted_words_are_of_their_motion_with_what_they_replaced(ledger: Ledger) -> None:
    room = a_room(ledger)
    motion = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    decide(ledger, motion)

    before, row = rows_of(ledger, room.provisions["states"])

    assert told(row) == [("States ", [], ""), ("must", [motion], "shall"), (" protect refugees.", [], "")]
    assert since(row) == [before.since, row.since, before.since]


def test_a_new_provision_is_of_its_proposal(ledger: Ledger) -> None:
    room = a_room(ledger)
    provision = a_provision(text="New.", heading="News")
    motion = a_proposal(ledger, room.framework, room.member, provision)
    decide(ledger, motion)

    (row,) = rows_of(ledger, provision["provision_id"])

    assert told(row) == [("New.", [motion], "")]
    assert told(row, "heading") == [("News", [motion], "")]


def test_of_a_heading_the_words_that_changed_are_credited(ledger: Ledger) -> None:
    room = a_room(ledger)
    provision = a_provision(text="Text.", heading="Care for refugees")
    a_version(ledger, room.framework, [provision], extent="extract")
    base = provision_wording("Care for refugees", "Text.")
    change = {"op": "relabel", "provision_id": provision["provision_id"], "base": base, "heading": "Homes for refugees"}
    motion = an_amendment(ledger, room.framework, room.member, [change])
    decide(ledger, motion)

    row = rows_of(ledger, provision["provision_id"])[-1]

    assert told(row, "heading") == [("Homes", [motion], "Care"), (" for refugees", [], "")]
    assert told(row) == [("Text.", [], "")]


def test_motions_adopted_together_are_credited_edit_by_edit_and_an_equal_edit_to_both(ledger: Ledger) -> None:
    room = a_room(ledger)
    one = an_amendment(ledger, room.framework, room.member, [room.edit("states", "shall", "must")])
    two = [room.edit("states", "shall", "must"), room.edit("cities", "may", "can")]
    other = an_amendment(ledger, room.framework, room.second, two)
    third = an_amendment(ledger, room.framework, room.second, [room.edit("states", "refugees", "all")])
    give(ledger, "adopt_motions", framework_id=room.framework, motions=[one, other, third])

    states = rows_of(ledger, room.provisions["states"])[-1]
    cities = rows_of(ledger, room.provisions["cities"])[-1]

    assert [run[:2] for run in told(states)][1:4:2] == [("must", [one, other]), ("all", [third])]
    assert told(cities)[1] == ("can", [other], "may")


def test_a_provision_that_is_inserted_and_edited_in_one_merged_change_has_both_authors(ledger: Ledger) -> None:
    room = a_room(ledger)
    provision = a_provision(text="Towns may help.")
    proposal = a_proposal(ledger, room.framework, room.member, provision)
    amendment = an_amendment(ledger, room.framework, room.second, [room.edit("states", "shall", "must")])
    id = provision["provision_id"]
    edit = {"op": "edit", "provision_id": id, "base": provision_wording("", provision["text"]), "edits": [[6, 9, "do"]]}
    merged = [
        {"op": "insert", "provision": provision, "motions": [proposal]},
        {**edit, "motions": [amendment]},
    ]
    give(ledger, "adopt_motions", framework_id=room.framework, motions=[proposal, amendment], changes=merged)

    (row,) = rows_of(ledger, id)

    assert told(row) == [("Towns ", [proposal], ""), ("do", [amendment], "may"), (" help.", [proposal], "")]


def test_the_row_of_a_deletion_says_who_wrote_what_last_stood(ledger: Ledger) -> None:
    room = a_room(ledger)
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.delete("cities")]))

    row = rows_of(ledger, room.provisions["cities"])[-1]

    assert row.deleted
    assert told(row) == [(TEXTS["cities"], [], "")]


def test_moving_and_tagging_leave_the_authors_alone(ledger: Ledger) -> None:
    room = a_room(ledger)
    id = room.provisions["children"]
    decide(ledger, an_amendment(ledger, room.framework, room.member, [room.edit("children", "go", "may go")]))
    changes = [
        {"op": "move", "provision_id": id, "after": None},
        {"op": "retag", "provision_id": id, "levels": ["local"]},
    ]
    decide(ledger, an_amendment(ledger, room.framework, room.member, changes))

    _, edited, moved = rows_of(ledger, id)

    assert moved.origins == edited.origins


def test_words_that_a_motion_took_out_are_their_authors_when_a_received_text_brings_them_back(ledger: Ledger) -> None:
    room = a_room(ledger)
    id = room.provisions["cities"]
    motion = _rewritten(ledger, room, id, TEXTS["cities"], f"{TEXTS['cities']} {LONG}")
    _rewritten(ledger, room, id, f"{TEXTS['cities']} {LONG}", TEXTS["cities"])
    other = new_id()
    a_version(ledger, room.framework, [a_provision(other, text=f"Besides. {LONG}")], extent="extract")

    (row,) = rows_of(ledger, other)

    assert [run[:2] for run in told(row)] == [("Besides. ", []), (LONG, [motion])]


def test_words_that_a_motion_brings_back_are_the_motions(ledger: Ledger) -> None:
    room = a_room(ledger)
    id = room.provisions["cities"]
    _rewritten(ledger, room, id, TEXTS["cities"], f"{TEXTS['cities']} {LONG}")
    _rewritten(ledger, room, id, f"{TEXTS['cities']} {LONG}", TEXTS["cities"])
    motion = _rewritten(ledger, room, id, TEXTS["cities"], f"{TEXTS['cities']} {LONG}")

    assert told(rows_of(ledger, id)[-1])[-1][1] == [motion]


def test_words_on_both_sides_of_an_edit_that_was_recorded_wide_keep_their_author(ledger: Ledger) -> None:
    room = a_room(ledger)
    id = room.provisions["children"]
    whole = [0, len(TEXTS["children"]), TEXTS["children"].replace("go", "may go freely")]
    change = {"op": "edit", "provision_id": id, "base": provision_wording("", TEXTS["children"]), "edits": [whole]}
    motion = an_amendment(ledger, room.framework, room.member, [change])
    decide(ledger, motion)

    words = [run[0].strip() for run in told(rows_of(ledger, id)[-1]) if run[1] == [motion]]

    assert words == ["may", "freely"]


def test_whoever_folds_a_history_of_received_texts_and_in_whatever_batches_finds_the_same(ledger: Ledger) -> None:
    room = a_room(ledger)
    framework = a_framework(ledger, room.consultation)
    for version in received_history(words=300, versions=25, seed=7):
        a_version(ledger, framework, [a_provision(id, text=text) for id, text in version.provisions])

    def anew_each_time(generation: Generation) -> None:
        position = 0
        while position < ledger.record_store.head():
            projector = Projector(ledger.record_store, generation, 1)
            position = projector._fold_a_batch(ledger.record_store.head())

    at_once = digests_after(ledger, folded_in_one(ledger.record_store))
    assert digests_after(ledger, anew_each_time) == at_once
    assert digests_after(ledger, folded_in_one(ledger.record_store, batch=37)) == at_once
    with ledger.reading() as reading:
        assert reading.connection.execute(select(tables.passages.c.text)).first() is not None


EDITS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 2), st.integers(0, 4)), min_size=1, max_size=3)
WORDS = ("must", "all", "children and women", "—", "")


@pytest.fixture
def in_a_file(sqlite_url: str) -> Iterator[tuple[Ledger, Room]]:
    """One ledger for all examples, each of which drafts a provision of its own."""
    with a_ledger(sqlite_url) as ledger:
        yield ledger, a_room(ledger)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(adoptions=st.lists(st.lists(EDITS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_blame_of_adopted_words_is_exact(
    in_a_file: tuple[Ledger, Room], adoptions: list[list[list[tuple[int, int, int]]]]
) -> None:
    ledger, room = in_a_file
    id, text = new_id(), "One may go where two have gone, and three will follow them in time."
    a_version(ledger, room.framework, [a_provision(id, text=text)], extent="extract")
    truth: list[By] = [(letter, ()) for letter in text]
    for wanted in adoptions:
        truth = _adopted(ledger, room, id, truth, wanted)

    row = rows_of(ledger, id)[-1]

    found = [(letter, tuple(motions)) for words, motions, _ in told(row) for letter in words]
    assert found == truth


def _adopted(
    ledger: Ledger, room: Room, id: str, truth: list[By], wanted: list[list[tuple[int, int, int]]]
) -> list[By]:
    """Adopt motions of these edits together as merged; gives the letters of the text with their motions."""
    text = "".join(letter for letter, _ in truth)
    base = provision_wording("", text)
    by_edit: dict[tuple[int, int, str], list[str]] = {}
    changes = []
    for asked in wanted:
        edits = _edits(text, asked, set(by_edit))
        if edits:
            change = {"op": "edit", "provision_id": id, "base": base, "edits": [list(edit) for edit in edits]}
            motion = an_amendment(ledger, room.framework, room.member, [change])
            changes.append({**change, "motions": [motion]})
            for edit in edits:
                by_edit.setdefault(edit, []).append(motion)
    if not changes:
        return truth
    motions = [motion for change in changes for motion in change["motions"]]
    give(ledger, "adopt_motions", framework_id=room.framework, motions=motions, changes=changes)
    for (start, end, words), credited in sorted(by_edit.items(), reverse=True):
        truth = [*truth[:start], *((letter, tuple(credited)) for letter in words), *truth[end:]]
    return truth


def _edits(text: str, asked: list[tuple[int, int, int]], made: set[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Edits of whole words that stand apart from one another and from those made; an equal one may be made again."""
    places = boundaries(text)
    found: list[tuple[int, int, str]] = []
    for place, length, words in asked:
        at = place % len(places)
        edit = (places[at], places[min(at + 2 * length, len(places) - 1)], WORDS[words])
        others = {*found, *made} - {edit}
        is_apart = all(edit[1] < one[0] or one[1] < edit[0] for one in others)
        if edit not in found and is_apart and not _shares_words(text[edit[0] : edit[1]], edit[2]):
            found.append(edit)
    return sorted(found)


def _shares_words(old: str, new: str) -> bool:
    """Whether they are equal, or words may stand on both sides of an edit: those keep their author."""
    return old == new or bool({word.strip() for word in words_of(old)} & {word.strip() for word in words_of(new)})


def _rewritten(ledger: Ledger, room: Room, id: str, old: str, new: str) -> str:
    change = {"op": "rewrite", "provision_id": id, "base": provision_wording("", old), "text": new}
    motion = an_amendment(ledger, room.framework, room.member, [change])
    decide(ledger, motion)
    return motion
