from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.text import alignment
from ledger.text.alignment import aligned, common_head, common_tail, longest_common_subsequence

law = settings(deadline=None, max_examples=200)

few = st.lists(st.sampled_from("abc"), max_size=40)
many = st.lists(st.sampled_from("abcdefghijklmnop"), max_size=40)
pairs_of_texts = st.tuples(few, few) | st.tuples(many, many) | st.tuples(few, many)


def length_by_the_book(old, new):
    """The length of the longest common subsequence, by the table of Wagner and Fischer."""
    row = [0] * (len(new) + 1)
    for a in old:
        above, row = row, [0]
        for place, b in enumerate(new):
            row.append(above[place] + 1 if a == b else max(above[place + 1], row[place]))
    return row[-1]


def is_common_subsequence(pairs, old, new):
    rises = all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    return rises and all(old[i] == new[j] for i, j in pairs)


@pytest.fixture
def small_table(monkeypatch):
    """Exact alignments of at most 40 cells; the list collects the sizes of those that were made."""
    sizes = []

    def watched(old, new):
        sizes.append(len(old) * len(new))
        return longest_common_subsequence(old, new)

    monkeypatch.setattr(alignment, "LARGEST_TABLE", 40)
    monkeypatch.setattr(alignment, "longest_common_subsequence", watched)
    return sizes


@given(pairs_of_texts)
@law
def test_the_subsequence_is_common_and_longest(texts):
    old, new = texts

    pairs = longest_common_subsequence(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert len(pairs) == length_by_the_book(old, new)


@given(pairs_of_texts)
@law
def test_cutting_off_what_is_equal_keeps_the_alignment_longest(texts):
    old, new = texts

    pairs = aligned(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert len(pairs) == length_by_the_book(old, new)


@given(few, few)
@law
def test_head_and_tail_are_what_is_equal_at_the_ends(old, new):
    head, tail = common_head(old, new), common_tail(old, new)

    assert old[:head] == new[:head]
    assert old[head : head + 1] != new[head : head + 1] or head == len(old) == len(new)
    assert old[len(old) - tail :] == new[len(new) - tail :]
    assert tail == common_head(old[::-1], new[::-1])


def test_texts_too_large_for_one_table_are_split_at_words_that_occur_once(small_table):
    old = [*"abcabc", "once", *"cbacba", "single", *"aabbc"]
    new = [*"cabacb", "once", *"abcabc", "single", *"bbaac"]

    pairs = aligned(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert {(6, 6), (13, 13)} <= set(pairs)
    assert max(small_table) <= 40


def test_texts_without_single_words_are_split_at_runs_that_occur_once(small_table):
    run = [*"abbabaab"]
    old = [*"aaaa", *run, *"bbbb", *"aaab"]
    new = [*"bbba", *run, *"aaaa", *"abba"]

    pairs = aligned(old, new)

    assert {(4 + place, 4 + place) for place in range(8)} <= set(pairs)
    assert max(small_table) <= 40


def test_without_anchors_what_is_too_large_counts_as_changed(small_table):
    assert aligned(["a", "b"] * 20, ["b", "a"] * 20) == []
    assert small_table == []


@pytest.mark.usefixtures("small_table")
def test_words_that_only_one_text_has_do_not_count_towards_the_size():
    old = ["kept", *map(str, range(500)), "also", "here"]
    new = ["also", *map(str, range(500, 1000)), "kept", "here"]

    assert len(aligned(old, new)) == 2


@given(pairs_of_texts)
@law
def test_no_table_is_ever_larger_than_the_bound(texts):
    old, new = texts
    sizes = []

    def watched(a, b):
        sizes.append(len(a) * len(b))
        return longest_common_subsequence(a, b)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "LARGEST_TABLE", 40)
        patch.setattr(alignment, "longest_common_subsequence", watched)
        pairs = aligned(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert max(sizes, default=0) <= 40


def test_the_rows_of_the_worst_table_hold_no_more_bits_than_it_has_cells():
    old, new = ["a", "b"] * 300, ["b", "a", "a"] * 100

    rows = alignment._rows(old, new)

    assert len(rows) == len(old)
    assert max(row.bit_length() for row in rows) <= len(new)


def test_anchors_out_of_order_give_the_longest_run_in_order():
    pairs = [(0, 5), (1, 1), (2, 2), (3, 0), (4, 3), (5, 4)]

    assert alignment._longest_rising(pairs) == [(1, 1), (2, 2), (4, 3), (5, 4)]
    assert alignment._longest_rising([]) == []
