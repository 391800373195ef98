"""The amendment composer: what is typed over a text becomes exactly the changes that make it."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4, uuid5

import html5lib
import pytest
from flask import Flask, render_template_string
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application import Ledger
from ledger.commands.fields import clean
from ledger.commands.preparing import prepare
from ledger.domain.errors import Refusal
from ledger.domain.frameworks import Framework
from ledger.domain.motions import normal, try_out
from ledger.domain.provisions import Draft
from ledger.domain.wording import provision_wording
from ledger.projections.queries.fitting import Step, steps_since
from ledger.projections.queries.motions import motion_with
from ledger.projections.queries.text import Provision, Text, joined, name_of, text_at
from ledger.text import edits_between
from tests.builders import Room, a_line, an_amendment, decide, give, refused
from web import filters, record
from web.forms.composing.changes import composed, differences
from web.forms.composing.drawing import Composer, parts_of, places_in
from web.forms.composing.moved import carried_fields, moved, provisions_of
from web.forms.composing.parts import parts_in
from web.forms.composing.placing import tree_of
from web.forms.composing.starting import Pressed, fields_from, pressed, started

law = settings(deadline=None, max_examples=150)

Fields = dict[str, list[str]]

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
ODD = [
    "\nStates shall act.",
    "\n\nStates shall act.\n\n",
    "   States   shall act. ",
    "",
    "الدول \u200fتحمي\u200e اللاجئين.",
    f"Families {FAMILY} stay together.",
    "Ma\u00dfnahmen f\u00fcr \u00c9tats",
    "应当保护难民。",
    "States & <b>\"cities\"</b> 'may' &amp; host.",
    "a\u2028b\u00a0c\ufeff",
]

word = st.sampled_from(
    ["States", "shall", "not", "é", "e\u0301", "الدول", "\u200f", "应", "ก็", FAMILY, "&amp;", "<b>", "12", "—"]
)
gap = st.sampled_from([" ", "\n", "\r\n", "\n\n", "  ", ""])
written = st.lists(st.tuples(word, gap), max_size=12).map(lambda found: "".join(a + b for a, b in found))
stored = written.map(lambda words: unicodedata.normalize("NFC", words.replace("\r\n", "\n")))


def a_text(*provisions: Provision) -> Text:
    """A text with these provisions, in the order in which they are given under each parent."""
    children: dict[str, list[str]] = {}
    for one in provisions:
        children.setdefault(one.parent, []).append(one.id)
    found: list[Provision] = []
    by_id = {one.id: one for one in provisions}
    waiting = [(id, 0, "") for id in reversed(children.get("", []))]
    while waiting:
        id, depth, above = waiting.pop()
        one = by_id[id]
        name = joined(above, name_of(one.kind, one.label, one.heading))
        found.append(replace(one, depth=depth, name=name, wording=provision_wording(one.heading, one.text)))
        waiting += [(child, depth + 1, name) for child in reversed(children.get(id, []))]
    order = {parent: tuple(ids) for parent, ids in children.items()}
    return Text(tuple(found), order, {one.id: one for one in found})


def id_of(name: str) -> str:
    """The same id for the same name, in every run."""
    return str(uuid5(UUID(int=0), name))


def a_standing(name: str, parent: str = "", **more: Any) -> Provision:
    given = {"label": "", "heading": "", "text": f"Text of {name}.", "levels": (), "horizons": (), "people": (), **more}
    return Provision(
        id=id_of(name), parent=id_of(parent) if parent else "", kind="paragraph", wording="", since=1, **given
    )


TREE = a_text(
    a_standing("a", label="1", people=("refugees",)),
    a_standing("b", heading="Of towns", levels=("global", "local")),
    a_standing("b1", "b"),
    a_standing("b2", "b"),
    a_standing("b21", "b2"),
    a_standing("c"),
)
A, B, B1, B2, B21, C = (id_of(name) for name in ("a", "b", "b1", "b2", "b21", "c"))
NEW1, NEW2 = id_of("new 1"), id_of("new 2")


def seen(text: Text, *ids: str) -> Fields:
    """A form with these provisions, in which nothing is changed yet."""
    return started(text, ids, (), new_id)


def new_id() -> str:
    return str(uuid4())


def drafted(changes: Sequence[Mapping[str, Any]], text: Text) -> Draft:
    """What the schema and the domain make of the changes; raises what they refuse."""
    framework = Framework.blank(uuid4())
    framework.tree = tree_of(text)
    data = {"motion_id": new_id(), "framework_id": new_id(), "title": "X", "proposers": [new_id()]}
    line = a_line("table_amendment", changes=list(changes), **data)
    made = normal(framework, prepare(line, importing=True).command.data["changes"])
    try_out(framework, made)
    draft = Draft(framework.tree)
    draft.make(made)
    return draft


def order_of(draft: Draft, parent: str) -> list[str]:
    return draft._siblings(parent)


def by_browser(fields: Fields) -> Fields:
    """Fields as a browser sends them: every line end is CRLF."""
    return {
        name: [value.replace("\r\n", "\n").replace("\n", "\r\n") for value in values] for name, values in fields.items()
    }


# What is typed


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


# Places


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


# Deletions


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


# Errors


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


# Any form whatever

PLACES = ["", "first:", "last:", "garbage", "first:nobody"]


@st.composite
def forms(draw: Callable[[Any], Any]) -> Fields:
    """A form with any parts, in which anything was done."""
    ids = draw(st.lists(st.sampled_from([A, B, B1, B2, B21, C, id_of("gone")]), max_size=4, unique=True))
    new = draw(st.integers(0, 3))
    anchors = [*TREE.by_id, *(id_of(f"new {number}") for number in range(new))]
    places = [*PLACES, *(f"{how}:{id}" for id in anchors for how in ("after", "first", "last"))]
    fields = seen(TREE, *ids)
    for number in range(len(parts_in(fields, TREE))):
        fields |= draw(doings(f"provisions.{number}", places))
    for number in range(new):
        name = f"new.{len(ids) + number}"
        fields |= {f"{name}.id": [id_of(f"new {number}")], f"{name}.text": [draw(st.sampled_from(["", "New."]))]}
        fields |= {f"{name}.place": [draw(st.sampled_from(places))]}
    return fields


@st.composite
def doings(draw: Callable[[Any], Any], name: str, places: list[str]) -> Fields:
    may = {
        f"{name}.text": st.sampled_from(["Another text.", "tab\there"]),
        f"{name}.label": st.just("9"),
        f"{name}.heading": st.just("A heading"),
        f"{name}.people": st.sampled_from(["children\nrefugees", "p" * 61]),
        f"{name}.levels": st.sampled_from(["global", "elsewhere"]),
        f"{name}.place": st.sampled_from(places),
        f"{name}.deleted": st.just("on"),
        f"{name}.deleted_below": st.just("on"),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(may)), max_size=3))
    return {field: [draw(may[field])] for field in sorted(chosen)}


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


# Buttons


def test_a_further_provision_is_put_behind_the_others_and_has_the_focus() -> None:
    after = pressed({**seen(TREE, B), "also": [A]}, TREE, "add", new_id)

    assert after is not None
    assert [part.id for part in parts_in(after.fields, TREE)] == [B, A]
    assert after.focus == "provisions.1.text"
    assert "also" not in after.fields


def test_a_provision_that_is_in_the_form_is_not_added_twice() -> None:
    after = pressed({**seen(TREE, B), "also": [B]}, TREE, "add", new_id)

    assert after == Pressed(seen(TREE, B), "provisions.0.text")


def test_a_new_provision_is_of_the_kind_of_its_neighbours() -> None:
    text = a_text(replace(a_standing("a"), kind="objective"))

    after = pressed({"where": [f"after:{A}"]}, text, "add_new", lambda: NEW1)

    assert after is not None
    (part,) = parts_in(after.fields, text)
    assert (part.id, part.kind, part.place) == (NEW1, "objective", f"after:{A}")


def test_what_stood_by_a_new_provision_that_is_left_out_stands_where_that_would() -> None:
    fields = {"new.0.id": [NEW1], "new.0.place": [f"after:{A}"], "new.0.text": ["First."]}
    fields |= {"new.1.id": [NEW2], "new.1.place": [f"after:{NEW1}"], "new.1.text": ["Second."]}

    after = pressed(fields, TREE, "remove.new.0", new_id)

    assert after is not None
    (part,) = parts_in(after.fields, TREE)
    assert (part.id, part.place, after.focus) == (NEW2, f"after:{A}", "new.1.text")


def test_the_words_for_a_provision_that_is_gone_become_a_new_one() -> None:
    fields = {"provisions.0.id": [id_of("gone")], "provisions.0.text": ["My words."], "provisions.0.base": ["f" * 64]}

    after = pressed(fields, TREE, "renew.provisions.0", lambda: NEW1)

    assert after is not None
    (change,) = composed(after.fields, TREE).changes
    assert change["provision"] == {"provision_id": NEW1, "kind": "paragraph", "text": "My words."}


def test_the_places_of_a_text_are_offered_where_they_are_asked_for() -> None:
    after = pressed(seen(TREE, A, B), TREE, "move.provisions.1", new_id)

    assert after is not None
    first, second = parts_of(after.fields, TREE, "en", focus=after.focus).parts
    assert (first.offers_places, first.is_more_open) == (False, False)
    assert (second.offers_places, second.is_more_open) == (True, True)


def test_a_button_of_another_part_of_the_form_is_none_of_the_composers() -> None:
    assert pressed({}, TREE, "draft", new_id) is None


def test_an_address_names_provisions_and_a_place_for_a_new_one() -> None:
    fields = started(TREE, [B, "nobody", B], [f"after:{B1}"], lambda: NEW1)

    assert [(part.name, part.id, part.place) for part in parts_in(fields, TREE)] == [
        ("provisions.0", B, ""),
        ("new.1", NEW1, f"after:{B1}"),
    ]


# From a motion


def test_changes_of_any_form_are_opened_with_their_words() -> None:
    base = TREE.by_id[A].wording
    changes = [
        {"op": "edit", "provision_id": A, "base": base, "edits": [[0, 4, "Words"]]},
        {"op": "insert", "provision": {"provision_id": NEW1, "kind": "article", "text": "New.", "people": ["x"]}},
        {"op": "relabel", "provision_id": NEW1, "base": provision_wording("", "New."), "label": "9"},
        {"op": "delete", "provision_id": B21, "base": TREE.by_id[B21].wording},
        {"op": "delete", "provision_id": B2, "base": TREE.by_id[B2].wording},
    ]

    first, second, third = parts_in(fields_from(changes, TREE), TREE)

    assert first.text == "Words of a."
    assert (second.label, second.text, second.people, second.place) == ("9", "New.", ("x",), "last:")
    assert (third.id, third.deleted, third.deleted_below) == (B2, True, True)


def test_merged_edits_of_one_provision_are_opened_together() -> None:
    base = TREE.by_id[A].wording
    changes = [
        {"op": "edit", "provision_id": A, "base": base, "edits": [[8, 9, "one"]], "motions": [NEW1]},
        {"op": "edit", "provision_id": A, "base": base, "edits": [[0, 4, "Words"]], "motions": [NEW2]},
    ]

    (part,) = parts_in(fields_from(changes, TREE), TREE)

    assert part.text == "Words of one."


def test_changes_of_other_words_are_not_opened_as_if_they_were_of_these() -> None:
    change = {"op": "rewrite", "provision_id": A, "base": "0" * 64, "text": "Other."}

    with pytest.raises(ValueError, match="other words"):
        fields_from([change], TREE)


# The change before it is sent


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


# When the text moved on


def moved_to(text: Text, id: str, *texts: str, **more: Any) -> tuple[Text, dict[str, list[Step]]]:
    """The text after one provision went through these wordings, and the way there."""
    states = [text.by_id[id], *(replace(text.by_id[id], text=words, **more) for words in texts)]
    worded = [replace(one, wording=provision_wording(one.heading, one.text)) for one in states]
    now = a_text(*(worded[-1] if one.id == id else one for one in text.provisions))
    edits = [None, *(edits_between(old.text, new.text) for old, new in pairwise(worded))]
    return now, {id: [Step(one, made, False) for one, made in zip(worded, edits, strict=True)]}


SAID = a_text(a_standing("a", text="States shall protect all refugees in towns."))


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


# On a ledger


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


# As it is drawn


def page_of(drawn: Composer, source: str = "{{ composing.composer(form) }}", **more: Any) -> str:
    app = drawing_app()
    whole = '{% import "forms/composer.html" as composing with context %}' + source
    with app.test_request_context():
        return render_template_string(whole, form=drawn, **more)


APPS: list[Flask] = []


def drawing_app() -> Flask:
    """An app that has the templates and their filters, and nothing else."""
    if not APPS:
        app = Flask("web")
        app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
        filters.install(app)
        app.register_blueprint(record.blueprint)
        APPS.append(app)
    return APPS[0]


def parsed(page: str) -> Any:
    return html5lib.parse(page, namespaceHTMLElements=False)


def ids_drawn(page: str) -> set[str]:
    return {found for element in parsed(page).iter() if (found := element.get("id"))}


def sent(page: str) -> Fields:
    """What a browser would send of a page."""
    fields: Fields = {}
    for element in parsed(page).iter():
        value = value_of(element)
        if value is not None and element.get("name"):
            fields.setdefault(element.get("name"), []).append(value)
    return fields


def value_of(element: Any) -> str | None:
    if element.tag == "textarea":
        return element.text or ""
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = next((one for one in options if one.get("selected") is not None), options[0])
        return str(chosen.get("value"))
    if element.tag == "input" and (element.get("type") != "checkbox" or element.get("checked") is not None):
        return str(element.get("value"))
    return None


@pytest.mark.parametrize("words", ODD)
def test_a_text_comes_back_from_the_page_as_it_was_stored(words: str) -> None:
    text = a_text(a_standing("a", text=words, people=("refugees",)))
    page = page_of(parts_of(seen(text, A), text, "ar"))

    assert composed(by_browser(sent(page)), text).changes == []


def test_every_control_has_a_label_and_one_id() -> None:
    fields = seen(TREE, A, B) | {"new.2.id": [NEW1], "new.2.text": ["New."]}
    fields |= {"provisions.3.id": [id_of("gone")], "provisions.3.text": ["X"]}
    root = parsed(page_of(parts_of(fields, TREE, "en")))

    ids = [found for element in root.iter() if (found := element.get("id"))]
    labelled = {label.get("for") for label in root.iter("label")}
    controls = [one for one in root.iter() if one.tag in ("input", "select", "textarea")]
    shown = [one for one in controls if one.get("type") != "hidden" and one.get("hidden") is None]
    assert len(ids) == len(set(ids))
    assert {one.get("id") for one in shown} <= labelled


def test_an_error_stands_at_its_field_and_opens_what_holds_it() -> None:
    drawn = parts_of(seen(TREE, A), TREE, "en", {"provisions.0.place": ["It cannot stand there."]})
    root = parsed(page_of(drawn))

    (control,) = [one for one in root.iter("select") if one.get("id") == "provisions.0.place"]
    (details,) = root.iter("details")
    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby") == "provisions.0.place-error"
    assert details.get("open") is not None


def test_words_that_moved_stand_beside_one_another() -> None:
    fields = {**seen(SAID, A), "provisions.0.text": ["States should protect all refugees in towns."]}
    now, steps = moved_to(SAID, A, "States must protect all refugees in towns.")
    found = moved(fields, SAID, now, steps)

    page = page_of(parts_of({}, now, "en"), "{{ composing.moved_words(moved, 'en') }}", moved=found)

    words = " ".join("".join(parsed(page).itertext()).split())
    assert re.search(r"As you saw it.*As it stands today.*Your text", words)
    assert "You: shall replaced by should. Today: shall replaced by must." in words
    assert 'value="go_on"' in page


def test_a_part_is_drawn_at_one_with_what_it_makes() -> None:
    drawn = parts_of({**seen(TREE, B), "provisions.0.deleted": ["on"]}, TREE, "en")

    (part,) = drawn.parts
    assert (part.title, part.below, part.is_more_open, drawn.counts) == ("Of towns", 3, True, [("deleted", 1)])
    assert [choice.value for choice in drawn.also] == [A, B1, B2, B21, C]
    assert [choice.value for choice in places_in(TREE)][:3] == ["first:", f"after:{A}", f"first:{A}"]


def test_a_proposal_has_its_one_part() -> None:
    fields = {"new.0.id": [NEW1], "new.0.text": ["New."], "new.0.place": ["first:"]}
    page = page_of(parts_of(fields, TREE, "en", is_single=True))

    buttons = [one.get("value") for one in parsed(page).iter("button")]
    assert buttons == ["preview"]
