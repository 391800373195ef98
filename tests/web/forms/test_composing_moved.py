"""When the text moved on under a form: what was seen, what stands today, one's own words, and the way on."""

from dataclasses import replace

import pytest
from hypothesis import given

from ledger.domain.errors import Refusal
from ledger.text import edits_between
from tests.web.forms.texts import (
    B1,
    SAID,
    TREE,
    A,
    B,
    C,
    a_standing,
    a_text,
    by_browser,
    drafted,
    law,
    moved_to,
    seen,
    stored,
)
from web.forms.composing.changes import composed
from web.forms.composing.moved import carried_fields, moved
from web.forms.composing.parts import parts_in


def test_ones_own_words_are_carried_to_todays_text_where_they_survive() -> None:
    fields = {**seen(SAID, A), "provisions.0.text": ["States shall protect all refugees in towns and villages."]}
    now, steps = moved_to(SAID, A, "All States shall protect all refugees in towns.")

    (found,) = moved(fields, SAID, now, steps)

    assert found.carried == "All States shall protect all refugees in towns and villages."
    assert found.collisions == ()
    assert found.then == SAID.by_id[A]
    assert found.now == now.by_id[A]
    assert [part.text for part in found.today if part.kind == "inserted"] == ["All "]
    assert [part.text for part in found.own if part.kind == "inserted"] == [" and villages"]


def test_words_that_others_changed_too_are_named_and_todays_stand() -> None:
    fields = {**seen(SAID, A), "provisions.0.text": ["States should protect all refugees in cities."]}
    now, steps = moved_to(SAID, A, "States must protect all refugees in towns.")

    (found,) = moved(fields, SAID, now, steps)
    (part,) = parts_in(carried_fields(fields, SAID, now, steps), now)

    (one,) = found.collisions
    assert (one.own.old, one.own.new) == ("shall", "should")
    assert [(other.old, other.new) for other in one.today] == [("shall", "must")]
    assert part.text == "States must protect all refugees in cities."
    assert part.kept == "States should protect all refugees in cities."
    assert part.base == now.by_id[A].wording


def test_what_others_changed_alike_is_no_change_any_more() -> None:
    fields = {**seen(SAID, A), "provisions.0.text": ["States should protect all refugees in cities."]}
    now, steps = moved_to(SAID, A, "States should protect all refugees in towns.")

    carried = carried_fields(fields, SAID, now, steps)

    assert moved(fields, SAID, now, steps)[0].collisions == ()
    (change,) = composed(carried, now).changes
    assert change["text"] == "States should protect all refugees in cities."


def test_what_was_left_alone_becomes_todays_and_what_was_typed_stays() -> None:
    then = a_text(a_standing("a", heading="Old", label="1", people=("refugees", "x"), levels=("global",)))
    fields = {**seen(then, A), "provisions.0.label": ["1 bis"], "provisions.0.people": ["refugees\nchildren"]}
    now, steps = moved_to(then, A, "Other.", heading="Now", label="2", people=("refugees", "women", "x"), levels=())

    (part,) = parts_in(carried_fields(fields, then, now, steps), now)

    assert (part.text, part.heading, part.label) == ("Other.", "Now", "1 bis")
    assert part.people == ("children", "refugees", "women")
    assert part.levels == ()


def test_a_provision_that_is_gone_keeps_the_words_that_were_typed() -> None:
    fields = {**seen(TREE, A, C), "provisions.0.text": ["My words."], "title": ["Mine"]}
    now = a_text(*(one for one in TREE.provisions if one.id != A))

    (found,) = moved(fields, TREE, now, {})
    carried = carried_fields(fields, TREE, now, {})

    assert found.now is None
    assert carried["title"] == ["Mine"]
    gone, other = parts_in(carried, now)
    assert (gone.text, gone.is_gone, other.is_gone) == ("My words.", True, False)
    made = composed(carried, now)
    with pytest.raises(Refusal, match="not in the text") as caught:
        drafted(made.changes, now)
    assert made.field_of(caught.value.field) == "provisions.0.text"


def test_what_moved_under_a_deleted_provision_is_shown() -> None:
    fields = seen(TREE, B) | {"provisions.0.deleted": ["on"], "provisions.0.deleted_below": ["on"]}
    came = a_standing("b3", "b")
    now = a_text(*(replace(one, text="Other.") if one.id == B1 else one for one in (*TREE.provisions, came)))

    found = moved(fields, TREE, now, {})

    assert [(one.now.id if one.now else None, one.then is None) for one in found] == [(B1, False), (came.id, True)]
    drafted(composed(carried_fields(fields, TREE, now, {}), now).changes, now)


@law
@given(stored, stored, stored)
def test_going_on_with_todays_text_is_always_possible(before: str, own: str, today: str) -> None:
    then = a_text(a_standing("a", text=before), a_standing("b"))
    fields = by_browser({**seen(then, A, B), "provisions.0.text": [own], "provisions.1.text": ["Another."]})
    now, steps = moved_to(then, A, today)

    carried = carried_fields(fields, then, now, steps)
    shown = moved(fields, then, now, steps)

    assert drafted(composed(by_browser(carried), now).changes, now).provision(B, "").text == "Another."
    assert len(shown) == (before != today)
    if before == today:
        assert carried["provisions.0.text"] == [own]
    if shown and not shown[0].collisions and own != before:
        edits = edits_between(before, own)
        assert all(edit[2] in shown[0].carried for edit in edits)
