from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text.rising import longest_rising
from tests.text.sequences import length_by_the_book, unlike

law = settings(deadline=None, max_examples=200)


def test_pairs_out_of_order_give_the_longest_run_in_order():
    pairs = [(0, 5), (1, 1), (2, 2), (3, 0), (4, 3), (5, 4)]

    assert longest_rising(pairs) == [(1, 1), (2, 2), (4, 3), (5, 4)]
    assert longest_rising([]) == []


@given(st.permutations(range(8)))
@law
def test_no_longer_selection_rises(places):
    pairs = list(enumerate(places))

    chosen = longest_rising(pairs)

    assert set(chosen) <= set(pairs)
    assert all(before[0] < after[0] and before[1] < after[1] for before, after in pairwise(chosen))
    assert len(chosen) == length_by_the_book(places, sorted(places))


@given(unlike)
@law
def test_all_places_of_equal_tokens_give_their_longest_common_subsequence(texts):
    old, new = texts
    equal = [(i, j) for i, a in enumerate(old) for j, b in reversed(list(enumerate(new))) if a == b]

    assert len(longest_rising(equal)) == length_by_the_book(old, new)
