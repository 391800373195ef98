"""Which pieces of one text are which of another."""

import unicodedata
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import likeness, pairing
from ledger.text.matching import Match, matched

law = settings(deadline=None, max_examples=300)

WORDS = ["states", "towns", "people", "shall", "may", "act", "soon", "together", "with", "and", "of", "the"]
SWAPPED = {"split": "joined", "joined": "split", "inserted": "deleted", "deleted": "inserted"}

pieces = st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), max_size=12)
odd_pieces = st.lists(st.text(alphabet="ab \n\u0301é…", max_size=6), max_size=8)


@st.composite
def texts_and_revisions(draw):
    """A list and another that was made of it: pieces dropped, moved, edited, doubled and put in."""
    old = draw(pieces)
    new = draw(st.permutations(old)) if draw(st.booleans()) else list(old)
    new = [piece for piece in new if draw(st.integers(0, 5))]
    new += draw(pieces)[:3]
    for place, piece in enumerate(new):
        if piece and draw(st.integers(0, 3)) == 0:
            new[place] = f"{piece} {draw(st.sampled_from(WORDS))}"
    return old, new


pairs_of_lists = texts_and_revisions() | st.tuples(pieces, pieces) | st.tuples(odd_pieces, odd_pieces)


def kinds(old, new, **labels):
    return [(one.kind, one.old, one.new) for one in matched(old, new, **labels)]


@given(pairs_of_lists)
@law
def test_every_piece_is_in_exactly_one_match(lists):
    old, new = lists

    found = matched(old, new)

    assert sorted(i for one in found for i in one.old) == list(range(len(old)))
    assert sorted(j for one in found for j in one.new) == list(range(len(new)))


@given(pieces | odd_pieces)
@law
def test_a_list_matched_with_itself_is_the_same_throughout(pieces):
    assert matched(pieces, pieces) == [Match("same", (place,), (place,), 1.0) for place in range(len(pieces))]


@given(pairs_of_lists)
@law
def test_the_other_way_round_gives_the_same_turned_round(lists):
    old, new = lists

    there, back = matched(old, new), matched(new, old)

    turned = {(SWAPPED.get(one.kind, one.kind), one.new, one.old, one.likeness) for one in back}
    assert {(one.kind, one.old, one.new, one.likeness) for one in there} == turned


@given(pairs_of_lists)
@law
def test_the_new_pieces_come_in_their_order_and_the_old_ones_behind_what_stayed_before_them(lists):
    found = matched(*lists)

    firsts = [one.new[0] for one in found if one.new]
    assert firsts == sorted(firsts)
    stayed = ("same", "formatted", "edited", "deleted")
    in_order = [one.old[0] for one in found if one.kind in stayed]
    assert in_order == sorted(in_order)


@given(pairs_of_lists)
@law
def test_a_kind_says_what_it_says(lists):
    old, new = lists

    for one in matched(old, new):
        counts = (len(one.old), len(one.new))
        if one.kind in ("same", "formatted", "edited", "moved", "moved_and_edited"):
            a, b = old[one.old[0]], new[one.new[0]]
            is_same = unicodedata.normalize("NFC", a) == unicodedata.normalize("NFC", b)
            assert counts == (1, 1)
            assert is_same if one.kind == "same" else (one.kind == "moved" or not is_same)
        elif one.kind in ("inserted", "deleted"):
            assert (counts, one.likeness) == ((0, 1) if one.kind == "inserted" else (1, 0), 0.0)
        else:
            assert min(counts) == 1
            assert 2 <= max(counts) <= pairing.MOST_PARTS


def test_white_space_alone_is_formatting():
    assert kinds(["States  shall\nact."], ["States shall act. "]) == [("formatted", (0,), (0,))]
    assert kinds(["Caf\u00e9"], ["Cafe\u0301"]) == [("same", (0,), (0,))]


