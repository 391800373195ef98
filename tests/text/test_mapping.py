import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import EditError, apply_edits, boundaries, check_edits, map_edits, mapping, overlapping

law = settings(deadline=None, max_examples=300)

BASE = "States should take all measures."
VOCABULARY = ["States ", "shall ", "not ", "Maßnahmen ", "d’une ", "الحقوق ", "זכויות ", "应", "当", "ก็", "a", ", "]


@st.composite
def edits_on(draw, base):
    """Edits that pass the check: spans between boundaries of the base, some empty, some touching."""
    places = st.sampled_from(boundaries(base))
    cuts = sorted(draw(st.lists(places, min_size=2, max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        edit = (start, end, draw(st.sampled_from(["", "x ", " y", "new words", "可", "a\u0323"])))
        try:
            check_edits(base, [*edits, edit])
            edits.append(edit)
        except EditError:
            continue
    return edits or [(0, 0, "First, ")]


@st.composite
def two_lists(draw):
    words = draw(st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=12))
    base = unicodedata.normalize("NFC", "".join(words))
    return base, draw(edits_on(base)), draw(edits_on(base))


def test_an_edit_is_carried_past_a_change_before_it():
    assert map_edits([(14, 18, "adopt")], [(7, 13, "shall")], BASE) == [(13, 17, "adopt")]


def test_an_edit_before_the_change_stays_where_it_is():
    assert map_edits([(7, 13, "shall")], [(19, 22, "appropriate")], BASE) == [(7, 13, "shall")]


@pytest.mark.parametrize(
    ("base", "edits", "through", "mapped"),
    [
        ("Die Staaten sollen handeln.", [(19, 26, "verzichten")], [(0, 3, "Alle")], [(20, 27, "verzichten")]),
        ("l'été dernier", [(6, 13, "prochain")], [(0, 5, "l'hiver")], [(8, 15, "prochain")]),
        ("على الدول الحقوق", [(10, 16, "الواجبات")], [(4, 4, "كل ")], [(13, 19, "الواجبات")]),
        ("זכויות הילד", [(7, 11, "האדם")], [(0, 0, "כל ")], [(10, 14, "האדם")]),
        ("缔约方应当采取措施", [(5, 7, "执行")], [(3, 5, "须")], [(4, 6, "执行")]),
        ("ทุกคนมีสิทธิ", [(5, 7, "ได้")], [(0, 5, "คน")], [(2, 4, "ได้")]),
    ],
)
def test_places_shift_in_code_points_in_every_language(base, edits, through, mapped):
    assert map_edits(edits, through, base) == mapped


@pytest.mark.parametrize(
    ("edits", "through"),
    [
        ([(7, 13, "shall")], [(7, 13, "must")]),
        ([(7, 13, "shall")], [(7, 18, "shall adopt")]),
        ([(7, 18, "shall adopt")], [(7, 13, "shall")]),
        ([(14, 14, "always ")], [(7, 18, "shall adopt")]),
        ([(7, 18, "shall adopt")], [(14, 14, "always ")]),
        ([(14, 14, "always ")], [(14, 14, "never ")]),
        ([(0, 6, "Parties"), (19, 22, "some")], [(19, 23, "")]),
    ],
)
def test_an_edit_whose_words_were_changed_is_not_carried(edits, through):
    assert map_edits(edits, through, BASE) is None


@pytest.mark.parametrize("edit", [(7, 13, "shall"), (14, 14, "always ")])
def test_an_edit_that_was_already_made_is_not_made_again(edit):
    assert map_edits([edit], [edit], BASE) is None


@pytest.mark.parametrize(
    ("edit", "through", "mapped"),
    [
        ((13, 13, " also"), (7, 13, "shall"), (12, 12, " also")),
        ((7, 7, "Parties "), (7, 13, "shall"), (7, 7, "Parties ")),
        ((7, 13, "shall"), (7, 7, "Parties "), (15, 21, "shall")),
        ((7, 13, "shall"), (13, 13, " also"), (7, 13, "shall")),
        ((13, 18, " adopt"), (7, 13, "shall"), (12, 17, " adopt")),
    ],
)
def test_edits_that_only_touch_are_carried(edit, through, mapped):
    assert map_edits([edit], [through], BASE) == [mapped]


def test_an_edit_that_would_stand_inside_a_word_is_not_carried():
    assert map_edits([(7, 7, "x ")], [(6, 7, "")], BASE) is None
    assert map_edits([(7, 13, "shall")], [(6, 7, "")], BASE) is None


def test_two_insertions_with_nothing_left_between_them_are_not_carried():
    assert map_edits([(7, 7, "now "), (14, 14, "always ")], [(7, 14, "")], BASE) is None


def test_a_mark_is_not_carried_behind_a_letter_that_takes_it_in():
    cedilla = [(1, 3, "\u0327")]

    assert map_edits(cedilla, [(0, 1, "q")], "x \u0301") == cedilla
    assert map_edits(cedilla, [(0, 1, "c")], "x \u0301") is None


@given(two_lists())
@law
def test_carried_edits_only_shift(lists):
    base, edits, through = lists

    mapped = map_edits(edits, through, base)

    if mapped is not None:
        made = apply_edits(base, through)
        assert [made[start:end] for start, end, _ in mapped] == [base[start:end] for start, end, _ in edits]
        assert [replacement for *_, replacement in mapped] == [replacement for *_, replacement in edits]


@given(two_lists())
@law
def test_carried_edits_pass_the_check_on_the_new_text(lists):
    base, edits, through = lists

    mapped = map_edits(edits, through, base)

    if mapped is not None:
        check_edits(apply_edits(base, through), mapped)


@given(two_lists())
@law
def test_both_orders_and_both_at_once_make_one_text(lists):
    base, a, b = lists
    a_after_b, b_after_a = map_edits(a, b, base), map_edits(b, a, base)
    at_once = sorted([*a, *b], key=lambda edit: edit[:2])

    made = [apply_edits(apply_edits(base, b), a_after_b)] if a_after_b is not None else []
    made += [apply_edits(apply_edits(base, a), b_after_a)] if b_after_a is not None else []

    assert all(text == apply_edits(base, at_once) for text in made)


@given(two_lists())
@law
def test_what_is_carried_does_not_overlap(lists):
    base, a, b = lists

    if map_edits(a, b, base) is not None:
        assert overlapping(a, b) is None
        assert not set(a) & set(b)


@given(two_lists())
@law
def test_a_change_carries_nothing_through_itself(lists):
    base, a, _ = lists

    assert map_edits(a, a, base) is None
    assert overlapping(a, a) is None


@given(two_lists())
@law
def test_overlapping_is_symmetric(lists):
    _, a, b = lists

    assert (overlapping(a, b) is None) == (overlapping(b, a) is None)


@given(two_lists())
@law
def test_the_first_overlapping_pair_is_the_one_that_looking_at_every_pair_finds(lists):
    _, a, b = lists

    every = ((i, j) for i in range(len(a)) for j in range(len(b)) if a[i] != b[j] and mapping._collide(a[i], b[j]))

    assert overlapping(a, b) == next(every, None)


@given(two_lists())
@law
def test_edits_that_do_not_overlap_stand_together_on_the_base(lists):
    base, a, b = lists
    together = sorted({*a, *b}, key=lambda edit: edit[:2])

    if overlapping(a, b) is None and unicodedata.is_normalized("NFC", apply_edits(base, together)):
        check_edits(base, together)


@pytest.mark.parametrize(
    ("a", "b", "pair"),
    [
        ([(7, 13, "shall")], [(7, 13, "shall")], None),
        ([(7, 13, "shall")], [(0, 6, "Parties"), (7, 13, "must")], (0, 1)),
        ([(0, 0, "x "), (14, 14, "y ")], [(14, 14, "y ")], None),
        ([(0, 0, "x "), (14, 14, "y ")], [(14, 14, "z ")], (1, 0)),
        ([(7, 13, "shall")], [(7, 7, "Parties "), (13, 13, " also")], None),
        ([(7, 18, "act")], [(14, 14, "always ")], (0, 0)),
        ([], [(0, 0, "x ")], None),
    ],
)
def test_the_first_pair_that_cannot_both_be_applied_is_named(a, b, pair):
    assert overlapping(a, b) == pair


def test_the_longest_lists_are_walked_once(monkeypatch):
    looked_at, collide = [], mapping._collide
    monkeypatch.setattr(mapping, "_collide", lambda a, b: looked_at.append(1) or collide(a, b))
    a = [(place, place + 1, "x") for place in range(0, 20_000, 2)]
    b = [edit for place in range(1, 20_000, 2) for edit in [(place, place, "y"), (place, place + 1, "z")]]

    assert overlapping(a, b) is None
    assert len(looked_at) <= 3 * (len(a) + len(b))
