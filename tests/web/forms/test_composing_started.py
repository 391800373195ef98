"""What the composer begins with, and what its own buttons do."""

from dataclasses import replace

import pytest

from ledger.domain.wording import provision_wording
from tests.web.forms.texts import B1, B2, B21, NEW1, NEW2, TREE, A, B, a_standing, a_text, id_of, new_id, seen
from web.forms.composing.changes import composed
from web.forms.composing.drawing import parts_of
from web.forms.composing.parts import parts_in
from web.forms.composing.starting import Pressed, fields_from, pressed, started


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
