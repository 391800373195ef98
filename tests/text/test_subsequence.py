import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from ledger.text import subsequence
from ledger.text.subsequence import longest_common_subsequence
from tests.text.sequences import crafted, is_common_subsequence, length_by_the_book, natural, pairs_of_texts

law = settings(deadline=None, max_examples=300)


@given(pairs_of_texts)
@law
def test_the_subsequence_is_common_and_longest(texts):
    old, new = texts

    pairs = longest_common_subsequence(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert len(pairs) == length_by_the_book(old, new)


@given(pairs_of_texts, st.sampled_from([1, 2, 3, 8]), st.sampled_from([1, 2, 4]), st.sampled_from([0, 1, 4]))
@law
def test_it_is_longest_with_bands_and_windows_of_every_size(texts, checkpoint, step, narrowest):
    old, new = texts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subsequence, "CHECKPOINT", checkpoint)
        patch.setattr(subsequence, "STEPS", (checkpoint, checkpoint * step))
        patch.setattr(subsequence, "NARROWEST", narrowest)
        pairs = longest_common_subsequence(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert len(pairs) == LCSseq.similarity(old, new)


@given(pairs_of_texts)
@law
def test_it_is_as_long_the_other_way_round(texts):
    old, new = texts

    assert len(longest_common_subsequence(old, new)) == len(longest_common_subsequence(new, old))


@pytest.mark.parametrize("name", crafted(600))
@pytest.mark.parametrize("size", [600, 3_000])
def test_it_is_longest_in_crafted_texts(name, size):
    old, new = shared_by(crafted(size)[name])

    pairs = longest_common_subsequence(old, new)

    assert is_common_subsequence(pairs, old, new)
    assert len(pairs) == LCSseq.similarity(old, new)


def watched(patch):
    """The cells that are worked out from now on: bits of a row for each token."""
    cells = []
    advanced, worked_out = subsequence._advanced, subsequence._worked_out

    def advancing(row, tokens, masks_of):
        cells.append(len(tokens) * (row.right - row.left))
        return advanced(row, tokens, masks_of)

    def working_out(bits, tokens, masks_of):
        rows = worked_out(bits, tokens, masks_of)
        cells.append(sum(row.bit_length() for row in rows[1:]))
        return rows

    patch.setattr(subsequence, "_advanced", advancing)
    patch.setattr(subsequence, "_worked_out", working_out)
    return cells


def shared_by(texts):
    """The texts without tokens that only one of them has."""
    shared = set(texts[0]) & set(texts[1])
    return tuple([token for token in text if token in shared] for text in texts)


@pytest.mark.parametrize("name", crafted(3_000))
def test_no_crafted_text_takes_more_than_four_times_its_cells(name, monkeypatch):
    old, new = shared_by(crafted(3_000)[name])
    cells = watched(monkeypatch)

    longest_common_subsequence(old, new)

    assert sum(cells) <= 4 * len(old) * len(new)


@given(pairs_of_texts)
@law
def test_no_text_takes_more_than_four_times_its_cells(texts):
    old, new = texts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subsequence, "CHECKPOINT", 1)
        patch.setattr(subsequence, "STEPS", (1, 2))
        patch.setattr(subsequence, "NARROWEST", 1)
        cells = watched(patch)
        longest_common_subsequence(old, new)

    assert sum(cells) <= 4 * len(old) * len(new)


def test_texts_that_are_alike_take_a_fifth_of_their_cells(monkeypatch):
    old, new = natural(10_000)
    cells = watched(monkeypatch)

    longest_common_subsequence(old, new)

    assert sum(cells) <= len(old) * len(new) / 5


def test_no_more_rows_are_kept_than_one_in_so_many_and_those_of_a_stretch():
    old, new = crafted(6_000)["random, 100 words"]

    tracemalloc.start()
    longest_common_subsequence(old, new)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak <= 4_000_000  # all rows are 4.8 MB