def test_what_is_alike_in_order_was_edited():
    old = ["States shall act together.", "Towns may host people."]
    new = ["Preamble of another kind entirely", "States shall soon act together.", "Towns may host people and animals."]

    assert kinds(old, new) == [("inserted", (), (0,)), ("edited", (0,), (1,)), ("edited", (1,), (2,))]


def test_wholly_other_words_are_no_edit():
    assert kinds(["States shall act together."], ["Zebras graze quietly near rivers."]) == [
        ("deleted", (0,), ()),
        ("inserted", (), (0,)),
    ]


def test_of_two_that_changed_places_the_shorter_one_moved():
    old = ["A long piece that says a good deal about towns.", "States shall act together."]

    assert kinds(old, old[::-1]) == [("moved", (1,), (0,)), ("same", (0,), (1,))]


def test_what_moved_and_was_edited_is_found_again():
    old = [
        *(f"Article {number} is on subject {number * 7}." for number in range(3)),
        "Towns may host people on their way.",
    ]
    new = ["Towns may host people on their own way.", *old[:3]]

    assert kinds(old, new)[0] == ("moved_and_edited", (3,), (0,))


def test_equal_words_elsewhere_win_over_like_words_in_place():
    old = [f"The state shall act on matter {number}." for number in range(6)]

    found = kinds(old, old[::-1])

    assert Counter(kind for kind, _, _ in found) == {"moved": 5, "same": 1}


def test_formulas_are_matched_in_order_and_never_jump():
    gone = "(repealed)"
    old = ["Alpha states act.", gone, "Beta towns wait.", gone, gone, "Gamma people go."]
    new = ["Alpha states act.", "Beta towns wait.", gone, gone, "Gamma people go.", gone]

    assert kinds(old, new) == [
        ("same", (0,), (0,)),
        ("deleted", (1,), ()),
        ("same", (2,), (1,)),
        ("same", (3,), (2,)),
        ("same", (4,), (3,)),
        ("same", (5,), (4,)),
        ("inserted", (), (5,)),
    ]


def test_a_formula_moves_with_its_neighbours():
    block = ["Towns may host people who are on their way.", "(repealed)", "Nobody is to be left behind there."]
    rest = ["(repealed)", *(f"Article {number} says something else on subject {number * 7}." for number in range(5))]

    found = kinds([*block, *rest], [*rest, *block])

    assert found[-3:] == [("moved", (0,), (6,)), ("moved", (1,), (7,)), ("moved", (2,), (8,))]


def test_a_piece_that_was_parted_is_a_split_and_the_other_way_round_joined():
    whole = "States shall act together and soon. Towns may host people on their way."
    parts = ["States shall act together and soon.", "Towns may host people on their way."]

    assert kinds(["Intro here.", whole], ["Intro here.", *parts])[1:] == [("split", (1,), (1, 2))]
    assert kinds(["Intro here.", *parts], ["Intro here.", whole])[1:] == [("joined", (1, 2), (1,))]


def test_a_split_into_three_is_found_and_a_neighbour_that_is_only_new_is_no_part():
    whole = "One two three four five. Six seven eight nine ten. Red green blue black white."
    thirds = ["One two three four five.", "Six seven eight nine ten.", "Red green blue black white."]

    assert kinds([whole], [*thirds, "Something new altogether stands here."]) == [
        ("split", (0,), (0, 1, 2)),
        ("inserted", (), (3,)),
    ]


def test_of_equal_formulas_those_with_one_label_belong_together():
    old, new = ["(repealed)"] * 3, ["(repealed)"] * 2

    assert kinds(old, new, labels=(["1", "2", "3"], ["2", "3"])) == [
        ("deleted", (0,), ()),
        ("same", (1,), (0,)),
        ("same", (2,), (1,)),
    ]


def test_a_label_decides_between_pieces_that_are_about_equally_alike():
    old = ["States shall act with towns."]
    new = ["States shall act with people.", "States shall act with others."]

    assert kinds(old, new, labels=(["2"], ["1", "2"]))[-1] == ("edited", (0,), (1,))


