import pytest
from hypothesis import given, settings
from rapidfuzz.distance import Indel

from ledger.text import alignment
from ledger.text.alignment import aligned, common_head, common_tail
from tests.text.sequences import crafted, few, is_common_subsequence, length_by_the_book, natural, pairs_of_texts

law = settings(deadline=None, max_examples=200)


def watched(patch):
    """Exact alignments of at most 40 cells; the list collects the sizes of those that are made bit by bit."""
    sizes = []
    exact = alignment.longest_common_subsequence
    patch.setattr(alignment, "LARGEST_TABLE", 40)
    patch.setattr(alignment, "CELLS_OF_A_MATCH", 1_000_000)
    patch.setattr(alignment, "longest_common_subsequence", lambda a, b: sizes.append(len(a) * len(b)) or exact(a, b))
    return sizes


@pytest.fixture
def small_table(monkeypatch):
    return watched(monkeypatch)


@given(pairs_of_texts)
@law
def test_the_alignment_is_common_and_longest(texts):
    old, new = texts

    pairs = aligned(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert len(pairs) == length_by_the_book(old, new)


@given(pairs_of_texts)
@law
def test_as_many_tokens_are_kept_the_other_way_round(texts):
    old, new = texts

    assert len(aligned(old, new)) == len(aligned(new, old))


@pytest.mark.parametrize("name", crafted(2_000))
def test_crafted_texts_are_aligned_with_the_fewest_changes(name):
    old, new = crafted(2_000)[name]

    pairs = aligned(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert len(old) + len(new) - 2 * len(pairs) == Indel.distance(old, new)


def test_twenty_thousand_words_are_aligned_with_the_fewest_changes():
    old, new = natural(20_000)

    pairs = aligned(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert len(old) + len(new) - 2 * len(pairs) == Indel.distance(old, new)


def test_fifty_thousand_words_are_within_the_exact_table():
    assert alignment.LARGEST_TABLE >= 50_000 * 50_000


@given(few, few)
@law
def test_head_and_tail_are_what_is_equal_at_the_ends(old, new):
    head, tail = common_head(old, new), common_tail(old, new)

    assert old[:head] == new[:head]
    assert old[head : head + 1] != new[head : head + 1] or head == len(old) == len(new)
    assert old[len(old) - tail :] == new[len(new) - tail :]
    assert tail == common_head(old[::-1], new[::-1])


def test_texts_too_large_for_one_table_are_split_at_words_that_occur_once(small_table):
    old = [*"abcabcabcabc", "once", *"cbacbacbacba", "single", *"aabbcaabbc"]
    new = [*"cabacbcabacb", "once", *"abcabcabcabc", "single", *"bbaacbbaac"]

    pairs = aligned(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert {(12, 12), (25, 25)} <= set(pairs)
    assert max(small_table, default=0) <= 40


def test_texts_without_single_words_are_split_at_runs_that_occur_once(small_table):
    run = [*"abbabaab"]
    old = [*"aaaa", *run, *"bbbb", *"aaab"]
    new = [*"bbba", *run, *"aaaa", *"abba"]

    pairs = aligned(old, new)

    assert {(4 + place, 4 + place) for place in range(8)} <= set(pairs)
    assert max(small_table, default=0) <= 40


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

    with pytest.MonkeyPatch.context() as patch:
        sizes = watched(patch)
        pairs = aligned(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert max(sizes, default=0) <= 40


@pytest.mark.parametrize("name", crafted(2_000))
def test_no_more_equal_pairs_are_listed_than_the_texts_have_room_for(name, monkeypatch):
    old, new = crafted(2_000)[name]
    listed = [0]
    rising = alignment.longest_rising
    monkeypatch.setattr(
        alignment, "longest_rising", lambda pairs: rising([pair for pair in pairs if listed.append(1) or True])
    )

    aligned(old, new)

    assert len(listed) <= 1 + len(old) + len(new) + len(old) * len(new) / alignment.CELLS_OF_A_MATCH
