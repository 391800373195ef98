"""The amendment composer: what is typed over a text becomes exactly the changes that make it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import RequestEntityTooLarge

from ledger.application import Ledger
from ledger.commands.fields import clean
from ledger.domain.errors import Refusal
from ledger.projections.queries.motions import motion_with
from ledger.projections.queries.pasts import steps_since
from ledger.projections.queries.text import Text, text_at
from tests.builders import Room, an_amendment, decide, give, refused
from tests.web.forms.texts import (
    B1,
    B2,
    B21,
    FAMILY,
    NEW1,
    NEW2,
    ODD,
    TREE,
    A,
    B,
    C,
    Fields,
    a_standing,
    a_text,
    by_browser,
    drafted,
    forms,
    ids_drawn,
    law,
    moved_to,
    new_id,
    order_of,
    page_of,
    seen,
    sent,
    stored,
    written,
)
from web.forms.composing.changes import composed, differences
from web.forms.composing.drawing import parts_of
from web.forms.composing.moved import carried_fields, provisions_of
from web.forms.composing.parts import MOST_PARTS, parts_in
from web.forms.composing.starting import fields_from, pressed


def test_a_text_typed_anew_is_a_rewrite_on_the_wording_that_was_seen() -> None:
    fields = {**seen(TREE, A), "provisions.0.text": ["Text of a town."]}

    made = composed(fields, TREE)

    base = TREE.by_id[A].wording
    assert made.changes == [{"op": "rewrite", "provision_id": A, "base": base, "text": "Text of a town."}]


@pytest.mark.parametrize("words", ODD)
def test_a_provision_that_was_not_touched_gives_no_change(words: str) -> None:
    text = a_text(a_standing("a", text=words, heading=" A heading ", people=(" old people", "x")))

    fields = by_browser(seen(text, A))

    assert composed(fields, text).changes == []


@law
@given(st.lists(stored, min_size=1, max_size=4))
def test_no_text_changes_by_being_shown_in_a_form(texts: list[str]) -> None:
    text = a_text(*(a_standing(f"p{number}", text=words) for number, words in enumerate(texts)))

    assert composed(by_browser(seen(text, *text.by_id)), text).changes == []


@law
@given(stored, written)
def test_the_record_holds_what_was_typed_in_its_normal_form(before: str, after: str) -> None:
    text = a_text(a_standing("a", text=before))
    fields = by_browser({**seen(text, A), "provisions.0.text": [after]})

    changes = composed(fields, text).changes

    wanted = clean(after.replace("\r\n", "\n"), "")
    assert bool(changes) == (wanted != before)
    if changes:
        assert drafted(changes, text).provision(A, "").text == wanted


@law
@given(written)
def test_a_new_provision_holds_what_was_typed(words: str) -> None:
    fields = by_browser({"new.0.id": [NEW1], "new.0.text": [words], "new.0.place": [f"after:{A}"]})

    changes = composed(fields, TREE).changes

    assert bool(changes) == bool(words.strip())
    if changes:
        wanted = clean(words.replace("\r\n", "\n"), "")
        assert drafted(changes, TREE).provision(NEW1, "").text == wanted


def test_label_heading_and_tags_are_changed_only_where_they_differ() -> None:
    fields = seen(TREE, A, B)
    fields |= {"provisions.0.label": ["1 bis "], "provisions.0.people": ["refugees\r\n\r\n children\r\n"]}
    fields |= {"provisions.1.heading": [""], "provisions.1.levels": ["local", "global"]}

    changes = composed(fields, TREE).changes

    assert changes == [
        {"op": "relabel", "provision_id": A, "base": TREE.by_id[A].wording, "label": "1 bis"},
        {"op": "retag", "provision_id": A, "people": ["children", "refugees"]},
        {"op": "relabel", "provision_id": B, "base": TREE.by_id[B].wording, "heading": ""},
    ]
    drafted(changes, TREE)


def test_boxes_that_are_all_unticked_take_the_tags_away() -> None:
    fields = {name: values for name, values in seen(TREE, B).items() if name != "provisions.0.levels"}

    assert composed(fields, TREE).changes == [{"op": "retag", "provision_id": B, "levels": []}]


def test_an_id_alone_changes_nothing() -> None:
    assert composed({"provisions.0.id": [B.upper()]}, TREE).changes == []


def test_of_two_parts_for_one_provision_the_first_counts() -> None:
    fields = {**seen(TREE, A), "provisions.1.id": [A], "provisions.1.text": ["Other."]}

    assert composed(fields, TREE).changes == []


def test_a_new_provision_without_words_is_left_out_and_others_stand_where_it_would() -> None:
    fields = {"new.0.id": [NEW1], "new.0.place": [f"after:{A}"], "new.0.text": [" "]}
    fields |= {"new.1.id": [NEW2], "new.1.place": [f"after:{NEW1}"], "new.1.text": ["Second."]}

    (change,) = composed(fields, TREE).changes

    assert (change["op"], change["after"]) == ("insert", A)


def put(place: str, part: str = "provisions.0") -> Fields:
    return {f"{part}.place": [place]}


def test_a_provision_stands_where_it_is_put() -> None:
    fields = seen(TREE, C) | put(f"first:{B}")

    changes = composed(fields, TREE).changes

    assert changes == [{"op": "move", "provision_id": C, "after": None, "parent": B}]
    assert order_of(drafted(changes, TREE), B) == [C, B1, B2]


@pytest.mark.parametrize(("id", "place"), [(A, "first:"), (B, f"after:{A}"), (B1, f"first:{B}"), (B2, f"after:{B1}")])
def test_what_is_put_where_it_stands_is_not_moved(id: str, place: str) -> None:
    assert composed(seen(TREE, id) | put(place), TREE).changes == []


def test_what_comes_to_stand_there_by_other_moves_is_not_moved_itself() -> None:
    fields = seen(TREE, B, C) | put("first:") | put(f"after:{A}", "provisions.1")

    changes = composed(fields, TREE).changes

    assert [change["provision_id"] for change in changes] == [B]
    assert order_of(drafted(changes, TREE), "") == [B, A, C]


def test_new_provisions_stand_after_one_another() -> None:
    fields = {"new.0.id": [NEW2], "new.0.text": ["Second."], "new.0.place": [f"after:{NEW1}"]}
    fields |= {"new.1.id": [NEW1], "new.1.text": ["First."], "new.1.place": [f"after:{B1}"]}

    changes = composed(fields, TREE).changes

    assert [change["parent"] for change in changes] == [B, B]
    assert order_of(drafted(changes, TREE), B) == [B1, NEW1, NEW2, B2]


def test_a_provision_is_put_by_one_that_moves_itself() -> None:
    fields = seen(TREE, C, A) | put(f"after:{A}") | put(f"after:{B1}", "provisions.1")

    draft = drafted(composed(fields, TREE).changes, TREE)

    assert order_of(draft, B) == [B1, A, C, B2]


def test_a_provision_goes_under_one_that_has_left_it() -> None:
    fields = seen(TREE, B, B2) | put(f"first:{B21}") | put("first:", "provisions.1")

    draft = drafted(composed(fields, TREE).changes, TREE)

    assert order_of(draft, "") == [B2, A, C]
    assert order_of(draft, B21) == [B]


def test_another_can_take_the_place_of_what_is_deleted() -> None:
    fields = seen(TREE, A, C) | {"provisions.0.deleted": ["on"]} | put(f"after:{A}", "provisions.1")

    assert order_of(drafted(composed(fields, TREE).changes, TREE), "") == [C, B]


def test_a_provision_is_deleted_with_everything_under_it() -> None:
    fields = seen(TREE, B) | {"provisions.0.deleted": ["on"], "provisions.0.deleted_below": ["on"]}

    made = composed(fields, TREE)

    assert [change["provision_id"] for change in made.changes] == [B, B1, B2, B21]
    assert set(made.names) == {"provisions.0"}
    assert order_of(drafted(made.changes, TREE), "") == [A, C]


def test_what_is_moved_away_is_not_deleted_with_what_it_stood_under() -> None:
    fields = seen(TREE, B, B2) | put("last:", "provisions.1")
    fields |= {"provisions.0.deleted": ["on"], "provisions.0.deleted_below": ["on"]}

    draft = drafted(composed(fields, TREE).changes, TREE)

    assert order_of(draft, "") == [A, C, B2]
    assert order_of(draft, B2) == [B21]


def test_of_what_is_deleted_nothing_else_is_asked() -> None:
    fields = seen(TREE, A) | {"provisions.0.deleted": ["on"], "provisions.0.text": ["Other."]} | put("last:")

    assert [change["op"] for change in composed(fields, TREE).changes] == ["delete"]


def test_a_deletion_that_leaves_something_behind_is_refused_at_its_own_field() -> None:
    fields = seen(TREE, A, B) | {"provisions.1.deleted": ["on"], "provisions.0.text": ["Other."]}

    made = composed(fields, TREE)

    with pytest.raises(Refusal) as caught:
        drafted(made.changes, TREE)
    assert made.field_of(caught.value.field) == "provisions.1.deleted"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("changes.0", "provisions.0.text"),
        ("changes.0.base", "provisions.0.text"),
        ("changes.0.provision_id", "provisions.0.text"),
        ("changes.0.edits.3", "provisions.0.text"),
        ("changes.1", "provisions.0.heading"),
        ("changes.1.base", "provisions.0.heading"),
        ("changes.2", "provisions.0.people"),
        ("changes.2.people.4", "provisions.0.people"),
        ("changes.3", "provisions.1.place"),
        ("changes.3.parent", "provisions.1.place"),
        ("changes.4.provision.text", "new.2.text"),
        ("changes.4.provision.levels.0", "new.2.levels"),
        ("changes.4.provision.kind", "new.2.kind"),
        ("changes.4.provision", "new.2.text"),
        ("changes.4.after", "new.2.place"),
        ("provision.heading", "new.2.heading"),
        ("after", "new.2.place"),
        ("changes", "provisions.0.text"),
        ("changes.99.base", "provisions.0.text"),
        ("title", "title"),
    ],
)
def test_an_error_is_told_at_the_field_that_it_comes_from(path: str, field: str) -> None:
    fields = seen(TREE, A, C) | put(f"first:{B}", "provisions.1")
    fields |= {"provisions.0.text": ["X."], "provisions.0.heading": ["Y"], "provisions.0.people": ["z"]}
    fields |= {"new.2.id": [NEW1], "new.2.text": ["New."], "new.2.place": ["first:"]}

    assert composed(fields, TREE).field_of(path) == field


def test_an_empty_form_has_a_field_for_its_error() -> None:
    assert composed({}, TREE).field_of("changes") == "also"
    assert composed({}, a_text()).field_of("changes") == "where"


def test_what_the_record_would_refuse_is_left_to_the_schema_to_say() -> None:
    made = composed({**seen(TREE, A), "provisions.0.text": ["tab\there"]}, TREE)

    with pytest.raises(Refusal, match="control character") as caught:
        drafted(made.changes, TREE)
    assert made.field_of(caught.value.field) == "provisions.0.text"


@law
@given(forms())
def test_an_error_always_speaks_of_a_field_that_is_there(fields: Fields) -> None:
    made = composed(fields, TREE)
    try:
        drafted(made.changes, TREE)
        paths = []
    except Refusal as refusal:
        paths = list(refusal.errors)

    controls = ids_drawn(page_of(parts_of(fields, TREE, "en")))
    assert {made.field_of(path) for path in paths} <= controls


@law
@given(forms())
def test_a_form_made_from_its_own_changes_makes_the_same(fields: Fields) -> None:
    changes = composed(fields, TREE).changes
    try:
        drafted(changes, TREE)
    except Refusal:
        return

    again = fields_from(changes, TREE)

    assert composed(by_browser(again), TREE).changes == changes


@law
@given(forms())
def test_a_form_that_was_drawn_and_sent_again_makes_the_same(fields: Fields) -> None:
    known = {name: [value for value in values if value != "elsewhere"] for name, values in fields.items()}
    page = page_of(parts_of(known, TREE, "en"))

    assert composed(by_browser(sent(page)), TREE).changes == composed(known, TREE).changes


@law
@given(forms(), st.sampled_from(["preview", "add", "add_new", "remove.provisions.0", "remove.new.1", "renew.new.9"]))
def test_a_button_of_the_composer_keeps_what_was_typed(fields: Fields, do: str) -> None:
    before = {part.id: part for part in parts_in(fields, TREE)}

    after = pressed({**fields, "title": ["Mine"], "also": [C]}, TREE, do, new_id)

    assert after is not None
    assert after.fields["title"] == ["Mine"]
    kept = {part.id: part for part in parts_in(after.fields, TREE)}
    lost = [part for id, part in before.items() if id not in kept]
    assert [part.name for part in lost] == ([do[7:]] if do[7:] in {part.name for part in lost} else [])
    assert all(replace(kept[id], place="") == replace(part, place="") for id, part in before.items() if id in kept)


def test_the_change_is_shown_on_the_text_that_was_seen() -> None:
    fields = seen(TREE, A, B1, C) | put("first:", "provisions.2") | {"provisions.1.deleted": ["on"]}
    fields |= {"provisions.0.text": ["Text of a town."], "new.3.id": [NEW1], "new.3.text": ["New."]}

    found = differences(composed(fields, TREE).changes, TREE)

    assert [(one.what, one.name) for one in found] == [
        ("changed", "Paragraph 1"),
        ("changed", "Paragraph"),
        ("inserted", "Paragraph"),
        ("deleted", "Of towns, paragraph"),
    ]
    assert [(part.kind, part.text) for part in found[0].text if part.kind != "same"] == [("inserted", " town")]
    assert found[1].former is not None


@law
@given(forms())
def test_any_form_can_be_shown(fields: Fields) -> None:
    drawn = parts_of(fields, TREE, "ar", {"provisions.0.text": ["Enter it."]}, "provisions.0.text")

    page_of(drawn)


def text_now(ledger: Ledger, framework_id: str) -> Text:
    with ledger.reading() as now:
        return text_at(now, framework_id, now.position)


def test_a_composed_amendment_is_tabled_as_it_was_typed(ledger: Ledger, room: Room) -> None:
    text = text_now(ledger, room.framework)
    fields = seen(text, *text.by_id)
    fields |= {"provisions.0.text": ["\r\n\r\nStates shall prote\u0301ger refugees.\r\n"]}
    fields |= {"provisions.2.deleted": ["on"], "new.3.id": [NEW1], "new.3.text": [f"New {FAMILY}."]}
    fields |= {"new.3.place": [f"after:{room.provisions['children']}"], "provisions.1.place": ["first:"]}

    changes = composed(fields, text).changes
    decide(ledger, an_amendment(ledger, room.framework, room.member, changes))

    texts = [one.text for one in text_now(ledger, room.framework).provisions]
    assert texts == [
        "Cities may host new arrivals.",
        "\n\nStates shall prot\u00e9ger refugees.\n",
        f"New {FAMILY}.",
    ]


def test_a_form_that_was_left_open_over_an_adoption_goes_on(ledger: Ledger, room: Room) -> None:
    with ledger.reading() as now:
        position, then = now.position, text_at(now, room.framework, now.position)
    fields = seen(then, room.provisions["states"])
    fields |= {"provisions.0.text": ["States shall protect all refugees."]}
    decide(ledger, an_amendment(ledger, room.framework, room.second, [room.edit("states", "States", "Cities")]))
    decide(ledger, an_amendment(ledger, room.framework, room.second, [room.edit("cities", "may", "must")]))

    data = {"motion_id": new_id(), "framework_id": room.framework, "title": "X", "proposers": [room.member]}
    answer = refused(ledger, "table_amendment", changes=composed(fields, then).changes, **data)
    with ledger.reading() as now:
        steps = steps_since(now, provisions_of(fields, then), position)
        today = text_at(now, room.framework, now.position)
    carried = carried_fields(fields, then, today, steps)

    assert answer.code == "moved_on"
    give(ledger, "table_amendment", changes=composed(carried, today).changes, **data)
    assert carried["provisions.0.text"] == ["Cities shall protect all refugees."]


def test_a_motion_is_opened_again_on_the_text_on_which_it_was_made(ledger: Ledger, room: Room) -> None:
    text = text_now(ledger, room.framework)
    fields = {**seen(text, room.provisions["states"]), "provisions.0.text": ["States must protect refugees."]}
    motion_id = an_amendment(ledger, room.framework, room.member, composed(fields, text).changes)

    with ledger.reading() as now:
        motion = motion_with(now, motion_id)

    assert motion is not None
    assert fields_from([*motion.changes], text) == fields


def test_the_way_to_today_begins_at_the_state_that_was_seen(ledger: Ledger, room: Room) -> None:
    states, cities = room.provisions["states"], room.provisions["cities"]
    decide(ledger, an_amendment(ledger, room.framework, room.second, [room.edit("states", "shall", "must")]))
    with ledger.reading() as now:
        position = now.position
    decide(ledger, an_amendment(ledger, room.framework, room.second, [room.delete("cities")]))

    with ledger.reading() as now:
        steps = steps_since(now, [states, cities, NEW1], position)

    assert [step.provision.text for step in steps[states]] == ["States must protect refugees."]
    assert [step.is_deleted for step in steps[cities]] == [False, True]
    assert NEW1 not in steps


def test_a_long_text_is_carried_with_hundreds_of_collisions(ledger: Ledger, room: Room) -> None:
    words = [f"word{number}" for number in range(2000)]
    own = [f"mine{number}" if number % 2 else word for number, word in enumerate(words)]
    today = [f"theirs{number}" if number % 3 == 0 else word for number, word in enumerate(words)]
    then = a_text(a_standing("a", text=" ".join(words)))
    now, steps = moved_to(then, A, " ".join(today))
    fields = {**seen(then, A), "provisions.0.text": [" ".join(own)]}

    (part,) = parts_in(carried_fields(fields, then, now, steps), now)

    survivors = [mine if theirs.startswith("word") else theirs for mine, theirs in zip(own, today, strict=True)]
    assert part.text.split() == survivors


def test_a_form_with_more_parts_than_a_page_can_draw_is_too_large() -> None:
    fields = {f"new.{number}.id": [f"{number}"] for number in range(MOST_PARTS + 1)}

    with pytest.raises(RequestEntityTooLarge):
        parts_in(fields, TREE)