def test_under_one_label_less_likeness_will_do_but_not_none():
    old = ["No ground for expulsion exists here now."]

    edited = ["No interest in removal exists any longer today."]
    other = ["Zebras graze quietly near rivers."]

    assert [kind for kind, _, _ in kinds(old, edited)] == ["deleted", "inserted"]
    assert kinds(old, edited, labels=(["5"], ["5"])) == [("edited", (0,), (0,))]
    assert [kind for kind, _, _ in kinds(old, other, labels=(["5"], ["5"]))] == ["deleted", "inserted"]


def test_a_label_on_other_words_does_not_take_an_identity_away():
    old = ["States shall act together.", "Towns may host people who are on their way."]
    new = ["States shall act together.", "Whoever comes is heard first.", "Towns may host people who are on the way."]

    assert kinds(old, new, labels=(["1", "2"], ["1", "2", "3"]))[-1] == ("edited", (1,), (2,))


def test_scripts_without_spaces_are_matched_by_their_signs():
    assert kinds(["各国应采取行动。", "城市可以接纳人们。"], ["各国应尽快采取行动。", "城市可以接纳人们。"]) == [
        ("edited", (0,), (0,)),
        ("same", (1,), (1,)),
    ]


CRAFTED = {
    "one word repeated": lambda count, _: (["same"] * count, ["same"] * (count - 7)),
    "all different": lambda count, _: ([f"a{n} b{n}" for n in range(count)], [f"c{n} d{n}" for n in range(count)]),
    "all alike": lambda count, _: (
        [f"the state shall act on {n}" for n in range(count)],
        [f"the state shall act upon {n + count}" for n in range(count)],
    ),
    "equal and reversed": lambda count, _: (
        [f"the state shall act on {n}" for n in range(count)],
        [f"the state shall act on {n}" for n in range(count)][::-1],
    ),
    "alternating": lambda count, _: (["a b c d", "e f g h"] * (count // 2), ["e f g h", "a b c d"] * (count // 2)),
    "random words": lambda count, random: tuple(
        [" ".join(random.choices(WORDS, k=9)) for _ in range(count)] for _ in range(2)
    ),
    "empty": lambda count, _: ([""] * count, [""] * count),
    "of one label": lambda count, random: tuple(
        [" ".join(random.choices(WORDS, k=9)) for _ in range(count)] for _ in range(2)
    ),
}


def steps(monkeypatch, old, new, labels):
    """Words that are compared and entries of the index that are read."""
    counted = Counter()
    shared, around = likeness._shared, likeness._around

    def counting_shared(one, other):
        counted["steps"] += 1 + min(len(one.words), len(other.words))
        return shared(one, other)

    def counting_around(ranks, expected, most):
        found = around(ranks, expected, most)
        counted["steps"] += 1 + len(found)
        return found

    monkeypatch.setattr(likeness, "_shared", counting_shared)
    monkeypatch.setattr(likeness, "_around", counting_around)
    matched(old, new, labels=labels)
    return counted["steps"]


@pytest.mark.parametrize("name", CRAFTED)
def test_the_steps_grow_with_the_list_whatever_stands_in_it(monkeypatch, name):
    taken = {}
    for count in (200, 400):
        old, new = CRAFTED[name](count, Random(count))
        labels = (["1"] * len(old), ["1"] * len(new)) if name == "of one label" else None
        taken[count] = steps(monkeypatch, old, new, labels)

    assert taken[400] <= 2.2 * taken[200] + 200
    assert taken[400] <= 400 * 2_500


def test_a_large_piece_costs_its_own_words_only(monkeypatch):
    small = [f"the state shall act on {number}" for number in range(100)]

    taken = steps(monkeypatch, ["word " * 100_000, *small], [*small, "word " * 90_000], None)

    assert taken < 300_000


def test_the_same_lists_give_the_same_matches():
    random = Random(5)
    old, new = ([" ".join(random.choices(WORDS, k=6)) for _ in range(60)] for _ in range(2))

    assert len({tuple(matched(list(old), list(new))) for _ in range(3)}) == 1
